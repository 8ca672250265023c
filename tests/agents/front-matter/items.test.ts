import { describe, expect, it } from 'vitest'
import { itemsOf } from '../../../src/agents/front-matter/items.ts'

function items(...lines: readonly string[]) {
  return itemsOf(lines, 2).map(({ key, line, head, rest }) => [line, key, head, ...rest])
}

it('gives each key its line in the file, what stands behind it, and the lines below', () => {
  expect(items('name: a', 'tools:', '  - Read', '', 'model: opus')).toEqual([
    [2, 'name', 'a'],
    [3, 'tools', '', '  - Read', ''],
    [6, 'model', 'opus'],
  ])
})

it.each([
  ['in double quotes', '"name": a', ['name', 'a']],
  ['in single quotes', "'name': a", ['name', 'a']],
  ['with a blank before the colon', 'name : a', ['name', 'a']],
  ['with a wide colon', 'name：a', ['name', 'a']],
  ['that is known, without a blank behind', 'name:a', ['name', 'a']],
  ['as a heading', '## name: a', ['name', 'a']],
  ['with a dollar or a dot', '$schema.v: a', ['$schema.v', 'a']],
  ['with a separator of lines in its value', 'tools: Bash\u2028', ['tools', 'Bash']],
])('takes a key %s', (_, line, [key, head]) => {
  expect(items(line)).toEqual([[2, key, head]])
})

it.each([
  ['an address', 'https://example.org'],
  ['two words with a colon', 'Bash:Read'],
  ['a sentence', 'You are: an agent'],
  ['a bullet', '- name: a'],
])('takes %s for a part of the key before it', (_, line) => {
  expect(items('foo: a', line)).toEqual([[2, 'foo', 'a', line]])
})

it('leaves out what stands before the first key', () => {
  expect(items('hello', 'name: a')).toEqual([[3, 'name', 'a']])
})

it('puts keys that are all indented where keys stand', () => {
  expect(items('  name: a', '  tools:', '    - Read')).toEqual([
    [2, 'name', 'a'],
    [3, 'tools', '', '  - Read'],
  ])
})

describe('a description goes on', () => {
  it.each([
    ['over speech', ['Context: It rains.', 'user: "Now?"', 'assistant: "Yes."']],
    ['over words that begin with a capital', ['Priority: high', 'Also: this']],
    ['over keys inside of an example', ['<example>', 'tools: none', 'model: x', '</example>']],
    ['over two examples, one in the other', ['<example><example>', 'tools: a', '</example></example>']],
  ])('%s', (_, rest) => {
    expect(items('description: Use it when', ...rest, 'tools: Read')).toEqual([
      [2, 'description', 'Use it when', ...rest],
      [3 + rest.length, 'tools', 'Read'],
    ])
  })

  it('over keys inside of its quotes', () => {
    expect(items('foo: "one', 'bar: two', 'three"', 'tools: Read')).toEqual([
      [2, 'foo', '"one', 'bar: two', 'three"'],
      [5, 'tools', 'Read'],
    ])
  })
})

describe('a description ends', () => {
  it.each([
    ['at a key after an example that nothing closes', ['<example>', 'user: a']],
    ['at a key after a quote that nothing closes', ['and so on']],
  ])('%s', (_, rest) => {
    expect(items('description: "Use it when', ...rest, 'tools: Read')).toEqual([
      [2, 'description', '"Use it when', ...rest],
      [3 + rest.length, 'tools', 'Read'],
    ])
  })

  it('at a key whose own quotes are closed, when its quote is not', () => {
    expect(items('description: "Buys', 'tools: Read, "Bash"', 'disallowedTools: "Write"')).toEqual([
      [2, 'description', '"Buys'],
      [3, 'tools', 'Read, "Bash"'],
      [4, 'disallowedTools', '"Write"'],
    ])
  })
})
