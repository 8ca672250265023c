/** Entries → state, one entry at a time. The only place that knows what an entry changes; docs/protocol.md, section 2. */
import { type Entry, type Header, type ParsedLog, SUPERVISOR } from '../log/entry.ts'
import { hasVoice, isForged, takesSeat } from './authority.ts'
import { countSpend } from './cost.ts'
import { settle } from './due.ts'
import { factsOf, type Ledger, ledgerFrom, newLedger, note } from './ledger.ts'
import { repeats } from './repetition.ts'
import { hear, speak } from './speak.ts'
import type { State } from './state.ts'
import { isSummary, measure, sumUp } from './summary.ts'
import { supervise } from './supervise.ts'
import { readCaveats } from './verdicts.ts'

/** By its header, so that all who begin with a log begin with one state. */
const initial = new WeakMap<Header, State>()

/** The state of a log with no entry yet. */
export function initialState(header: Header | null): State {
  const known = header === null ? undefined : initial.get(header)
  if (known !== undefined) return known
  const state = stateOf(newLedger(header))
  if (header !== null) initial.set(header, state)
  return state
}

export interface FoldOptions {
  /** The last entry to fold in. Default: all. */
  readonly upTo?: number
}

/** The state after a log, or after its first entries. Pure; a full fold equals `step` over each entry in turn. */
export function foldLog(
  { header, entries }: Pick<ParsedLog, 'header' | 'entries'>,
  { upTo = entries.length }: FoldOptions = {},
): State {
  if (entries.length === 0 || upTo <= 0) return initialState(header)
  const fold = createFold(header)
  for (const entry of upTo < entries.length ? entries.slice(0, upTo) : entries) fold.take(entry)
  return fold.state()
}

interface Step {
  readonly before: State
  readonly entry: Entry
  readonly after: State
}

/** All who work on a log in one process take the same step from the same state, within moments of each other. */
const recent: Step[] = []
const MOST_RECENT = 16

/** The state after one more entry. Pure: the state before is left as it is. */
export function step(before: State, entry: Entry): State {
  const known = recent.find(one => one.before === before && one.entry === entry)
  if (known !== undefined) return known.after
  const ledger = ledgerFrom(before)
  take(ledger, entry)
  const after = stateOf(ledger)
  recent.push({ before, entry, after })
  if (recent.length > MOST_RECENT) recent.shift()
  return after
}

/** A fold over a log that is too long to be held, or whose states in between nobody asks for. */
export interface Fold {
  take(entry: Entry): void
  /** The state after all that was taken. Ends the fold. */
  state(): State
}

export function createFold(header: Header | null): Fold {
  const ledger = newLedger(header)
  return { take: entry => take(ledger, entry), state: () => stateOf(ledger) }
}

function stateOf(ledger: Ledger): State {
  readCaveats(ledger)
  return settle(factsOf(ledger))
}

function take(ledger: Ledger, entry: Entry): void {
  ledger.entries += 1
  measure(ledger, entry)
  if (entry.sealed && !entry.verified) ledger.tamperedAt ??= entry.number
  if (isForged(ledger, entry)) {
    note(
      ledger,
      entry,
      'unverified-author',
      `#${entry.number} is not ${entry.role}'s: the engine runs that role and did not write it`,
    )
    return
  }
  countSpend(ledger, entry)
  const isNew = ledger.lastEntry[entry.role] === undefined
  ledger.lastEntry[entry.role] = entry.number
  if (ledger.outcome !== null && ledger.outcome.kind !== 'PAUSED') return
  // It says again what was said: no loop, and nothing that counts.
  if (isSummary(entry)) {
    sumUp(ledger, entry)
    return
  }
  if (isNew) welcome(ledger, entry)
  if (entry.role === SUPERVISOR) supervise(ledger, entry)
  else if (hasVoice(ledger, entry.role)) speak(ledger, entry)
  else hear(ledger, entry)
  remember(ledger, entry)
}

function welcome(ledger: Ledger, entry: Entry): void {
  if (takesSeat(ledger, entry.role)) ledger.deciders.push(entry.role)
  else if (entry.role !== SUPERVISOR && !hasVoice(ledger, entry.role))
    note(
      ledger,
      entry,
      'role-unknown',
      `${entry.role} has no seat in this session: what it writes is heard and decides nothing`,
    )
}

function remember(ledger: Ledger, entry: Entry): void {
  if (repeats(ledger, entry))
    note(
      ledger,
      entry,
      'content-repeated',
      `#${entry.number} says nearly word for word what ${entry.role} said before`,
    )
  ledger.lastText[entry.role] = entry.content
}
