import { describe, expect, it } from 'vitest'
import { blocked, due, isDue } from '../../src/protocol/due.ts'
import {
  abstain,
  agree,
  analysis,
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

const ALL = [agree('BACKEND', 5), agree('SECURITY', 5)]
const revise = (on: number) => proposal({ Revises: [`#${on}`] })
/** Each round: BACKEND objects, SECURITY agrees, the author revises. #5, #8, #11, #14 are the texts. */
const rounds = (count: number): readonly Part[] =>
  Array.from({ length: count }, (_, at) => 5 + at * 3).flatMap(on => [
    object('BACKEND', on, 'x: y'),
    agree('SECURITY', on),
    revise(on),
  ])
const objected = (on: number) => [object('BACKEND', on, 'x: y'), agree('SECURITY', on)]

type Row = readonly [string, readonly Part[], string, readonly string[]]

describe('whose turn it is', () => {
  it.each<Row>([
    ['nothing is there: the supervisor frames', [], 'framing', ['SUPERVISOR frame - 0']],
    ['only a person spoke', [say('HUMAN')], 'framing', ['SUPERVISOR frame - 0']],
    ['a worker spoke too early', [analysis('BACKEND')], 'framing', ['SUPERVISOR frame - 0']],
    [
      'framed: all analyse, and see no more than the framework',
      [say('HUMAN'), frame()],
      'analysis',
      ['SUPERVISOR answer 1 2', 'ARCHITECT analyse - 2', 'BACKEND analyse - 2', 'SECURITY analyse - 2'],
    ],
    [
      'one has analysed: the others still see the framework only',
      [frame(), analysis('BACKEND')],
      'analysis',
      ['ARCHITECT analyse - 1', 'SECURITY analyse - 1'],
    ],
    [
      'words that are no analysis are none',
      [frame(), say('BACKEND')],
      'analysis',
      ['ARCHITECT analyse - 1', 'BACKEND analyse - 1', 'SECURITY analyse - 1'],
    ],
    [
      'all analysed: the proposer proposes and sees everything',
      [...OPENED.slice(0, 4), say('HUMAN')],
      'proposal',
      ['SUPERVISOR answer 5 5', 'ARCHITECT propose - 5'],
    ],
    [
      'proposed: the others review, each without the others’ reviews',
      OPENED,
      'review',
      ['BACKEND review 5 5', 'SECURITY review 5 5'],
    ],
    [
      'one has reviewed: the other still does not see it',
      [...OPENED, agree('BACKEND', 5)],
      'review',
      ['SECURITY review 5 5'],
    ],
    [
      'one objected: the other still reviews first',
      [...OPENED, object('BACKEND', 5, 'x: y')],
      'review',
      ['SECURITY review 5 5'],
    ],
    [
      'a verdict that does not count leaves its author due',
      [...OPENED, agree('BACKEND', 1), agree('SECURITY', 5)],
      'review',
      ['BACKEND review 5 5'],
    ],
    [
      'all in with an objection: the author revises and sees everything',
      [...OPENED, ...objected(5)],
      'revision',
      ['ARCHITECT revise 5 7'],
    ],
    [
      'all agree but a concern is open: the author revises',
      [...OPENED, agree('BACKEND', 5, { Concern: ['x: y'] }), agree('SECURITY', 5)],
      'revision',
      ['ARCHITECT revise 5 7'],
    ],
    [
      'an objection without a concern: the author revises',
      [...OPENED, object('BACKEND', 5), agree('SECURITY', 5)],
      'revision',
      ['ARCHITECT revise 5 7'],
    ],
    [
      'one abstains, one objects: the author revises',
      [...OPENED, object('BACKEND', 5, 'x: y'), abstain('SECURITY', 5)],
      'revision',
      ['ARCHITECT revise 5 7'],
    ],
    [
      'revised: the others review the new text',
      [...OPENED, ...rounds(1)],
      'review',
      ['BACKEND review 8 8', 'SECURITY review 8 8'],
    ],
    [
      'revised before all had spoken: they review the new text',
      [...OPENED, revise(5)],
      'review',
      ['BACKEND review 6 6', 'SECURITY review 6 6'],
    ],
    ['all agree: the supervisor decides', [...OPENED, ...ALL], 'decision', ['SUPERVISOR decide 5 7']],
    [
      'a person has spoken: the supervisor answers before it decides',
      [...OPENED, ...ALL, byHand('HUMAN', 'What about the free plan?')],
      'decision',
      ['SUPERVISOR answer 8 8'],
    ],
    [
      'the person is answered: the supervisor decides, and sees all of it',
      [...OPENED, ...ALL, byHand('HUMAN', 'And the free plan?'), say('SUPERVISOR', { Re: ['#8'] })],
      'decision',
      ['SUPERVISOR decide 5 9'],
    ],
    [
      'proposed without a framework: it is reviewed',
      [proposal()],
      'review',
      ['BACKEND review 1 1', 'SECURITY review 1 1'],
    ],
    ['decided: nobody', [...OPENED, ...ALL, outcome('CONSENSUS #5')], 'ended', []],
    ['stopped: nobody', [...OPENED, outcome('STOPPED')], 'ended', []],
    ['paused: nobody', [...OPENED, outcome('PAUSED interrupted')], 'paused', []],
    [
      'paused and gone on: who was due before',
      [...OPENED, outcome('PAUSED interrupted'), frame()],
      'review',
      ['BACKEND review 5 5', 'SECURITY review 5 5'],
    ],
    ['stopped and spoken after: still nobody', [...OPENED, outcome('STOPPED'), frame(), ...ALL], 'ended', []],
  ])('%s', (_, parts, phase, turns) => {
    const state = session(parts)
    expect(
      due(state).map(({ role, task, on, horizon }) => `${role} ${task} ${on ?? '-'} ${horizon}`),
    ).toEqual(turns)
    expect(state.phase).toBe(phase)
    expect(blocked(state)).toBeNull()
  })

  it('is the proposer’s whom the header names', () => {
    expect(due(session(OPENED.slice(0, 4), { proposer: 'SECURITY' }))).toMatchObject([
      { role: 'SECURITY', task: 'propose' },
    ])
  })

  it('is nobody’s in a log without a header before somebody proposes', () => {
    const state = session([byHand('SUPERVISOR', 'x'), byHand('A', 'y')], null)
    expect(due(state)).toEqual([])
    expect(state.phase).toBe('proposal')
  })
})

describe('somebody who need not agree has a concern', () => {
  const concern = byHand('HUMAN', 'Hm.', { Concern: ['x: y'] })
  const turns = (parts: readonly Part[]) =>
    due(session(parts)).map(({ role, task, on }) => `${role} ${task} ${on}`)

  it('the author revises', () => {
    expect(turns([...OPENED, ...ALL, concern])).toEqual(['ARCHITECT revise 5'])
  })

  const revised = [...OPENED, ...ALL, concern, proposal({ Revises: ['#5'], Resolves: ['x: z'] })]
  const agreed = [...revised, agree('BACKEND', 9), agree('SECURITY', 9)]

  it('and its owner is asked about the new text, before anybody revises again', () => {
    expect(turns(revised)).toEqual(['BACKEND review 9', 'SECURITY review 9', 'HUMAN review 9'])
    expect(turns(agreed)).toEqual(['HUMAN review 9'])
    expect(blocked(session(agreed))).toBeNull()
  })

  it('a worker’s objection is revised without waiting for it', () => {
    const objection = [...revised, agree('BACKEND', 9), object('SECURITY', 9, 'z: w')]
    expect(turns(objection)).toEqual(['HUMAN review 9', 'ARCHITECT revise 9'])
  })

  it('and what its owner says then counts', () => {
    expect(turns([...agreed, agree('HUMAN', 9)])).toEqual(['SUPERVISOR decide 9'])
    expect(turns([...agreed, say('HUMAN', { Withdraws: ['x'] })])).toEqual(['SUPERVISOR decide 9'])
    expect(turns([...agreed, object('HUMAN', 9, 'x: still')])).toEqual(['ARCHITECT revise 9'])
  })
})

describe('a turn that was begun may still be appended', () => {
  const begun = session([...OPENED, agree('BACKEND', 5)])
  const review = { role: 'SECURITY', task: 'review', on: 5 } as const

  it.each<[string, readonly Part[], boolean]>([
    ['while nothing has changed', [], true],
    ['though its role is asked something meanwhile', [say('BACKEND', { Asks: ['SECURITY'] })], true],
    ['not once the text is replaced', [revise(5)], false],
    ['not once its role has spoken', [agree('SECURITY', 5)], false],
    ['not while the session is paused', [outcome('PAUSED budget')], false],
  ])('%s', (_, parts, expected) => {
    expect(isDue(begun, review)).toBe(true)
    expect(isDue(session([...OPENED, agree('BACKEND', 5), ...parts]), review)).toBe(expected)
  })

  it('but no decision while somebody waits for an answer', () => {
    const decide = { role: 'SUPERVISOR', task: 'decide', on: 5 } as const
    expect(isDue(session([...OPENED, ...ALL]), decide)).toBe(true)
    expect(isDue(session([...OPENED, ...ALL, byHand('HUMAN', 'And the free plan?')]), decide)).toBe(false)
  })
})

describe('nobody can move', () => {
  it.each<[string, readonly Part[], string]>([
    ['an abstention', [...OPENED, agree('BACKEND', 5), abstain('SECURITY', 5)], 'SECURITY abstains on #5'],
    [
      'nothing but abstentions',
      [...OPENED, abstain('BACKEND', 5), abstain('SECURITY', 5)],
      'BACKEND abstains on #5; SECURITY abstains on #5',
    ],
  ])('after %s with nothing to revise: deadlock', (_, parts, why) => {
    const state = session(parts)
    expect(due(state)).toEqual([])
    expect(blocked(state)).toEqual({ reason: 'deadlock', why })
    expect(state.phase).toBe('blocked')
  })

  it('and one revision earlier the author still can', () => {
    const state = session([...OPENED, ...rounds(2), ...objected(11)], { maxRevisions: 3 })
    expect(due(state)).toMatchObject([{ role: 'ARCHITECT', task: 'revise', on: 11 }])
  })

  it('and agreement in the last round is agreement', () => {
    const state = session([...OPENED, ...rounds(3), agree('BACKEND', 14), agree('SECURITY', 14)])
    expect(due(state)).toMatchObject([{ task: 'decide', on: 14 }])
  })
})
