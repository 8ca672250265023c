import { describe, expect, it } from 'vitest'
import { isAscii, lookAlike, plainText } from '../../../src/protocol/prose/plain-text.ts'

describe('plain text', () => {
  it.each([
    ['what is plain already', 'I agree, "all" of it\n- V', 'I agree, "all" of it\n- V'],
    ['line ends of every kind', 'a\r\nb\rc\vd\fe\u0085f\u2028g\u2029hV', 'a\nb\nc\nd\ne\nf\ng\nhV'],
    ['what is not seen', 'a\u00ad\u180e\u200b\u200fb\u2060\u2064\ufeffc', 'abc'],
    ['blanks', 'a\tb\u00a0c\u1680d\u2000e\u200af\u202fg\u205fh\u3000i', 'a b c d e f g h i'],
    ['apostrophes', 'don\u2019t \u2018so\u201b \u02bc\u2032', "don't 'so' ''"],
    [
      'quotation marks',
      '\u201ca\u201d \u00abb\u00bb \u2039c\u203a \u300cd\u300d \u301de\u301f \u2033',
      '"a" "b" "c" "d" "e" "',
    ],
    ['dashes', 'a\u2010b\u2013c\u2014d\u2015e\u2212f', 'a-b-c-d-e-f'],
    ['full width', '\uff29 agree \uff03\uff15\uff5e', 'I agree #5~'],
    ['a letter and its mark', 'cafe\u0301', 'caf\u00e9'],
    ['no raised digits: they are another number', '#1\u00b2', '#1\u00b2'],
  ])('has %s', (_, text, expected) => expect(plainText(text)).toBe(expected))
})

it.each([
  ['I agree.\nAll ~ of it!', true],
  ['a\tb', false],
  ['\u0430', false],
  ['', true],
])('%j is of a keyboard with Latin letters: %s', (text, expected) => expect(isAscii(text)).toBe(expected))

it.each([
  ['I agree', 'I agree'],
  ['\u0456 \u0430gr\u0435\u0435', 'i agree'],
  ['\u0410GREE', 'aGREE'],
  ['\u{1d41a}\u{1d420}ree', 'agree'],
  ['\u00e0gr\u00e9\u00e9', 'agree'],
  ['\u03bf\u03ba', 'ok'],
  ['\u0436\u4e00', '\u0436\u4e00'],
])('%j looks like %j', (text, expected) => expect(lookAlike(text)).toBe(expected))
