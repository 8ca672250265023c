import { describe, expect, it } from 'vitest'
import { due } from '../../src/protocol/due.ts'
import { openQuestions } from '../../src/protocol/questions.ts'
import type { State } from '../../src/protocol/state.ts'
import {
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

const ALL = [agree('BACKEND', 5), agree('SECURITY', 5)]
const codes = ({ notices }: State) => notices.map(({ code }) => code)
const turns = (state: State) =>
  due(state).map(({ role, task, on, horizon }) => `${role} ${task} ${on} ${horizon}`)
const asks = (role: string, ...asked: string[]): Part =>
  say(role, { Asks: asked }, 'Which region is the first?')
const answers = (role: string, on: number): Part => say(role, { Re: [`#${on}`] })
const waiting = (state: State) =>
  openQuestions(state).map(({ entry, by, asks: asked, kind }) => `${kind} #${entry} ${by} to ${asked}`)

describe('a question by Asks', () => {
  it('makes whom it names due to answer, and keeps the others at their work', () => {
    const state = session([...OPENED, asks('BACKEND', 'ARCHITECT')])
    expect(turns(state)).toEqual(['ARCHITECT answer 6 6', 'BACKEND review 5 5', 'SECURITY review 5 5'])
  })

  it('waits until the role has said what it thinks without the others', () => {
    const asked = [...OPENED, asks('BACKEND', 'SECURITY')]
    expect(turns(session(asked))).toEqual(['BACKEND review 5 5', 'SECURITY review 5 5'])
    expect(turns(session([...asked, agree('SECURITY', 5)]))).toEqual([
      'SECURITY answer 6 7',
      'BACKEND review 5 5',
    ])
  })

  it('comes before what else the role is due for', () => {
    const objected = [
      ...OPENED,
      object('BACKEND', 5, 'x: y'),
      agree('SECURITY', 5),
      asks('BACKEND', 'ARCHITECT'),
    ]
    expect(turns(session(objected))).toEqual(['ARCHITECT answer 8 8'])
    expect(turns(session([...objected, answers('ARCHITECT', 8)]))).toEqual(['ARCHITECT revise 5 9'])
  })

  it('may go to several, each of whom has to answer', () => {
    const both = [...OPENED, ...ALL, asks('ARCHITECT', 'BACKEND', 'SECURITY')]
    expect(waiting(session([...both, answers('BACKEND', 8)]))).toEqual(['asked #8 ARCHITECT to SECURITY'])
  })

  it('is in the way of consensus until it is answered', () => {
    const asked = session([...OPENED, ...ALL, asks('BACKEND', 'SECURITY')])
    expect(asked.consensus).toMatchObject({ reached: false, outcome: null, missing: [] })
    expect(asked.consensus.why).toBe('SECURITY has not answered what BACKEND asks in #8')
    expect(turns(asked)).toEqual(['SECURITY answer 8 8'])
    const answered = session([...OPENED, ...ALL, asks('BACKEND', 'SECURITY'), answers('SECURITY', 8)])
    expect(answered.consensus.reached).toBe(true)
    expect(answered.questions).toMatchObject([{ entry: 8, answeredIn: 9 }])
  })

  it.each<[string, Part]>([
    ['another role', answers('ARCHITECT', 8)],
    ['the same role about another entry', answers('SECURITY', 7)],
    ['the same role without Re', say('SECURITY')],
    ['somebody who uses its name by hand', byHand('SECURITY', 'Yes.', { Re: ['#8'] })],
  ])('is not answered by %s', (_, part) => {
    expect(waiting(session([...OPENED, ...ALL, asks('BACKEND', 'SECURITY'), part]))).toEqual([
      'asked #8 BACKEND to SECURITY',
    ])
  })

  it('to a person is answered by whatever the person writes next', () => {
    const state = session([...OPENED, ...ALL, asks('BACKEND', 'HUMAN'), byHand('HUMAN', 'Frankfurt.')])
    expect(waiting(state)).toEqual([])
    expect(state.consensus.reached).toBe(true)
  })

  it.each([
    ['a role that is not there', 'LEGAL'],
    ['itself', 'BACKEND'],
    ['nothing that is a role', 'everybody'],
  ])('to %s asks nobody, with a notice', (_, asked) => {
    const state = session([...OPENED, asks('BACKEND', asked)])
    expect([state.questions, codes(state)]).toEqual([[], ['asks-nobody']])
  })

  it('is read in any case', () => {
    expect(waiting(session([...OPENED, asks('BACKEND', 'security')]))).toEqual([
      'asked #6 BACKEND to SECURITY',
    ])
  })

  it('by one role is heard eight times each time the session is opened', () => {
    const flood = Array.from({ length: 10 }, (_, at) => [
      asks('BACKEND', 'SECURITY'),
      answers('SECURITY', 6 + at * 2),
    ])
    const state = session([...OPENED, ...flood.flat()])
    expect(state.questions).toHaveLength(8)
    expect(codes(state)).toEqual(['questions-many', 'questions-many'])
    const again = session([
      ...OPENED,
      ...flood.flat(),
      outcome('PAUSED budget'),
      frame(),
      asks('BACKEND', 'SECURITY'),
    ])
    expect(waiting(again)).toEqual(['asked #28 BACKEND to SECURITY'])
  })

  it('waits until there is a framework', () => {
    expect(turns(session([byHand('HUMAN', 'Who reads this?', { Asks: ['BACKEND'] })]))).toEqual([
      'SUPERVISOR frame null 0',
    ])
  })

  it('that was answered is forgotten with the text it was about', () => {
    const state = session([...OPENED, asks('BACKEND', 'SECURITY'), answers('SECURITY', 6), proposal()])
    expect(state.questions).toEqual([])
  })
})

describe('what a person writes', () => {
  it('to nobody is the supervisor’s to answer, before it decides', () => {
    const state = session([...OPENED, ...ALL, byHand('HUMAN', 'The free plan has 3,000 users.')])
    expect(waiting(state)).toEqual(['remark #8 HUMAN to SUPERVISOR'])
    expect(turns(state)).toEqual(['SUPERVISOR answer 8 8'])
    expect(state.consensus.reached).toBe(true)
    expect(state.phase).toBe('decision')
  })

  it('may be handed on by the supervisor', () => {
    const handed = say('SUPERVISOR', { Re: ['#8'], Asks: ['SECURITY'] })
    const state = session([...OPENED, ...ALL, byHand('HUMAN', 'Is the key safe?'), handed])
    expect(turns(state)).toEqual(['SECURITY answer 9 9'])
    expect(state.consensus.reached).toBe(false)
  })

  it('to a role is that role’s to answer', () => {
    const state = session([...OPENED, byHand('HUMAN', 'And the cache?', { To: ['backend'] })])
    expect(waiting(state)).toEqual(['remark #6 HUMAN to BACKEND'])
  })

  it('to a role that is not there is the supervisor’s', () => {
    const state = session([...OPENED, byHand('HUMAN', 'And the cache?', { To: ['LEGAL'] })])
    expect(waiting(state)).toEqual(['remark #6 HUMAN to SUPERVISOR'])
  })

  it.each<[string, Part]>([
    ['a verdict', byHand('HUMAN', 'Good.', { Verdict: ['AGREE #5'] })],
    ['a concern', byHand('HUMAN', 'Hm.', { Concern: ['x: y'] })],
    ['an agreement in prose', byHand('HUMAN', 'I agree to #5.')],
    ['nothing', byHand('HUMAN', '')],
  ])('by its fields or its form is no remark: %s', (_, part) => {
    expect(waiting(session([...OPENED, part]))).toEqual([])
  })

  it('in answer to a worker is an answer and no new remark', () => {
    const state = session([...OPENED, asks('BACKEND', 'HUMAN'), byHand('HUMAN', 'Frankfurt is the first.')])
    expect(waiting(state)).toEqual([])
  })

  it('in answer to the supervisor is looked at by the supervisor', () => {
    const state = session([
      ...OPENED,
      asks('SUPERVISOR', 'HUMAN'),
      byHand('HUMAN', 'Frankfurt is the first.'),
    ])
    expect(waiting(state)).toEqual(['remark #7 HUMAN to SUPERVISOR'])
  })

  it('is kept waiting twenty times at most, and the rest is read with it', () => {
    const flood = Array.from({ length: 23 }, (_, at) => byHand('HUMAN', `Remark ${at} about users.`))
    const state = session([...OPENED, ...flood])
    expect(openQuestions(state)).toHaveLength(20)
    expect(codes(state)).toEqual(['questions-many', 'questions-many', 'questions-many'])
  })
})
