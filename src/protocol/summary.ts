/** When a log has outgrown what a turn is to be shown, and what a summary stands for; docs/protocol.md, section 3. */
import { type Entry, field, fieldAll, SUPERVISOR } from '../log/entry.ts'
import { type Ledger, note } from './ledger.ts'
import { liveProposal } from './proposals.ts'
import { readRange } from './refs.ts'
import type { Facts } from './state.ts'

/** Of English text and code; what a model counts is known only to its maker. */
const CHARACTERS_A_TOKEN = 4
/** What frames an entry in a prompt: number, role, type. */
const FRAME_TOKENS = 20
/** Entries that came while a summary was written are still shown: so many at most are told apart. */
const MOST_RECENT = 64

/** An entry as a turn is shown it, in tokens by estimate: content and fields without what it has cost. */
export function tokensOf({ content, fields }: Pick<Entry, 'content' | 'fields'>): number {
  let characters = content.length
  for (const name in fields) {
    if (name === 'Spend') continue
    for (const value of fields[name] ?? []) characters += value.length
  }
  return Math.ceil(characters / CHARACTERS_A_TOKEN) + FRAME_TOKENS
}

/** Every entry is shown, also one that counts for nothing. Where nobody has set a limit there is nothing to measure. */
export function measure(ledger: Ledger, entry: Entry): void {
  if (ledger.header?.context === undefined) return
  const tokens = tokensOf(entry)
  ledger.contextTokens += tokens
  ledger.freshTokens += tokens
  const { recentTokens } = ledger
  recentTokens.push(tokens)
  if (recentTokens.length > MOST_RECENT) recentTokens.shift()
}

/** Whether an entry is one: by its author and its `Re`, and only where the engine wrote it. */
export function isSummary(entry: Entry): boolean {
  return (
    entry.role === SUPERVISOR &&
    entry.type === 'ANALYSIS' &&
    entry.verified &&
    !entry.adopted &&
    readRange(field(entry, 'Re')) !== null &&
    fieldAll(entry, 'Outcome').length === 0
  )
}

/** A summary takes the place of what it covers, the summary before it included, and does nothing else. */
export function sumUp(ledger: Ledger, entry: Entry): void {
  const { number } = entry
  const range = readRange(field(entry, 'Re'))
  const first = ledger.summary?.entry ?? 1
  if (range === null || range.from !== 1 || range.upTo < first || range.upTo >= number) {
    note(
      ledger,
      entry,
      'summary-range',
      `#${number} sums up ${field(entry, 'Re')}, which is not #1 to an entry from #${first} on and before #${number}: it stands for nothing`,
    )
    return
  }
  const own = ledger.recentTokens.at(-1) ?? 0
  const live = liveProposal(ledger)
  const kept = live !== null && live.entry <= range.upTo ? ledger.liveTokens : 0
  const since = number - 1 - range.upTo
  const isKnown = since < ledger.recentTokens.length
  const meanwhile = isKnown ? ledger.recentTokens.slice(-1 - since, -1) : [ledger.freshTokens - own]
  ledger.summary = { entry: number, from: 1, upTo: range.upTo }
  ledger.freshTokens = meanwhile.reduce((sum, tokens) => sum + tokens, 0)
  ledger.contextTokens = ledger.freshTokens + own + kept
}

/**
 * Whether the log is too long and a summary would help: what it could cover since the last one is at least half of the
 * budget. So a summary that is itself too long is not asked for again at once.
 */
export function isOutgrown(facts: Facts): boolean {
  const budget = facts.header?.context
  if (budget === undefined || facts.contextTokens <= budget) return false
  const live = liveProposal(facts)
  const kept = live !== null && live.entry > (facts.summary?.upTo ?? 0) ? facts.liveTokens : 0
  return (facts.freshTokens - kept) * 2 >= budget
}
