import { describe, expect, it } from 'vitest'
import type { EntryDraft } from '../../src/log/entry.ts'
import type { Draft } from '../../src/minds/draft.ts'
import { due } from '../../src/protocol/due.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import type { DueTurn, Task } from '../../src/protocol/state.ts'
import { entryOf } from '../../src/workers/entry-of.ts'
import {
  agree,
  byHand,
  frame,
  logOf,
  OPENED,
  object,
  type Part,
  proposal,
  say,
} from '../support/log-builder.ts'

const SPEND = [{ model: 'playbook', input: 0, cached: 0, output: 0, usd: 0 }]

function draft(more: Partial<Draft> = {}): Draft {
  return {
    ...{ content: 'So.', verdict: null, evidence: null, concerns: [], resolves: [], withdraws: [], asks: [] },
    ...more,
  }
}

/** The entry that the role which is due makes of a draft. */
function entry(parts: readonly Part[], role: string, more: Partial<Draft> = {}, header = {}): EntryDraft {
  const state = foldLog(logOf(parts, { header }))
  const turn = due(state).find(one => one.role === role)
  if (turn === undefined) throw new Error(`${role} is not due`)
  return entryOf(turn, draft(more), SPEND, state)
}

const SPENT = { Spend: ['playbook in 0 cached 0 out 0 usd 0'] }
const REVIEWED = [...OPENED, agree('BACKEND', 5)]
const OBJECTED = [...REVIEWED, object('SECURITY', 5, 'keys: guessable')]
const MEDIATED = [...OBJECTED, frame({ Re: ['#5'] })]
/** #10 revises after the mediation in #8, and SECURITY objects still. */
const STUCK = [
  ...MEDIATED,
  object('SECURITY', 5, 'keys: guessable'),
  proposal({ Revises: ['#5'] }),
  agree('BACKEND', 10),
  object('SECURITY', 10, 'keys: guessable'),
]
const NO_REVISION = { maxRevisions: 0 }
const keys = [{ id: 'keys', reason: 'guessable' }]
/** #7 closes it, #8 to #10 implement. */
const AGREED = [...REVIEWED, agree('SECURITY', 5)]
const part = (role: string): EntryDraft => ({ role, type: 'IMPLEMENTATION', fields: {}, content: `${role}.` })
const BUILT = [...AGREED, part('ARCHITECT'), part('BACKEND'), part('SECURITY')]

it.each<[string, EntryDraft, EntryDraft['type'], EntryDraft['fields']]>([
  ['frame', entry([], 'SUPERVISOR'), 'ANALYSIS', {}],
  ['analyse', entry(OPENED.slice(0, 1), 'BACKEND'), 'ANALYSIS', { Re: ['#1'], Seen: ['#1'] }],
  [
    'analyse and ask',
    entry(OPENED.slice(0, 1), 'BACKEND', { asks: ['SECURITY'] }),
    'ANALYSIS',
    { Re: ['#1'], Asks: ['SECURITY'], Seen: ['#1'] },
  ],
  ['propose', entry(OPENED.slice(0, 4), 'ARCHITECT'), 'PROPOSAL', { Seen: ['#4'] }],
  [
    'review',
    entry(REVIEWED, 'SECURITY', { verdict: 'AGREE', evidence: 'read', asks: ['BACKEND'] }),
    'REVIEW',
    { Re: ['#5'], Asks: ['BACKEND'], Seen: ['#5'], Verdict: ['AGREE #5'], Evidence: ['read'] },
  ],
  [
    'confirm',
    entry(
      [...REVIEWED, say('SECURITY', { Verdict: ['AGREE #5'] }, 'I agree once keys are hashed.')],
      'SECURITY',
      {
        verdict: 'OBJECT',
        concerns: keys,
      },
    ),
    'REVIEW',
    { Re: ['#7'], Seen: ['#7'], Verdict: ['OBJECT #5'], Concern: ['keys: guessable'] },
  ],
  [
    'revise',
    entry(OBJECTED, 'ARCHITECT', { resolves: [{ id: 'keys', how: 'hashed' }] }),
    'PROPOSAL',
    { Revises: ['#5'], Seen: ['#7'], Resolves: ['keys: hashed'] },
  ],
  ['mediate', entry(OBJECTED, 'SUPERVISOR', {}, NO_REVISION), 'ANALYSIS', { Re: ['#5'], Seen: ['#7'] }],
  [
    'reconsider',
    entry(MEDIATED, 'SECURITY', { verdict: 'AGREE', evidence: 'read', withdraws: ['keys'] }, NO_REVISION),
    'REVIEW',
    { Re: ['#5'], Seen: ['#8'], Verdict: ['AGREE #5'], Withdraws: ['keys'], Evidence: ['read'] },
  ],
  [
    'rule',
    entry(STUCK, 'SECURITY', { concerns: keys }, { ...NO_REVISION, deadlock: 'owner' }),
    'REVIEW',
    { Re: ['#10'], Seen: ['#12'], Concern: ['keys: guessable'] },
  ],
  [
    'answer',
    entry([...AGREED, say('BACKEND', { Asks: ['SECURITY'] })], 'SECURITY', { asks: ['BACKEND'] }),
    'REVIEW',
    { Re: ['#8'], Seen: ['#8'] },
  ],
  [
    'answer and hand on',
    entry([...OPENED, byHand('HUMAN', 'How many keys are there?')], 'SUPERVISOR', { asks: ['BACKEND'] }),
    'REVIEW',
    { Re: ['#6'], Asks: ['BACKEND'], Seen: ['#6'] },
  ],
  [
    'summarise',
    entry(OBJECTED, 'SUPERVISOR', {}, { context: 100 }),
    'ANALYSIS',
    { Re: ['#1-#7'], Seen: ['#7'] },
  ],
  [
    'implement',
    entry(AGREED, 'BACKEND', {}, { implement: true }),
    'IMPLEMENTATION',
    { Re: ['#5'], Seen: ['#7'] },
  ],
  [
    'review an implementation',
    entry(BUILT, 'BACKEND', { verdict: 'OBJECT', concerns: keys }, { implement: true }),
    'REVIEW',
    { Re: ['#8'], Seen: ['#10'], Verdict: ['OBJECT #8'], Concern: ['keys: guessable'] },
  ],
  [
    'implement again',
    entry(
      [
        ...BUILT,
        object('BACKEND', 8, 'order: wrong'),
        ...[agree('SECURITY', 8), agree('ARCHITECT', 9), agree('SECURITY', 9)],
        ...[agree('ARCHITECT', 10), agree('BACKEND', 10)],
      ],
      'ARCHITECT',
      { resolves: [{ id: 'order', how: 'turned' }] },
      { implement: true },
    ),
    'IMPLEMENTATION',
    { Re: ['#5'], Revises: ['#8'], Seen: ['#16'], Resolves: ['order: turned'] },
  ],
  [
    'decide',
    entry(AGREED, 'SUPERVISOR'),
    'ANALYSIS',
    { Re: ['#5'], Seen: ['#7'], Outcome: ['CONSENSUS #5'] },
  ],
  [
    'decide by majority',
    entry(OBJECTED, 'SUPERVISOR', {}, { policy: 'majority' }),
    'ANALYSIS',
    { Re: ['#5'], Seen: ['#7'], Outcome: ['MAJORITY #5'] },
  ],
  [
    'decide with dissent',
    entry(STUCK, 'SUPERVISOR', {}, { ...NO_REVISION, deadlock: 'supervisor' }),
    'ANALYSIS',
    { Re: ['#10'], Seen: ['#12'], Outcome: ['DECIDED_WITH_DISSENT #10'] },
  ],
])('makes the entry of a turn: %s', (_, made, type, fields) => {
  expect(made).toEqual({ role: made.role, type, content: 'So.', fields: { ...fields, ...SPENT } })
})

describe('an unclear verdict', () => {
  const leaning = (content: string, more: Partial<Draft> = {}) =>
    entry([...OPENED, byHand('HUMAN', content)], 'SUPERVISOR', more).fields['Asks']

  it.each<[string, readonly string[] | undefined]>([
    ['I object to #5: keys are guessable.', ['HUMAN']],
    ['I would agree to #5 if keys were hashed.', undefined],
  ])('is asked back where it leans to an objection: %s', (content, asks) => {
    expect(leaning(content)).toEqual(asks)
  })

  it('names nobody twice', () => {
    expect(leaning('I object to #5: keys are guessable.', { asks: ['HUMAN', 'BACKEND'] })).toEqual([
      'HUMAN',
      'BACKEND',
    ])
  })
})

it('sums up what its author had read, and not what came in meanwhile', () => {
  const turn: DueTurn = { role: 'SUPERVISOR', task: 'summarise', on: null, horizon: 5 }
  const state = foldLog(logOf([...OPENED, byHand('HUMAN', 'And?')], { header: { context: 50 } }))
  expect(entryOf(turn, draft(), [], state).fields).toEqual({ Re: ['#1-#5'], Seen: ['#5'] })
})

it.each<Task>(['answer', 'mediate'])('leaves out what is not said: %s', task => {
  const state = foldLog(logOf(OPENED))
  const turn: DueTurn = { role: 'SUPERVISOR', task, on: 5, horizon: 0 }
  expect(entryOf(turn, draft(), [], state).fields).toEqual({ Re: ['#5'] })
})
