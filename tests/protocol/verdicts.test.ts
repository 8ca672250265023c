import { describe, expect, it } from 'vitest'
import { due } from '../../src/protocol/due.ts'
import type { State } from '../../src/protocol/state.ts'
import { abstain, agree, OPENED, object, type Part, proposal, say, session } from '../support/log-builder.ts'

/** #5 was objected to in #6 and revised in #7. */
const REVISED = [...OPENED, object('SECURITY', 5, 'x: y'), proposal({ Revises: ['#5'] })]

function verdictOf({ proposals }: State, role: string): unknown {
  return proposals.at(-1)?.verdicts[role] ?? null
}

const verdict = (role: string, ...written: string[]): Part => say(role, { Verdict: written })
const codes = ({ notices }: State) => notices.map(({ code }) => code)

describe('a verdict on the live proposal', () => {
  it.each([
    ['AGREE #5', 'AGREE'],
    ['ABSTAIN #5', 'ABSTAIN'],
    ['agree #5', 'AGREE'],
    ['AGREE 5', 'AGREE'],
  ])('%s counts', (written, word) => {
    const state = session([...OPENED, verdict('BACKEND', written)])
    expect(verdictOf(state, 'BACKEND')).toEqual({
      verdict: word,
      entry: 6,
      evidence: null,
      typed: true,
      caveat: null,
    })
    expect(codes(state)).toEqual([])
  })

  it('keeps what was checked', () => {
    const state = session([...OPENED, agree('BACKEND', 5, { Evidence: ['read every line', 'twice'] })])
    expect(verdictOf(state, 'BACKEND')).toEqual({
      verdict: 'AGREE',
      entry: 6,
      evidence: 'read every line',
      typed: true,
      caveat: null,
    })
  })

  it.each<[string, Part[], string | null]>([
    ['the latest counts', [agree('BACKEND', 5), object('BACKEND', 5, 'x: y')], 'OBJECT'],
    ['the latest counts the other way round', [object('BACKEND', 5, 'x: y'), agree('BACKEND', 5)], 'AGREE'],
    ['an abstention replaces an agreement', [agree('BACKEND', 5), abstain('BACKEND', 5)], 'ABSTAIN'],
    [
      'words without a verdict leave it as it was',
      [agree('BACKEND', 5), say('BACKEND', {}, 'I object!')],
      'AGREE',
    ],
    ['words alone are none', [say('BACKEND', {}, 'I agree with #5.')], null],
    ['the field in the content is none', [say('BACKEND', {}, '**Verdict**: AGREE #5')], null],
    ['the same twice in one entry is one', [verdict('BACKEND', 'AGREE #5', 'agree 5')], 'AGREE'],
  ])('%s', (_, parts, expected) => {
    const state = session([...OPENED, ...parts])
    expect((verdictOf(state, 'BACKEND') as { verdict?: string } | null)?.verdict ?? null).toBe(expected)
    expect(codes(state)).toEqual([])
  })

  it('leaves those on replaced texts as they were', () => {
    const state = session([...REVISED, agree('SECURITY', 7), abstain('BACKEND', 7)])
    expect(state.proposals[0]?.verdicts).toEqual(session(REVISED).proposals[0]?.verdicts)
    expect(state.proposals[0]?.verdicts['SECURITY']).toMatchObject({ verdict: 'OBJECT', entry: 6 })
  })

  it('of any entry type counts', () => {
    const state = session([
      ...OPENED,
      { role: 'BACKEND', type: 'IMPLEMENTATION', fields: { Verdict: ['AGREE #5'] }, content: '' },
    ])
    expect(verdictOf(state, 'BACKEND')).toMatchObject({ verdict: 'AGREE' })
  })

  it('of its author may turn against it', () => {
    const state = session([...OPENED, object('ARCHITECT', 5, 'x: I was wrong')])
    expect(verdictOf(state, 'ARCHITECT')).toMatchObject({ verdict: 'OBJECT', entry: 6 })
  })

  it('that objects without a concern counts, with a notice', () => {
    const state = session([...OPENED, object('BACKEND', 5)])
    expect(verdictOf(state, 'BACKEND')).toMatchObject({ verdict: 'OBJECT' })
    expect(codes(state)).toEqual(['objection-unnamed'])
  })
})

describe('a verdict that changes nothing', () => {
  it.each<[string, readonly Part[], Part, string]>([
    ['on a replaced text', REVISED, agree('BACKEND', 5), 'verdict-outdated'],
    ['on an entry that is no proposal', OPENED, agree('BACKEND', 1), 'verdict-unknown'],
    ['on an entry that is not there', OPENED, agree('BACKEND', 99), 'verdict-unknown'],
    ['before there is a proposal', OPENED.slice(0, 4), agree('BACKEND', 5), 'verdict-unknown'],
    ['two that differ', OPENED, verdict('BACKEND', 'AGREE #5', 'OBJECT #5'), 'verdict-contradictory'],
    ['two on different texts', REVISED, verdict('BACKEND', 'AGREE #7', 'AGREE #5'), 'verdict-contradictory'],
    ['one with a condition', OPENED, verdict('BACKEND', 'AGREE #5 if it is fast'), 'verdict-unreadable'],
    ['one without a number', OPENED, verdict('BACKEND', 'AGREE'), 'verdict-unreadable'],
    ['one readable, one not', OPENED, verdict('BACKEND', 'AGREE #5', 'LGTM'), 'verdict-unreadable'],
  ])('%s', (_, before, part, code) => {
    const state = session([...before, part])
    expect(verdictOf(state, 'BACKEND')).toBeNull()
    expect(state.notices).toMatchObject([{ code, entry: before.length + 1, line: expect.any(Number) }])
    expect(state.proposals).toEqual(session(before).proposals)
  })

  it.each<[string, readonly string[]]>([
    ['two that differ', ['OBJECT #5', 'AGREE #5']],
    ['one with a reason behind it', ['OBJECT #5 because keys leak']],
    ['one without a number', ['OBJECT']],
    ['one in another word', ['REJECT #5']],
  ])('an earlier one does not stand beside %s: its author is asked again', (_, written) => {
    const state = session([...OPENED, agree('BACKEND', 5), verdict('BACKEND', ...written)])
    expect(verdictOf(state, 'BACKEND')).toBeNull()
    expect(due(state)).toContainEqual({ role: 'BACKEND', task: 'review', on: 5, horizon: 5 })
  })

  it('an earlier one does not stand beside an objection to a number that is no text', () => {
    const state = session([...OPENED, agree('BACKEND', 5), object('BACKEND', 3, 'x: y')])
    expect(verdictOf(state, 'BACKEND')).toBeNull()
  })

  it('one by somebody who had not read the text', () => {
    const state = session([...OPENED, agree('BACKEND', 5, { Seen: ['#4'] })])
    expect([verdictOf(state, 'BACKEND'), codes(state)]).toEqual([null, ['verdict-unseen']])
  })

  it.each([3, 99])('an earlier one stands beside one on #%i', on => {
    const state = session([...OPENED, agree('BACKEND', 5), agree('BACKEND', on)])
    expect(verdictOf(state, 'BACKEND')).toMatchObject({ verdict: 'AGREE', entry: 6 })
  })

  it('of a person that cannot be read is asked for', () => {
    const state = session([...OPENED, say('HUMAN', { Verdict: ['OBJECT'] })])
    expect(state.questions).toMatchObject([{ by: 'HUMAN', kind: 'unclear', unclear: { leans: 'object' } }])
  })

  it('one on a replaced text does not come to life with the next', () => {
    const state = session([...REVISED, agree('BACKEND', 5), proposal({ Revises: ['#7'] })])
    expect(verdictOf(state, 'BACKEND')).toBeNull()
  })

  it('one on a text that is proposed only afterwards', () => {
    const state = session([...OPENED, agree('BACKEND', 7), proposal({ Revises: ['#5'] })])
    expect(verdictOf(state, 'BACKEND')).toBeNull()
    expect(codes(state)).toEqual(['verdict-unknown'])
  })

  it('one of the supervisor', () => {
    const state = session([...OPENED, say('SUPERVISOR', { Verdict: ['AGREE #5'] })])
    expect(verdictOf(state, 'SUPERVISOR')).toBeNull()
    expect(codes(state)).toEqual(['supervisor-verdict'])
  })

  it('one inside a proposal', () => {
    const state = session([...OPENED, proposal({ Revises: ['#5'], Verdict: ['OBJECT #5'] })])
    expect(verdictOf(state, 'ARCHITECT')).toMatchObject({ verdict: 'AGREE', entry: 6 })
  })
})
