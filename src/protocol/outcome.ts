import { type Entry, field } from '../log/entry.ts'
import { consensusOf } from './consensus.ts'
import type { Note } from './note.ts'
import { liveProposal } from './proposals.ts'
import { readOutcomeField } from './refs.ts'
import type { Outcome, State } from './state.ts'

/** The outcome an entry of the supervisor declares, or null: an outcome the log does not bear out is none. */
export function declaredOutcome(state: State, entry: Entry, note: Note): Outcome | null {
  const written = field(entry, 'Outcome')
  if (written === undefined) return null
  const read = readOutcomeField(written)
  if (read === null) {
    note('outcome-unreadable', `"${written}" in #${entry.number} is no outcome`)
    return null
  }
  if (read.kind === 'PAUSED') return { ...read, entry: entry.number }
  const { reached, proposal, why } = consensusOf(state)
  if (read.kind === 'CONSENSUS' && !(reached && read.on === proposal)) {
    note('outcome-unfounded', `#${entry.number} claims ${written}, but: ${why}`)
    return null
  }
  return { kind: read.kind, on: read.on, entry: entry.number }
}

/**
 * A pause lasts until the supervisor speaks again. From there the rounds are counted anew: whoever resumes a session
 * that ran out of rounds means to give it more.
 */
export function reopen(state: State): State {
  return { ...state, outcome: null, revisionsAtOpening: (liveProposal(state)?.revision ?? 1) - 1 }
}
