/** The first of the two ports: one totally ordered log that many append to and all read. */
import type { Entry, EntryDraft, Notice, ParsedLog } from './entry.ts'

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
  /** Told when entries that were given out are missing in the log, or the log is: the tail waits for them to come back. */
  readonly onNotice?: (notice: Notice) => void
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
  /**
   * Every entry after `after`, in order, each once, and then those to come, until the signal. An entry without a seal
   * comes again when its author changes it.
   */
  tail(options?: TailOptions): AsyncIterable<Entry>
  /**
   * Looks after the log until the signal: mends what can be mended from the journal.
   * @throws SynodError SYN_LOG_DAMAGED within a second of a sealed byte being changed
   */
  guard(signal: AbortSignal): Promise<void>
  /** Stops watching; the log can still be read and appended to. */
  close(): Promise<void>
}
