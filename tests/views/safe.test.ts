import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeJson, safeText } from '../../src/views/safe.ts'

const lines = { multiline: true }

describe('safeText', () => {
  it.each([
    ['a colour sequence', '\x1b[31mred\x1b[0m', '<U+001B>[31mred<U+001B>[0m'],
    ['an OSC that sets the title', '\x1b]0;owned\x07', '<U+001B>]0;owned<U+0007>'],
    ['an OSC in 8-bit form', '\x9d0;owned\x9c', '<U+009D>0;owned<U+009C>'],
    ['a DCS with its payload', '\x1bP+q544e\x1b\\', '<U+001B>P+q544e<U+001B>\\'],
    ['backspaces', 'safe\b\b\b\bevil', 'safe<U+0008><U+0008><U+0008><U+0008>evil'],
    ['NUL, BEL and DEL', '\x00\x07\x7f', '<U+0000><U+0007><U+007F>'],
    ['a right-to-left override', 'user\u202Etxt.exe', 'user<U+202E>txt.exe'],
    ['bidi isolates and marks', '\u2066a\u2069\u200f\u061c', '<U+2066>a<U+2069><U+200F><U+061C>'],
    ['zero-width characters', 'a\u200Bb\u2060c\u200Dd', 'a<U+200B>b<U+2060>c<U+200D>d'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a<U+2028>b<U+2029>c'],
    ['a byte order mark', '\uFEFFa', '<U+FEFF>a'],
    ['tag characters', 'a\u{E0068}\u{E0069}', 'a<U+E0068><U+E0069>'],
    ['soft hyphens and Hangul fillers', 'a\u00ADb\u3164c', 'a<U+00AD>b<U+3164>c'],
    ['half of a surrogate pair', 'a\uD800b', 'a<U+D800>b'],
    [
      'variation selectors in a row, which can carry a message',
      'a\uFE01\uFE02\uFE03',
      'a\uFE01<U+FE02><U+FE03>',
    ],
    ['VT and FF', 'a\vb\fc', 'a<U+000B>b<U+000C>c'],
  ])('shows %s by its code point', (_, text, shown) => {
    expect(safeText(text, lines)).toBe(shown)
  })

  it.each([
    ['a family', '👩‍👩‍👧‍👦'],
    ['a skin tone', '🧑🏽‍🚀'],
    ['a picture by variation', '❤️ ☠️ 1️⃣'],
    ['a flag of two letters', '🇨🇭'],
    ['a flag of tags', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['a Han variant', '葛󠄀'],
    ['wide and combining letters', '設計 e\u0301'],
  ])('leaves %s whole', (_, text) => {
    expect(safeText(text, lines)).toBe(text)
  })

  it('makes CR and CRLF newlines, so that nothing overwrites a line', () => {
    expect(safeText('a\r\nb\rc\n\td', lines)).toBe('a\nb\nc\n\td')
  })

  it('puts everything on one line unless told otherwise', () => {
    expect(safeText('  a \r\n\t b\tc\n')).toBe('a b c')
  })

  it('leaves nothing that acts or hides in any text', () => {
    const hidden =
      /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u2028\u2029\ufeff]/
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => !hidden.test(safeText(text, lines))))
  })

  it('changes nothing when applied again', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => safeText(safeText(text)) === safeText(text)))
  })
})

describe('safeJson', () => {
  it('escapes what a terminal would act on, and nothing else', () => {
    expect(safeJson({ a: '\x9b31m\u202E\u{E0041}é\n' })).toBe('{"a":"\\u009b31m\\u202e\\udb40\\udc41é\\n"}')
  })

  it('is the same data again when parsed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => JSON.parse(safeJson([text]))[0] === text))
  })

  it('can be indented', () => {
    expect(safeJson({ a: 1 }, 2)).toBe('{\n  "a": 1\n}')
  })
})
