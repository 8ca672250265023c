import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { blocked, due, isDue } from '../../src/protocol/due.ts'
import type { State } from '../../src/protocol/state.ts'
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

const turns = (state: State) => due(state).map(({ role, task, on }) => `${role} ${task} ${on}`)
const build = (role: string): Part => ({
  role,
  type: 'IMPLEMENTATION',
  fields: { Re: ['#5'] },
  content: `${role} builds.`,
})
const conditional = say('BACKEND', { Verdict: ['AGREE #5'] }, 'I agree, but only if the limit is 20.')
const ALL = [agree('BACKEND', 5), agree('SECURITY', 5)]

type Row = readonly [
  what: string,
  parts: readonly Part[],
  phase: string,
  expected: readonly string[],
  header?: Partial<Header> | null,
]

/** The last column may be left out: that is more than the types of `it.each` can tell. */
const named = (rows: readonly Row[]) => rows.map(row => [row[0], row] as const)

describe('whose turn it is', () => {
  it.each(
    named([
      [
        'an external role need not analyse',
        [frame()],
        'analysis',
        ['ARCHITECT analyse null', 'BACKEND analyse null'],
        { external: ['SECURITY'] },
      ],
      [
        'without a header everybody analyses',
        [byHand('SUPERVISOR', 'Frame.'), byHand('A', 'Hm.').replace('ANALYSIS', 'REVIEW')],
        'analysis',
        ['A analyse null'],
        null,
      ],
      [
        'who is asked analyses first, without having seen the question',
        [frame(), say('ARCHITECT', { Asks: ['BACKEND'] }), analysis('ARCHITECT')],
        'analysis',
        ['BACKEND analyse null', 'SECURITY analyse null'],
      ],
      [
        'a worker confirms its condition before anybody revises',
        [...OPENED, conditional, object('SECURITY', 5, 'x: y')],
        'review',
        ['BACKEND confirm 6'],
      ],
      [
        'a worker may confirm while another reviews',
        [...OPENED, conditional],
        'review',
        ['BACKEND confirm 6', 'SECURITY review 5'],
      ],
      [
        'a decision waits for whoever else has to answer',
        [...OPENED, ...ALL, byHand('HUMAN', 'And the cache?', { To: ['BACKEND'] })],
        'decision',
        ['BACKEND answer 8'],
      ],
      [
        'nobody mediates while an external role is silent',
        [...OPENED.slice(0, 4), proposal(), object('BACKEND', 5, 'x: y')],
        'review',
        ['SECURITY review 5'],
        { external: ['SECURITY'], maxRevisions: 0 },
      ],
      [
        'but the author revises',
        [...OPENED.slice(0, 4), proposal(), object('BACKEND', 5, 'x: y')],
        'revision',
        ['SECURITY review 5', 'ARCHITECT revise 5'],
        { external: ['SECURITY'] },
      ],
      [
        'an author from outside revises, and is not asked for a verdict on its own text as well',
        [
          ...OPENED.slice(0, 4),
          byHand('LEGAL', 'The text.').replace('ANALYSIS', 'PROPOSAL'),
          byHand('LEGAL', 'Hm.', { Verdict: ['LGTM'] }),
          ...['ARCHITECT', 'BACKEND', 'SECURITY'].map(role => object(role, 5, `${role}: y`)),
        ],
        'revision',
        ['SUPERVISOR answer 6', 'LEGAL revise 5'],
        { external: ['LEGAL'] },
      ],
      [
        'without a header nobody revises before everybody has spoken',
        [
          byHand('SUPERVISOR', 'Frame.'),
          byHand('B', 'Hm.'),
          byHand('C', 'Hm.'),
          byHand('A', 'T.').replace('ANALYSIS', 'PROPOSAL'),
          byHand('B', 'No.', { Verdict: ['OBJECT #4'], Concern: ['x: y'] }),
        ],
        'review',
        ['C review 4'],
        null,
      ],
      [
        'an objection stands though its concern was withdrawn',
        [...OPENED, object('BACKEND', 5, 'x: y'), say('BACKEND', { Withdraws: ['x'] }), agree('SECURITY', 5)],
        'revision',
        ['ARCHITECT revise 5'],
      ],
      [
        'a concern about an earlier text stands though its owner abstains on this one',
        [
          ...OPENED,
          object('BACKEND', 5, 'x: y'),
          agree('SECURITY', 5),
          proposal(),
          abstain('BACKEND', 8),
          agree('SECURITY', 8),
        ],
        'revision',
        ['ARCHITECT revise 8'],
      ],
      [
        'an early implementation changes no turn',
        [...OPENED, build('ARCHITECT')],
        'review',
        ['BACKEND review 5', 'SECURITY review 5'],
      ],
      [
        'owners rule in the phase of mediation',
        [
          ...OPENED,
          object('BACKEND', 5, 'x: y'),
          agree('SECURITY', 5),
          frame({ Re: ['#5'] }),
          object('BACKEND', 5, 'x: y'),
          proposal(),
          object('BACKEND', 10, 'x: y'),
          agree('SECURITY', 10),
        ],
        'mediation',
        ['BACKEND rule 10'],
        { maxRevisions: 0, deadlock: 'owner' },
      ],
      [
        'while somebody waits for an answer nothing is blocked',
        [
          ...OPENED,
          agree('BACKEND', 5),
          abstain('SECURITY', 5),
          byHand('HUMAN', 'The free plan has 3,000 users.'),
        ],
        'review',
        ['SUPERVISOR answer 8'],
      ],
    ]),
  )('%s', (_, [, parts, phase, expected, header = {}]) => {
    const state = session(parts, header)
    expect(turns(state)).toEqual(expected)
    expect(state.phase).toBe(phase)
  })
})

describe('a turn that was begun', () => {
  const state = session([...OPENED, agree('BACKEND', 5)])

  it.each([
    ['SECURITY', 'review', 5, true],
    ['SECURITY', 'revise', 5, false],
    ['SECURITY', 'review', 4, false],
    ['SECURITY', 'review', null, false],
    ['BACKEND', 'review', 5, false],
    ['ARCHITECT', 'review', 5, false],
  ] as const)('of %s to %s %s may be appended: %s', (role, task, on, expected) => {
    expect(isDue(state, { role, task, on })).toBe(expected)
  })

  it('to answer may be appended, though its role reviews first', () => {
    const asked = session([...OPENED, say('BACKEND', { Asks: ['SECURITY'] })])
    expect(isDue(asked, { role: 'SECURITY', task: 'answer', on: 6 })).toBe(true)
    expect(isDue(asked, { role: 'SECURITY', task: 'answer', on: 5 })).toBe(false)
  })
})

describe('a session in which nobody can move', () => {
  it('is not blocked before there is a text', () => {
    const state = session([byHand('SUPERVISOR', 'Frame.'), byHand('A', 'Hm.')], null)
    expect([due(state), blocked(state)]).toEqual([[], null])
  })

  it('tells of every implementation that is objected to', () => {
    const parts = [
      ...OPENED,
      ...ALL,
      build('ARCHITECT'),
      build('BACKEND'),
      build('SECURITY'),
      object('BACKEND', 8, 'x: y'),
      object('ARCHITECT', 9, 'z: w'),
      ...[agree('SECURITY', 8), agree('SECURITY', 9), agree('ARCHITECT', 10), agree('BACKEND', 10)],
    ]
    expect(blocked(session(parts, { implement: true, maxRevisions: 0 }))).toEqual({
      reason: 'deadlock',
      why: 'the implementation #8 by ARCHITECT is objected to; the implementation #9 by BACKEND is objected to',
    })
  })

  it('tells of the text alone while that is not agreed to', () => {
    const parts = [...OPENED, build('ARCHITECT'), object('BACKEND', 6, 'x: y'), agree('BACKEND', 5)]
    expect(blocked(session([...parts, abstain('SECURITY', 5)]))?.why).toBe('SECURITY abstains on #5')
  })
})

describe('a round that brings nothing', () => {
  const text = 'One bucket a key holds 100 tokens and is filled at 10 a second. '.repeat(6)
  const first = [...OPENED.slice(0, 4), { ...proposal(), content: text }]
  const again = { ...proposal(), content: `${text}So be it.` }
  const objected = (on: number) => [object('BACKEND', on, 'x: y'), agree('SECURITY', on)]

  it.each<[string, readonly Part[], string]>([
    ['the same verdicts on the same words', [...objected(5), again, ...objected(8)], 'SUPERVISOR mediate 8'],
    [
      'its author’s own verdict is no part of it',
      [...objected(5), again, ...objected(8), abstain('ARCHITECT', 8)],
      'SUPERVISOR mediate 8',
    ],
    [
      'what ended before the text was put is none of it',
      [
        ...objected(5),
        say('SECURITY', { Concern: ['z: w'] }),
        say('SECURITY', { Withdraws: ['z'] }),
        again,
        ...objected(10),
      ],
      'SUPERVISOR mediate 10',
    ],
    [
      'what ends with it is',
      [object('BACKEND', 5, 'x: y'), agree('SECURITY', 5, { Concern: ['z: w'] }), again, ...objected(8)],
      'ARCHITECT revise 8',
    ],
    [
      'who has spoken on the text before and not on this one',
      [...objected(5), byHand('HUMAN', 'Yes.', { Verdict: ['AGREE #5'] }), again, ...objected(9)],
      'ARCHITECT revise 9',
    ],
    [
      'a text from before the session was resumed from a deadlock',
      [...objected(5), again, outcome('PAUSED deadlock'), frame(), ...objected(8)],
      'ARCHITECT revise 8',
    ],
    [
      'a text from after it was',
      [...objected(5), outcome('PAUSED deadlock'), frame(), again, ...objected(10)],
      'SUPERVISOR mediate 10',
    ],
  ])('%s', (_, parts, turn) => expect(turns(session([...first, ...parts]))).toEqual([turn]))
})
