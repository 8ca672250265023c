import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDefinition } from '../../src/agents/load.ts'
import { readAgent } from '../../src/agents/read.ts'
import { allows } from '../../src/agents/tools/restrict.ts'

const PIECES = [
  ...[
    '---',
    '--- ',
    '---js',
    '...',
    '+++',
    '```',
    '~~~md',
    '<!--',
    '-->',
    '<example>',
    '</example>',
    '\\---',
  ],
  ...[
    'name:',
    'name: a',
    'description: use: it',
    'description: "',
    "description: '",
    'description: |',
    '<<: *a',
  ],
  ...['tools:', 'tools: *', 'tools: [Read', 'tools: Read, Bash(git:*)', 'disallowedTools: &a [*a]', '- Read'],
  ...['model: {{X}}', 'color: #60A5FA', 'permission:', '  bash: deny', 'permissionMode: plan', 'maxTurns: 3'],
  ...[
    '__proto__: {a: b}',
    'role: reviewer',
    'user: "hi"',
    '# ',
    '## Report Template',
    '### ###',
    '## Playbook',
  ],
  ...[
    '',
    ' ',
    '\t',
    '\t- x',
    '- when: x',
    '"',
    "'",
    '[',
    '{',
    '}',
    ']',
    '(',
    ')',
    ':',
    '#',
    '\\n',
    '\u2028',
    '\u202e',
  ],
  ...[
    '\u0000',
    '\u001b[2J',
    '数据',
    '\ud800',
    'x'.repeat(50),
    '<!-- -->',
    '$ARGUMENTS',
    '2001-01-01 01:01:01',
  ],
]
const piece = fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 }))
const glue = fc.constantFrom('\n', '\n', '\n', '', ' ')
const chunk = fc
  .array(fc.tuple(piece, glue), { minLength: 1, maxLength: 20 })
  .map(parts => `${parts.flat().join('')} `)

describe('whatever a text has in it, it', () => {
  it('is read without throwing, into a definition or into errors', () => {
    fc.assert(
      fc.property(fc.boolean(), chunk, chunk, (fenced, head, body) => {
        const reading = readAgent('a.md', fenced ? `---\n${head}\n---\n${body}` : head + body)
        expect(reading.definition === null).toBe(reading.errors.length > 0)
      }),
      { numRuns: 1_000 },
    )
  })

  // A reader that looks back over its text takes minutes for this much of the wrong kind.
  it('is read in a time that grows with its length', () => {
    fc.assert(
      fc.property(fc.boolean(), chunk, (inFront, repeated) => {
        const many = (length: number) => repeated.repeat(Math.ceil(length / repeated.length))
        const text = inFront ? `---\n${many(60_000)}\n---\nText.` : many(200_000)
        const before = process.cpuUsage()
        readAgent('a.md', text)
        const { user, system } = process.cpuUsage(before)
        expect((user + system) / 1e6, 'seconds of CPU').toBeLessThan(4)
      }),
      { numRuns: 30 },
    )
  })
})

const word = fc.constantFrom(
  'sorts',
  'parcels',
  'by',
  'weight',
  'and',
  'size',
  '"fast"',
  'use',
  'when',
  "it's",
  '#4',
)
const sentence = fc.array(word, { minLength: 2, maxLength: 12 }).map(words => `Use ${words.join(' ')} now`)
const simple = fc.record({
  name: fc.stringMatching(/^[a-z]{2,8}(-[a-z]{2,8}){0,2}$/),
  // What makes it no YAML when its quotes are taken away.
  description: fc.tuple(sentence, sentence).map(([one, other]) => `${one}: ${other}.`),
  tools: fc.uniqueArray(fc.constantFrom('Read', 'Grep', 'Bash(git:*)', 'mcp__a__b', 'WebFetch'), {
    // One alone may have a tab before it, also as YAML.
    minLength: 2,
    maxLength: 4,
  }),
  model: fc.constantFrom('opus', 'sonnet', 'inherit', 'vendor/large-2', 'claude-opus-5-5'),
})

interface Parts {
  readonly name: string
  readonly description: string
  readonly tools: readonly string[]
  readonly model: string
}

function written(
  { name, description, tools, model }: Parts,
  { quoted = true, indent = '  ' }: { quoted?: boolean; indent?: string } = {},
): string {
  const text = quoted ? JSON.stringify(description) : description
  const list = tools.map(tool => `${indent}- ${tool}`).join('\n')
  return `---\nname: ${name}\ndescription: ${text}\ntools:\n${list}\nmodel: ${model}\n---\n\nYou do it.\n`
}

const SPOILED: readonly (readonly [string, boolean, (parts: Parts) => string])[] = [
  ['written without quotes', true, parts => written(parts, { quoted: false })],
  ['indented with tabs', true, parts => written(parts, { indent: '\t' })],
  ['given a byte order mark', true, parts => `\ufeff${written(parts)}`],
  ['given blank lines at its head', true, parts => `\n\n${written(parts)}`],
  ['put into a block of code', true, parts => `\`\`\`md\n${written(parts)}\`\`\`\n`],
  ['left without its first fence', true, parts => written(parts).slice(4)],
  ['left without its second fence', true, parts => written(parts).replace('\n---\n', '\n')],
  ['saved with CRLF, which is ordinary,', false, parts => written(parts).replaceAll('\n', '\r\n')],
  [
    'spoiled in several ways',
    true,
    parts => {
      const text = written(parts, { quoted: false, indent: '\t' }).replace('\n---\n', '\n')
      return `\ufeff\n${text}`.replaceAll('\n', '\r\n')
    },
  ],
]

describe('a definition is the same, and says that it was mended, when it was', () => {
  it.each(SPOILED)('%s', (_, isMended, spoil) => {
    fc.assert(
      fc.property(simple, parts => {
        const { name, description, tools, model } = parts
        const whole = readDefinition('a.md', written(parts))
        expect(whole).toMatchObject({ name, description, tools, model, recovered: [], prompt: 'You do it.' })
        const spoiled = readDefinition('a.md', spoil(parts))
        expect(spoiled).toMatchObject({ name, tools, model, prompt: 'You do it.' })
        expect(spoiled.description.replace(/\s+/g, ' ')).toBe(description)
        expect(spoiled.recovered.length > 0).toBe(isMended)
      }),
      { numRuns: 40 },
    )
  })
})

const NAMES = [
  'Read',
  'Write',
  'Edit',
  'Bash',
  'Bash(git:*)',
  'Bash(rm:*)',
  'WebFetch',
  'mcp__a__*',
  'mcp__a__b',
]
const USES = [...NAMES, 'Bash(git status)', 'Bash(rm -r x)', 'Bash(ls)', 'Read(a/b)', 'Grep', 'mcp__c__d']
const names = fc.uniqueArray(fc.constantFrom(...NAMES, 'execute_bash', 'fs_write', '@a'), { maxLength: 5 })
const rule = fc.constantFrom('allow', 'deny', 'ask')
const permission = fc.oneof(
  rule,
  fc.dictionary(
    fc.constantFrom('*', 'edit', 'bash', 'webfetch', 'read'),
    fc.oneof(rule, fc.dictionary(fc.constantFrom('*', 'git *', 'rm *'), rule, { minKeys: 1 })),
    { minKeys: 1 },
  ),
)
/** Each under keys of its own, so that none takes another's place. */
const limit = (at: number) =>
  fc.oneof(
    fc.record({ [['tools', 'allowedTools', 'allowed-tools'][at] ?? '']: fc.oneof(names, fc.constant('*')) }),
    fc.record({ [['disallowedTools', 'disallowed-tools', 'deny_tools'][at] ?? '']: names }),
    fc.record({ [['permission', 'permissions', 'Permission'][at] ?? '']: permission }),
    fc.record({ [['readonly', 'read-only', 'read_only'][at] ?? '']: fc.boolean() }),
  )

function limited(data: Readonly<Record<string, unknown>>) {
  const lines = Object.entries(data).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  return readAgent('a.md', ['---', 'description: a', ...lines, '---', 'Text.'].join('\n')).definition
}

it('no limit gives anything that was not allowed without it', () => {
  let compared = 0
  fc.assert(
    fc.property(limit(0), limit(1), limit(2), (one, two, three) => {
      const [before, after] = [limited({ ...one, ...two }), limited({ ...one, ...two, ...three })]
      // A contradiction is refused, which allows nothing.
      if (after === null) return
      expect(before).not.toBeNull()
      compared += 1
      for (const use of USES) {
        if (before === null || !allows(after, use)) continue
        expect(allows(before, use), `${use} by ${JSON.stringify(three)}`).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
  expect(compared).toBeGreaterThan(150)
})
