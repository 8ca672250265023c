/** Bytes → entries, piece by piece: frames with their text read. */
import { decode } from './bytes.ts'
import type { Digest } from './digest.ts'
import type { Entry, Notice, ParsedLog } from './entry.ts'
import { type Frame, FrameReader, type FrameSink, type Sealed, type SealedEntry } from './frames.ts'
import { type Preamble, readPreamble } from './header.ts'
import { readEntryBody } from './read-entry.ts'

/** A hostile log can have as many notices as lines: a reader that forgets its entries keeps only the first. */
const NOTICES_WHEN_FORGETTING = 1_000
const NOTHING = new Uint8Array(0)

export interface LogReaderOptions {
  /** Entries up to this one are counted and checked, and not read. Default 0. */
  readonly after?: number
  /** Called at each seal, so that a place in the chain can be found again. */
  readonly onSeal?: (number: number, hash: string) => void
}

export class LogReader {
  readonly #frames: FrameReader
  #entries: Entry[] = []
  /** The number of the last entry that is not held. */
  #base: number
  #notices: Notice[] = []
  #broken = false
  #lastTime: string | null = null
  #verified: Pick<Sealed, 'count' | 'hash'> = { count: 0, hash: '' }
  #preamble: Preamble | null = null
  /** Read again with every look until an entry closes it: the same bytes give the same object. */
  #open: { readonly text: string; readonly preamble: Preamble } | null = null

  constructor(digest: Digest, { after = 0, onSeal }: LogReaderOptions = {}) {
    this.#base = after
    this.#frames = new FrameReader(digest, {
      preamble: bytes => {
        this.#preamble = this.#readPreamble(bytes)
      },
      frame: frame => {
        if (frame.number > this.#base) this.#entries.push(entryOf(frame, this.#notices))
        if (frame.seal?.adopted === false) this.#lastTime = frame.heading.time
        if (frame.seal === null) return
        if (frame.verified) this.#verified = { count: frame.number, hash: frame.seal.hash }
        onSeal?.(frame.number, frame.seal.hash)
      },
      adopted: (from, verified) => adopt(this.#entries, from - this.#base, verified),
      notice: notice => {
        this.#broken ||= notice.code === 'seal-broken'
        this.#notices.push(notice)
      },
    })
  }

  /** How many entries are whole: sealed, or followed by another heading. */
  get count(): number {
    return this.#frames.count
  }

  get sealed(): Sealed {
    return this.#frames.sealed
  }

  /** The last seal that is the right one. */
  get verified(): Pick<Sealed, 'count' | 'hash'> {
    return this.#verified
  }

  get sealedAtEnd(): Sealed {
    return this.#frames.sealedAtEnd
  }

  /** How many bytes were pushed, and how many of them no seal covers. */
  get offset(): number {
    return this.#frames.offset
  }

  get unsealed(): number {
    return this.#frames.unsealed
  }

  get preamble(): Preamble | null {
    return this.#preamble
  }

  get notices(): readonly Notice[] {
    return this.#notices
  }

  /** A seal is not the right one: something that was sealed was changed. */
  get broken(): boolean {
    return this.#broken || this.#rest().notices.some(({ code }) => code === 'seal-broken')
  }

  /** The last entry has no seal yet. */
  get endsOpen(): boolean {
    return (this.pending ?? this.at(this.count))?.sealed === false
  }

  /** The time of the last entry that the engine wrote, or null. */
  get lastTime(): string | null {
    return this.#lastTime
  }

  /** A whole entry, or undefined when it is not there yet or was forgotten. It may come back adopted later. */
  at(number: number): Entry | undefined {
    return this.#entries[number - this.#base - 1]
  }

  /** The number of the last entry that is not held. */
  get forgotten(): number {
    return this.#base
  }

  /** Lets go of the entries up to this one: no `snapshot` has them any more. */
  forget(number: number): void {
    const gone = Math.min(number - this.#base, this.#entries.length)
    if (gone <= 0) return
    this.#entries.splice(0, gone)
    this.#base += gone
    this.#notices.length = Math.min(this.#notices.length, NOTICES_WHEN_FORGETTING)
  }

  /** Takes in the bytes that follow those of the calls before, and keeps them: they must not change. */
  push(chunk: Uint8Array): void {
    this.#frames.push(chunk)
  }

  /** The entry that nothing has closed yet but the end of the file, or null. */
  get pending(): Entry | null {
    return this.#rest().entries[0] ?? null
  }

  /** See `FrameReader.seal`. */
  seal(entry: string): SealedEntry {
    return this.#frames.seal(entry)
  }

  /** The log as it is if the file ends here. */
  snapshot(): ParsedLog {
    const rest = this.#rest()
    const { notices: early, ...preamble } = this.#preamble ?? rest.preamble ?? EMPTY
    const entries = [...this.#entries, ...rest.entries]
    for (const { after, verified } of rest.adoptions) adopt(entries, after - this.#base, verified)
    return { ...preamble, entries, notices: [...early, ...this.#notices, ...rest.notices] }
  }

  /** What stands after the last whole entry, read as if the file ended there. */
  #rest(): Rest {
    if (this.#frames.atRest) return AT_REST
    const rest = {
      preamble: null as Preamble | null,
      entries: [] as Entry[],
      notices: [] as Notice[],
      adoptions: [] as { after: number; verified: boolean }[],
    }
    const sink: FrameSink = {
      preamble: bytes => {
        rest.preamble = this.#readPreamble(bytes)
      },
      frame: frame => rest.entries.push(entryOf(frame, rest.notices)),
      adopted: (after, verified) => rest.adoptions.push({ after, verified }),
      notice: notice => rest.notices.push(notice),
    }
    this.#frames.preview(NOTHING, sink)
    return rest
  }

  #readPreamble(bytes: Uint8Array): Preamble {
    let valid = true
    const text = decode(bytes, () => {
      valid = false
    })
    if (this.#open?.text !== text) this.#open = { text, preamble: preambleOf(text, valid) }
    return this.#open.preamble
  }
}

interface Rest {
  readonly preamble: Preamble | null
  readonly entries: readonly Entry[]
  readonly notices: readonly Notice[]
  readonly adoptions: readonly { readonly after: number; readonly verified: boolean }[]
}

const AT_REST: Rest = { preamble: null, entries: [], notices: [], adoptions: [] }
const EMPTY: Preamble = { header: null, title: '', problem: '', notices: [] }

function adopt(entries: Entry[], from: number, verified: boolean): void {
  for (let at = Math.max(from, 0); at < entries.length; at += 1) {
    const entry = entries[at]
    if (entry !== undefined) entries[at] = { ...entry, sealed: true, adopted: true, verified }
  }
}

function preambleOf(text: string, valid: boolean): Preamble {
  const read = readPreamble(text)
  if (valid) return read
  const message = 'What stands before the first entry is not valid UTF-8: the bad bytes are shown as U+FFFD'
  return { ...read, notices: [...read.notices, { code: 'utf8-invalid', line: 1, entry: null, message }] }
}

function entryOf({ number, heading, line, body, seal, verified }: Frame, notices: Notice[]): Entry {
  const notice = (code: string, message: string) => notices.push({ code, line, entry: number, message })
  const text = decode(body, () =>
    notice('utf8-invalid', `Entry #${number} is not valid UTF-8: the bad bytes are shown as U+FFFD`),
  )
  const read = readEntryBody(text)
  if (heading.time === null) {
    notice(
      'time-unreadable',
      `The time of entry #${number} could not be read: its place in the file is its order`,
    )
  }
  if (!read.typeKnown) {
    notice(
      'type-unknown',
      `Entry #${number} has the unknown type ${read.writtenType}: it is read as ANALYSIS`,
    )
  }
  return {
    number,
    role: heading.role,
    time: heading.time,
    type: read.type,
    writtenType: read.writtenType,
    fields: read.fields,
    content: read.content,
    sealed: seal !== null,
    adopted: seal?.adopted ?? false,
    verified,
    line,
  }
}
