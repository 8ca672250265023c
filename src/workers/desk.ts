/** What one participant knows of the log: its entries and their fold, kept up to date one entry at a time. */
import type { Entry, ParsedLog } from '../log/entry.ts'
import { foldLog, step } from '../protocol/fold.ts'
import type { State } from '../protocol/state.ts'

export interface Desk {
  readonly title: string
  readonly problem: string
  readonly entries: readonly Entry[]
  readonly state: State
}

export function deskOf(log: ParsedLog): Desk {
  return { title: log.title, problem: log.problem, entries: log.entries, state: foldLog(log) }
}

/**
 * Takes in what is new. An entry somebody is still typing (the last one, unsealed, after `settled`) is left for later.
 */
export function advance(desk: Desk, log: ParsedLog, settled: number = log.entries.length): Desk {
  const whole = log.entries.filter(entry => entry.sealed || entry.number <= settled)
  if (whole.length === desk.state.entries) return desk
  return { ...desk, entries: whole, state: whole.slice(desk.state.entries).reduce(step, desk.state) }
}
