import { describe, expect, it } from 'vitest'
import { MASK } from '../../../src/protocol/prose/inline.ts'
import { reasonFor, type Statement } from '../../../src/protocol/prose/reasons.ts'

const PLAIN: Statement = { text: '', reported: false, question: false, foreign: false, lean: 'agree' }
const UNKNOWN = 'it is not one sentence in a known form'
const OBJECTION = 'it sounds like an objection and is no verdict'
const IN_PART = 'it agrees only in part'
const POINT = 'it is about a person or a point, and not about the proposal'
const SEVERAL = 'it does not speak for its author alone'
const OTHER_TIME = 'it does not speak of what holds now'

describe('why an agreement does not count', () => {
  it.each<[string, string]>([
    ['ok', UNKNOWN],
    ['lgtm #5', UNKNOWN],
    ['i agree to #12', 'it is about #12, and the live proposal is #5'],
    ['i agree to #5 and to #12', 'it names more than one number: #5, #12'],
    ['i agree to #5 and #5', UNKNOWN],
    ['i agree if it is fast', 'it speaks of a condition: "if"'],
    [`i agree to ${MASK}`, 'part of it is quoted, code or a link'],
    ['i mostly agree', IN_PART],
    ['i agree, more or less', IN_PART],
    ['i like half of this', IN_PART],
    ['i like the ideal', UNKNOWN],
    ['i would agree', OTHER_TIME],
    ['i agreed', OTHER_TIME],
    ["i'll agree", OTHER_TIME],
    ['we agree', SEVERAL],
    ['all of us agree', SEVERAL],
    ['a web of agreement, mostly-we', UNKNOWN],
    ['i agree with you', POINT],
    ['i agree fully with that', POINT],
    ['she agrees on names', POINT],
    ['i agreed-with you', UNKNOWN],
    ['i agree with it', UNKNOWN],
    ['i agree with items', POINT],
    ['i agree with this', UNKNOWN],
    ['i agree with this.', UNKNOWN],
    ['i agree with this remark', POINT],
    ['i agree with thistle', POINT],
    ['i agree to the proposal', UNKNOWN],
    ['i agree to your designs', POINT],
    ['i agree to plans', POINT],
    ['i agree on #5', UNKNOWN],
  ])('%j: %s', (text, reason) => expect(reasonFor({ ...PLAIN, text }, 5)).toBe(reason))

  it.each<[string, Partial<Statement>, number | null, string]>([
    ['there is no text', {}, null, 'there is no live proposal'],
    ['somebody else says it', { reported: true }, 5, 'it reports what somebody else thinks'],
    ['it asks', { question: true }, 5, 'it is a question'],
    [
      'its letters are others',
      { foreign: true },
      null,
      'it has letters that only look like those of a known form',
    ],
    ['it reports and asks', { reported: true, question: true }, 5, 'it reports what somebody else thinks'],
  ])('%s', (_, some, live, reason) => expect(reasonFor({ ...PLAIN, text: 'ok', ...some }, live)).toBe(reason))
})

describe('why an objection is no verdict', () => {
  it.each<[string, string]>([
    ['no', OBJECTION],
    ['no, if it is slow', OBJECTION],
    ['mostly no', OBJECTION],
    ['no to #12', 'it is about #12, and the live proposal is #5'],
    ['no to #5 and #6', 'it names more than one number: #5, #6'],
    ['we object', SEVERAL],
    ['i would object', OTHER_TIME],
    ['i disagree with you', POINT],
  ])('%j: %s', (text, reason) => expect(reasonFor({ ...PLAIN, lean: 'object', text }, 5)).toBe(reason))
})
