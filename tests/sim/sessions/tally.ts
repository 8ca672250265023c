/** What many sessions came to: how they ended, and what each misdeed led to. Written as JSON for sim.mjs to show. */
import { TASKS } from '../../../src/protocol/state.ts'
import type { Played } from './session.ts'

export type Counts = Record<string, number>

export interface Deed {
  /** How often it was done, and in how many sessions. */
  times: number
  sessions: number
  /** How these sessions ended. */
  readonly ends: Counts
  /** What was said to it: codes of notices about its entries, questions, errors, refusals. */
  readonly answers: Counts
}

export interface Tally {
  sessions: number
  entries: number
  looks: number
  refused: number
  readonly ends: Counts
  readonly tasks: Counts
  readonly misdeeds: Record<string, Deed>
  readonly violations: string[]
}

export function createTally(): Tally {
  return {
    sessions: 0,
    entries: 0,
    looks: 0,
    refused: 0,
    ends: {},
    tasks: Object.fromEntries(TASKS.map(task => [task, 0])),
    misdeeds: {},
    violations: [],
  }
}

export function count(tally: Tally, played: Played): void {
  const { seed, state, end, misdeeds, said, violations } = played
  tally.sessions += 1
  tally.entries += state.entries
  tally.looks += played.looks
  tally.refused += played.refused
  add(tally.ends, end)
  for (const [task, times] of played.tasks) add(tally.tasks, task, times)
  for (const name of new Set(misdeeds.map(one => one.name))) {
    const deed = tally.misdeeds[name] ?? { times: 0, sessions: 0, ends: {}, answers: {} }
    tally.misdeeds[name] = deed
    deed.sessions += 1
    add(deed.ends, end)
    for (const { entries, answers } of misdeeds.filter(one => one.name === name)) {
      deed.times += 1
      const codes = entries.flatMap(entry => [...(said.get(entry) ?? [])])
      for (const code of new Set([...answers, ...codes])) add(deed.answers, code)
    }
  }
  for (const { invariant, entry, what } of violations)
    tally.violations.push(
      `seed ${seed}, entry ${entry}: ${invariant}. ${what}\n  alone: npm run sim -- --sessions 1 --seed ${seed}`,
    )
}

function add(counts: Counts, name: string, times: number = 1): void {
  counts[name] = (counts[name] ?? 0) + times
}
