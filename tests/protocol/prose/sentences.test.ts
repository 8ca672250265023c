import { expect, it } from 'vitest'
import { sentencesOf, unemphasised } from '../../../src/protocol/prose/sentences.ts'

it.each<[string, readonly string[]]>([
  ['One. Two! Three? Four; five', ['One.', 'Two!', 'Three?', 'Four;', 'five']],
  ['Wait... what?!  No', ['Wait...', 'what?!', 'No']],
  ['He says "no." Then he goes.', ['He says "no."', 'Then he goes.']],
  ['(Fine.) *Really.* Next', ['(Fine.)', '*Really.*', 'Next']],
  ['Version 1.2 is out', ['Version 1.2 is out']],
  ['It is done."', ['It is done."']],
  ['It is done.', ['It is done.']],
  ['  It is done.  ', ['It is done.']],
  ['. . .', ['.', '.', '.']],
  ['', []],
  [' \t ', []],
])('the sentences of %j', (paragraph, sentences) => expect(sentencesOf(paragraph)).toEqual(sentences))

it.each([
  ['**I agree** to __this__', 'I agree to this'],
  ['*I agree*', 'I agree'],
  ['I *do* agree, _all_ of it', 'I do agree, all of it'],
  ['I *do.* And (_more_)', 'I do. And (more)'],
  ['*"yes"* and _\'no\'_!', '"yes" and \'no\'!'],
  ['a snake_case name and 2*3', 'a snake_case name and 2*3'],
  ['2 * 3 and a _ b', '2 * 3 and a _ b'],
  ['* an item', '* an item'],
])('without its marks of emphasis %j is %j', (paragraph, plain) =>
  expect(unemphasised(paragraph)).toBe(plain),
)
