import { describe, expect, it } from 'vitest'
import { contradictionIn, readProse } from '../../../src/protocol/prose/read-prose.ts'

const LIVE = { entry: 5, only: true }
/** Says nothing about a verdict: 36 characters. */
const NEUTRAL = 'The gateway counts requests by key. '
const LONG = NEUTRAL.repeat(10)

const UNKNOWN = 'it is not one sentence in a known form'
const OBJECTS = 'it objects in prose and not by a verdict'
const SOUNDS = 'it sounds like an objection and is no verdict'
const REPORTS = 'it reports what somebody else thinks'
const SEVERAL = 'it does not speak for its author alone'
const FOREIGN = 'it has letters that only look like those of a known form'
const IN_TEXT = 'its verdict is in the text and not in a field'
const QUOTED = 'it is quoted'

const shown = (content: string, live: typeof LIVE | null = LIVE) => {
  const read = readProse(content, live)
  return read === null || read.verdict === 'AGREE' ? read : `${read.leans}: ${read.reason}`
}

describe('a text leans to what its author’s sentences say', () => {
  it.each<[string, string, string | null]>([
    ['a nod in a short text', `${NEUTRAL}ok.`, `agree: ${UNKNOWN}`],
    ['a nod at the beginning of a long one', `ok. ${LONG}`, `agree: ${UNKNOWN}`],
    ['no nod in the middle of a long one', `${LONG}ok.`, null],
    ['no nod in a later paragraph of a long one', `${LONG}\n\nok.`, null],
    ['a nod in a text of 280 characters', `${'x'.repeat(278)}\n\nok`, `agree: ${UNKNOWN}`],
    ['no nod in a text of 281', `${'x'.repeat(279)}\n\nok`, null],
    ['words of objection anywhere in a long one', `${LONG}I do not like this.`, `object: ${SOUNDS}`],
    ['an objection outweighs agreement', 'I like it. I do not like this.', `object: ${SOUNDS}`],
    ['also one that comes first', 'I do not like this. But I like it.', `object: ${SOUNDS}`],
    [
      'for an objection its own sentence alone is asked',
      'I do not like this. We met today.',
      `object: ${SOUNDS}`,
    ],
    ['for agreement in a short text all of it is', 'ok. We met today.', `agree: ${SEVERAL}`],
    ['its paragraphs as well', 'ok\n\nwe met', `agree: ${SEVERAL}`],
    ['in a long one its sentence alone', `ok. ${LONG}We met today.`, `agree: ${UNKNOWN}`],
    ['letters that only look like others', '\u0456 \u0430gree', `agree: ${FOREIGN}`],
    ['other letters elsewhere', 'I like it, caf\u00e9', `agree: ${UNKNOWN}`],
    ['other letters behind a nod', 'OK for the caf\u00e9', `agree: ${UNKNOWN}`],
    ['nothing', NEUTRAL, null],
    ['no letters', '\u2026', null],
  ])('%s', (_, content, expected) => expect(shown(content)).toBe(expected))

  it.each<[string, string, string | null]>([
    ['what one person said', 'Anna: I agree.', `agree: ${REPORTS}`],
    ['what one person said, beside other words', 'Anna: I agree.\n\nThat is it.', `agree: ${REPORTS}`],
    ['a name of three words', 'Anna B. Miller: I agree.', `agree: ${REPORTS}`],
    ['minutes are nobody’s words', 'Anna: I agree.\n\nBen Miller: I object.', null],
    ['nor are they in a long text', `Anna: I agree. ${LONG}`, null],
    ['a label is no name', 'Note: I like it.\n\nPS: I like it.', `agree: ${UNKNOWN}`],
    [
      'the word concern is none',
      'Concern: I do not like this.\n\nConcerns: I do not like this.',
      `object: ${SOUNDS}`,
    ],
    ['a word that ends like a label is one', 'Footnote: I like it.', `agree: ${REPORTS}`],
    ['a name within a sentence is none', 'so said Anna: I like it', `agree: ${UNKNOWN}`],
  ])('speakers: %s', (_, content, expected) => expect(shown(content)).toBe(expected))

  it.each<[string, string, string | null]>([
    ['agreement', '**Verdict**: AGREE #5', `agree: ${IN_TEXT}`],
    ['agreement in lower case', '**Verdict**: agree #5', `agree: ${IN_TEXT}`],
    ['objection', '**Verdict**: OBJECT #5', `object: ${IN_TEXT}`],
    ['behind another field', '**To**: X\n**Verdict**: OBJECT #5', `object: ${IN_TEXT}`],
    ['the first of two', '**Verdict**: AGREE #5\n**Verdict**: OBJECT #5', `agree: ${IN_TEXT}`],
    ['none', '**To**: X', null],
  ])('a field in the text: %s', (_, content, expected) => expect(shown(content)).toBe(expected))

  it.each<[string, string, string | null]>([
    ['agreement', '> I agree', `agree: ${QUOTED}`],
    ['a nod', '> ok', `agree: ${QUOTED}`],
    ['agreement in capitals', '> I AGREE', `agree: ${QUOTED}`],
    ['an objection outweighs it', '> I agree\n\n> I object', `object: ${QUOTED}`],
    ['also in one line', '> I agree. I object.', `object: ${QUOTED}`],
    ['quotations in quotations', '> > I agree', `agree: ${QUOTED}`],
    ['quotation marks', '"I agree"', `agree: ${QUOTED}`],
    ['code', '    I agree', `agree: ${QUOTED}`],
    ['code behind a tab', '\tI agree', `agree: ${QUOTED}`],
    ['code far to the right', '            I agree', `agree: ${QUOTED}`],
    ['no more than the first thousand characters', `${`> ${NEUTRAL}\n`.repeat(30)}> I object`, null],
    ['nothing about a verdict', '> The free plan has 3,000 users.', null],
  ])('all quotation: %s', (_, content, expected) => expect(shown(content)).toBe(expected))
})

describe('an objection opens a text', () => {
  it.each<[string, string, string | null]>([
    ['at once', 'I object: too slow', 'too slow'],
    ['and gives its ground in the next paragraph', 'I object.\n\nIt is too slow.', 'It is too slow'],
    ['and gives none', 'I object.', null],
    ['behind a greeting', 'Hi\n\nI object.', null],
    ['behind a greeting of somebody', 'Good morning all,\n\nI object: too slow', 'too slow'],
    ['behind a greeting with a name', 'Dear @anna-b C D!\n\nI object.', null],
    ['in letters that only look like others', 'I \u043ebject: too slow', 'too slow'],
  ])('%s', (_, content, ground) => {
    expect(readProse(content, LIVE)).toEqual({
      verdict: 'unclear',
      leans: 'object',
      reason: OBJECTS,
      objects: true,
      ground,
    })
  })

  it.each<[string, string, typeof LIVE | null, string]>([
    ['another text', 'I object to #4', LIVE, 'object: it is about #4, and the live proposal is #5'],
    ['a text where there is none', 'I object to #4', null, 'object: there is no live proposal'],
    ['no words of greeting', 'Oh hi\n\nI object.', LIVE, `object: ${SOUNDS}`],
  ])('and is asked about: %s', (_, content, live, expected) => {
    expect(shown(content, live)).toBe(expected)
    expect(readProse(content, live)).toMatchObject({ objects: false, ground: null })
  })
})

describe('a sentence of agreement is asked about', () => {
  it.each<[string, string, typeof LIVE | null, string]>([
    ['where there is no text', 'I agree.', null, 'agree: there is no live proposal'],
    ['on another text', 'I agree to #4', LIVE, 'agree: it is about #4, and the live proposal is #5'],
    [
      'without a number, of several texts',
      'I agree',
      { ...LIVE, only: false },
      'agree: it names no proposal, and there have been several',
    ],
    [
      'behind a quotation',
      '> So?\n\nI agree',
      LIVE,
      'agree: it names no proposal and may be about what it quotes',
    ],
  ])('%s', (_, content, live, expected) => expect(shown(content, live)).toBe(expected))

  it.each<[string, string, typeof LIVE]>([
    ['with its number', 'I agree to #5', { ...LIVE, only: false }],
    ['with its number behind a quotation', '> So?\n\nI agree to #5', LIVE],
    ['without it, of the only text', 'I agree', LIVE],
  ])('and counts %s', (_, content, live) => expect(shown(content, live)).toEqual({ verdict: 'AGREE', on: 5 }))
})

describe('a text beside a typed agreement contradicts it', () => {
  it.each<[string, string, number | null, string | null]>([
    ['by an objection anywhere', 'Good.\n\nOn the whole. I object to #5.', 5, 'I object to #5.'],
    ['by an objection in emphasis', 'Good. **I object.**', 5, 'I object.'],
    ['by an objection to whatever text', 'I object.', null, 'I object.'],
    ['by agreement to another number', 'Good. I agree to #4.', 5, 'I agree to #4.'],
    ['not by agreement to this one', 'Good. I agree to #5.', 5, null],
    ['not by agreement without a number', 'Good. I agree.', 5, null],
    ['not by another number where there is no text', 'I agree to #4.', null, null],
    ['not by what is quoted', '> I object.\n\nNot so.', 5, null],
    ['not by what is in code', 'He wrote `I object.`', 5, null],
    ['up to its last letter', 'Good. I object', 5, 'I object'],
    ['not by anything else', 'The gateway counts.', 5, null],
  ])('%s', (_, content, on, expected) => expect(contradictionIn(content, on)).toBe(expected))
})
