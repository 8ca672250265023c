import { describe, expect, it } from 'vitest'
import { MASK } from '../../../src/protocol/prose/inline.ts'
import { groundOf, objectionIn } from '../../../src/protocol/prose/objection.ts'

const QUOTED = MASK.repeat(5)

describe('an objection in a known form', () => {
  it.each<[string, number | null, string]>([
    ['I object', null, ''],
    ['I object.', null, '.'],
    ['I STRONGLY OBJECT!', null, '!'],
    ['I object to #5', 5, ''],
    ['Object#5', 5, ''],
    ['I object to proposal #5: slow', 5, ': slow'],
    ['I object to this revised draft #12, because', 12, ', because'],
    ['I object to the new design.', null, '.'],
    ['I object to the proposal', null, ''],
    ['I object to it', null, ''],
    ['I object to this at all, because', null, ' at all, because'],
    ['I object to this anymore.', null, ' anymore.'],
    ['I object to this any more.', null, ' any more.'],
    ['I object to this very much', null, ' very much'],
    ['I object in this form.', null, ' in this form.'],
    ['I object - too slow', null, ' - too slow'],
    ['I object because it is slow', null, ' because it is slow'],
    ['I object, since it is slow', null, ', since it is slow'],
    ['I object on security grounds', null, ' on security grounds'],
    ['I object on the ground that', null, ' on the ground that'],
    ['I object until it is fast', null, ' until it is fast'],
    ['I object that it is slow', null, ' that it is slow'],
    ['I object: why?', null, ': why?'],
    ['I object: if it is slow, it fails', null, ': if it is slow, it fails'],
    ['I object, iffy or not', null, ', iffy or not'],
    ['Objection: no limit', null, ': no limit'],
    ['Objections: too slow: none', null, ': too slow: none'],
    ['I object to storing keys', null, ' to storing keys'],
    ['I object to storing API keys', null, ' to storing API keys'],
    ['I object to (a) and (b)', null, ' to (a) and (b)'],
    ['I object to items', null, ' to items'],
    ['I object to this-or-that', null, ' to this-or-that'],
    ['I object to nothingness', null, ' to nothingness'],
    ['I object to thatched roofs', null, ' to thatched roofs'],
    ['I object to point-to-point links', null, ' to point-to-point links'],
    ['I object to keys with nothing behind', null, ' to keys with nothing behind'],
    ['I reject shared keys', null, ' shared keys'],
    ['I reject (a)', null, ' (a)'],
    ['I cannot accept mores', null, ' mores'],
  ])('%j is one', (paragraph, on, behind) => {
    const found = objectionIn(paragraph)
    expect(found).not.toBeNull()
    expect([found?.on, paragraph.slice(found?.end)]).toEqual([on, behind])
  })

  it.each([
    ['not at the beginning', 'They say I object'],
    ['a question', 'I object?'],
    ['a question about it', 'I object to this?'],
    ['a case that is supposed', 'I object if it is slow'],
    ['a case behind a comma', 'I object, once it is slow'],
    ['a case behind a number', 'I object to #5 when it is slow'],
    ['none', 'Objections: none'],
    ['none, without a blank', 'Objection:nil.'],
    ['none, in short', 'Objections: n/a!'],
    ['none, as a dash', 'Objection: -'],
    ['nothing', 'I object to nothing'],
    ['nobody', 'I object to nobody here'],
    ['nothing, without to', 'I reject nothing here'],
    ['no more', 'I cannot accept more'],
    ['a name', 'I object to BACKEND'],
    ['a name without to', 'I reject BACKEND'],
    ['somebody', 'I disagree with her'],
    ['somebody’s', 'I object to your claim'],
    ['that', 'I object to that'],
    ['a point', 'I object to the second argument'],
    ['points', 'I object to those two remarks'],
    ['a role’s', "I object to backend's keys"],
    ['words', 'I object to the wording'],
    ['words that go on', 'I object so-so'],
    ['a part that is no part', 'I disagree shared keys'],
    ['a part behind how', 'I oppose strongly shared keys'],
    ['what is quoted', `I object to ${QUOTED}`],
    ['this, and what is quoted', `I object to this ${QUOTED}`],
    ['another form that goes on with that', 'Objection that is old'],
  ])('%s is none', (_, paragraph) => expect(objectionIn(paragraph)).toBeNull())
})

describe('the ground of an objection', () => {
  it.each([
    [': too slow.', 'too slow'],
    [' because it is slow', 'it is slow'],
    [', because of the keys.', 'the keys'],
    [' since it is slow', 'it is slow'],
    [' that it is slow', 'it is slow'],
    [', on the ground that it is slow', 'it is slow'],
    [' on the grounds that it is slow', 'it is slow'],
    [' - slow...', 'slow...'],
    [' in this form. \n\tIt is  slow', 'in this form. It is slow'],
    [': 5', '5'],
    [` ${'x'.repeat(600)}`, 'x'.repeat(500)],
    [` ${'x'.repeat(499)} y`, 'x'.repeat(499)],
    [`${' '.repeat(1_997)}too late`, 'too'],
  ])('of %j is %j', (rest, ground) => expect(groundOf(rest)).toBe(ground))

  it.each(['', '.', ' - !', ' ?', `${' '.repeat(2_000)}too late`])('of %j is none', rest =>
    expect(groundOf(rest)).toBeNull(),
  )
})
