import { describe, expect, it } from 'vitest'
import type { EntryDraft } from '../../src/log/entry.ts'
import { blocked, due } from '../../src/protocol/due.ts'
import type { State } from '../../src/protocol/state.ts'
import { agree, OPENED, object, outcome, type Part, proposal, session } from '../support/log-builder.ts'

const HEADER = { implement: true, maxRevisions: 1 }
const AGREED = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)]
const build = (role: string, fields: EntryDraft['fields'] = {}): Part => ({
  role,
  type: 'IMPLEMENTATION',
  fields: { Re: ['#5'], ...fields },
  content: `${role} builds.`,
})
/** #8, #9 and #10. */
const BUILT = [...AGREED, build('ARCHITECT'), build('BACKEND'), build('SECURITY')]
const turns = (state: State) =>
  due(state).map(({ role, task, on, horizon }) => `${role} ${task} ${on} ${horizon}`)
/** All reviews but BACKEND's of #8. */
const ALL_BUT = [
  agree('ARCHITECT', 9),
  agree('ARCHITECT', 10),
  agree('BACKEND', 10),
  agree('SECURITY', 8),
  agree('SECURITY', 9),
]

describe('after consensus, where the header asks for it', () => {
  it.each<[string, readonly Part[], readonly string[]]>([
    [
      'each worker implements its part',
      AGREED,
      ['ARCHITECT implement 5 7', 'BACKEND implement 5 7', 'SECURITY implement 5 7'],
    ],
    ['who has not yet', [...AGREED, build('BACKEND')], ['ARCHITECT implement 5 8', 'SECURITY implement 5 8']],
    [
      'then each reviews the others’, sealed from each other',
      BUILT,
      ['ARCHITECT review 9 10', 'BACKEND review 8 10', 'SECURITY review 8 10'],
    ],
    [
      'one after the other',
      [...BUILT, agree('ARCHITECT', 9)],
      ['ARCHITECT review 10 10', 'BACKEND review 8 10', 'SECURITY review 8 10'],
    ],
    [
      'and what is objected to is made again',
      [...BUILT, ...ALL_BUT, object('BACKEND', 8, 'x: y')],
      ['ARCHITECT implement 5 16'],
    ],
    [
      'and then the supervisor decides',
      [...BUILT, ...ALL_BUT, agree('BACKEND', 8)],
      ['SUPERVISOR decide 5 16'],
    ],
  ])('%s', (_, parts, expected) => {
    const state = session(parts, HEADER)
    expect(turns(state)).toEqual(expected)
    expect(state.phase).toBe(expected[0]?.includes('decide') ? 'decision' : 'implementation')
    expect(state.consensus.reached).toBe(true)
  })

  const objected = [...BUILT, ...ALL_BUT, object('BACKEND', 8, 'x: y')]
  const again = [...objected, build('ARCHITECT', { Revises: ['#8'], Resolves: ['x: done'] })]

  it('an objection to an implementation leaves the agreement on the text as it is', () => {
    const state = session(objected, HEADER)
    expect(state.consensus).toMatchObject({ reached: true, openConcerns: [] })
    expect(state.concerns).toMatchObject([{ id: 'x', on: 8, status: 'open' }])
  })

  it('one that is made again is reviewed by all the others anew, and its owner closes the concern', () => {
    expect(turns(session(again, HEADER))).toEqual(['BACKEND review 17 17', 'SECURITY review 17 17'])
    const closed = session([...again, agree('BACKEND', 17)], HEADER)
    expect(closed.concerns).toMatchObject([{ status: 'closed', answer: { entry: 17 } }])
    expect(closed.implementations[0]).toMatchObject({ entry: 17, revision: 2, replaces: [8], of: 5 })
  })

  it('agreement to another’s does not close it', () => {
    expect(session([...again, agree('BACKEND', 10)], HEADER).concerns).toMatchObject([{ status: 'answered' }])
  })

  it('one that cannot be made again blocks, and says so', () => {
    const state = session([...again, object('BACKEND', 17, 'x: still'), agree('SECURITY', 17)], HEADER)
    expect(turns(state)).toEqual([])
    expect(blocked(state)).toEqual({
      reason: 'deadlock',
      why: 'the implementation #17 by ARCHITECT is objected to',
    })
  })

  it('a new text takes all of them away', () => {
    const state = session([...BUILT, proposal({ Revises: ['#5'] })], HEADER)
    expect(state.implementations).toEqual([])
    expect(turns(state)).toEqual(['BACKEND review 11 11', 'SECURITY review 11 11'])
  })

  it('the outcome is the consensus on the text', () => {
    const state = session([...BUILT, ...ALL_BUT, agree('BACKEND', 8), outcome('CONSENSUS #5')], HEADER)
    expect(state.outcome).toMatchObject({ kind: 'CONSENSUS', on: 5 })
  })
})

it('is not asked for elsewhere', () => {
  expect(turns(session(AGREED))).toEqual(['SUPERVISOR decide 5 7'])
})

it('external roles and people implement nothing', () => {
  const state = session(AGREED, { ...HEADER, external: ['SECURITY'] })
  expect(turns(state)).toEqual(['ARCHITECT implement 5 7', 'BACKEND implement 5 7'])
})
