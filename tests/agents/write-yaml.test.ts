import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { yamlItem } from '../../src/agents/write-yaml.ts'
import { readFrontMatter } from '../../src/log/front-matter.ts'

it.each([
  ['name', 'backend', 'name: backend'],
  ['color', '#60A5FA', "color: '#60A5FA'"],
  ['name', 'yes', "name: 'yes'"],
  ['name', 'null', "name: 'null'"],
  ['name', '~', "name: '~'"],
  ['name', '1e3', "name: '1e3'"],
  ['name', '2026-01-31', "name: '2026-01-31'"],
  ['maxTurns', 12, 'maxTurns: 12'],
  ['since', new Date('2026-01-31T00:00:00Z'), 'since: 2026-01-31T00:00:00.000Z'],
  ['description', 'Use it for cards: checkout.', "description: 'Use it for cards: checkout.'"],
  ['description', 'One.\n\nTwo.', 'description: |-\n  One.\n\n  Two.'],
  ['description', 'word '.repeat(80).trim(), `description: ${'word '.repeat(80).trim()}`],
  ['description', 'Say: *now or never', 'description: "Say: \\u002anow or never"'],
  ['hooks', { on: [{ run: 'x' }] }, "hooks:\n  'on':\n    - run: x"],
])('writes %s %j', (key, value, written) => {
  expect(yamlItem(key, value)).toBe(written)
})

it.each([
  [[], 'tools: []'],
  [['Read', 'Bash(git:*)', 'Agent(a, b)'], "tools: [Read, 'Bash(git:*)', 'Agent(a, b)']"],
  [['*'], "tools: ['*']"],
])('writes the list %j in one line', (value, written) => {
  expect(yamlItem('tools', value, 'line')).toBe(written)
})

it('writes a part that stands twice without an alias', () => {
  const part = { a: 1 }
  expect(yamlItem('x', { one: part, two: part })).toBe('x:\n  one:\n    a: 1\n  two:\n    a: 1')
})

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))

it('writes a hundred lists within each other, and refuses one more', () => {
  const { data } = readFrontMatter(`---\n${yamlItem('x', nested(100))}\n---\n`)
  expect({ ...data }).toEqual({ x: nested(100) })
  for (const depth of [101, 100_000])
    expect(() => yamlItem('x', { a: 1, b: nested(depth - 1) })).toThrow(
      'x has lists or maps more than 100 deep within each other: make it flatter',
    )
})

describe('what was written is read as it was', () => {
  const tricky = fc.constantFrom(
    '---',
    '\n---\n',
    '&a ',
    '*a ',
    ': ',
    ' #',
    '\n',
    '\t',
    ' ',
    '- ',
    '"',
    "'",
    '\\n',
    '{{x}}',
    '<<',
    '%',
    '\u2028',
    '\u0000',
    '\u001b',
    '\ud800',
    '😀',
    '\ufeff',
    '!!js/function',
    '=',
  )
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(fc.oneof(tricky, fc.string({ unit: 'grapheme-ascii', maxLength: 5 })), { maxLength: 8 })
      .map(parts => parts.join('')),
    fc.constantFrom(
      'yes',
      'no',
      'on',
      'y',
      'null',
      '~',
      '',
      '0x1f',
      '1_000',
      '12:30',
      '.inf',
      '.nan',
      '2026-01-31',
    ),
  )
  const key = text.filter(word => word !== '__proto__')
  const { tree: value } = fc.letrec<{ tree: unknown; leaf: unknown }>(tie => ({
    leaf: fc.oneof(
      text,
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9000-01-01') }),
    ),
    tree: fc.oneof(
      { maxDepth: 3 },
      tie('leaf'),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))

  it.each(['line', 'block'] as const)('with lists in style %s', style => {
    fc.assert(
      fc.property(key, value, text, (name, written, after) => {
        const front = [yamlItem(name, written, style), yamlItem('name after', after)].join('\n')
        const { data, body } = readFrontMatter(`---\n${front}\n---\n\n---\nBody`)
        expect({ ...data }).toEqual({ [name]: written, 'name after': after })
        expect(body.trim()).toBe('---\nBody')
      }),
      { numRuns: 3000 },
    )
  })
})
