import { expect, it } from 'vitest'
import type { Header } from '../../../src/log/entry.ts'
import { step } from '../../../src/protocol/fold.ts'
import type { State } from '../../../src/protocol/state.ts'
import {
  agree,
  frame,
  HEADER,
  logOf,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
} from '../../support/log-builder.ts'
import { createWatch, type Step } from './watch.ts'

const AGREED: readonly Part[] = [
  ...OPENED,
  agree('BACKEND', 5),
  agree('SECURITY', 5),
  outcome('CONSENSUS #5'),
]
const OBJECTED: readonly Part[] = [
  ...OPENED,
  agree('BACKEND', 5),
  object('SECURITY', 5, 'slow: it is'),
  proposal(),
]

function invariants(parts: readonly Part[], next?: Step): readonly string[] {
  const watch = createWatch(HEADER, true, next)
  watch.look(logOf(parts))
  return watch.violations.map(({ invariant }) => invariant)
}

/** A fold that is right but for what this makes of each state. */
function wrong(change: (state: State) => Partial<State>): Step {
  return (before, entry) => {
    const after = step(before, entry)
    return { ...after, ...change(after) }
  }
}

const live = (state: State) => state.proposals.at(-1)

it.each([
  ['an agreement', AGREED],
  ['an objection', OBJECTED],
])('finds nothing wrong with %s', (_, parts) => {
  expect(invariants(parts)).toEqual([])
})

it('sees a role that writes when it is not due', () => {
  expect(invariants([...OPENED, agree('BACKEND', 5), agree('BACKEND', 5)])).toEqual([
    'nobody writes out of turn',
  ])
})

/** The framework and three analyses, 85 tokens, and what sums them up. */
const SUMMED: readonly Part[] = [...OPENED.slice(0, 4), frame({ Re: ['#1-#4'] })]
const BUDGET: Header = { ...HEADER, context: 60 }

it('finds nothing wrong with a summary that is due', () => {
  expect(summed(SUMMED)).toEqual([])
})

it.each<[string, readonly Part[], Step | undefined, readonly string[]]>([
  [
    'that nobody asked for',
    [...SUMMED, frame({ Re: ['#1-#5'] })],
    undefined,
    ['nobody writes out of turn', 'summaries come to an end'],
  ],
  [
    'that is not the last one',
    SUMMED,
    wrong(({ summary }) => ({ summary: summary && { ...summary, upTo: 3 } })),
    ['the last summary stands'],
  ],
  [
    'that spares nothing',
    SUMMED,
    wrong(({ summary, contextTokens }) => (summary ? { contextTokens: contextTokens + 1 } : {})),
    ['what is shown is as measured', 'one entry more is as a reading from the beginning'],
  ],
  [
    'that decides',
    SUMMED,
    wrong(({ summary, consensus }) => (summary ? { consensus: { ...consensus, why: 'So be it' } } : {})),
    ['a summary decides nothing'],
  ],
])('sees a summary %s', (_, parts, next, found) => {
  expect(summed(parts, next)).toEqual(expect.arrayContaining([...found]))
})

function summed(parts: readonly Part[], next?: Step): readonly string[] {
  const watch = createWatch(BUDGET, true, next)
  watch.look(logOf(parts, { header: BUDGET }))
  return watch.violations.map(({ invariant }) => invariant)
}

it.each<[string, readonly Part[], Step, string]>([
  [
    'sees consensus in silence',
    OPENED,
    wrong(({ consensus }) => ({ consensus: { ...consensus, reached: true, outcome: 'CONSENSUS' } })),
    'no consensus without agreement',
  ],
  [
    'does not see that all agree',
    AGREED.slice(0, -1),
    wrong(({ consensus }) => ({ consensus: { ...consensus, reached: false, outcome: null } })),
    'agreement is seen',
  ],
  [
    'carries verdicts over to the next text',
    OBJECTED,
    wrong(state => {
      const [first, second] = state.proposals
      if (first === undefined || second === undefined) return {}
      return { proposals: [first, { ...second, verdicts: { ...first.verdicts, ...second.verdicts } }] }
    }),
    'a verdict is its own',
  ],
  [
    'gives a verdict to another role',
    AGREED,
    wrong(state => {
      const text = live(state)
      const given = text?.verdicts['BACKEND']
      if (text === undefined || given === undefined) return {}
      return { proposals: [{ ...text, verdicts: { ...text.verdicts, SECURITY: given } }] }
    }),
    'a verdict is its own',
  ],
  [
    'forgets a concern',
    OBJECTED,
    wrong(({ consensus }) => ({ consensus: { ...consensus, openConcerns: [] } })),
    'what is open',
  ],
  [
    'takes an outcome that is not borne out',
    [...OBJECTED, outcome('CONSENSUS #8')],
    wrong(({ entries }) => (entries < 9 ? {} : { outcome: { kind: 'CONSENSUS', on: 8, entry: 9 } })),
    'no outcome without its policy',
  ],
  [
    'opens what was closed',
    [...AGREED, proposal()],
    wrong(({ entries }) => (entries < 9 ? {} : { outcome: null })),
    'closed stays closed',
  ],
  [
    'is another one than a reading from the beginning',
    AGREED,
    wrong(({ spend }) => ({ spend: { ...spend, usd: spend.usd + 1 } })),
    'one entry more is as a reading from the beginning',
  ],
  [
    'changes a text that was replaced',
    [...OBJECTED, agree('BACKEND', 8)],
    wrong(state => ({
      proposals: state.proposals.map((text, at) => ({ ...text, revision: at + state.entries })),
    })),
    'a replaced text stays as it was',
  ],
])('finds a fold that %s', (_, parts, next, invariant) => {
  expect(invariants(parts, next)).toContain(invariant)
})
