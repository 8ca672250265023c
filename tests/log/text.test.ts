import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  escapeFraming,
  normaliseContent,
  normaliseValue,
  unescapeFraming,
  withoutReturn,
} from '../../src/log/text.ts'
import { hostileText, kept, keptValue } from '../support/hostile.ts'

describe('normaliseContent', () => {
  it.each([
    ['CRLF is one line end', 'a\r\nb', 'a\nb'],
    ['CR is a line end', 'a\rb', 'a\nb'],
    ['VT is a line end', 'a\vb', 'a\nb'],
    ['FF is a line end', 'a\fb', 'a\nb'],
    ['NEL is a line end', 'a\u0085b', 'a\nb'],
    ['U+2028 is a line end', 'a\u2028b', 'a\nb'],
    ['U+2029 is a line end', 'a\u2029b', 'a\nb'],
    ['tabs stay', 'a\tb', 'a\tb'],
    ['C0 controls go', 'a\u0000\u0007\u001b[31mb', 'a[31mb'],
    ['DEL and C1 controls go', 'a\u007f\u009bb', 'ab'],
    ['bidirectional controls go', 'a\u202e\u2066\u200f\u061cb', 'ab'],
    ['half a character becomes U+FFFD', 'a\ud800b', 'a\ufffdb'],
    ['a whole one outside the basic plane stays', '😀', '😀'],
    ['blank lines before go', ' \n\t\n  a', '  a'],
    ['the indentation of the first line stays', '    code', '    code'],
    ['blanks and blank lines after go', 'a \t\n \n', 'a'],
    ['blank lines between stay', 'a\n\n\nb', 'a\n\n\nb'],
    ['nothing but blanks is nothing', ' \n \t ', ''],
    ['nothing is nothing', '', ''],
  ])('%s', (_, text, expected) => expect(normaliseContent(text)).toBe(expected))

  it('changes nothing the second time, and does what it says for any text', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const once = normaliseContent(text)
        expect(once).toBe(kept(text))
        expect(normaliseContent(once)).toBe(once)
        expect(normaliseValue(text)).toBe(keptValue(text))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['blanks before a word', `a${' '.repeat(300_000)}b`],
    ['blank lines before a word', `${'\n'.repeat(6_000_000)}b`],
    ['backslashes', `${'\\'.repeat(300_000)}x`],
  ])('takes no longer than the text is long: %s', (_, text) => {
    const started = performance.now()
    normaliseContent(text)
    escapeFraming(text)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

it.each([
  ['several lines become one', 'a\n b\r\nc', 'a b c'],
  ['runs of blanks become one', 'a \t  b', 'a b'],
  ['blanks around go', '  a ', 'a'],
  ['a BOM is a blank', '\ufeffa\ufeff', 'a'],
])('normaliseValue: %s', (_, text, expected) => expect(normaliseValue(text)).toBe(expected))

it.each([
  ['a\r', 'a'],
  ['a\r\r', 'a\r'],
  ['\ra', '\ra'],
  ['a', 'a'],
  ['', ''],
])('the line %j is %j without its return', (line, expected) => expect(withoutReturn(line)).toBe(expected))

describe('escapeFraming', () => {
  it.each([
    ['a heading', '### [A] [b]', '\\### [A] [b]'],
    ['a heading without a blank', '###[A', '\\###[A'],
    ['a heading with a tab', '###\t[A', '\\###\t[A'],
    ['a seal', '<!-- #1 x', '\\<!-- #1 x'],
    ['a seal without a blank', '<!--#1', '\\<!--#1'],
    ['one that is escaped already', '\\### [A', '\\\\### [A'],
    ['every line', '### [A\n### [B', '\\### [A\n\\### [B'],
  ])('%s', (_, text, written) => expect(escapeFraming(text)).toBe(written))

  it.each(['### A heading', '#### [A] [b]', ' ### [A] [b]', 'a ### [A', '<!-- note -->', '\\ ### [', '\\'])(
    'leaves %j as it is',
    text => expect(escapeFraming(text)).toBe(text),
  )

  it('is taken off again, whatever the text', () => {
    fc.assert(
      fc.property(hostileText.map(normaliseContent), text => {
        const written = escapeFraming(text)
        expect(written).not.toMatch(/^(?:###[ \t]*\[|<!--[ \t]*#)/m)
        expect(unescapeFraming(written)).toBe(text)
      }),
      { numRuns: 300 },
    )
  })
})
