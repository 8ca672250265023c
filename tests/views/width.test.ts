import { describe, expect, it } from 'vitest'
import { cutTo, displayWidth, padEnd, padStart, wrap } from '../../src/views/width.ts'

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['é', 1],
    ['e\u0301', 1],
    ['設計', 4],
    ['ﾊﾝｶｸ', 4],
    ['한국', 4],
    ['👩‍👩‍👧', 2],
    ['🇨🇭', 2],
    ['❤️', 2],
    ['❤', 1],
    ['…', 1],
    ['\x1b[1mbold\x1b[22m', 4],
  ])('of %j is %i', (text, columns) => {
    expect(displayWidth(text)).toBe(columns)
  })
})

describe('cutTo', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['too long a text', 8, 'too lon…'],
    ['a word cut', 3, 'a…'],
    ['設計図', 5, '設計…'],
    ['設計図', 4, '設…'],
    ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
    ['gone', 0, ''],
  ])('%j to %i columns is %j', (text, columns, kept) => {
    expect(cutTo(text, columns)).toBe(kept)
  })
})

describe('padding', () => {
  it('counts columns, not characters', () => {
    expect([padEnd('設', 4), padStart('設', 4), padEnd('long', 2)]).toEqual(['設  ', '  設', 'long'])
  })
})

describe('wrap', () => {
  it.each([
    ['breaks between words', 'one two three four', 9, ['one two', 'three', 'four']],
    ['leaves what fits alone, blanks and all', 'a  b', 9, ['a  b']],
    ['hangs under a list item', '- one two three', 9, ['- one two', '  three']],
    ['hangs under a number', '12. one two three', 11, ['12. one two', '    three']],
    ['keeps the indent', '    one two three', 12, ['    one two', '    three']],
    ['gives up the indent where it takes half the room', '        one two', 11, ['        one', 'two']],
    ['stays in a quote', '> one two three', 9, ['> one two', '> three']],
    ['leaves a long word whole', 'see https://example.org/long', 10, ['see', 'https://example.org/long']],
    ['does not begin with an empty line', 'https://example.org/long', 10, ['https://example.org/long']],
  ])('%s', (_, line, columns, lines) => {
    expect(wrap(line, columns)).toEqual(lines)
  })

  it('never wraps where there is no width', () => {
    expect(wrap('one two three', Number.POSITIVE_INFINITY)).toEqual(['one two three'])
  })
})
