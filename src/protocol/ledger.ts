/**
 * The state while it is made. A fold over many entries writes into one ledger, so that an entry costs what it changes
 * and not what is there already; nobody outside this folder ever sees one.
 */
import { DEFAULT_MAX_REVISIONS, type Entry, type Header, type Notice } from '../log/entry.ts'
import { decidersOf, namesDeciders } from './authority.ts'
import { policyOf, readPolicy } from './policy.ts'
import { NOTHING_SPENT } from './spend.ts'
import type { Facts, Implementation, Proposal, SpendTotals, State } from './state.ts'

type Writable<T> =
  T extends ReadonlyArray<infer Item>
    ? Item[]
    : T extends Readonly<Record<string, infer Value>>
      ? string extends keyof T
        ? Record<string, Value>
        : T
      : T

type Lists = 'proposals' | 'concerns' | 'notices'

export type Ledger = {
  -readonly [Key in keyof Omit<Facts, 'spend' | 'blocking' | Lists>]: Writable<Facts[Key]>
} & {
  [Key in Lists]: Facts[Key]
} & {
  spend: SpendTotals & { readonly byRole: Record<string, SpendTotals> }
  readonly blocking: Record<string, number[]>
  /** The long lists that are this ledger's own: the others are copied before they are written to. */
  readonly own: Set<Lists>
  /** Where each concern stands in `concerns`, by its id; null where a search costs less than an index. */
  readonly concernAt: Map<string, number> | null
  /** The agreements to the live text that nobody has read for a condition yet, by role. */
  readonly unread: Map<string, Entry>
  /** The next number to try for concerns of one entry that begin with the same words. */
  readonly numbered: Map<string, number>
}

/** A long list, to be written to. */
export function writable<Key extends Lists>(ledger: Ledger, key: Key): Writable<Facts[Key]> {
  if (!ledger.own.has(key)) {
    ledger[key] = ledger[key].slice() as unknown as Ledger[Key]
    ledger.own.add(key)
  }
  return ledger[key] as unknown as Writable<Facts[Key]>
}

const MAX_NOTICES = 1_000

export function newLedger(header: Header | null): Ledger {
  const ledger: Ledger = {
    header,
    entries: 0,
    deciders: [...decidersOf(header)],
    proposer: header?.proposer || null,
    policy: policyOf(header?.policy),
    maxRevisions: header?.maxRevisions ?? DEFAULT_MAX_REVISIONS,
    framework: null,
    analyses: {},
    proposals: [],
    concerns: [],
    blocking: {},
    questions: [],
    mediation: null,
    rulings: {},
    implementations: [],
    outcome: null,
    revisionsAtOpening: 0,
    asked: {},
    tamperedAt: null,
    spend: { ...NOTHING_SPENT, byRole: {} },
    models: [],
    summary: null,
    contextTokens: 0,
    freshTokens: 0,
    liveTokens: 0,
    recentTokens: [],
    lastEntry: {},
    lastText: {},
    notices: [],
    own: new Set(['proposals', 'concerns', 'notices']),
    concernAt: new Map(),
    unread: new Map(),
    numbered: new Map(),
  }
  if (header === null) return ledger
  const notice = (code: string, message: string) =>
    writable(ledger, 'notices').push({ code, line: 1, entry: null, message })
  if (readPolicy(header.policy) === null)
    notice('policy-unknown', `The header's policy "${header.policy}" is none: all have to agree`)
  const isSilent = header.unreadable === undefined
  if (isSilent && !namesDeciders(header))
    notice(
      'workers-none',
      'The header names no workers: everybody who writes has a seat, and nobody can tell when all have agreed',
    )
  return ledger
}

/** A ledger to go on from a state, which stays as it is. */
export function ledgerFrom(state: State): Ledger {
  const { consensus: _, phase: __, ...facts } = state
  return {
    ...facts,
    deciders: [...state.deciders],
    analyses: { ...state.analyses },
    blocking: Object.fromEntries(Object.entries(state.blocking).map(([role, places]) => [role, [...places]])),
    questions: [...state.questions],
    rulings: { ...state.rulings },
    implementations: [...state.implementations],
    asked: { ...state.asked },
    spend: { ...state.spend, byRole: { ...state.spend.byRole } },
    models: [...state.models],
    recentTokens: [...state.recentTokens],
    lastEntry: { ...state.lastEntry },
    lastText: { ...state.lastText },
    own: new Set(),
    concernAt: null,
    unread: new Map(),
    numbered: new Map(),
  }
}

/** What a ledger says now. The ledger must not be written to after it. */
export function factsOf(ledger: Ledger): Facts {
  const { own: _, concernAt: __, numbered: ___, unread: ____, ...facts } = ledger
  return facts
}

/** A log made to be full of faults must not fill the memory with them, nor hide the first behind the rest. */
export function note(ledger: Ledger, entry: Entry, code: string, message: string): void {
  const { notices } = ledger
  if (notices.length > MAX_NOTICES) return
  const notice: Notice = { code, line: entry.line, entry: entry.number, message }
  if (notices.length < MAX_NOTICES) writable(ledger, 'notices').push(notice)
  else
    writable(ledger, 'notices').push({
      ...notice,
      code: 'notices-many',
      message: `More than ${MAX_NOTICES} notices: those from here on are left out`,
    })
}

/** The text a verdict may be about: the live proposal, or somebody's latest implementation. */
export function votable(
  { proposals, implementations }: Pick<Facts, 'proposals' | 'implementations'>,
  entry: number,
): Proposal | Implementation | null {
  const live = proposals.at(-1)
  if (live?.entry === entry) return live
  return implementations.find(one => one.entry === entry) ?? null
}
