import { expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { foldLog, initialState, step } from '../../src/protocol/fold.ts'
import type { State } from '../../src/protocol/state.ts'
import {
  agree,
  byHand,
  frame,
  logOf,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
} from '../support/log-builder.ts'

/** Writing into it throws. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) frozen(inner)
  }
  return value
}

const build = (role: string): Part => ({
  role,
  type: 'IMPLEMENTATION',
  fields: { Re: ['#5'] },
  content: `${role} builds.`,
})
const spend = { Spend: ['m in 1 cached 2 out 3 usd 0.5'] }

it.each<[string, readonly Part[], Partial<Header>]>([
  [
    'concerns that are raised, answered, closed, withdrawn and raised again',
    [
      ...OPENED,
      object('BACKEND', 5, 'x: y', 'z: w', 'too slow'),
      object('SECURITY', 5, 'x: other', 'z-security: mine'),
      proposal({ Revises: ['#5'], Resolves: ['x: done', 'z: done', 'a: unknown'] }),
      agree('BACKEND', 8, { Withdraws: ['x', 'b'] }),
      say('SECURITY', { Withdraws: ['x'] }),
      object('SECURITY', 8, 'x: still', 'too slow'),
    ],
    {},
  ],
  [
    'questions, remarks and verdicts in prose',
    [
      byHand('HUMAN', 'Who reads this?'),
      ...OPENED,
      say('BACKEND', { Asks: ['HUMAN', 'SECURITY', 'NOBODY'], ...spend }),
      byHand('HUMAN', 'ok'),
      say('SECURITY', { Re: ['#7'], ...spend }),
      byHand('HUMAN', 'I agree to #6.'),
      say('BACKEND', { Verdict: ['AGREE #6'] }, 'I agree, but only if the limit is 20.'),
      say('BACKEND', { Verdict: ['AGREE #6'], Re: ['#11'] }),
      byHand('PASSER-BY', 'Hm.', { Concern: ['x: y'], Verdict: ['OBJECT #6'] }),
      agree('SECURITY', 6, spend),
      outcome('CONSENSUS #6'),
      say('BACKEND', spend),
    ],
    { with: ['HUMAN'] },
  ],
  [
    'a deadlock up to a decision against dissent',
    [
      ...OPENED,
      object('BACKEND', 5, 'x: y'),
      agree('SECURITY', 5),
      frame({ Re: ['#5'] }),
      object('BACKEND', 5, 'x: y'),
      outcome('PAUSED deadlock'),
      frame(),
      frame({ Re: ['#5'] }),
      object('BACKEND', 5, 'x: y'),
      proposal({ Revises: ['#5'] }),
      object('BACKEND', 14, 'x: y'),
      agree('SECURITY', 14),
      say('BACKEND', { Re: ['#14'], Concern: ['x: at most 20'] }),
      outcome('DECIDED_WITH_DISSENT #14'),
    ],
    { deadlock: 'owner', maxRevisions: 0 },
  ],
  [
    'implementations and their reviews',
    [
      ...OPENED,
      agree('BACKEND', 5),
      agree('SECURITY', 5),
      build('ARCHITECT'),
      build('BACKEND'),
      build('SECURITY'),
      object('BACKEND', 8, 'x: y'),
      build('ARCHITECT'),
      agree('BACKEND', 12),
      proposal({ Revises: ['#5'] }),
    ],
    { implement: true },
  ],
])(
  'an entry at a time gives what all give at once, and leaves each state as it was: %s',
  (_, parts, header) => {
    const log = logOf(parts, { header })
    let state: State = frozen(initialState(log.header))
    for (const [at, entry] of log.entries.entries()) {
      state = frozen(step(state, entry))
      expect(state).toEqual(foldLog(log, { upTo: at + 1 }))
    }
    expect(state.entries).toBe(parts.length)
  },
)

it('before the first entry of a log without a header nothing is known', () => {
  expect(initialState(null)).toEqual({
    header: null,
    entries: 0,
    deciders: [],
    proposer: null,
    policy: { kind: 'unanimous' },
    maxRevisions: 3,
    framework: null,
    analyses: {},
    proposals: [],
    concerns: [],
    blocking: {},
    questions: [],
    mediation: null,
    rulings: {},
    implementations: [],
    outcome: null,
    revisionsAtOpening: 0,
    asked: {},
    tamperedAt: null,
    spend: { usd: 0, input: 0, cached: 0, output: 0, byRole: {} },
    models: [],
    summary: null,
    contextTokens: 0,
    freshTokens: 0,
    liveTokens: 0,
    recentTokens: [],
    lastEntry: {},
    lastText: {},
    notices: [],
    consensus: {
      reached: false,
      outcome: null,
      proposal: null,
      missing: [],
      openConcerns: [],
      why: 'There is no proposal yet',
    },
    phase: 'framing',
  })
})
