import { describe, expect, it } from 'vitest'
import { TASKS } from '../../src/protocol/state.ts'
import {
  agree,
  byHand,
  HEADER,
  logOf,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
} from '../support/log-builder.ts'
import { DRAFT_MISDEEDS } from './sessions/bad-mind.ts'
import { HAND_MISDEEDS } from './sessions/hands.ts'
import { PATIENCE, playHalf, SESSIONS } from './sessions/play-many.ts'
import { PROCESS_MISDEEDS, playSession } from './sessions/session.ts'
import type { Tally } from './sessions/tally.ts'
import { createWatch } from './sessions/watch.ts'

/** Every seed that ever found something, and what that was: whatever else is played, these are, and whole. */
const REGRESSIONS: readonly { readonly seed: number; readonly was: string }[] = [
  { seed: 2784, was: 'an objection that repeats a concern made it one that ends with the objection' },
  { seed: 3458, was: 'the same, by a person beside an external role' },
  { seed: 3701, was: 'the same, under a supermajority' },
  { seed: 247, was: 'a confirmation that insisted raised a concern and closed it at once' },
  { seed: 634, was: 'the same, in a later revision' },
  { seed: 777, was: 'an agreement whose text agrees to another number counted' },
]

/** The same in few entries: another simulator makes another session of a seed. */
const LOGS: readonly { readonly was: string; readonly parts: readonly Part[] }[] = [
  {
    was: 'one reason given three times was two concerns to a reader and three to another',
    parts: [
      ...OPENED,
      object('SECURITY', 5),
      proposal(),
      object('BACKEND', 7, 'security-speaks: it does'),
      object('SECURITY', 7),
      proposal(),
      object('SECURITY', 10),
    ],
  },
  {
    was: 'dissent was declared where all had agreed meanwhile',
    parts: [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5), outcome('DECIDED_WITH_DISSENT #5')],
  },
  {
    was: 'an objection that repeats a concern made it one that ends with the objection',
    parts: [
      ...OPENED,
      agree('BACKEND', 5),
      byHand('HUMAN', 'So it is.', { Verdict: ['OBJECT #5'], Concern: ['slow: it is slow'] }),
      byHand('HUMAN', 'it is slow', { Verdict: ['OBJECT #5'] }),
      byHand('HUMAN', 'Be it so.', { Verdict: ['AGREE #5'] }),
      agree('SECURITY', 5),
    ],
  },
  {
    was: 'a confirmation that insisted raised a concern and closed it at once',
    parts: [
      ...OPENED,
      agree('BACKEND', 5),
      say('SECURITY', { Verdict: ['AGREE #5'] }, 'I agree, provided the limit is lowered.'),
      say(
        'SECURITY',
        { Re: ['#7'], Verdict: ['AGREE #5'] },
        'I agree, but only if Redis is not asked twice.',
      ),
    ],
  },
]

describe('whole sessions with misbehaving workers, people and processes', () => {
  let half: Tally | null = null

  it('hold what is promised: the first half of them', { timeout: PATIENCE }, async () => {
    half = await playHalf(0)
    expect(half.violations).toEqual([])
  })

  // A few sessions, played by hand, need not have everything in them.
  it.runIf(SESSIONS >= 5_000)('have every task and every misbehaviour in them, and every end', () => {
    const done = new Set(Object.keys(half?.misdeeds ?? {}))
    expect(
      [...DRAFT_MISDEEDS, ...HAND_MISDEEDS, ...PROCESS_MISDEEDS].filter(name => !done.has(name)),
    ).toEqual([])
    expect(TASKS.filter(task => (half?.tasks[task] ?? 0) === 0)).toEqual([])
    expect(Object.keys(half?.ends ?? {}).toSorted()).toEqual([
      'CONSENSUS',
      'DAMAGED',
      'DECIDED_WITH_DISSENT',
      'MAJORITY',
      'NO_OBJECTION',
      'PAUSED budget',
      'PAUSED deadlock',
      'PAUSED error',
      'PAUSED interrupted',
      'PAUSED rounds',
      'PAUSED stalled',
      'SUPERMAJORITY',
    ])
  })

  it.each([1, 2, 3, 5, 8, 13, 21, 34, 55, 89])('are the same to the byte each time: seed %i', async seed => {
    const [first, second] = [
      await playSession(seed, { whole: true }),
      await playSession(seed, { whole: false }),
    ]
    expect(Buffer.from(second.bytes).toString()).toBe(Buffer.from(first.bytes).toString())
    expect(first.bytes.length).toBeGreaterThan(500)
  })
})

it.each(REGRESSIONS)('seed $seed (regression): $was', async ({ seed }) => {
  const { violations } = await playSession(seed, { whole: true })
  expect(violations).toEqual([])
})

it.each(LOGS)('a log (regression): $was', ({ parts }) => {
  const watch = createWatch(HEADER, true)
  watch.look(logOf(parts))
  expect(watch.violations).toEqual([])
})
