/** The first of the two ports: one totally ordered log that many append to and all read. */
import type { Entry, EntryDraft, ParsedLog } from './entry.ts'

/**
 * Looks at the log as it is at the moment of appending, while nobody else can append.
 * Returns why the entry must not be appended, or null.
 */
export type AppendCheck = (log: ParsedLog) => string | null

export type AppendResult =
  | { readonly appended: true; readonly entry: Entry }
  | { readonly appended: false; readonly reason: string }

export interface TailOptions {
  /** The tail begins after this entry; 0 for all. */
  readonly after?: number
  /** Ends the tail. */
  readonly signal?: AbortSignal
}

export interface SharedLog {
  /** Where it is, for people. */
  readonly path: string
  read(): Promise<ParsedLog>
  /**
   * Appends one entry: stamped with the time, numbered, sealed, on disk when the promise resolves.
   * @throws SynodError SYN_ENTRY_…, SYN_LOG_…
   */
  append(draft: EntryDraft, check?: AppendCheck): Promise<AppendResult>
  /** Every entry after `after`, in order, each once, and then those to come, until the signal. */
  tail(options?: TailOptions): AsyncIterable<Entry>
  /** Stops watching; the log can still be read and appended to. */
  close(): Promise<void>
}
