import { describe, expect, it } from 'vitest'
import { cutFrontMatter } from '../../../src/agents/front-matter/cut.ts'

function cut(...lines: readonly string[]) {
  return cutFrontMatter(lines.join('\n'))
}

it('cuts at the fences, and says on which line the keys begin', () => {
  expect(cut('---', 'name: a', 'tools: Read', '---', '', 'Body')).toEqual({
    lines: ['name: a', 'tools: Read'],
    first: 2,
    body: '\nBody',
    recovered: [],
  })
})

it.each([
  ['blanks behind the fences', ['--- ', 'name: a', '---\t', 'Body'], ['name: a']],
  ['more than three dashes', ['-----', 'name: a', '-----', 'Body'], ['name: a']],
  ['an escaped rule', ['\\---', 'name: a', '\\---', 'Body'], ['name: a']],
  ['the end of a YAML document', ['---', 'name: a', '...', 'Body'], ['name: a']],
  ['YAML named as such', ['---yaml', 'name: a', '---', 'Body'], ['name: a']],
  ['YAML named in capitals', ['--- YML', 'name: a', '---', 'Body'], ['name: a']],
  ['no keys', ['---', '---', 'Body'], []],
])('takes %s for front matter, with nothing to say', (_, written, lines) => {
  expect(cut(...written)).toEqual({ lines, first: 2, body: 'Body', recovered: [] })
})

it.each([
  ['prose', ['You are', '---', 'an agent']],
  ['a heading', ['# name: a', 'Body']],
  ['a rule above prose', ['---', 'You are an agent.', '']],
  ['a rule alone', ['---']],
  ['one key alone', ['name: a', '', 'Body']],
  ['keys that nobody knows', ['foo: a', 'bar: b', '', 'Body']],
  ['nothing', ['']],
])('takes %s for a body without front matter', (_, written) => {
  expect(cut(...written)).toMatchObject({ lines: null, body: written.join('\n') })
})

describe('what stands elsewhere is found, and said with its line', () => {
  it.each([
    [
      'below blank lines',
      ['', ' ', '---', 'name: a', '---', 'Body'],
      { lines: ['name: a'], first: 4, body: 'Body' },
      'line 3: the front matter does not begin on the first line',
    ],
    [
      'below a comment of several lines',
      ['<!-- by', 'hand -->', '---', 'name: a', '---', 'Body'],
      { lines: ['name: a'], first: 4, body: 'Body' },
      'line 3: the front matter does not begin on the first line',
    ],
    [
      'in a block of code',
      ['```md', '---', 'name: a', '---', 'Body', '```', ''],
      { lines: ['name: a'], first: 3, body: 'Body' },
      'line 1: the file stands in a block of code; its ``` lines are left out',
    ],
    [
      'in a block of code that is not closed',
      ['~~~', '---', 'name: a', '---', 'Body'],
      { lines: ['name: a'], first: 3, body: 'Body' },
      'line 1: the file stands in a block of code; its ~~~ lines are left out',
    ],
    [
      'with an indented end',
      ['---', 'name: a', '  ---', 'Body'],
      { lines: ['name: a'], first: 2, body: 'Body' },
      'line 3: the closing --- is indented',
    ],
    [
      'without an end, before a blank line and a heading',
      ['---', 'name: a', 'tools:', '  - Read', '', '# Title'],
      { lines: ['name: a', 'tools:', '  - Read'], first: 2, body: '\n# Title' },
      'line 1: no --- closes the front matter; it is taken to end before line 5',
    ],
    [
      'without an end, over a blank line to another key',
      ['---', 'name: a', '', 'tools: Read', 'You are', ''],
      { lines: ['name: a', '', 'tools: Read', 'You are'], first: 2, body: '' },
      'line 1: no --- closes the front matter; it is taken to end before line 6',
    ],
    [
      'without a beginning',
      ['name: a', 'tools: Read', '---', 'Body'],
      { lines: ['name: a', 'tools: Read'], first: 1, body: 'Body' },
      'line 1: no --- opens the front matter; it is taken to end before line 3',
    ],
    [
      'without any fence',
      ['description: a', 'name: b', '', 'Body'],
      { lines: ['description: a', 'name: b'], first: 1, body: '\nBody' },
      'line 1: no --- opens the front matter; it is taken to end before line 3',
    ],
  ])('%s', (_, written, expected, said) => {
    expect(cut(...written)).toEqual({ ...expected, recovered: [said] })
  })
})

it.each([
  ['---js', 'js'],
  ['--- JavaScript ', 'JavaScript'],
  ['---json', 'json'],
  ['---json5', 'json5'],
  ['---coffee', 'coffee'],
  ['---toml', 'toml'],
  ['---constructor', 'constructor'],
])('refuses the language of %s by its name', (fence, language) => {
  expect(() => cut(fence, '{ name: 1 }', '---', 'Body')).toThrow(
    `the front matter is ${language}: only YAML is read, and nothing is ever run`,
  )
})

it('refuses TOML between its own fences, and takes a line of plus signs alone for text', () => {
  expect(() => cut('+++', 'name = "a"', '+++', 'Body')).toThrow('the front matter is TOML')
  expect(cut('+++', 'Body')).toMatchObject({ lines: null, body: '+++\nBody' })
})

it('finds front matter below a heading, which goes back to the head of the body', () => {
  expect(cutFrontMatter('# Backend\n\n---\nname: backend\ntools: Read\n---\nYou build.')).toEqual({
    lines: ['name: backend', 'tools: Read'],
    first: 4,
    body: '# Backend\n\nYou build.',
    recovered: ['line 3: the front matter does not begin on the first line'],
  })
})

it('leaves a heading above a rule and prose alone', () => {
  const text = '# Backend\n\n---\n\nYou build.\n\n---\n'
  expect(cutFrontMatter(text)).toMatchObject({ lines: null, body: text })
})

it('takes a remark behind the opening fence for a remark', () => {
  expect(cutFrontMatter('--- # ours\nname: a\n---\nB').lines).toEqual(['name: a'])
})
