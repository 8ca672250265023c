import { describe, expect, it } from 'vitest'
import { MASK, masked } from '../../../src/protocol/prose/inline.ts'

const shown = (paragraph: string) => masked(paragraph).replaceAll(MASK, '·')

describe('what its author does not say is masked, at its own length', () => {
  it.each([
    ['use `code` here', 'use ······ here'],
    ['use ``a`` and `b c`', 'use ····· and ·····'],
    ['<!-- first --> a <!-- second --> b', '·············· a ··············· b'],
    ['a [text](http://x.y) b', 'a ·················· b'],
    ['a ![image](picture.png) b', 'a ····················· b'],
    ['a [text][ref] b [](u)', 'a ··········· b ·····'],
    ['a <b>bold</b> b', 'a ···bold···· b'],
    ['<a href=here>y</A>', '·············y····'],
    ['see http://x.y/z?a=1 now', 'see ················ now'],
    ['see HTTPS://x.y now', 'see ··········· now'],
    ['see www.x.y now', 'see ······· now'],
    ['~~struck out~~ kept', '·············· kept'],
    ['he says "no way" twice', 'he says ········ twice'],
    ["he says 'no way' twice", 'he says ········ twice'],
    ["'no way'", '········'],
    ["('a'), ['b'] and {'c'}", '(···), [···] and {···}'],
    ["'a' b 'c' d", '··· b ··· d'],
    ["'a'b c' d", '······· d'],
    ["'a ' b' d", '······· d'],
    ["rock 'n' roll", 'rock ··· roll'],
    ["say:'a';'b'", 'say:···;···'],
  ])('%j is %j', (paragraph, expected) => expect(shown(paragraph)).toBe(expected))
})

describe('what its author says stays', () => {
  it.each([
    'nothing is marked here',
    'an `open mark',
    'an <!-- open comment',
    'a [word] (aside)',
    '2 < 3 and 4 > 3',
    'a <3 b>',
    'an "open quotation',
    'a ~ b ~~ c',
    "don't, it's John's",
    "don't say so' x",
    "x'y'z",
    "a ' b' c",
    "an 'open quotation",
  ])('%j', paragraph => expect(masked(paragraph)).toBe(paragraph))
})
