import { describe, expect, it } from 'vitest'
import type { State } from '../../src/protocol/state.ts'
import {
  abstain,
  agree,
  byHand,
  frame,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

const AGREED = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)]
const OBJECTED = [...OPENED, agree('BACKEND', 5), object('SECURITY', 5, 'x: y')]
const ABSTAINED = [...OPENED, agree('BACKEND', 5), abstain('SECURITY', 5)]

const codes = ({ notices }: State) => notices.map(({ code }) => code)

describe('an outcome that the log bears out closes the session', () => {
  it.each<[string, readonly Part[], string, number | null]>([
    ['CONSENSUS #5', AGREED, 'CONSENSUS', 5],
    ['DECIDED_WITH_DISSENT #5', OBJECTED, 'DECIDED_WITH_DISSENT', 5],
    ['DECIDED_WITH_DISSENT #5', [...OBJECTED, proposal({ Revises: ['#5'] })], 'DECIDED_WITH_DISSENT', 5],
    ['STOPPED', OPENED, 'STOPPED', null],
    ['STOPPED', [], 'STOPPED', null],
  ])('%s', (written, parts, kind, on) => {
    const state = session([...parts, outcome(written)])
    expect(state).toMatchObject({
      outcome: { kind, on, entry: parts.length + 1 },
      phase: 'ended',
      notices: [],
    })
  })

  it('for good: nothing after it changes anything but the count and the cost', () => {
    const closed = [...AGREED, outcome('CONSENSUS #5')]
    const after = [
      object('BACKEND', 5, 'x: y'),
      proposal({ Revises: ['#5'] }),
      frame(),
      outcome('STOPPED'),
      outcome('PAUSED budget'),
    ]
    const { entries, lastEntry, ...rest } = session([...closed, ...after])
    expect(rest).toEqual((({ entries: _, lastEntry: __, ...kept }) => kept)(session(closed)))
    expect([entries, lastEntry['BACKEND']]).toEqual([13, 9])
  })
})

describe('an outcome that the log does not bear out is none', () => {
  it.each<[string, readonly Part[]]>([
    ['CONSENSUS #5', OPENED],
    ['CONSENSUS #5', OBJECTED],
    ['CONSENSUS #5', ABSTAINED],
    ['CONSENSUS #5', [...OPENED, agree('BACKEND', 5, { Concern: ['x: y'] }), agree('SECURITY', 5)]],
    ['CONSENSUS #5', [...AGREED, proposal({ Revises: ['#5'] })]],
    ['CONSENSUS #6', AGREED],
    ['CONSENSUS', AGREED],
    ['CONSENSUS #1', [frame()]],
    ['CONSENSUS', []],
    ['NO_OBJECTION #5', ABSTAINED],
    ['MAJORITY #5', AGREED],
    ['SUPERMAJORITY #5', AGREED],
    ['NO_OBJECTION #5', OBJECTED],
    ['NO_OBJECTION #5', [...OPENED, say('BACKEND', { Concern: ['x: y'] })]],
    ['NO_OBJECTION #4', ABSTAINED],
    ['NO_OBJECTION', []],
    ['DECIDED_WITH_DISSENT #1', OBJECTED],
    ['DECIDED_WITH_DISSENT #5', AGREED],
    ['DECIDED_WITH_DISSENT', OBJECTED],
  ])('%s: %#', (written, parts) => {
    const before = session(parts)
    const state = session([...parts, outcome(written)])
    expect(state.outcome).toBeNull()
    expect(state.phase).toBe(before.phase)
    expect(state.framework).toBe(before.framework)
    expect(codes(state)).toEqual(['outcome-unfounded'])
    expect(state.notices[0]?.message).toContain(state.consensus.why)
  })

  it.each([
    ['PAUSED for lunch', ['PAUSED for lunch']],
    ['WON', ['WON']],
    ['two that differ', ['STOPPED', 'PAUSED budget']],
  ])('nor one that cannot be read: %s', (_, Outcome) => {
    const state = session([...AGREED, frame({ Outcome })])
    expect(state.outcome).toBeNull()
    expect(codes(state)).toEqual(['outcome-unreadable'])
  })

  it('but one that stands twice is one', () => {
    expect(session([frame({ Outcome: ['STOPPED', 'STOPPED'] })]).outcome).toMatchObject({ kind: 'STOPPED' })
  })

  it.each(['BACKEND', 'HUMAN', 'PASSER-BY'])('nor one that %s declares', role => {
    const state = session([...AGREED, say(role, { Outcome: ['CONSENSUS #5'] })])
    expect(state.outcome).toBeNull()
    expect(codes(state).filter(code => code !== 'role-unknown')).toEqual(['outcome-not-supervisor'])
  })

  it('nor one in the content', () => {
    expect(session([...AGREED, { ...frame(), content: '**Outcome**: CONSENSUS #5' }]).outcome).toBeNull()
  })

  it('but the rest of a worker’s entry counts', () => {
    const state = session([
      ...OPENED,
      agree('BACKEND', 5, { Outcome: ['CONSENSUS #5'] }),
      agree('SECURITY', 5),
    ])
    expect(state.consensus.reached).toBe(true)
  })
})

describe('a pause', () => {
  it.each(['budget', 'rounds', 'deadlock', 'stalled', 'interrupted', 'error'])(
    'for %s stops the session',
    reason => {
      const state = session([...OPENED, outcome(`PAUSED ${reason}`)])
      expect(state).toMatchObject({
        outcome: { kind: 'PAUSED', reason, entry: 6 },
        phase: 'paused',
        notices: [],
      })
    },
  )

  it('may come before everything else and leaves the framework to be written', () => {
    const state = session([outcome('PAUSED interrupted'), frame(), frame()])
    expect(state).toMatchObject({ outcome: null, framework: 3, phase: 'analysis' })
  })

  it('ends when the supervisor speaks', () => {
    const state = session([...OPENED, outcome('PAUSED budget'), frame()])
    expect(state).toMatchObject({ outcome: null, phase: 'review', framework: 1 })
  })

  it.each<[string, Part]>([
    ['a worker speaks', agree('BACKEND', 5)],
    ['a person speaks', byHand('HUMAN', 'Go on.')],
    ['the supervisor claims what is not so', outcome('CONSENSUS #5')],
  ])('does not end when %s', (_, part) => {
    expect(session([...OPENED, outcome('PAUSED budget'), part]).phase).toBe('paused')
  })

  it.each([
    ['deadlock', null, {}, 1],
    ['rounds', 8, { BACKEND: 13 }, 0],
    ['budget', 8, { BACKEND: 13 }, 0],
  ])('for %s, when it ends, leaves of a deadlock what it was', (reason, mediation, rulings, counted) => {
    const objected = (on: number) => [object('BACKEND', on, 'x: y'), agree('SECURITY', on)]
    const parts = [
      ...OPENED,
      ...objected(5),
      frame({ Re: ['#5'] }),
      object('BACKEND', 5, 'x: still'),
      proposal({ Revises: ['#5'] }),
      ...objected(10),
      say('BACKEND', { Re: ['#10'], Concern: ['x: at most 20'] }),
    ]
    const header = { maxRevisions: 0, deadlock: 'owner' } as const
    expect(session(parts, header)).toMatchObject({ mediation: 8, rulings: { BACKEND: 13 } })
    const resumed = session([...parts, outcome(`PAUSED ${reason}`), frame()], header)
    expect(resumed.mediation).toBe(mediation)
    expect(resumed.rulings).toEqual(rulings)
    expect(resumed.revisionsAtOpening).toBe(counted)
  })

  it('counts the revisions anew also where there is no text yet', () => {
    expect(session([outcome('PAUSED deadlock'), frame()]).revisionsAtOpening).toBe(0)
  })

  it('may be followed by another', () => {
    const state = session([...OPENED, outcome('PAUSED budget'), outcome('PAUSED error')])
    expect(state.outcome).toEqual({ kind: 'PAUSED', reason: 'error', entry: 7 })
  })

  it('may be followed by the end', () => {
    expect(session([...AGREED, outcome('PAUSED interrupted'), outcome('CONSENSUS #5')]).phase).toBe('ended')
    expect(session([...OPENED, outcome('PAUSED interrupted'), outcome('STOPPED')]).phase).toBe('ended')
  })

  it('keeps verdicts and concerns that come meanwhile', () => {
    const state = session([
      ...OPENED,
      outcome('PAUSED budget'),
      agree('BACKEND', 5),
      object('SECURITY', 5, 'x: y'),
      frame(),
    ])
    expect(state).toMatchObject({ phase: 'revision', concerns: [{ id: 'x' }] })
  })
})
