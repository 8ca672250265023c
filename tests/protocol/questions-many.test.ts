import { describe, expect, it } from 'vitest'
import { due } from '../../src/protocol/due.ts'
import { openQuestions } from '../../src/protocol/questions.ts'
import type { State } from '../../src/protocol/state.ts'
import { agree, byHand, frame, OPENED, type Part, say, session } from '../support/log-builder.ts'

const codes = ({ notices }: State) => notices.map(({ code }) => code)
const waiting = (state: State) =>
  openQuestions(state).map(({ kind, entry, asks }) => `${kind} #${entry} ${asks}`)

/** Roles from outside, who may ask eight times each, and what they ask. */
const ROLES = Array.from({ length: 51 }, (_, at) => `R${at + 1}`)
const HEADER = { external: ROLES }
const asked = (count: number): readonly Part[] =>
  Array.from({ length: count }, (_, at) =>
    byHand(ROLES[Math.floor(at / 8)] ?? '', 'Which?', { Asks: ['SUPERVISOR'] }),
  )
const remark = byHand('HUMAN', 'The free plan has 3,000 users.')

describe('questions that wait', () => {
  it('may be two hundred in all before remarks are read with them', () => {
    expect(waiting(session([...asked(199), remark], HEADER)).at(-1)).toBe('remark #200 SUPERVISOR')
    const full = session([...asked(200), remark], HEADER)
    expect(openQuestions(full)).toHaveLength(200)
    expect(codes(full)).toEqual(['questions-many'])
  })

  it('by Asks are heard all the same', () => {
    const state = session([...asked(200), say('BACKEND', { Asks: ['SUPERVISOR'] })], HEADER)
    expect(waiting(state).at(-1)).toBe('asked #201 SUPERVISOR')
  })

  it('by a person are twenty, and the person is heard again once one is answered', () => {
    const remarks = Array.from({ length: 20 }, () => remark)
    const parts = [...remarks, say('SUPERVISOR', { Re: ['#1'] }), remark]
    expect(codes(session(parts))).toEqual([])
    expect(waiting(session(parts)).at(-1)).toBe('remark #22 SUPERVISOR')
  })

  it('are not those of others', () => {
    const other = byHand('R1', 'Which?', { Asks: ['SUPERVISOR'] })
    const parts = [...Array.from({ length: 19 }, () => remark), other, remark]
    expect(codes(session(parts, HEADER))).toEqual([])
  })

  it('and were answered are kept until there are four hundred', () => {
    const answer = byHand('SUPERVISOR', 'The first.')
    const kept = session([...asked(399), answer, remark], null)
    expect(kept.questions).toHaveLength(400)
    const full = session([...asked(400), answer, remark], null)
    expect(full.questions).toMatchObject([{ entry: 402, kind: 'remark', answeredIn: null }])
  })
})

describe('an entry', () => {
  it('that asks the same role twice asks it once', () => {
    const state = session([...OPENED, say('BACKEND', { Asks: ['SECURITY', 'SECURITY'] })])
    expect(waiting(state)).toEqual(['asked #6 SECURITY'])
  })

  it('to several is a remark to each, and to each once', () => {
    const To = ['BACKEND', 'security', 'BACKEND', 'HUMAN', 'LEGAL']
    expect(waiting(session([...OPENED, byHand('HUMAN', 'And the cache?', { To })]))).toEqual([
      'remark #6 BACKEND',
      'remark #6 SECURITY',
    ])
  })

  it('to its own author alone is the supervisor’s', () => {
    expect(waiting(session([...OPENED, byHand('HUMAN', 'And me?', { To: ['HUMAN'] })]))).toEqual([
      'remark #6 SUPERVISOR',
    ])
  })

  it.each([
    ['withdraws', { Withdraws: ['x'] }, []],
    ['asks', { Asks: ['BACKEND'] }, ['asked #6 BACKEND']],
    ['declares', { Outcome: ['STOPPED'] }, []],
  ])('of a person that %s is no remark', (_, fields, questions) => {
    expect(waiting(session([...OPENED, byHand('HUMAN', 'So be it.', fields)]))).toEqual(questions)
  })

  it('of another role from outside is none either', () => {
    expect(waiting(session([...OPENED, byHand('R1', 'The free plan has 3,000 users.')], HEADER))).toEqual([])
  })

  it('answers all that a person was asked', () => {
    const ask = (role: string) => say(role, { Asks: ['HUMAN'] })
    const state = session([...OPENED, ask('BACKEND'), ask('SECURITY'), byHand('HUMAN', 'Frankfurt first.')])
    expect(state.questions.map(({ entry, answeredIn }) => [entry, answeredIn])).toEqual([
      [6, 8],
      [7, 8],
    ])
  })

  it('answers a question once: who answered it first is kept', () => {
    const answer = say('SECURITY', { Re: ['#6'] })
    const state = session([...OPENED, say('BACKEND', { Asks: ['SECURITY'] }), answer, answer])
    expect(state.questions).toMatchObject([{ entry: 6, answeredIn: 7 }])
  })

  it('in answer to a worker and to the supervisor is no remark', () => {
    const ask = (role: string) => say(role, { Asks: ['HUMAN'] })
    const both = [...OPENED, ask('BACKEND'), ask('SUPERVISOR'), byHand('HUMAN', 'Frankfurt first.')]
    expect(waiting(session(both))).toEqual([])
  })
})

describe('a verdict that is unclear', () => {
  const unclear = byHand('HUMAN', 'ok')

  it('waits for the supervisor, with what keeps it from being one', () => {
    expect(session([...OPENED, unclear]).questions).toEqual([
      {
        entry: 6,
        by: 'HUMAN',
        asks: 'SUPERVISOR',
        kind: 'unclear',
        unclear: { reason: 'it is not one sentence in a known form', leans: 'agree' },
        answeredIn: null,
      },
    ])
  })

  it.each<[string, Part, readonly string[]]>([
    ['its author’s verdict', byHand('HUMAN', 'Yes.', { Verdict: ['AGREE #5'] }), []],
    ['its author’s agreement in prose', byHand('HUMAN', 'I agree to #5.'), []],
    ['the supervisor who asks for it', say('SUPERVISOR', { Re: ['#6'] }), []],
    ['nobody else’s verdict', agree('BACKEND', 5), ['unclear #6 SUPERVISOR']],
    [
      'no verdict that does not count',
      byHand('HUMAN', 'Yes.', { Verdict: ['AGREE #4'] }),
      ['unclear #6 SUPERVISOR'],
    ],
  ])('is settled by %s', (_, part, questions) => {
    expect(waiting(session([...OPENED, unclear, part]))).toEqual(questions)
  })

  it('leaves what its author asked besides', () => {
    const parts = [...OPENED, remark, unclear, byHand('HUMAN', 'Yes.', { Verdict: ['AGREE #5'] })]
    expect(waiting(session(parts))).toEqual(['remark #6 SUPERVISOR'])
  })
})

describe('who is asked', () => {
  it('answers first what was asked first', () => {
    const ask = (role: string) => say(role, { Asks: ['ARCHITECT'] })
    const turns = due(session([...OPENED, ask('BACKEND'), ask('SECURITY')]))
    expect(turns.filter(({ task }) => task === 'answer')).toEqual([
      { role: 'ARCHITECT', task: 'answer', on: 6, horizon: 7 },
    ])
  })

  it('answers before there is a framework where there is a text', () => {
    const put = byHand('HUMAN', 'T.').replace('ANALYSIS', 'PROPOSAL')
    const turns = due(session([put, say('BACKEND', { Asks: ['SUPERVISOR'] })]))
    expect(turns).toContainEqual({ role: 'SUPERVISOR', task: 'answer', on: 2, horizon: 2 })
  })

  it('is not asked once the session has an outcome', () => {
    const state = session([frame(), say('BACKEND', { Asks: ['ARCHITECT'] }), frame({ Outcome: ['STOPPED'] })])
    expect(due(state)).toEqual([])
  })
})
