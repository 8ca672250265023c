import { describe, expect, it } from 'vitest'
import { readItem } from '../../../src/agents/front-matter/values.ts'

function read(head: string, rest: readonly string[] = [], isText = false) {
  return readItem({ key: 'key', line: 2, head, rest }, isText)
}

it.each([
  ['a text', 'a b', 'a b'],
  ['a number', '12', 12],
  ['true', 'true', true],
  ['nothing', '', null],
  ['a list', '[Read, "Bash(git:*)"]', ['Read', 'Bash(git:*)']],
  ['a mapping', '{write: false}', { write: false }],
  ['a quoted text', '"a: b\\n"', 'a: b\n'],
  ['an anchor', '&tools [Read]', ['Read']],
])('reads %s as YAML does', (_, head, value) => {
  expect(read(head)).toEqual({ value, why: null })
})

it.each([
  ['a list', '', ['  - Read', '  - Bash'], ['Read', 'Bash']],
  ['a block of text', '|', ['  a: b', '   c'], 'a: b\n c\n'],
  ['a folded text', '>-', ['  a: b', '  c', '', '  d'], 'a: b c\nd'],
])('reads %s on the lines below', (_, head, rest, value) => {
  expect(read(head, rest)).toEqual({ value, why: null })
})

describe('what is no YAML is read by lines, with the reason', () => {
  const colon = 'is not quoted and has a colon in it'
  const quote = 'has a quote inside its quotes, or one that is not closed'
  const bracket = 'has a bracket that is not closed where YAML takes it to be'
  it.each([
    ['a colon', 'Use it when: now', [], 'Use it when: now', colon],
    ['a colon at the end', 'Use it when:', [], 'Use it when:', colon],
    ['a colon further down', 'Use it', ['  when: now'], 'Use it\nwhen: now', colon],
    ['a quote inside quotes', '"say "so" to it"', [], 'say "so" to it', quote],
    ['an escaped quote beside one', '"say \\"so\\" "to" it"', [], 'say "so" "to" it', quote],
    ['a quote that is not closed', '"say so', [], 'say so', quote],
    ['a single quote that is not closed', "'say so", [], 'say so', quote],
    ['a bracket that is not closed', '[Read, Bash', [], '[Read, Bash', bracket],
    ['two lists', '[a] [b]', [], '[a] [b]', bracket],
    ['a star', '*', [], '*', 'begins with *, which has a meaning in YAML'],
    ['an address of mail', '@all', [], '@all', 'begins with @, which has a meaning in YAML'],
    ['a backtick', '`Read`', [], '`Read`', 'begins with `, which has a meaning in YAML'],
    ['a percent sign', '%TEMP%', [], '%TEMP%', 'begins with %, which has a meaning in YAML'],
    ['a tag', '!!js/function x', [], '!!js/function x', 'begins with !, which has a meaning in YAML'],
    ['an alias of nothing', '*x', [], '*x', 'begins with *, which has a meaning in YAML'],
    ['lines at the margin', 'a', ['', 'b'], 'a\n\nb', 'goes on in lines that are not indented'],
  ])('%s', (_, head, rest, value, why) => {
    expect(read(head, rest, true)).toEqual({ value, why })
  })

  it('a list with tabs', () => {
    expect(read('', ['\t- Read', '\t- Bash'])).toEqual({
      value: ['Read', 'Bash'],
      why: 'has tabs where YAML takes blanks',
    })
  })

  it('a list whose entries are not YAML', () => {
    expect(read('', ['- Read: a: b', '• `Bash`', '* "Write"'])).toEqual({
      value: ['Read: a: b', '`Bash`', 'Write'],
      why: 'is no list as YAML has it',
    })
  })
})

it('takes a list or a mapping for a text where a text is expected', () => {
  expect(read('[beta] Tests things', [], true)).toMatchObject({ value: '[beta] Tests things' })
  expect(read('[beta]', [], true)).toMatchObject({ value: '[beta]' })
})

it('gives mappings no prototype', () => {
  const { value } = read('{a: {b: 1}, __proto__: {c: 1}}')
  expect(value).toEqual({ a: { b: 1 } })
  expect(Object.getPrototypeOf(value)).toBeNull()
})
