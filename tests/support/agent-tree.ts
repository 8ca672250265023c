/** A folder of made-up definitions as collections hold them: every dialect, nested, some of them written carelessly. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefinitionDialect } from '../../src/agents/definition.ts'
import { createRandom, type Random } from '../sim/random.ts'

export interface AgentTree {
  /** In the order they were written. */
  readonly files: readonly string[]
  /** Those of them whose front matter is not YAML. */
  readonly broken: readonly string[]
  /** Of all files together. */
  readonly bytes: number
}

interface Shape {
  readonly dialect: DefinitionDialect
  readonly ending: string
  /** Its front matter without the description; null for a file that has none. */
  front(name: string, random: Random): readonly string[] | null
  /** What its body ends with. */
  readonly close?: string
}

/** Of every hundred files this many break a strict reader. */
const BROKEN_PERCENT = 9
const KB = 1024

/** The same seed writes the same bytes. Sizes are 1 to 30 KB, small ones more often, as they are in the open. */
export function writeAgentTree(folder: string, { files, seed }: { files: number; seed: number }): AgentTree {
  const random = createRandom(seed)
  const body = Array.from({ length: 400 }, () => `${random.pick(LINES)}${sentence(random)}`)
  const written: string[] = []
  const broken: string[] = []
  let bytes = 0
  for (let at = 0; at < files; at += 1) {
    const isBroken = (at * BROKEN_PERCENT) % 100 < BROKEN_PERCENT
    const shape = random.pick(isBroken ? SHAPES.filter(({ dialect }) => dialect !== 'plain') : SHAPES)
    const name = `${random.pick(FIELDS)}-${random.pick(TRADES)}-${at}`
    const into = join(folder, ...Array.from({ length: random.below(5) }, () => random.pick(FIELDS)))
    const path = join(into, `${name}${shape.ending}`)
    const text = definitionText(shape, { name, isBroken, body, random })
    mkdirSync(into, { recursive: true })
    writeFileSync(path, text)
    written.push(path)
    if (isBroken) broken.push(path)
    bytes += Buffer.byteLength(text)
  }
  return { files: written, broken, bytes }
}

function definitionText(
  shape: Shape,
  {
    name,
    isBroken,
    body,
    random,
  }: { name: string; isBroken: boolean; body: readonly string[]; random: Random },
): string {
  const front = shape.front(name, random)
  const description = isBroken ? random.pick(CARELESS) : random.pick(CAREFUL)
  const head = front === null ? [] : ['---', ...front, ...description(name, random), '---', '']
  const [one, other] = [random.below(KB), random.below(KB)]
  const size = KB + Math.floor((29 * one * other) / KB)
  const close = `${shape.close ?? ''}\n`
  const lines = [...head, `# ${name}`, '']
  let length = lines.join('\n').length + close.length
  while (length < size) {
    const line = random.pick(body)
    lines.push(line)
    length += line.length + 1
  }
  return [...lines, close].join('\n')
}

function sentence(random: Random): string {
  const words = Array.from({ length: 8 + random.below(16) }, () => random.pick(WORDS)).join(' ')
  return `${words[0]?.toUpperCase()}${words.slice(1)}.`
}

type Description = (name: string, random: Random) => readonly string[]

const CAREFUL: readonly Description[] = [
  (name, random) => [`description: Knows ${name}. ${sentence(random)}`],
  (name, random) => [`description: "Use for ${name}: ${sentence(random)}"`],
  (_, random) => ['description: >', `  ${sentence(random)}`, `  ${sentence(random)}`],
  (_, random) => [
    'description: |',
    `  ${sentence(random)}`,
    '  <example>',
    '  user: Is it safe?',
    '  </example>',
  ],
]

const CARELESS: readonly Description[] = [
  (name, random) => [
    `description: Use this agent when: ${name} is asked for. <example>Context: ${sentence(random)} user: "Look at it"</example>`,
  ],
  (name, random) => [
    `description: Use this agent when ${name} has to look: ${sentence(random)}\\n\\nExamples:\\n- user: "Check it"`,
  ],
  (_, random) => [
    `description: ${sentence(random)}`,
    '<example>',
    `Context: ${sentence(random)}`,
    'user: "Is this right?"',
    '</example>',
  ],
  (_, random) => [`description: "${sentence(random)}" and more of the same.`],
  (_, random) => [`description: 'It's all of it. ${sentence(random)}'`],
]

const SHAPES: readonly Shape[] = [
  {
    dialect: 'synod',
    ending: '.md',
    front: (name, random) => [`name: ${name}`, 'tools: Read, Grep, Glob', `model: ${random.pick(MODELS)}`],
    close: `
## Playbook

### retry-twice
- when: retry*, queue*
- ask: What happens to a request that is sent a second time?
- require: Every write carries a key by which its repetition is noticed.
- because: A client that saw no answer asks again.
- meet: Interfaces: Each write carries an idempotency key that is kept for a day.
- signs: idempoten*, key*`,
  },
  {
    dialect: 'claude',
    ending: '.md',
    front: (name, random) => [
      `name: ${name}`,
      `tools: ${random.pick(['Read, Grep', 'Read, Bash(git:*), Edit', 'mcp__tracker__*, Read'])}`,
      `model: ${random.pick(MODELS)}`,
      `color: ${random.pick(['green', '"#3A7BD5"', '#3A7BD5'])}`,
    ],
  },
  {
    dialect: 'command',
    ending: '.md',
    front: () => ['allowed-tools: Bash(git add:*), Bash(git status:*), Read', 'argument-hint: "[branch]"'],
    close: '\nDo so for $ARGUMENTS.',
  },
  {
    dialect: 'orchestrator',
    ending: '.md',
    front: (name, random) => [
      `name: ${name}`,
      `role: ${random.pick(['supervisor', 'developer', 'reviewer'])}`,
      'provider: claude_code',
      'allowedTools: ["fs_read", "execute_bash"]',
      'mcpServers:',
      '  tracker:',
      '    type: stdio',
      '    command: tracker-server',
      '    args: ["--quiet"]',
    ],
  },
  {
    dialect: 'opencode',
    ending: '.md',
    front: (_, random) => [
      'mode: subagent',
      `temperature: 0.${random.below(9)}`,
      'tools:',
      '  write: false',
      '  bash: true',
    ],
  },
  { dialect: 'copilot', ending: '.agent.md', front: () => ["tools: ['codebase', 'search', 'edit']"] },
  {
    dialect: 'gemini',
    ending: '.md',
    front: name => [`name: ${name}`, 'kind: local', 'tools:', '  - read_file', '  - run_shell_command'],
  },
  { dialect: 'cursor', ending: '.mdc', front: () => ['globs: "src/**"', 'alwaysApply: false'] },
  { dialect: 'plain', ending: '.markdown', front: () => null },
]

const MODELS = ['opus', 'sonnet', 'haiku', 'inherit']
const LINES = ['', '', '- ', '1. ', '\n', '\n## ', '> ']
const FIELDS = [
  'billing',
  'search',
  'storage',
  'network',
  'mobile',
  'legal',
  'data',
  'release',
  'identity',
  'media',
]
const TRADES = ['reviewer', 'engineer', 'architect', 'tester', 'writer', 'analyst']
const WORDS = [
  ...['a', 'the', 'each', 'every', 'one', 'before', 'after', 'until', 'while', 'with', 'under', 'against'],
  ...[
    'request',
    'record',
    'queue',
    'caller',
    'figure',
    'limit',
    'owner',
    'schema',
    'screen',
    'secret',
    'test',
  ],
  ...['writes', 'checks', 'reads', 'holds', 'loses', 'repeats', 'names', 'refuses', 'measures', 'asks'],
  ...['naïve', 'größer', 'café', '`npm test`', '**never**', '→', '10 %'],
]
