/** PROPOSAL and IMPLEMENTATION entries: the texts that verdicts are about; docs/protocol.md, section 2. */
import { type Entry, field } from '../log/entry.ts'
import { type Ledger, note, writable } from './ledger.ts'
import { readRef } from './refs.ts'
import { repeats } from './repetition.ts'
import type { Facts, Implementation, Proposal, Verdict } from './state.ts'

/** The proposal that verdicts are about now, or null. */
export function liveProposal({ proposals }: Pick<Facts, 'proposals'>): Proposal | null {
  return proposals.at(-1) ?? null
}

export function isAboutLive(facts: Pick<Facts, 'proposals'>, entry: Entry): boolean {
  const live = liveProposal(facts)
  return live !== null && readRef(field(entry, 'Re')) === live.entry
}

/** Whether this entry was a proposal that another has replaced. */
export function isReplaced({ proposals }: Pick<Facts, 'proposals'>, entry: number): boolean {
  let [from, to] = [0, proposals.length - 1]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((proposals[middle]?.entry ?? 0) < entry) from = middle + 1
    else to = middle
  }
  return from < proposals.length - 1 && proposals[from]?.entry === entry
}

/** A PROPOSAL entry → the live proposal. It starts with no verdict but its author's own agreement. */
export function propose(ledger: Ledger, entry: Entry): void {
  const live = liveProposal(ledger)
  const own = live !== null && live.author === entry.role
  const written = field(entry, 'Revises')
  if (written !== undefined && (!own || readRef(written) !== live.entry))
    note(
      ledger,
      entry,
      'revises-not-live',
      `#${entry.number} says it revises ${written}, which is not ${entry.role}'s live proposal`,
    )
  lapse(ledger)
  // What an author writes after its own live proposal replaces it, whether it says so or not.
  writable(ledger, 'proposals').push({
    entry: entry.number,
    author: entry.role,
    revision: own ? live.revision + 1 : 1,
    revises: own ? live.entry : null,
    repeats: own && repeats(ledger, entry),
    verdicts: { [entry.role]: ownVerdict(entry) },
  })
  if (!ledger.header?.proposer) ledger.proposer = entry.role
  ledger.questions = ledger.questions.filter(({ answeredIn }) => answeredIn === null)
  ledger.implementations = []
  ledger.liveTokens = ledger.recentTokens.at(-1) ?? 0
  ledger.rulings = {}
}

/** A condition beside an agreement to a text that is replaced waits for nobody any more. */
function lapse(ledger: Ledger): void {
  ledger.unread.clear()
  const last = ledger.proposals.length - 1
  const live = ledger.proposals[last]
  if (live === undefined || Object.values(live.verdicts).every(({ caveat }) => caveat === null)) return
  const verdicts = Object.entries(live.verdicts).map(([role, given]) => [role, { ...given, caveat: null }])
  writable(ledger, 'proposals')[last] = { ...live, verdicts: Object.fromEntries(verdicts) }
}

/** An IMPLEMENTATION entry of what was agreed: it replaces its author's earlier one. */
export function implement(ledger: Ledger, entry: Entry, of: number): void {
  const at = ledger.implementations.findIndex(({ author }) => author === entry.role)
  const before = ledger.implementations[at]
  const made: Implementation = {
    entry: entry.number,
    author: entry.role,
    of,
    revision: (before?.revision ?? 0) + 1,
    replaces: before === undefined ? [] : [...before.replaces, before.entry],
    verdicts: { [entry.role]: ownVerdict(entry) },
  }
  if (before === undefined) ledger.implementations.push(made)
  else ledger.implementations[at] = made
}

function ownVerdict({ number }: Entry): Verdict {
  return { verdict: 'AGREE', entry: number, evidence: null, typed: true, caveat: null }
}
