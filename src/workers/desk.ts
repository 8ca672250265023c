/** What one participant knows of the log: its entries and their fold, kept up to date one entry at a time. */
import { isDeepStrictEqual } from 'node:util'
import type { Entry, ParsedLog } from '../log/entry.ts'
import { foldLog, step } from '../protocol/fold.ts'
import type { State } from '../protocol/state.ts'

export interface Desk {
  readonly title: string
  readonly problem: string
  readonly entries: readonly Entry[]
  readonly state: State
}

/** @param upTo the last entry to take in; default: the last before one that somebody may still be typing */
export function deskOf(log: ParsedLog, upTo: number = settledEntries(log)): Desk {
  const { title, problem, entries } = log
  return {
    title,
    problem,
    entries: upTo >= entries.length ? entries : entries.slice(0, upTo),
    state: foldLog(log, { upTo }),
  }
}

function settledEntries({ entries }: ParsedLog): number {
  return entries.findLastIndex(({ sealed }) => sealed) + 1
}

/**
 * Takes in what is new, at the cost of what is new. An entry somebody is still typing (the last one, unsealed, after
 * `settled`) is left for later. One that its author has changed or taken out since it was taken in makes the fold
 * begin anew; so a later entry is told of again where the one before it has changed.
 *
 * @returns the same desk when there is nothing new, or when sealed entries are missing for the moment
 */
export function advance(
  desk: Desk,
  log: ParsedLog,
  settled: number = log.entries.length,
  onStep: (entry: Entry, state: State) => void = () => {},
): Desk {
  const { entries } = log
  const kept = unchanged(desk.entries, entries)
  if (kept === null) return desk
  const end = wholeUpTo(entries, Math.max(settled, kept))
  if (kept === desk.state.entries && end === kept) return desk
  let state = kept === desk.state.entries ? desk.state : foldLog(log, { upTo: kept })
  for (let at = kept; at < end; at += 1) {
    const entry = entries[at]
    if (entry === undefined) break
    state = step(state, entry)
    onStep(entry, state)
  }
  return { ...desk, entries: end === entries.length ? entries : entries.slice(0, end), state }
}

/** Whether the desk has this entry as it is: then there is no need to read for its sake. */
export function hasTaken(desk: Desk, entry: Entry): boolean {
  const known = desk.entries[entry.number - 1]
  return known?.sealed === true || isSame(known, entry)
}

/**
 * How many of the known entries are still what they were. Only those without a seal can change: they are the last
 * ones, since a seal covers all that stands before it. Null when sealed ones are missing: those come back.
 */
function unchanged(known: readonly Entry[], now: readonly Entry[]): number | null {
  let kept = known.length
  while (kept > 0 && known[kept - 1]?.sealed === false) kept -= 1
  if (kept > now.length) return null
  while (kept < known.length && isSame(known[kept], now[kept])) kept += 1
  return kept
}

/** Whether it was sealed meanwhile makes no difference to what it says. */
function isSame(left: Entry | undefined, right: Entry | undefined): boolean {
  return (
    left !== undefined &&
    right !== undefined &&
    left.role === right.role &&
    left.type === right.type &&
    left.content === right.content &&
    isDeepStrictEqual(left.fields, right.fields)
  )
}

function wholeUpTo(entries: readonly Entry[], settled: number): number {
  let end = entries.length
  while (end > settled && entries[end - 1]?.sealed === false) end -= 1
  return end
}
