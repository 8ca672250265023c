/** What a log holds, as data. The bytes are described in docs/protocol.md, section 1. */

export const ENTRY_TYPES = ['ANALYSIS', 'PROPOSAL', 'IMPLEMENTATION', 'REVIEW'] as const
export type EntryType = (typeof ENTRY_TYPES)[number]

/** Roles no roster may use: the one who frames and closes, and people. */
export const SUPERVISOR = 'SUPERVISOR'
export const HUMAN = 'HUMAN'

/** What becomes of a deadlock: it waits for people, the supervisor decides, or each concern's owner does within it. */
export const DEADLOCK_RULES = ['pause', 'supervisor', 'owner'] as const
export type DeadlockRule = (typeof DEADLOCK_RULES)[number]

/** How many revisions a proposal may have before a deadlock is mediated. */
export const DEFAULT_MAX_REVISIONS = 3

/** A role as a heading spells it. */
export const ROLE_PATTERN: RegExp = /^[A-Z][A-Z0-9_-]{0,31}$/

/** Field names the protocol knows, in the order the writer puts them. Unknown ones are kept after these. */
export const FIELD_ORDER = [
  'To',
  'Re',
  'Asks',
  'Revises',
  'Seen',
  'Verdict',
  'Concern',
  'Resolves',
  'Withdraws',
  'Evidence',
  'Files',
  'Outcome',
  'Spend',
] as const
export type FieldName = (typeof FIELD_ORDER)[number]

/** Field values by name, each in the order it was written; a field may stand more than once. */
export type Fields = Readonly<Record<string, readonly string[]>>

/** What a writer hands to the log. The log adds time, number and seal. */
export interface EntryDraft {
  readonly role: string
  readonly type: EntryType
  readonly fields: Fields
  readonly content: string
}

export interface Entry {
  /** Position in the log, from 1; counted by the reader, never read from the file. */
  readonly number: number
  readonly role: string
  /** ISO 8601 in UTC with milliseconds, or null where the heading's time could not be read. */
  readonly time: string | null
  /** How the protocol treats it. */
  readonly type: EntryType
  /** The type as it stands in the file, where that is another word (`DECISION`, `GUIDANCE`, …). */
  readonly writtenType: string
  readonly fields: Fields
  readonly content: string
  /** A seal covers it. */
  readonly sealed: boolean
  /** It was written by hand or by another tool and sealed by the engine later. */
  readonly adopted: boolean
  /** The seal that covers it is the right one: nothing up to here has changed since it was written. */
  readonly verified: boolean
  /** 1-based line of its heading in the file. */
  readonly line: number
}

/** Something in a log that could not be read or does not count, and what to do about it. */
export interface Notice {
  readonly code: string
  /** 1-based line in the file, or 0 where it is about the whole of it. */
  readonly line: number
  /** The entry it is about, or null. */
  readonly entry: number | null
  readonly message: string
}

/** Who takes part and by which rules, as the front matter says; docs/protocol.md, section 1. */
export interface Header {
  readonly synod: number
  readonly session: string
  /** ISO 8601 in UTC. */
  readonly created: string
  readonly workers: readonly string[]
  readonly proposer: string
  /** `unanimous`, `consent`, `majority`, `supermajority:2/3`; docs/protocol.md, section 2. */
  readonly policy: string
  /** Roles whose objection blocks under any policy. */
  readonly veto: readonly string[]
  /** Roles that decide and write here without the engine. */
  readonly external: readonly string[]
  /** People whose agreement is needed: HUMAN. */
  readonly with: readonly string[]
  /** Who decides when nobody can move any more. */
  readonly deadlock: DeadlockRule
  /** After consensus every worker says how it builds its part, and the others review it. */
  readonly implement: boolean
  /** How many revisions a proposal may have before a deadlock is mediated. */
  readonly maxRevisions: number
  /** What says who decides and could not be read: while there is any, nobody can tell when all have agreed. */
  readonly unreadable?: readonly string[]
  /** Which mind each role was opened with, for the reader: `playbook`, `claude-opus-5-5`, … */
  readonly mind: string | null
  /** By which definition each role was opened; a log written before there was this, or by hand, has none. */
  readonly agents?: Readonly<Record<string, DefinitionRecord>>
  /** The roles that were given a mind of their own, and which: `cli:claude`, `claude-haiku-5-5`, … */
  readonly minds?: Readonly<Record<string, string>>
  /** The server it was opened with, where that is not the provider's own. */
  readonly server?: string
  /** How much of the log a turn is shown, in tokens, before SUPERVISOR sums it up. Default: it is never summed up. */
  readonly context?: number
}

/** A definition file as a session's header names it. */
export interface DefinitionRecord {
  /** Relative to where the session was started; `built-in/…` for the panel that comes with Synod. */
  readonly path: string
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly hash: string
}

/** A whole log as read. */
export interface ParsedLog {
  /** Null when the file has no front matter. */
  readonly header: Header | null
  /** The first `# ` heading before the entries, or ''. */
  readonly title: string
  /** What stands between the title and the first entry: the problem as it was given. */
  readonly problem: string
  readonly entries: readonly Entry[]
  readonly notices: readonly Notice[]
}

/** All of a log but its entries. */
export type LogFrame = Omit<ParsedLog, 'entries'>

/** The first value of a field, or undefined. */
export function field(entry: { readonly fields: Fields }, name: FieldName): string | undefined {
  return entry.fields[name]?.[0]
}

/** All values of a field. */
export function fieldAll(entry: { readonly fields: Fields }, name: FieldName): readonly string[] {
  return entry.fields[name] ?? []
}
