/** The shared log without a file: the same bytes, seals and adoption, for tests and simulations. */
import { setTimeout as sleep } from 'node:timers/promises'
import { SynodError } from '../errors.ts'
import { sha256 } from './digest.ts'
import type { Entry, EntryDraft, ParsedLog } from './entry.ts'
import { type NewLog, writePreamble } from './header.ts'
import { LogReader } from './reader.ts'
import type { AppendCheck, AppendResult, SharedLog, TailOptions } from './shared-log.ts'
import type { Clock } from './simulated-clock.ts'
import { Waiting } from './waiting.ts'
import { stampEntry, writeEntry } from './write.ts'

export interface MemoryLogOptions {
  /** What the log is called. Default `memory.md`. */
  readonly path?: string
  /** Default: the system's. */
  readonly clock?: Clock
  /** How long a hand-written entry must stay as it is before it is taken for finished, in milliseconds. Default 500. */
  readonly settle?: number
}

/** The longest an append waits for a person who is typing, in milliseconds. */
const MAX_SETTLE = 2_000

const SYSTEM: Clock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? { ref: false } : { ref: false, signal }),
}

export class MemoryLog implements SharedLog {
  readonly path: string
  readonly #clock: Clock
  readonly #settle: number
  #chunks: Uint8Array[] = []
  #reader: LogReader = new LogReader(sha256)
  #snapshot: ParsedLog | null = null
  #broken: boolean | null = null
  #changedAt = Number.NEGATIVE_INFINITY
  #lastAppend: Promise<unknown> = Promise.resolve()
  /** Tails that wait, each by its number: they are woken in the order they were begun. */
  readonly #waiting = new Waiting()
  readonly #guards = new Set<() => void>()
  #begun = 0

  /** @param start a new log, or the bytes of one */
  constructor(start: NewLog | Uint8Array, options: MemoryLogOptions = {}) {
    this.path = options.path ?? 'memory.md'
    this.#clock = options.clock ?? SYSTEM
    this.#settle = options.settle ?? 500
    this.#take(
      start instanceof Uint8Array ? new Uint8Array(start) : new TextEncoder().encode(writePreamble(start)),
    )
  }

  /** The file as it would stand on the disk. */
  get bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#chunks))
  }

  /** How many of them are sealed: from there on anybody may still change what is written. */
  get sealedBytes(): number {
    return this.#reader.sealedAtEnd.end
  }

  /** Something that was sealed is not what it was: the log takes nothing more. */
  get broken(): boolean {
    this.#broken ??= this.#reader.broken
    return this.#broken
  }

  async read(): Promise<ParsedLog> {
    return this.#parsed()
  }

  append(draft: EntryDraft, check: AppendCheck | null = null): Promise<AppendResult> {
    const appended = this.#lastAppend.then(() => this.#append(draft, check))
    this.#lastAppend = appended.catch(() => undefined)
    return appended
  }

  /** What somebody writes at the end without asking: by hand, with another tool, or half of it. */
  write(text: string | Uint8Array): void {
    this.#take(typeof text === 'string' ? new TextEncoder().encode(text) : new Uint8Array(text))
    this.#handled()
  }

  /** Somebody takes away what stands behind this byte. What is sealed stays: a journal would put it back. */
  cut(size: number): void {
    const left = this.bytes.slice(0, Math.max(size, this.sealedBytes))
    this.#reader = new LogReader(sha256)
    this.#chunks = []
    this.#take(left)
    this.#handled()
  }

  async *tail({ after = 0, signal }: TailOptions = {}): AsyncGenerator<Entry, void, undefined> {
    this.#begun += 1
    const number = this.#begun
    let next = after + 1
    /** Given out without a seal: their authors may still change them. */
    let open: readonly Entry[] = []
    while (signal?.aborted !== true) {
      const changed = open.find(entry => !isSame(entry, this.#at(entry.number)))
      if (changed !== undefined) next = changed.number
      open = open.filter(entry => entry.number < next && this.#at(entry.number)?.sealed !== true)
      const entry = this.#whole(next)
      if (entry === undefined) {
        await this.#waiting.change(number, signal)
        continue
      }
      if (!entry.sealed) open = [...open, entry]
      next += 1
      yield entry
    }
  }

  guard(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.#guards.delete(look)
        resolve()
      }
      const look = () => {
        if (this.broken) reject(damaged(this.path))
      }
      this.#guards.add(look)
      signal.addEventListener('abort', done, { once: true })
      if (signal.aborted) done()
      else look()
    })
  }

  async close(): Promise<void> {
    await this.#lastAppend
  }

  async #append(draft: EntryDraft, check: AppendCheck | null): Promise<AppendResult> {
    const text = writeEntry(draft, new Date(0).toISOString())
    const patience = this.#clock.now() + MAX_SETTLE
    for (;;) {
      if (this.broken) throw damaged(this.path)
      // A person is still typing: what is half written must not be sealed.
      const left = Math.min(this.#settle - this.#quiet, patience - this.#clock.now())
      if (left <= 0 || !this.#reader.endsOpen) break
      await this.#clock.sleep(left)
    }
    const reason = check?.(this.#parsed()) ?? null
    if (reason !== null) return { appended: false, reason }
    const { number, bytes } = this.#reader.seal(stampEntry(text, draft.role, this.#time()))
    this.#take(bytes)
    const entry = this.#reader.at(number)
    if (entry === undefined) throw new SynodError('SYN_INTERNAL', `#${number} was not read back`)
    return { appended: true, entry }
  }

  get #quiet(): number {
    return this.#clock.now() - this.#changedAt
  }

  /** A clock that was set back must not make times run backwards. */
  #time(): string {
    const last = this.#reader.lastTime
    return new Date(Math.max(this.#clock.now(), last === null ? 0 : Date.parse(last))).toISOString()
  }

  #parsed(): ParsedLog {
    this.#snapshot ??= this.#reader.snapshot()
    return this.#snapshot
  }

  #take(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.#reader.push(bytes)
    this.#snapshot = null
    this.#broken = null
    this.#waiting.wake()
  }

  #handled(): void {
    this.#changedAt = this.#clock.now()
    for (const look of this.#guards) look()
    void this.#clock.sleep(this.#settle).then(() => this.#waiting.wake())
  }

  /** An entry that something has closed; one that nothing has but the end of the log, once its writer is quiet. */
  #whole(number: number): Entry | undefined {
    return this.#reader.at(number) ?? (this.#quiet >= this.#settle ? this.#at(number) : undefined)
  }

  #at(number: number): Entry | undefined {
    return this.#parsed().entries[number - 1]
  }
}

function damaged(path: string): SynodError {
  return new SynodError(
    'SYN_LOG_DAMAGED',
    `${path} was changed where it was sealed: nothing is appended to it`,
  )
}

function isSame(entry: Entry, now: Entry | undefined): boolean {
  return (
    now !== undefined &&
    now.role === entry.role &&
    now.content === entry.content &&
    now.writtenType === entry.writtenType &&
    JSON.stringify(now.fields) === JSON.stringify(entry.fields)
  )
}
