import { describe, expect, it } from 'vitest'
import { isNearlySame } from '../../src/protocol/repetition.ts'
import { frame, OPENED, type Part, proposal, say, session } from '../support/log-builder.ts'

const LETTERS = 'abcdefghijkl'
/** Twelve pieces of 24 characters, of which those named are written otherwise. */
const pieces = (...changed: readonly number[]) =>
  [...LETTERS].map((letter, at) => (changed.includes(at) ? letter.toUpperCase() : letter).repeat(24)).join('')
/** As many different characters. */
const letters = (length: number) =>
  Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('')

describe('nearly the same', () => {
  it.each<[string, string, string, boolean]>([
    ['the same', pieces(), pieces(), true],
    ['200 characters twice', 'a'.repeat(200), 'a'.repeat(200), true],
    ['199 characters twice: too short to tell', 'a'.repeat(199), 'a'.repeat(199), false],
    ['a long text after a short one', 'a'.repeat(199), 'a'.repeat(210), false],
    ['a short text after a long one', 'a'.repeat(210), 'a'.repeat(199), false],
    ['one that is 30 longer than 200', letters(200), letters(230), true],
    ['one that is 31 longer than 200', letters(200), letters(231), false],
    ['one that is twice as long', pieces(), pieces() + pieces(), false],
    ['one that is half as long', pieces() + pieces(), pieces(), false],
    ['another text as long', pieces(), pieces(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), false],
    ['one piece of twelve is another', pieces(), pieces(6), true],
    ['two pieces of twelve are others', pieces(), pieces(4, 8), true],
    ['three pieces of twelve are others', pieces(), pieces(2, 5, 9), false],
    ['three at the end are others', pieces(), pieces(9, 10, 11), false],
    ['the first and the last character', letters(200), `A${letters(199).slice(1)}Z`, true],
    ['the last word alone', letters(240), `${letters(236)}once`, true],
  ])('%s', (_, before, after, expected) => expect(isNearlySame(before, after)).toBe(expected))
})

describe('whoever says the same again is noticed', () => {
  const TEXT = 'One bucket a key holds 100 tokens and is filled at 10 a second. '.repeat(4)
  const codes = (...parts: readonly Part[]) =>
    session([...OPENED, ...parts]).notices.map(({ code, entry }) => `${code} ${entry}`)

  it('in words that are nearly its last ones', () => {
    expect(codes(say('BACKEND', {}, TEXT), say('BACKEND', {}, `${TEXT} Please.`))).toEqual([
      'content-repeated 7',
    ])
  })

  it('and not who says what another has said', () => {
    expect(codes(say('BACKEND', {}, TEXT), say('SECURITY', {}, TEXT))).toEqual([])
  })

  it('nor who has said something else since', () => {
    expect(codes(say('BACKEND', {}, TEXT), say('BACKEND'), say('BACKEND', {}, TEXT))).toEqual([])
  })

  it('the supervisor too', () => {
    expect(codes({ ...frame(), content: TEXT }, { ...frame(), content: TEXT })).toEqual([
      'content-repeated 7',
    ])
  })

  it('a revision that says what it answers may change a word alone, but not none', () => {
    const write = (content: string, Resolves: readonly string[]) => ({ ...proposal({ Resolves }), content })
    const raised = say('BACKEND', { Concern: ['size: 100 is too many'] })
    const revised = (content: string) =>
      session([...OPENED, write(TEXT, []), raised, write(content, ['size: fewer'])])
    expect(revised(TEXT.replaceAll('100', '20')).notices).toEqual([])
    expect(revised(`${TEXT}Really.`).proposals.at(-1)?.repeats).toBe(false)
    expect(revised(TEXT).proposals.at(-1)?.repeats).toBe(true)
    const twice = (content: string) =>
      session([...OPENED, write(content, []), raised, write(content, ['size: fewer'])]).proposals.at(-1)
        ?.repeats
    expect([twice('a'.repeat(199)), twice('a'.repeat(200))]).toEqual([false, true])
  })
})
