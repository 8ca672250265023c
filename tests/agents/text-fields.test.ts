import { describe, expect, it } from 'vitest'
import { firstSentence, mendDescription, mendName } from '../../src/agents/text-fields.ts'

describe('a description', () => {
  const read = 'has \\n written out; read as line breaks'
  it.each([
    ['as it stands', ' Two\nlines. ', 'Two\nlines.', null],
    ['with its key written into it', 'Description: So.', 'So.', null],
    [
      'with \\n in it',
      'One.\\n\\n<example>\\nuser: \\"a\\"\\n</example>',
      'One.\n\n<example>\nuser: "a"\n</example>',
      read,
    ],
    ['with \\r\\n and \\t in it', 'One.\\r\\n\\tTwo.', 'One.\n Two.', read],
    ['of a path', 'Cleans C:\\new\\tmp', 'Cleans C:\\new\\tmp', null],
    ['of a path, and with \\n\\n', 'Cleans C:\\x.\\n\\nSo.', 'Cleans C:\\x.\n\nSo.', read],
    ['with other backslashes', 'Finds \\d+ and \\"', 'Finds \\d+ and \\"', null],
  ])('%s', (_, written, text, why) => {
    expect(mendDescription(written)).toEqual({ text, why })
  })
})

describe('a name', () => {
  const wide = 'goes over several lines or has wide gaps; read as one line'
  it.each([
    ['as it stands', ' Route Planner ', 'Route Planner', null],
    ['over two lines', 'Route\n  Planner', 'Route Planner', wide],
    ['with a tab', 'Route\tPlanner', 'Route Planner', wide],
    ['too long', 'x'.repeat(300), 'x'.repeat(256), 'is longer than 256 characters; cut'],
  ])('%s', (_, written, text, why) => {
    expect(mendName(written)).toEqual({ text, why })
  })
})

it.each([
  ['the first sentence', '# Title\n\nYou sort. And stack.', 'You sort.'],
  ['a question', 'Who sorts? You.', 'Who sorts?'],
  ['a line without an end', '\n\nYou sort\nand stack.', 'You sort'],
  ['no number of a version', 'You know 2.0 well. Yes.', 'You know 2.0 well.'],
  ['no rule, table, picture, tag or code', '---\n<b>\n|a|\n![p](q)\n```\nx', 'x'],
  ['nothing of nothing', '# Title\n', ''],
  ['at most 300 characters', 'x'.repeat(400), 'x'.repeat(300)],
])('takes for a description %s', (_, prompt, sentence) => {
  expect(firstSentence(prompt)).toBe(sentence)
})
