import { describe, expect, it } from 'vitest'
import { splitWords } from '../../../src/minds/cli/words.ts'

describe('splitWords', () => {
  it.each([
    ['ollama run llama3', ['ollama', 'run', 'llama3']],
    ['  a\t b \n', ['a', 'b']],
    ['', []],
    [`agent 'two words' "three more words"`, ['agent', 'two words', 'three more words']],
    [`a''b "" c`, ['ab', '', 'c']],
    [`--name='x y'z`, ['--name=x yz']],
    [`a\\ b \\"c\\"`, ['a b', '"c"']],
    [`"say \\"hi\\" to C:\\new"`, ['say "hi" to C:\\new']],
    [`'no \\escape'`, ['no \\escape']],
    [
      '$HOME `rm -rf x` $(touch x) *.md ~ a;b|c>d',
      ['$HOME', '`rm', '-rf', 'x`', '$(touch', 'x)', '*.md', '~', 'a;b|c>d'],
    ],
    [`{"a":1}`, ['{a:1}']],
  ])('splits %j', (line, words) => {
    expect(splitWords(line)).toEqual(words)
  })

  it.each([`a 'b`, `a "b`, 'a\\', `"a\\"`])('finds %j not closed', line => {
    expect(splitWords(line)).toBeNull()
  })
})
