import { type Entry, field } from '../log/entry.ts'
import type { Note } from './note.ts'
import { readRef } from './refs.ts'
import type { Proposal, State, Verdict } from './state.ts'

/** The proposal that verdicts are about now, or null. */
export function liveProposal(state: Pick<State, 'proposals'>): Proposal | null {
  return state.proposals.at(-1) ?? null
}

/** A PROPOSAL entry → the live proposal. It starts with no verdict but its author's own agreement. */
export function propose(state: State, entry: Entry, note: Note): State {
  const live = liveProposal(state)
  const named = state.header?.proposer
  if (named && entry.role !== named) {
    note('proposal-not-proposer', `#${entry.number} by ${entry.role} is no proposal here: ${named} proposes`)
    return state
  }
  const revises = revisedBy(entry, live, note)
  const own: Verdict = { verdict: 'AGREE', entry: entry.number, evidence: null }
  const proposal: Proposal = {
    entry: entry.number,
    author: entry.role,
    revision: revises === null ? 1 : (live?.revision ?? 0) + 1,
    revises,
    verdicts: { [entry.role]: own },
  }
  return { ...state, proposer: entry.role, proposals: [...state.proposals, proposal] }
}

/** What an author writes after its own live proposal replaces it, whether it says so or not. */
function revisedBy(entry: Entry, live: Proposal | null, note: Note): number | null {
  const written = field(entry, 'Revises')
  const named = readRef(written)
  const own = live !== null && live.author === entry.role
  if (written !== undefined && (!own || named !== live.entry)) {
    note(
      'revises-not-live',
      `#${entry.number} says it revises ${written}, which is not ${entry.role}'s live proposal`,
    )
  }
  return own ? live.entry : null
}

export function withVerdict(state: State, role: string, verdict: Verdict): State {
  const proposals = state.proposals.map((proposal, index) =>
    index === state.proposals.length - 1
      ? { ...proposal, verdicts: { ...proposal.verdicts, [role]: verdict } }
      : proposal,
  )
  return { ...state, proposals }
}
