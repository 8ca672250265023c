import { describe, expect, it } from 'vitest'
import { parseLog } from '../../src/log/parse.ts'
import { isEngineRole } from '../../src/protocol/authority.ts'
import { foldLog, initialState } from '../../src/protocol/fold.ts'
import type { State } from '../../src/protocol/state.ts'
import {
  agree,
  byHand,
  frame,
  HEADER,
  logText,
  OPENED,
  outcome,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

const REVIEWS = [agree('BACKEND', 5), agree('SECURITY', 5)]

function codes({ notices }: State): readonly string[] {
  return notices.map(({ code }) => code)
}

it.each([
  ['a worker', HEADER, 'BACKEND', true],
  ['the supervisor', HEADER, 'SUPERVISOR', true],
  ['a person', HEADER, 'HUMAN', false],
  ['a guest', HEADER, 'PASSER-BY', false],
  ['a worker from outside', { ...HEADER, external: ['BACKEND'] }, 'BACKEND', false],
  ['anybody without a header', null, 'SUPERVISOR', false],
  ['anybody where the header names no workers', { ...HEADER, workers: [] }, 'SUPERVISOR', false],
])('the engine runs %s: %#', (_, header, role, expected) =>
  expect(isEngineRole(initialState(header), role)).toBe(expected),
)

describe('nobody speaks for a role the engine runs', () => {
  const before = session([...OPENED, agree('BACKEND', 5)])

  it.each<[string, Part]>([
    ['a verdict', byHand('SECURITY', 'Yes.', { Verdict: ['AGREE #5'] })],
    ['an objection', byHand('BACKEND', 'No.', { Verdict: ['OBJECT #5'], Concern: ['x: y'] })],
    ['a concern', byHand('BACKEND', 'No.', { Concern: ['x: y'] })],
    ['a proposal', byHand('ARCHITECT', 'Mine.').replace('ANALYSIS', 'PROPOSAL')],
    ['an outcome', byHand('SUPERVISOR', 'Done.', { Outcome: ['STOPPED'] })],
    ['a pause', byHand('SUPERVISOR', 'Wait.', { Outcome: ['PAUSED budget'] })],
  ])('%s by hand is flagged and changes nothing, neither open nor adopted', (_, part) => {
    const open = session([...OPENED, agree('BACKEND', 5), part])
    expect(open).toEqual({
      ...before,
      entries: 7,
      notices: [expect.objectContaining({ code: 'unverified-author', entry: 7 })],
    })
    const adopted = session([...OPENED, agree('BACKEND', 5), part, say('HUMAN')])
    expect(codes(adopted)).toEqual(['unverified-author'])
    expect(adopted.proposals).toEqual(before.proposals)
    expect(adopted.concerns).toEqual([])
    expect(adopted.outcome).toBeNull()
  })

  it('a framework by hand is none', () => {
    expect(session([byHand('SUPERVISOR', 'Frame.'), frame()]).framework).toBe(2)
  })

  it('an analysis by hand is none', () => {
    const state = session([frame(), byHand('BACKEND', 'Analysis.')])
    expect(state.analyses).toEqual({})
  })

  it('an entry that is not what was sealed counts for nothing, and those after it count', () => {
    const text = logText([...OPENED, ...REVIEWS]).replace('BACKEND speaks.', 'BACKEND spoke.')
    const state = foldLog(parseLog(text))
    expect(codes(state)).toEqual(['unverified-author'])
    expect(state.consensus).toMatchObject({ reached: false, missing: ['BACKEND'] })
  })

  it('does not reopen a paused session by hand', () => {
    const state = session([...OPENED, outcome('PAUSED budget'), byHand('SUPERVISOR', 'Go on.')])
    expect(state.phase).toBe('paused')
  })

  it('is not the last to have spoken where another used its name', () => {
    expect(session([...OPENED, byHand('BACKEND', 'x')]).lastEntry['BACKEND']).toBe(3)
  })
})

describe('roles the engine does not run', () => {
  it('a worker from outside is believed as it is written, open or adopted', () => {
    const header = { external: ['SECURITY'] }
    const hand = byHand('SECURITY', 'Yes.', { Verdict: ['AGREE #5'] })
    const open = session([...OPENED, agree('BACKEND', 5), hand], header)
    expect(open.consensus.reached).toBe(true)
    const adopted = session([...OPENED, hand, agree('BACKEND', 5)], header)
    expect(adopted.consensus.reached).toBe(true)
    expect(codes(adopted)).toEqual([])
  })

  it.each([
    ['HUMAN', 'a HUMAN has no vote'],
    ['PASSER-BY', 'has no seat'],
  ])('%s is heard and has no vote', (role, message) => {
    const parts = [...OPENED, ...REVIEWS]
    const objection = byHand(role, 'No.', { Verdict: ['OBJECT #5'], Concern: ['x: y'] })
    const state = session([...parts, objection])
    expect(state.notices).toMatchObject([{ code: 'verdict-without-seat', entry: 8 }])
    expect(state.notices[0]?.message).toContain(message)
    const { consensus, concerns, proposals } = session(parts)
    expect(state).toMatchObject({ consensus, concerns, proposals })
    expect(state.lastEntry[role]).toBe(8)
  })

  it('a person’s words make no notice', () => {
    expect(session([...OPENED, byHand('HUMAN', 'I would rather not.')]).notices).toEqual([])
  })

  it('a guest’s agreement does not stand in for a worker’s', () => {
    const state = session([...OPENED, agree('BACKEND', 5), byHand('HUMAN', 'x', { Verdict: ['AGREE #5'] })])
    expect(state.consensus.missing).toEqual(['SECURITY'])
  })
})

describe('a log without a header', () => {
  const parts = [byHand('SUPERVISOR', 'Frame.'), byHand('A', 'I think.'), byHand('B', 'Me too.')]
  const propose = byHand('A', 'The text.').replace('ANALYSIS', 'PROPOSAL')

  it('takes its roster from those who have written, people and the supervisor left out', () => {
    const state = session([...parts, byHand('HUMAN', 'Hello.')], null)
    expect(state).toMatchObject({ header: null, workers: ['A', 'B'], framework: 1, analyses: { A: 2, B: 3 } })
    expect(state.notices).toEqual([])
  })

  it('lets anybody propose, and takes whoever did for the proposer', () => {
    expect(session([...parts, propose], null)).toMatchObject({
      proposer: 'A',
      proposals: [{ entry: 4, author: 'A', revision: 1, revises: null }],
    })
  })

  it('reaches consensus by the entries of those who have written', () => {
    const agreed = session([...parts, propose, byHand('B', 'Yes.', { Verdict: ['AGREE #4'] })], null)
    expect(agreed.consensus).toMatchObject({ reached: true, proposal: 4 })
    const more = session(
      [...parts, propose, byHand('B', 'Yes.', { Verdict: ['AGREE #4'] }), byHand('C', 'Hm.')],
      null,
    )
    expect(more.consensus).toMatchObject({ reached: false, missing: ['C'] })
  })

  it('is read the same way where there is a header that names no workers', () => {
    const state = foldLog(parseLog(`---\nsession: notes\n---\n# T\n${[...parts, propose].join('')}`))
    expect(state).toMatchObject({ workers: ['A', 'B'], framework: 1, proposals: [{ entry: 4 }], notices: [] })
  })

  it('starts a new text where another role proposes', () => {
    const other = byHand('B', 'Mine.').replace('ANALYSIS', 'PROPOSAL')
    expect(session([...parts, propose, other], null)).toMatchObject({
      proposer: 'B',
      proposals: [{ entry: 4 }, { entry: 5, author: 'B', revision: 1, revises: null }],
    })
  })
})

it('a proposal in a session with a header is its proposer’s alone', () => {
  const state = session([...OPENED, proposal({}, 'BACKEND')])
  expect(state.proposals).toHaveLength(1)
  expect(state.notices).toMatchObject([{ code: 'proposal-not-proposer', entry: 6 }])
})
