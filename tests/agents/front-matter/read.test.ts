import { describe, expect, it } from 'vitest'
import { readAgentText } from '../../../src/agents/front-matter/read.ts'

function read(...lines: readonly string[]) {
  return readAgentText(['---', ...lines, '---', '', 'Body'].join('\n'))
}

it('reads YAML as YAML', () => {
  expect(read('name: a', 'tools: [Read]', 'n: 1')).toEqual({
    data: { name: 'a', tools: ['Read'], n: 1 },
    repeated: [],
    body: '\nBody',
    hasFrontMatter: true,
    recovered: [],
    warnings: [],
  })
})

it('reads a text without front matter as its body', () => {
  expect(readAgentText('Body')).toEqual({
    data: {},
    repeated: [],
    body: 'Body',
    hasFrontMatter: false,
    recovered: [],
    warnings: [],
  })
})

describe('what YAML would make of a text is undone, with the line', () => {
  it.each([
    ['a date', 'name: 2026-01-05', { name: '2026-01-05' }, 'line 2: name would be a date to YAML'],
    ['a number', 'name: 007 # Bond', { name: '007' }, 'line 2: name would be a number to YAML'],
    [
      'a truth',
      'description: true',
      { description: 'true' },
      'line 2: description would be a boolean to YAML',
    ],
    ['a colour', 'color: #60A5FA', { color: '#60A5FA' }, 'line 2: color has a # that YAML takes'],
    [
      'a colour with a remark',
      'color: #fff # white',
      { color: '#fff' },
      'line 2: color has a # that YAML takes',
    ],
    [
      'a number of a ticket',
      'description: See #4 now',
      { description: 'See #4 now' },
      'line 2: description has a #',
    ],
  ])('%s', (_, line, data, said) => {
    const { recovered, ...file } = read(line)
    expect(file.data).toEqual(data)
    expect(recovered).toEqual([expect.stringContaining(said)])
  })

  it.each([
    ['a comment', 'description: So # not so', { description: 'So' }],
    ['a quoted text', 'name: "42"', { name: '42' }],
    ['a key that takes no text', 'temperature: 0.2', { temperature: 0.2 }],
    ['a block of text', 'description: |\n  # 4 is a heading', { description: '# 4 is a heading\n' }],
  ])('but not %s', (_, line, data) => {
    expect(read(...line.split('\n'))).toMatchObject({ data, recovered: [] })
  })
})

describe('a front matter that is no YAML', () => {
  it('is read key by key, with the line of what was not YAML', () => {
    expect(
      read('name: a', 'description: now: this', 'tools: [Read, Grep]', 'temperature: 0.2'),
    ).toMatchObject({
      data: { name: 'a', description: 'now: this', tools: ['Read', 'Grep'], temperature: 0.2 },
      recovered: ['line 3: description is not quoted and has a colon in it; read by lines'],
      warnings: [],
    })
  })

  it('keeps all that is said under a key that stands twice, and says so', () => {
    expect(read('tools: Read', 'model: opus', 'tools: Bash', 'model: haiku')).toMatchObject({
      data: { tools: 'Bash', model: 'haiku' },
      repeated: [
        ['tools', 'Read'],
        ['model', 'opus'],
      ],
      warnings: ['line 4: tools stands twice; both count', 'line 5: model stands twice; the last one counts'],
    })
  })

  it('warns of a limit that is indented into a text', () => {
    expect(read('description: now: this', ' tools: Read').warnings).toEqual([
      'line 3: tools is read as a part of description: there it limits nothing',
    ])
  })

  it('is none where it has no keys: prose between two rules stays in the body', () => {
    const text = '---\na text\nof two lines\n---\nand more'
    expect(readAgentText(text)).toMatchObject({ data: {}, hasFrontMatter: false, body: text })
  })
})

describe('aliases', () => {
  it('stand for what they name', () => {
    expect(read('base: &base [Read]', 'tools: *base').data).toEqual({ base: ['Read'], tools: ['Read'] })
    expect(read('<<: {disallowedTools: Bash}', 'name: a').data).toEqual({
      name: 'a',
      disallowedTools: 'Bash',
    })
  })

  it.each([
    ['an alias', ['base: &x [Bash]', 'description: a: b', 'disallowedTools: *x'], 'line 4: disallowedTools'],
    ['a list of aliases', ['x: &x Bash', 'description: a: b', 'permission: [*x, a]'], 'line 4: permission'],
    ['an alias inside of itself', ['tools: &x [Read, *x]'], 'line 2: tools'],
    ['a merge', ['description: a: b', '<<: {disallowedTools: Bash}'], 'line 3: what << puts in'],
  ])('are refused where a limit needs them and the front matter is no YAML: %s', (_, lines, said) => {
    expect(() => read(...lines)).toThrow(said)
  })

  it('that stand for too much are not followed', () => {
    const levels = [...'abcdefgh'].map(
      (name, at) => `${name}: &${name} [${Array(9).fill(at === 0 ? 'x' : `*${'abcdefgh'[at - 1]}`)}]`,
    )
    const { data } = read(...levels)
    expect(JSON.stringify(data).length).toBeLessThan(1_000)
    expect(data['h']).toBe('&h [*g,*g,*g,*g,*g,*g,*g,*g,*g]')
  })
})

it('leaves __proto__ out with a warning, and gives the rest no prototype', () => {
  for (const extra of [[], ['description: no: yaml']]) {
    const { data, warnings } = read('__proto__: {polluted: 1}', 'constructor: text', ...extra)
    expect(warnings).toEqual(['line 2: __proto__ is no key of a definition: it is left out'])
    expect(Object.keys(data)).not.toContain('__proto__')
    expect(data['constructor']).toBe('text')
    expect(Object.getPrototypeOf(data)).toBeNull()
  }
})

it('refuses more than 64 KiB of front matter', () => {
  expect(() => read(`name: ${'x'.repeat(64 * 1024)}`)).toThrow('longer than 65536 characters')
})

it('reads a second front matter below one that says neither name nor description', () => {
  const text =
    '---\ncategory: shared\ntools: [Read, Bash]\n---\n\n---\nname: archy\ntools: [Read]\n---\nYou draw.'
  expect(readAgentText(text)).toEqual({
    data: { category: 'shared', name: 'archy', tools: ['Read'] },
    repeated: [['tools', ['Read', 'Bash']]],
    body: 'You draw.',
    hasFrontMatter: true,
    recovered: ['line 6: the front matter does not begin on the first line'],
    warnings: [],
  })
})
