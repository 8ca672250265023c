import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { blocked, due } from '../../src/protocol/due.ts'
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

const turns = (state: State) => due(state).map(({ role, task, on }) => `${role} ${task} ${on}`)
const revise = (on: number, content?: string) => ({
  ...proposal({ Revises: [`#${on}`] }),
  ...(content && { content }),
})
const mediate = (on: number): Part => frame({ Re: [`#${on}`] })
const objected = (on: number, role = 'BACKEND') =>
  role === 'BACKEND'
    ? [object('BACKEND', on, 'x: y'), agree('SECURITY', on)]
    : [agree('BACKEND', on), object('SECURITY', on, 'x: y')]

/** No revision is left: #5 is objected to in #6, and #8 mediates. */
const NONE: Partial<Header> = { maxRevisions: 0 }
const STUCK = [...OPENED, ...objected(5)]
const MEDIATED = [...STUCK, mediate(5)]
const RECONSIDERED = [...MEDIATED, object('BACKEND', 5, 'x: still')]
/** Revised once more in #10, and still objected to. */
const LAST = [...RECONSIDERED, revise(5), ...objected(10)]

describe('the ladder of a deadlock', () => {
  it.each<[string, readonly Part[], string, readonly string[]]>([
    ['no revision is left: the supervisor mediates', STUCK, 'mediation', ['SUPERVISOR mediate 5']],
    ['mediated: who objects reconsiders', MEDIATED, 'mediation', ['BACKEND reconsider 5']],
    ['reconsidered and kept: the author revises once more', RECONSIDERED, 'revision', ['ARCHITECT revise 5']],
    [
      'reconsidered and content: the supervisor decides',
      [...MEDIATED, agree('BACKEND', 5, { Withdraws: ['x'] })],
      'decision',
      ['SUPERVISOR decide 5'],
    ],
    [
      'revised once more: all review',
      [...RECONSIDERED, revise(5)],
      'review',
      ['BACKEND review 10', 'SECURITY review 10'],
    ],
    ['still blocked: nobody', LAST, 'blocked', []],
    [
      'agreed at last: the supervisor decides',
      [...RECONSIDERED, revise(5), agree('BACKEND', 10), agree('SECURITY', 10)],
      'decision',
      ['SUPERVISOR decide 10'],
    ],
  ])('%s', (_, parts, phase, expected) => {
    const state = session(parts, NONE)
    expect(turns(state)).toEqual(expected)
    expect(state.phase).toBe(phase)
  })

  it('is entered when the revisions are used up, and not before', () => {
    const rounds = [...OPENED, ...objected(5), revise(5), ...objected(8)]
    expect(turns(session(rounds, { maxRevisions: 2 }))).toEqual(['ARCHITECT revise 8'])
    expect(turns(session(rounds, { maxRevisions: 1 }))).toEqual(['SUPERVISOR mediate 8'])
  })

  it('ends in a deadlock that says what is missing', () => {
    expect(blocked(session(LAST, NONE))).toEqual({
      reason: 'deadlock',
      why: 'BACKEND objects to #10; concern x by BACKEND, raised on #10, is not answered',
    })
  })

  it('begins anew when the session is resumed', () => {
    const resumed = session([...LAST, outcome('PAUSED deadlock'), frame()], { maxRevisions: 1 })
    expect(turns(resumed)).toEqual(['ARCHITECT revise 10'])
    expect(resumed.mediation).toBeNull()
  })

  it.each(['stalled', 'budget', 'interrupted', 'error', 'rounds'])(
    'goes on where it was after a pause for %s',
    reason => {
      const resumed = session([...MEDIATED, outcome(`PAUSED ${reason}`), frame()], NONE)
      expect(turns(resumed)).toEqual(['BACKEND reconsider 5'])
    },
  )

  it.each<[string, Part]>([
    ['about nothing', frame()],
    ['about another entry', frame({ Re: ['#4'] })],
    ['of another type', say('SUPERVISOR', { Re: ['#5'] })],
    ['by hand', byHand('SUPERVISOR', 'Let us see.', { Re: ['#5'] })],
  ])('takes no entry of the supervisor for the mediation that is %s', (_, part) => {
    expect(session([...STUCK, part], NONE).mediation).toBeNull()
  })

  it('takes none for it before it is due', () => {
    expect(session([...OPENED, mediate(5), ...objected(5)], NONE).mediation).toBeNull()
  })

  it('asks everybody who objects or whose concern is open to reconsider', () => {
    const parts = [
      ...OPENED,
      object('BACKEND', 5, 'x: y'),
      agree('SECURITY', 5, { Concern: ['z: w'] }),
      mediate(5),
    ]
    expect(turns(session(parts, NONE))).toEqual(['BACKEND reconsider 5', 'SECURITY reconsider 5'])
  })

  it('does not run where somebody only abstains: there is nothing to mediate', () => {
    const state = session([...OPENED, agree('BACKEND', 5), abstain('SECURITY', 5)])
    expect([turns(state), blocked(state)?.why]).toEqual([[], 'SECURITY abstains on #5'])
  })
})

describe('a round that brings nothing', () => {
  const text = 'One bucket a key holds 100 tokens and is filled at 10 a second. '.repeat(6)
  const first = [...OPENED.slice(0, 4), { ...proposal(), content: text }]
  const again = revise(5, `${text}So be it.`)

  it('ends in mediation though revisions are left', () => {
    const state = session([...first, ...objected(5), again, ...objected(8)])
    expect(turns(state)).toEqual(['SUPERVISOR mediate 8'])
    expect(state.notices.map(({ code }) => code)).toContain('content-repeated')
  })

  it.each<[string, readonly Part[]]>([
    ['the text is another', [revise(5, 'Another text.'), ...objected(8)]],
    ['a concern is new', [again, object('BACKEND', 8, 'x: y', 'z: w'), agree('SECURITY', 8)]],
    ['a verdict is another', [again, object('BACKEND', 8, 'x: y'), abstain('SECURITY', 8)]],
    [
      'the evidence is another',
      [again, object('BACKEND', 8, 'x: y'), agree('SECURITY', 8, { Evidence: ['read'] })],
    ],
    [
      'a concern has ended',
      [
        again,
        object('BACKEND', 8, 'z: w'),
        agree('SECURITY', 8, { Withdraws: ['x'] }),
        say('BACKEND', { Withdraws: ['x'] }),
      ],
    ],
  ])('does not where %s', (_, round) => {
    expect(turns(session([...first, ...objected(5), ...round]))).toEqual(['ARCHITECT revise 8'])
  })
})

describe('who decides a deadlock', () => {
  const header = (deadlock: Header['deadlock']) => ({ maxRevisions: 0, deadlock })

  it('nobody, where the header says pause', () => {
    expect(turns(session(LAST, header('pause')))).toEqual([])
  })

  it('the supervisor, where the header says so', () => {
    const state = session(LAST, header('supervisor'))
    expect(turns(state)).toEqual(['SUPERVISOR decide 10'])
    expect(state.consensus).toMatchObject({ reached: false, outcome: null })
    const decided = session([...LAST, outcome('DECIDED_WITH_DISSENT #10')], header('supervisor'))
    expect(decided.outcome).toMatchObject({ kind: 'DECIDED_WITH_DISSENT', on: 10 })
  })

  it('the supervisor, where somebody abstains and the header says so', () => {
    const parts = [...OPENED, agree('BACKEND', 5), abstain('SECURITY', 5)]
    expect(turns(session(parts, header('supervisor')))).toEqual(['SUPERVISOR decide 5'])
  })

  it('each owner about its own concerns, and then the supervisor writes it down', () => {
    const asked = session(LAST, header('owner'))
    expect(turns(asked)).toEqual(['BACKEND rule 10'])
    const upheld = say('BACKEND', { Re: ['#10'], Concern: ['x: at most 20 connections'] })
    const ruled = session([...LAST, upheld], header('owner'))
    expect(ruled).toMatchObject({
      rulings: { BACKEND: 13 },
      concerns: [{ reason: 'at most 20 connections' }],
    })
    expect(turns(ruled)).toEqual(['SUPERVISOR decide 10'])
    const dropped = session([...LAST, say('BACKEND', { Re: ['#10'], Withdraws: ['x'] })], header('owner'))
    expect(turns(dropped)).toEqual(['SUPERVISOR decide 10'])
    expect(dropped.consensus.reached).toBe(false)
  })

  it.each<[string, Part]>([
    ['another role', say('SECURITY', { Re: ['#10'], Withdraws: ['x'] })],
    ['its owner about something else', say('BACKEND', { Re: ['#4'] })],
    ['somebody who uses its name', byHand('BACKEND', 'Mine.', { Re: ['#10'] })],
  ])('no owner is replaced by %s', (_, part) => {
    expect(session([...LAST, part], header('owner')).rulings).toEqual({})
  })

  it('an owner rules only after all have spoken: an external role is asked first', () => {
    const state = session([...LAST.slice(0, -1)], { ...header('owner'), external: ['SECURITY'] })
    expect(turns(state)).toEqual(['SECURITY review 10'])
  })

  it('no owner, where somebody is against it outside any concern', () => {
    const parts = [...RECONSIDERED, revise(5), object('BACKEND', 10, 'x: y'), abstain('SECURITY', 10)]
    const state = session(parts, header('owner'))
    expect([turns(state), blocked(state)?.reason]).toEqual([[], 'deadlock'])
  })
})
