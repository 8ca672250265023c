import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type AgentDefinition,
  type Consideration,
  DUTIES,
  EFFORTS,
  type McpServer,
  PERMISSION_MODES,
  SECTIONS,
} from '../../src/agents/definition.ts'
import { roleOf } from '../../src/agents/identity.ts'
import { normalise } from '../../src/agents/phrases.ts'
import { readAgent } from '../../src/agents/read.ts'
import { definitionFrontMatter } from '../../src/agents/schema.ts'
import { writeDefinition } from '../../src/agents/write-definition.ts'
import { readFrontMatter } from '../../src/log/front-matter.ts'
import { definition } from '../support/foreign-agents.ts'

/** What says how a file was read, and from where, and not what is in it. */
const OF_THE_FILE = ['path', 'hash', 'recovered', 'warnings', 'dialect', 'borrowedFrom'] as const

function content(read: AgentDefinition): Partial<AgentDefinition> {
  const kept: Record<string, unknown> = { ...read }
  for (const key of OF_THE_FILE) delete kept[key]
  return kept
}

function readAgain(read: AgentDefinition): Partial<AgentDefinition> {
  const { definition: again, errors } = readAgent('again.md', writeDefinition(read))
  expect(errors).toEqual([])
  return again === null ? {} : content(again)
}

const word = fc.constantFrom(
  'ledger',
  'yes',
  'no',
  '1',
  '#60A5FA',
  '2026-01-31',
  'null',
  'a: b',
  '*x ',
  "it's",
  '"so"',
  '- x',
  '~',
)
const text = fc
  .array(fc.oneof(word, fc.string({ unit: 'grapheme-ascii', maxLength: 12 })), { minLength: 1, maxLength: 6 })
  .map(words => words.join(' ').replaceAll('\\', '/').trim())
  .filter(line => line !== '')
const lines = fc.array(fc.oneof(text, fc.constantFrom('', '---', '<example>user: "Why?"</example>')), {
  maxLength: 5,
})
const orNull = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null })
const toolNames = fc.uniqueArray(
  fc.constantFrom(
    'Read',
    'Write',
    'Bash(git:*)',
    'Bash(npm run test:*)',
    'Agent(a, b)',
    'mcp__x__*',
    'mcp__y__z',
    'docker',
  ),
  { maxLength: 5 },
)
const name = fc.stringMatching(/^[A-Za-z]{3,8}([ _-][A-Za-z]{3,8}){0,2}$/)

const server: fc.Arbitrary<McpServer> = fc.oneof(
  fc.record({
    type: fc.constant('stdio' as const),
    command: fc.constantFrom('bank-mcp', 'npx'),
    args: fc.array(fc.constantFrom('--read-only', '-p', '8080', 'a b'), { maxLength: 3 }),
    env: fc.dictionary(fc.constantFrom('TOKEN', 'DEBUG'), fc.constantFrom('1', 'yes', '$TOKEN')),
    url: fc.constant(null),
    extra: fc.constantFrom({}, { timeout: 30 }),
  }),
  fc.record({
    type: fc.constantFrom('http' as const, 'sse' as const, 'ws' as const),
    command: fc.constant(null),
    args: fc.constant([]),
    env: fc.constant({}),
    url: fc.constant('https://mcp.example/x?y=1#z'),
    extra: fc.constantFrom({}, { headers: { Accept: '*/*' } }),
  }),
)

const phrase = fc.constantFrom('card payment*', 'refund*', 'countr* + schedul*', 'always', 'time zone')
const sentence = fc.constantFrom(
  'Who notices: the {subject}, or its caller?',
  'A key "k" must be kept,  always.',
  '`x | y` begins #3 — and ends.',
)
const consideration: fc.Arbitrary<Consideration> = fc
  .record({
    id: fc.stringMatching(/^[a-z]{3,8}(-[a-z0-9]{1,5}){0,2}$/),
    when: fc.uniqueArray(phrase, { minLength: 1, maxLength: 3 }),
    unless: fc.uniqueArray(phrase, { maxLength: 2 }),
    ask: sentence,
    require: sentence,
    because: sentence,
    section: fc.constantFrom(...SECTIONS),
    meet: fc.constantFrom('A key: of the {subject}, or none.', 'A key, with one retry.'),
    signs: fc.constantFrom([['key']], [['key', 'retr*'], ['a key']], null),
    instead: orNull(sentence),
    for: orNull(fc.constantFrom('BACKEND', 'QA')),
  })
  .map(({ section, meet, signs, ...rest }) => ({
    ...rest,
    meet: { section, text: meet },
    signs: signs ?? (meet.includes('{') ? [['key']] : [[normalise(meet).trim()]]),
  }))

const block = fc.constantFrom(
  'You own money.',
  '## What you look for\n\n1. Which?',
  '---',
  '---\nname: other\n---',
  '```markdown\n## Playbook\n\n### x\n- when: y\n```',
  '~~~\n## Report Template\n\n```\n~~~',
  '    ## Playbook',
  '# Payments',
  '#### Deep',
)
const prompt = fc.array(block, { minLength: 1, maxLength: 6 }).map(blocks => blocks.join('\n\n').trim())

const read: fc.Arbitrary<AgentDefinition> = fc
  .record({
    name,
    description: fc.tuple(text, lines).map(([first, rest]) => [first, ...rest].join('\n').trim()),
    model: orNull(text),
    tools: orNull(toolNames),
    disallowedTools: toolNames,
    permissionMode: orNull(fc.constantFrom(...PERMISSION_MODES)),
    maxTurns: orNull(fc.integer({ min: 1, max: 1000 })),
    effort: orNull(fc.constantFrom(...EFFORTS)),
    color: orNull(text),
    memory: orNull(text),
    isolation: orNull(fc.constant('worktree')),
    skills: fc.array(fc.constantFrom('ledger', 'yes', '12'), { maxLength: 3 }),
    mcpServers: fc.dictionary(
      fc.constantFrom('bank', 'yes', 'web-1', '2'),
      fc.oneof(server, fc.constant(null)),
    ),
    hooks: fc.constantFrom(null, { Stop: [{ hooks: [{ type: 'command', command: 'true' }] }] }),
    provider: orNull(text),
    duty: orNull(fc.constantFrom(...DUTIES)),
    prompt,
    report: orNull(fc.constantFrom('Say it.', 'Say it.\n\n### Open\n\n- a\n- b', '```\n## Playbook\n```')),
    conduct: orNull(
      fc.constantFrom(
        '## Communication Protocol\n\nAsk.\n\n### More\n\nTell.',
        '### Handoff Rules\n\n1. Ask.',
      ),
    ),
    playbook: fc.uniqueArray(consideration, { selector: ({ id }) => id, maxLength: 3 }),
    extra: fc.dictionary(
      fc.constantFrom('version', 'tags', 'temperature', 'category', 'on', 'x-y', 'since'),
      fc.oneof(text, fc.constantFrom(1, 0.5, true, null, ['a', { b: [] }], new Date('2026-01-31T00:00:00Z'))),
    ),
  })
  .map(given => definition({ ...given, role: roleOf(given.name) }))

it('writes files from which the same definition is read', () => {
  fc.assert(
    fc.property(read, written => {
      expect(readAgain(written)).toEqual(content(written))
    }),
    { numRuns: 1000 },
  )
})

it.each([
  ['a map of skills', 'skills: {ledger: true, deep: {a: [1]}}', ['ledger', 'deep']],
  ['a model that is a map', 'model: {id: opus, effort: high}', ['id', 'opus']],
  ['several descriptions', 'description: [Pays., Refunds too.]', ['Pays.', 'Refunds too.']],
])('loses nothing of %s', (_, line, words) => {
  const { definition: one } = readAgent('a.md', `---\nname: a\n${line}\n---\nYou know.\n`)
  if (one === null) throw new Error('It can be read')
  const written = writeDefinition(one)
  for (const word of words) expect(written).toContain(word)
  expect(readAgain(one)).toEqual(content(one))
})

const root = (folder: string) => fileURLToPath(new URL(folder, import.meta.url))
const FILES = [root('../../agents'), root('../fixtures/agents')].filter(existsSync).flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.md$/.test(file))
    .map(file => join(folder, file)),
)
const READ = FILES.flatMap(file => readAgent(file, readFileSync(file, 'utf8')).definition ?? [])

it.each(READ.map(one => [one.path.replace(/.*\/((?:fixtures\/)?agents\/)/, '$1'), one] as const))(
  'writes what it has read of %s',
  (_, one) => {
    expect(readAgain(one)).toEqual(content(one))
    const { data } = readFrontMatter(writeDefinition(one))
    expect(definitionFrontMatter.safeParse(data).error?.issues).toBeUndefined()
  },
)
