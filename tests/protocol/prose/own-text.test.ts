import { describe, expect, it } from 'vitest'
import { ownText } from '../../../src/protocol/prose/own-text.ts'

const paragraphs = (text: string, limit = 1_000) => ownText(text, limit).paragraphs

describe('what of a text its author says', () => {
  it.each<[string, string, readonly string[]]>([
    ['paragraphs, each on one line', 'a\nb\n\nc\n \t\nd', ['a b', 'c', 'd']],
    ['blanks around lines go', '  a  \n  b\n', ['a b']],
    ['nothing', '', []],
    ['nothing but blanks', '\n \n\n', []],
    [
      'headings and items, each by itself',
      'a\n# b\n###### c\n- d\n* e\n+ f\ng',
      ['a', 'b', 'c', 'd', 'e', 'f g'],
    ],
    ['numbered items', '1. a\n12) b\n123456789. c', ['a', 'b', 'c']],
    ['items that are done or not', '- [ ] a\n- [x] b\n* [X] c', ['a', 'b', 'c']],
    ['rows of a table', 'a\n| b | c |\n| d | e |', ['a', '| b | c |', '| d | e |']],
    ['markers that are indented', '   - a\n   # b', ['a', 'b']],
    ['no markers within a line', 'a - b\nc # d', ['a - b c # d']],
    ['no more than six hashes', 'a\n####### b', ['a ####### b']],
    ['a number that is no item', '10 percent\n3.5 ms', ['10 percent 3.5 ms']],
    ['an item without words', '- \na', ['a']],
    ['quotations go', 'a\n> b\n   > c\nd', ['a', 'd']],
    ['more than three blanks quote nothing', 'a\n    > b', ['a > b']],
    ['fenced code goes', 'a\n```\nb\n```\nc', ['a', 'c']],
    ['fenced code in a language', '~~~ts\nb\n~~~\nc', ['c']],
    ['a fence that is indented', '   ```\nb\n   ```\nc', ['c']],
    ['a longer fence ends it too', '```\nb\n`````\nc', ['c']],
    ['a shorter or another fence does not end it', '````\na\n```\n~~~~\n````\nb', ['b']],
    ['a fence with words behind it does not end it', '```\na\n``` b\n```\nc', ['c']],
    ['a fence that is not closed takes the rest', 'a\n```\nb\n\nc', ['a']],
    ['three backticks within a line are no fence', '``` a ``` b\nc', ['``` a ``` b c']],
    ['indented code behind an empty line goes', 'a\n\n    b\n\tc\nd', ['a', 'd']],
    ['indented code at the beginning goes', '    a\nb', ['b']],
    ['indented code behind a line of blanks goes', 'a\n \t \n    b', ['a']],
    ['indented lines of a paragraph stay', 'a\n    b\n\tc', ['a b c']],
    ['three blanks are no code', 'a\n\n   b', ['a', 'b']],
    ['indented code behind code goes', '    a\n\n    b\n    c\nd', ['d']],
    ['indented lines behind a quotation stay', 'x\n> a\n    b', ['x', 'b']],
    ['comments go', 'a\n<!-- b -->\nc', ['a', 'c']],
    ['comments of several lines go', 'a\n<!-- b\n\nc -->\nd', ['a', 'd']],
    ['what stands behind a comment of two lines stays', 'a\n<!-- b\n\nc --> d\ne', ['a', 'd e']],
    ['what stands behind a comment stays', '<!-- a --> b\nc', ['b c']],
    ['also behind two of them', '<!-- a --> <!-- b --> c\nd', ['c d']],
    ['nothing but blanks behind a comment', '<!-- a --> \t\nc', ['c']],
    ['a comment that is not closed takes the rest', 'a\n<!-- b\n\nc', ['a']],
    ['a comment within a line is the line’s', 'a <!-- b --> c', ['a <!-- b --> c']],
  ])('%s', (_, text, expected) => expect(paragraphs(text)).toEqual(expected))

  it('lines in the form of the log are told apart', () => {
    expect(ownText('a\n**Verdict**: AGREE #5\nb\n<!-- #1 x\n### [A] [b]\nc', 1_000)).toEqual({
      paragraphs: ['a', 'b', 'c'],
      framed: ['**Verdict**: AGREE #5', '<!-- #1 x', '### [A] [b]'],
    })
  })

  it.each<[string, string, number, readonly string[]]>([
    ['all of it', 'abc\ndef', 6, ['abc def']],
    ['the beginning of a line', 'abc\ndef', 5, ['abc de']],
    ['nothing of a line behind it', 'abc\n\ndef', 3, ['abc']],
    ['nothing', 'abc', 0, []],
  ])('as many characters as are asked for: %s', (_, text, limit, expected) =>
    expect(paragraphs(text, limit)).toEqual(expected),
  )

  it('and as many of a line in the form of the log', () => {
    expect(ownText('**Verdict**: AGREE #5\nabc', 11)).toEqual({ paragraphs: [], framed: ['**Verdict**'] })
    expect(ownText('**To**: X\nabcdef', 12)).toEqual({ paragraphs: ['abc'], framed: ['**To**: X'] })
  })
})
