import { type Entry, fieldAll } from '../log/entry.ts'
import { consensusOf } from './consensus.ts'
import { isObjectedTo } from './implementations.ts'
import { type Ledger, note } from './ledger.ts'
import { liveProposal } from './proposals.ts'
import { readOutcomeField } from './refs.ts'
import type { ClosingOutcome, Outcome } from './state.ts'

/** The outcome an entry of the supervisor declares, or null: an outcome the log does not bear out is none. */
export function declaredOutcome(ledger: Ledger, entry: Entry): Outcome | null {
  const [written, ...others] = fieldAll(entry, 'Outcome')
  if (written === undefined) return null
  const read = readOutcomeField(written)
  if (read === null || others.some(other => other !== written)) {
    const said = [written, ...others].join('", "')
    note(ledger, entry, 'outcome-unreadable', `"${said}" in #${entry.number} is no one outcome`)
    return null
  }
  if (read.kind === 'PAUSED') return { ...read, entry: entry.number }
  if (!isBorneOut(ledger, read.kind, read.on)) {
    const { why } = consensusOf(ledger)
    note(ledger, entry, 'outcome-unfounded', `#${entry.number} claims ${written}, but: ${why}`)
    return null
  }
  return { kind: read.kind, on: read.on, entry: entry.number }
}

/** An agreement must be there, about the live text. Against dissent any text of the session can be decided on. */
function isBorneOut(ledger: Ledger, kind: ClosingOutcome, on: number | null): boolean {
  if (kind === 'STOPPED') return true
  const isLive = liveProposal(ledger)?.entry === on
  const agreed = isLive ? consensusOf(ledger).outcome : null
  if (kind !== 'DECIDED_WITH_DISSENT') return agreed === kind
  // All may agree to a text and not to how it is built.
  const isOpen = agreed === null || ledger.implementations.some(isObjectedTo)
  return isOpen && ledger.proposals.some(({ entry }) => entry === on)
}

/**
 * A pause lasts until the supervisor speaks again. Whoever resumes a session that was deadlocked means to give it more
 * rounds: they are counted anew, and it is mediated anew. After any other pause it goes on where it was.
 */
export function reopen(ledger: Ledger): void {
  const { outcome } = ledger
  ledger.outcome = null
  ledger.asked = {}
  if (outcome?.kind !== 'PAUSED' || outcome.reason !== 'deadlock') return
  ledger.revisionsAtOpening = (liveProposal(ledger)?.revision ?? 1) - 1
  ledger.mediation = null
  ledger.rulings = {}
}
