import { type Entry, fieldAll } from '../log/entry.ts'
import { openConcerns } from './concerns.ts'
import { consensusOf } from './consensus.ts'
import type { Note } from './note.ts'
import { liveProposal } from './proposals.ts'
import { readOutcomeField } from './refs.ts'
import type { ClosingOutcome, Outcome, State } from './state.ts'

/** The outcome an entry of the supervisor declares, or null: an outcome the log does not bear out is none. */
export function declaredOutcome(state: State, entry: Entry, note: Note): Outcome | null {
  const [written, ...others] = fieldAll(entry, 'Outcome')
  if (written === undefined) return null
  const read = readOutcomeField(written)
  if (read === null || others.some(other => other !== written)) {
    note('outcome-unreadable', `"${[written, ...others].join('", "')}" in #${entry.number} is no one outcome`)
    return null
  }
  if (read.kind === 'PAUSED') return { ...read, entry: entry.number }
  if (!isBorneOut(state, read.kind, read.on)) {
    note('outcome-unfounded', `#${entry.number} claims ${written}, but: ${consensusOf(state).why}`)
    return null
  }
  return { kind: read.kind, on: read.on, entry: entry.number }
}

/** A decision is about the live text and no other; an agreement must be there. */
function isBorneOut(state: State, kind: ClosingOutcome, on: number | null): boolean {
  const live = liveProposal(state)
  if (kind === 'STOPPED') return true
  if (live === null || live.entry !== on) return false
  if (kind === 'CONSENSUS') return consensusOf(state).reached
  const objections = Object.values(live.verdicts).some(({ verdict }) => verdict === 'OBJECT')
  return kind === 'DECIDED_WITH_DISSENT' || (!objections && openConcerns(state).length === 0)
}

/**
 * A pause lasts until the supervisor speaks again. From there the rounds are counted anew: whoever resumes a session
 * that ran out of rounds means to give it more.
 */
export function reopen(state: State): State {
  return { ...state, outcome: null, revisionsAtOpening: (liveProposal(state)?.revision ?? 1) - 1 }
}
