/** A log as it is now, an entry at a time: read once from its beginning, as far as is asked for, and never held whole. */
import { closeSync, constants } from 'node:fs'
import { sha256 } from './digest.ts'
import type { Entry, LogFrame } from './entry.ts'
import { checkUnsealed, readPieces } from './file-bytes.ts'
import { openPlainFile } from './plain-file.ts'
import { LogReader } from './reader.ts'

export class LogStream {
  readonly path: string
  readonly #reader = new LogReader(sha256)

  constructor(path: string) {
    this.path = path
  }

  /** What was read so far; the header, title and problem are there with the first entry, or when there is none. */
  get frame(): LogFrame {
    const { entries: _, ...frame } = this.#reader.snapshot()
    return frame
  }

  /**
   * Every entry as `parseLog` gives it, once: an entry without a seal is held back until it is known whether one
   * covers it. Call it once.
   *
   * @throws SynodError SYN_SESSION_NOT_FOUND, SYN_LOG_NOT_A_FILE, …
   */
  *entries(): Generator<Entry, void, undefined> {
    const reader = this.#reader
    const file = openPlainFile(this.path, constants.O_RDONLY)
    let next = 1
    try {
      for (const piece of readPieces(file)) {
        reader.push(piece)
        checkUnsealed(reader.unsealed, this.path)
        for (; next <= reader.sealed.count; next += 1) {
          const entry = reader.at(next)
          if (entry !== undefined) yield entry
        }
        reader.forget(next - 1)
      }
    } finally {
      closeSync(file)
    }
    for (const entry of reader.snapshot().entries) if (entry.number >= next) yield entry
  }
}
