/** The shared log as one markdown file: many processes append, each reads only what is new to it. */
import { closeSync, constants, fdatasyncSync, fstatSync, ftruncateSync, readSync, type Stats } from 'node:fs'
import { SynodError } from '../errors.ts'
import { sha256 } from './digest.ts'
import type { Entry, EntryDraft, ParsedLog } from './entry.ts'
import { fileError } from './file-error.ts'
import { type NewLog, writePreamble } from './header.ts'
import { withLock } from './lock.ts'
import { createPlainFile, openPlainFile, writeWhole } from './plain-file.ts'
import { LogReader } from './reader.ts'
import type { AppendCheck, AppendResult, SharedLog, TailOptions } from './shared-log.ts'
import { type Watch, watchFile } from './watch.ts'
import { writeEntry } from './write.ts'

export interface FileLogOptions {
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
  /** How long a hand-written entry must stay as it is before a tail takes it for finished, in milliseconds. Default 500. */
  readonly settle?: number
}

const CHUNK = 1024 * 1024
/** How many bytes before the place reached are compared, to notice a file that was replaced by another. */
const FINGERPRINT = 256

export class FileLog implements SharedLog {
  readonly path: string
  readonly #now: () => number
  readonly #settle: number
  #reader = new LogReader(sha256)
  /** How many bytes of the file the reader has, the last of them, and the file as it was then. */
  #offset = 0
  #fingerprint: Uint8Array = new Uint8Array(0)
  #seen: Stats | null = null
  #changedAt = 0
  #lastAppend: Promise<unknown> = Promise.resolve()
  readonly #waiting = new Set<() => void>()
  #tails = 0
  #watch: Watch | null = null
  #failure: unknown = null

  constructor(path: string, { now = Date.now, settle = 500 }: FileLogOptions = {}) {
    this.path = path
    this.#now = now
    this.#settle = settle
  }

  async read(): Promise<ParsedLog> {
    this.#refresh()
    return this.#reader.snapshot()
  }

  append(draft: EntryDraft, check: AppendCheck = () => null): Promise<AppendResult> {
    const appended = this.#lastAppend.then(() => {
      // What can be read before the lock is held need not be read while others wait for it.
      this.#refresh()
      return withLock(this.path, () => this.#appendLocked(draft, check))
    })
    this.#lastAppend = appended.catch(() => undefined)
    return appended
  }

  async *tail({ after = 0, signal }: TailOptions = {}): AsyncGenerator<Entry, void, undefined> {
    this.#openTail()
    try {
      this.#refresh()
      for (let next = after; signal?.aborted !== true; ) {
        if (this.#failure !== null) throw this.#failure
        const entry = this.#reader.entries[next] ?? this.#settled(next + 1)
        if (entry === null) {
          await this.#change(signal)
        } else {
          yield entry
          next += 1
        }
      }
    } finally {
      await this.#closeTail()
    }
  }

  async close(): Promise<void> {
    await this.#lastAppend
    await this.#watch?.close()
    this.#watch = null
  }

  #appendLocked(draft: EntryDraft, check: AppendCheck): AppendResult {
    this.#refresh()
    const log = this.#reader.snapshot()
    const broken = log.notices.find(notice => notice.code === 'seal-broken')
    if (broken !== undefined) {
      throw new SynodError(
        'SYN_LOG_DAMAGED',
        `${this.path}: ${broken.message}. Put the file back as it was, then resume`,
      )
    }
    const reason = check(log)
    if (reason !== null) return { appended: false, reason }
    // A clock that was set back must not make times run backwards; what people write as their time is their affair.
    const last = log.entries.findLast(({ sealed, adopted }) => sealed && !adopted)?.time
    const time = new Date(Math.max(this.#now(), last == null ? 0 : Date.parse(last))).toISOString()
    const { bytes, number } = this.#reader.seal(writeEntry(draft, time))
    this.#write(bytes)
    this.#refresh()
    const entry = this.#reader.entries[number - 1]
    if (entry === undefined || !entry.verified) {
      throw new SynodError(
        'SYN_LOG_DAMAGED',
        `${this.path} was changed while #${number} was written: run synod verify`,
      )
    }
    return { appended: true, entry }
  }

  #write(bytes: Uint8Array): void {
    const file = openPlainFile(this.path, constants.O_WRONLY | constants.O_APPEND)
    try {
      const before = fstatSync(file).size
      try {
        writeWhole(file, bytes)
        fdatasyncSync(file)
      } catch (error) {
        // The lock is held, so what stands after `before` is our own half entry and nobody else's.
        ftruncateSync(file, before)
        throw fileError(error, this.path, 'append to')
      }
    } finally {
      closeSync(file)
    }
  }

  /** Reads what the file has beyond what was read before; all of it when it is no longer the same file. */
  #refresh(): void {
    const file = openPlainFile(this.path, constants.O_RDONLY)
    try {
      const stat = fstatSync(file)
      const seen = this.#seen
      if (seen !== null && seen.size === stat.size && seen.mtimeMs === stat.mtimeMs && seen.ino === stat.ino)
        return
      if (!this.#continues(file, stat)) {
        this.#reader = new LogReader(sha256)
        this.#offset = 0
        this.#fingerprint = new Uint8Array(0)
      }
      for (let end = false; !end; ) {
        const chunk = new Uint8Array(Math.min(CHUNK, Math.max(stat.size - this.#offset, 4096)))
        const length = readSync(file, chunk, 0, chunk.length, this.#offset)
        end = length < chunk.length
        if (length > 0) this.#take(chunk.subarray(0, length))
      }
      this.#seen = stat
    } finally {
      closeSync(file)
    }
  }

  /** An append makes a file longer and leaves it the same file: after anything else all of it is read again. */
  #continues(file: number, { size, ino }: Stats): boolean {
    if (this.#seen === null) return true
    if (size <= this.#seen.size || size < this.#offset || ino !== this.#seen.ino) return false
    const length = this.#fingerprint.length
    const there = new Uint8Array(length)
    readSync(file, there, 0, length, this.#offset - length)
    return Buffer.compare(there, this.#fingerprint) === 0
  }

  #take(bytes: Uint8Array): void {
    this.#reader.push(bytes)
    this.#offset += bytes.length
    this.#fingerprint = Uint8Array.from(
      bytes.length >= FINGERPRINT
        ? bytes.slice(-FINGERPRINT)
        : [...this.#fingerprint, ...bytes].slice(-FINGERPRINT),
    )
    this.#changedAt = this.#now()
    this.#wake()
  }

  /** The unfinished entry at the end, once its writer has been quiet for a while; null while nothing is ready. */
  #settled(number: number): Entry | null {
    const pending = this.#reader.pending
    const quiet = this.#now() - this.#changedAt
    // The clock was set back: the quiet begins anew.
    if (quiet < 0) this.#changedAt = this.#now()
    return pending?.number === number && quiet >= this.#settle ? pending : null
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        this.#waiting.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal?.addEventListener('abort', done)
      if (signal?.aborted) done()
    })
  }

  #openTail(): void {
    if (this.#tails === 0) this.#failure = null
    this.#tails += 1
    this.#watch ??= watchFile(this.path, () => this.#onHint())
  }

  async #closeTail(): Promise<void> {
    this.#tails -= 1
    if (this.#tails > 0) return
    const watch = this.#watch
    this.#watch = null
    await watch?.close()
  }

  #onHint(): void {
    try {
      this.#refresh()
      if (this.#reader.pending !== null) this.#wake()
    } catch (error) {
      // An editor that saves by renaming leaves a moment without the file.
      if (error instanceof SynodError && error.details['errno'] === 'ENOENT') return
      this.#failure = error
      this.#wake()
    }
  }
}

/**
 * Makes a new log with its header and problem.
 * @throws SynodError SYN_SESSION_EXISTS, SYN_LOG_NOT_WRITABLE
 */
export function createLog(path: string, log: NewLog, options: FileLogOptions = {}): FileLog {
  createPlainFile(path, new TextEncoder().encode(writePreamble(log)))
  return new FileLog(path, options)
}
