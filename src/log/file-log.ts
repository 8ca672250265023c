/** The shared log as one markdown file: many processes append, each reads only what is new to it. */
import { closeSync, constants, existsSync, fstatSync, ftruncateSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { SynodError } from '../errors.ts'
import { appendAt } from './append.ts'
import type { Entry, EntryDraft, Notice, ParsedLog } from './entry.ts'
import { fileError, isGone } from './file-error.ts'
import { type Durability, Flusher } from './flusher.ts'
import { LogFollower } from './follow.ts'
import { guardLog } from './guard.ts'
import { type NewLog, writePreamble } from './header.ts'
import { appendToJournal, journalOf, withJournal } from './journal.ts'
import { withLock } from './lock.ts'
import { createPlainFile, openPlainFile } from './plain-file.ts'
import { CALM, onceAtRest, recover } from './recover.ts'
import type { AppendCheck, AppendResult, SharedLog, TailOptions } from './shared-log.ts'
import { tailOf } from './tail.ts'
import { Waiting } from './waiting.ts'
import { type Watch, watchFile } from './watch.ts'
import { stampEntry, writeEntry } from './write.ts'

export interface FileLogOptions {
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
  /** How long a hand-written entry must stay as it is before it is taken for finished, in milliseconds. Default 500. */
  readonly settle?: number
  /** How long a file in disorder must stay as it is before it is mended, in milliseconds: an editor may be saving. Default 200. */
  readonly calm?: number
  /**
   * When an entry is on disk, and safe from a power cut: before `append` resolves (`entry`, the default), within a
   * second (`interval`), or when the system likes (`none`). A killed process loses nothing in any of them.
   */
  readonly durability?: Durability
  /** Told what was mended in the log, and what is weaker where it stands. */
  readonly onNotice?: (notice: Notice) => void
}

/** The longest an append waits for a person who is typing into the file, in milliseconds. */
const MAX_SETTLE = 2_000
/** How often an append begins anew because somebody without the lock was quicker. */
const TRIES = 10

/** In the journal and in the log, of which `file` is open: the number of the entry. */
interface Written {
  readonly written: number
  readonly file: number
}

type Attempt = AppendResult | Written | 'recover' | 'overtaken' | 'unsettled'

export class FileLog implements SharedLog {
  readonly path: string
  readonly #now: () => number
  readonly #settle: number
  readonly #calm: number
  readonly #onNotice: (notice: Notice) => void
  readonly #flusher: Flusher
  /** What `read` and `append` know. A log that is only followed has none, and holds no entries in memory. */
  #held: LogFollower | null = null
  /** Log and journal were compared whole by this process. */
  #compared = false
  #lastAppend: Promise<unknown> = Promise.resolve()
  /** Tails that wait, each by its number: they are woken in the order they were begun, so that a session is the same each time. */
  readonly #waiting = new Waiting()
  #begun = 0
  #tails = 0
  #watch: Watch | null = null

  constructor(path: string, options: FileLogOptions = {}) {
    const { now = Date.now, settle = 500, calm = CALM, durability = 'entry', onNotice = () => {} } = options
    this.path = path
    this.#now = now
    this.#settle = settle
    this.#calm = calm
    this.#onNotice = onNotice
    this.#flusher = new Flusher(path, durability)
  }

  async read(): Promise<ParsedLog> {
    let held = this.#look()
    // Editors leave a moment without the file: what is in a journal comes back.
    for (; held === null; held = this.#look()) await this.#recover()
    if (held.missing > 0 && existsSync(journalOf(this.path))) await this.#recoverIfPossible()
    return this.#refresh().reader.snapshot()
  }

  append(draft: EntryDraft, check: AppendCheck | null = null): Promise<AppendResult> {
    const appended = this.#lastAppend
      .then(() => this.#append(draft, check))
      .catch((error: unknown) => {
        throw coded(error, this.path)
      })
    this.#lastAppend = appended.catch(() => undefined)
    return appended
  }

  async *tail({
    after = 0,
    signal,
    onNotice = () => {},
  }: TailOptions = {}): AsyncGenerator<Entry, void, undefined> {
    const forgets = this.#held === null
    const follower = this.#held ?? new LogFollower(this.path, { after, forgets, now: this.#now })
    const number = this.#openTail()
    try {
      const change = (ended: AbortSignal | undefined) => this.#waiting.change(number, ended)
      yield* tailOf({ follower, settle: this.#settle, change, forgets }, after, signal, onNotice)
    } finally {
      await this.#closeTail()
    }
  }

  guard(signal: AbortSignal): Promise<void> {
    return guardLog(this.path, () => this.#recover(), signal)
  }

  async close(): Promise<void> {
    await this.#lastAppend
    this.#flusher.close()
    await this.#watch?.close()
    this.#watch = null
  }

  async #append(draft: EntryDraft, check: AppendCheck | null): Promise<AppendResult> {
    // A draft that cannot be written is refused before anything is touched.
    const text = writeEntry(draft, new Date(0).toISOString())
    this.#look()
    if (!this.#compared) await this.#recover()
    this.#compared = true
    const patience = performance.now() + MAX_SETTLE
    for (let tries = 0; tries < TRIES; ) {
      const anyway = performance.now() >= patience
      const stamped = (last: string | null) => stampEntry(text, draft.role, this.#timeAfter(last))
      const result = await this.#locked(journal => this.#attempt(stamped, check, journal, anyway))
      if (typeof result === 'object') return 'written' in result ? this.#confirm(result) : result
      if (result === 'unsettled') {
        const left = Math.min(this.#settle - (this.#look()?.quiet ?? 0), patience - performance.now())
        await sleep(Math.max(1, left))
        continue
      }
      if (result === 'recover') await this.#recover()
      tries += 1
    }
    throw givenUp(this.path, this.#look()?.missing ?? 0)
  }

  /**
   * What can be read before the lock is held need not be read while others wait for it; and what is no log, or is
   * neither there nor in a journal, gets no side files. Null when only the journal is there.
   */
  #look(): LogFollower | null {
    return this.#unlessGone(() => this.#refresh())
  }

  #unlessGone<T>(work: () => T): T | null {
    try {
      return work()
    } catch (error) {
      if (!isGone(error) || !existsSync(journalOf(this.path))) throw error
      return null
    }
  }

  /** One try to append, with the lock held. */
  #attempt(
    text: (lastTime: string | null) => string,
    check: AppendCheck | null,
    journal: number,
    anyway: boolean,
  ): Attempt {
    const file = this.#unlessGone(() => openPlainFile(this.path, constants.O_RDWR | constants.O_APPEND))
    if (file === null) return 'recover'
    let written = false
    try {
      const held = this.#take(file)
      const { reader } = held
      const journalSize = fstatSync(journal).size
      if (reader.broken || held.missing > 0 || journalSize !== reader.sealedAtEnd.end) return 'recover'
      // A person is still typing: what is half written must not be sealed.
      const typing = reader.endsOpen && held.quiet < this.#settle
      if (typing && !anyway) return 'unsettled'
      const reason = check?.(reader.snapshot()) ?? null
      if (reason !== null) return { appended: false, reason }
      const { number, bytes, stretch } = reader.seal(text(reader.lastTime))
      appendToJournal(this.path, journal, stretch)
      if (!this.#write(file, number, reader.offset, bytes, journal, journalSize)) return 'overtaken'
      written = true
      return { written: number, file }
    } catch (error) {
      throw fileError(error, this.path, 'append to')
    } finally {
      if (!written) closeSync(file)
    }
  }

  /** The log was replaced in the moment after it was written: the journal puts the entry back, and it is appended all the same. */
  async #putBack(number: number): Promise<AppendResult> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      await this.#recover()
      const entry = (await this.read()).entries[number - 1]
      if (entry?.verified === true) return { appended: true, entry }
    }
    throw new SynodError(
      'SYN_LOG_DAMAGED',
      `${this.path} was changed while #${number} was written: run synod verify`,
    )
  }

  /** Into the log after the journal; what fails while it is written, neither has. */
  #write(
    file: number,
    number: number,
    before: number,
    bytes: Uint8Array,
    journal: number,
    journalSize: number,
  ): boolean {
    try {
      if (appendAt(this.path, file, before, bytes)) return true
    } catch (error) {
      // It could not even be taken back, or is there and cannot be read: then the journal has what completes it.
      if (!(error instanceof SynodError)) throw inDoubt(error, this.path, number)
      ftruncateSync(journal, journalSize)
      throw error
    }
    ftruncateSync(journal, journalSize)
    return false
  }

  /**
   * Brings what was written to the disk, without the lock: those who wait for it need not wait for the disk as well, and
   * whoever brings a later entry to the disk brings this one. Others may have read it by now: whatever fails, it is not
   * taken from them.
   */
  async #confirm({ written, file }: Written): Promise<AppendResult> {
    let entry: Entry | undefined
    try {
      this.#flusher.written(file)
      entry = this.#take(file).reader.at(written)
    } catch (error) {
      throw inDoubt(error, this.path, written)
    } finally {
      closeSync(file)
    }
    return entry?.verified === true ? { appended: true, entry } : this.#putBack(written)
  }

  /** A clock that was set back must not make times run backwards; what people write as their time is their affair. */
  #timeAfter(last: string | null): string {
    return new Date(Math.max(this.#now(), last === null ? 0 : Date.parse(last))).toISOString()
  }

  /** Makes log and journal agree, once the file has come to rest. */
  async #recover(): Promise<void> {
    const { notice } = await onceAtRest(
      stamp => this.#locked(journal => recover(this.path, journal, stamp)),
      this.#calm,
    )
    if (notice !== null) this.#onNotice(notice)
    this.#waiting.wake()
  }

  /** For who only reads: what cannot be mended is read as it is, and whoever appends is told why. */
  async #recoverIfPossible(): Promise<void> {
    try {
      await this.#recover()
    } catch (error) {
      if (!(error instanceof SynodError)) throw error
    }
  }

  #locked<T>(work: (journal: number) => T): Promise<T> {
    const onWarning = (message: string) =>
      this.#onNotice({ code: 'lock-weak', line: 0, entry: null, message })
    return withLock(this.path, () => withJournal(this.path, work), { onWarning })
  }

  /** What is new in the file, for who holds the entries. */
  #refresh(): LogFollower {
    this.#held ??= new LogFollower(this.path, { now: this.#now })
    if (this.#held.refresh()) this.#waiting.wake()
    return this.#held
  }

  #take(file: number): LogFollower {
    this.#held ??= new LogFollower(this.path, { now: this.#now })
    if (this.#held.refreshFrom(file)) this.#waiting.wake()
    return this.#held
  }

  #openTail(): number {
    this.#tails += 1
    this.#watch ??= watchFile(this.path, () => this.#waiting.wake())
    this.#begun += 1
    return this.#begun
  }

  async #closeTail(): Promise<void> {
    this.#tails -= 1
    if (this.#tails > 0) return
    const watch = this.#watch
    this.#watch = null
    await watch?.close()
  }
}

/** What the system says of a file that is open already has no code yet; what a caller's check throws is its own. */
function coded(error: unknown, path: string): unknown {
  return error instanceof Error && 'syscall' in error ? fileError(error, path, 'append to') : error
}

function givenUp(path: string, missing: number): SynodError {
  return missing > 0
    ? new SynodError(
        'SYN_LOG_DAMAGED',
        `${path} has lost ${missing} sealed entries, and so has its journal: put a backup back, or go on from what is there with synod resume`,
      )
    : new SynodError(
        'SYN_LOG_LOCKED',
        `Cannot append to ${path}: something else keeps writing into it: close the other program, then synod resume`,
      )
}

function inDoubt(cause: unknown, path: string, number: number): SynodError {
  const { code, message, details } = fileError(cause, path, 'append to')
  return new SynodError(code, `${message}. #${number} was written by then and stands if the disk keeps it`, {
    cause,
    details: { ...details, written: number },
  })
}

/**
 * Makes a new log with its header and problem.
 * @throws SynodError SYN_SESSION_EXISTS, SYN_LOG_NOT_WRITABLE
 */
export function createLog(path: string, log: NewLog, options: FileLogOptions = {}): FileLog {
  if (!existsSync(path) && existsSync(journalOf(path))) {
    throw new SynodError(
      'SYN_SESSION_EXISTS',
      `Cannot create ${path}: a log was deleted there, and its journal is left: synod repair puts it back; or choose another name`,
    )
  }
  createPlainFile(path, new TextEncoder().encode(writePreamble(log)))
  return new FileLog(path, options)
}
