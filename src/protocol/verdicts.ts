import { type Entry, field, fieldAll } from '../log/entry.ts'
import type { Note } from './note.ts'
import { liveProposal, withVerdict } from './proposals.ts'
import { readVerdictField, type VerdictField } from './refs.ts'
import type { State } from './state.ts'

/** The verdict an entry gives on the live proposal, or null when it gives none that counts. */
export function countingVerdict(state: State, entry: Entry, note: Note): VerdictField | null {
  const written = fieldAll(entry, 'Verdict')
  if (written.length === 0) return null
  const read = written.map(readVerdictField)
  const unreadable = written.find((_, index) => read[index] === null)
  if (unreadable !== undefined) {
    note(
      'verdict-unreadable',
      `"${unreadable}" in #${entry.number} is no verdict: expected AGREE, OBJECT or ABSTAIN with the number of a proposal`,
    )
    return null
  }
  const [first] = read
  if (first === undefined || first === null) return null
  if (read.some(other => other?.verdict !== first.verdict || other.on !== first.on)) {
    note(
      'verdict-contradictory',
      `#${entry.number} gives several verdicts: none of them counts until ${entry.role} gives one`,
    )
    return null
  }
  const live = liveProposal(state)
  if (live?.entry === first.on) return first
  const outdated = state.proposals.some(proposal => proposal.entry === first.on)
  if (outdated)
    note(
      'verdict-outdated',
      `#${entry.number} is about #${first.on}, which #${live?.entry} has replaced: it changes nothing`,
    )
  else
    note(
      'verdict-unknown',
      `#${entry.number} is about #${first.on}, which is no proposal: it changes nothing`,
    )
  return null
}

export function giveVerdict(state: State, entry: Entry, { verdict, on }: VerdictField, note: Note): State {
  const evidence = field(entry, 'Evidence') ?? null
  if (verdict === 'OBJECT' && fieldAll(entry, 'Concern').length === 0) {
    note(
      'objection-unnamed',
      `#${entry.number} objects to #${on} without a concern: it blocks, but nobody can answer it`,
    )
  }
  return withVerdict(state, entry.role, { verdict, entry: entry.number, evidence })
}
