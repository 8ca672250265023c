import type { Entry, LogFrame } from '../log/entry.ts'
import { LogStream } from '../log/stream.ts'
import { createFold, type Fold, initialState } from '../protocol/fold.ts'
import type { State } from '../protocol/state.ts'

export interface FoldedFile {
  /** What was read, but the entries. */
  readonly frame: LogFrame
  readonly state: State
}

/**
 * The state after a log, or after its first entries: read once, as far as that, and never held whole.
 * @throws SynodError SYN_SESSION_NOT_FOUND, SYN_LOG_NOT_A_FILE, …
 */
export function foldFile(
  path: string,
  { upTo = Number.POSITIVE_INFINITY, onEntry = () => {} }: FoldFileOptions = {},
): FoldedFile {
  const stream = new LogStream(path)
  let fold: Fold | null = null
  if (upTo > 0) {
    for (const entry of stream.entries()) {
      fold ??= createFold(stream.frame.header)
      fold.take(entry)
      onEntry(entry)
      if (entry.number >= upTo) break
    }
  }
  const { frame } = stream
  return { frame, state: fold?.state() ?? initialState(frame.header) }
}

export interface FoldFileOptions {
  /** The last entry to read. Default: all. */
  readonly upTo?: number
  readonly onEntry?: (entry: Entry) => void
}
