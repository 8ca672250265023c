/**
 * Bytes → frames, piece by piece: what was read once is never read again. Where each byte belongs:
 *
 *   preamble │ heading … seal │ heading … seal │ heading … (no seal yet)
 *            └ frame #1 ──────┘                └ begun
 *
 * A frame is an entry whose text nobody has looked at yet; the chain is checked here.
 */
import { ByteQueue } from './byte-queue.ts'
import { concat, decode, startsWith } from './bytes.ts'
import { chainNext, chainStart } from './chain.ts'
import type { Digest } from './digest.ts'
import type { Notice } from './entry.ts'
import { type Heading, readHeading, readSeal, type Seal, writeSeal } from './grammar.ts'
import { withoutReturn } from './text.ts'

const NEWLINE = 0x0a
const BOM = [0xef, 0xbb, 0xbf]
/** `###` and `<!--` */
const HEADING_START = [0x23, 0x23, 0x23]
const SEAL_START = [0x3c, 0x21, 0x2d, 0x2d]
const NOTHING = new Uint8Array(0)

export interface Frame {
  /** Position in the log, from 1. */
  readonly number: number
  readonly heading: Heading
  /** 1-based line of the heading. */
  readonly line: number
  /** Byte offsets in the file: of the heading; and of what follows the seal's `-->`, or of the next heading. */
  readonly start: number
  readonly end: number
  /** Between the heading's line and the seal or the next heading. Valid only while the frame is handed over. */
  readonly body: Uint8Array
  /** Null when the next heading, or the end of the file, ended it. */
  readonly seal: Seal | null
  /** There is a seal, and it is the right one. */
  readonly verified: boolean
}

export interface FrameSink {
  /** Everything before the first heading. */
  preamble(bytes: Uint8Array): void
  frame(frame: Frame): void
  /** A seal covers the frames after #`after`, which had none of their own, up to the last one. */
  adopted(after: number, verified: boolean): void
  notice(notice: Notice): void
}

/** How far the seals go. */
export interface Sealed {
  /** Number of the last entry that a seal covers, 0 when there is none. */
  readonly count: number
  /** What the next seal is chained to; '' before the first heading. */
  readonly hash: string
  /** Byte offset after the `-->` of the last seal, 0 when there is none. */
  readonly end: number
}

export interface SealedEntry {
  readonly number: number
  /** What is to be appended to the file. */
  readonly bytes: Uint8Array
  /** Every byte of the file from the end of the last seal to the end of the new one, once that is done. */
  readonly stretch: Uint8Array
}

interface Begun {
  readonly heading: Heading
  readonly line: number
  /** In the queue: where its heading is, and where the text after it begins. */
  readonly start: number
  readonly body: number
}

export class FrameReader {
  readonly #digest: Digest
  readonly #sink: FrameSink
  /** Bytes since the last seal, or since the start of the file. */
  #queue = new ByteQueue()
  /** In the queue: where the line that is read next begins, and how far it has been searched for its end. */
  #scanned = 0
  #searched = 0
  /** The offset in the file that the queue begins at, and the line. */
  #base = 0
  #from = 1
  #line = 1
  #begun: Begun | null = null
  #inPreamble = true
  /** What stands before the first heading and is not in the queue any more, until there is a seal behind it. */
  #head: Uint8Array = NOTHING
  #count = 0
  #sealed: Sealed = { count: 0, hash: '', end: 0 }

  constructor(digest: Digest, sink: FrameSink) {
    this.#digest = digest
    this.#sink = sink
  }

  /** How many frames were handed over. */
  get count(): number {
    return this.#count
  }

  get sealed(): Sealed {
    return this.#sealed
  }

  /** The same if the file ended here: a seal in a last line without a newline counts. */
  get sealedAtEnd(): Sealed {
    if (this.#scanned === this.#queue.length) return this.#sealed
    const fork = this.#fork(SILENT)
    fork.push(Uint8Array.of(NEWLINE))
    return fork.#sealed
  }

  /** How many bytes were pushed, and how many of them no seal covers. */
  get offset(): number {
    return this.#base + this.#queue.length
  }

  get unsealed(): number {
    return this.#queue.length
  }

  /** Nothing but blank space stands after the last seal. */
  get atRest(): boolean {
    return this.#begun === null && !this.#inPreamble && this.#queue.bytes.every(isBlank)
  }

  /** Takes in the bytes that follow those of the calls before, and keeps them: they must not change. */
  push(chunk: Uint8Array): void {
    this.#queue.push(chunk)
    let bytes = this.#queue.bytes
    for (let base = this.#base; ; ) {
      const end = bytes.indexOf(NEWLINE, this.#searched)
      if (end < 0) {
        this.#searched = bytes.length
        return
      }
      this.#readLine(bytes, this.#scanned, end)
      if (this.#base === base) continue
      base = this.#base
      bytes = this.#queue.bytes
    }
  }

  /** What another sink would be told if these bytes followed and then the file ended. This reader stays as it is. */
  preview(bytes: Uint8Array, sink: FrameSink): void {
    const fork = this.#fork(sink)
    fork.push(bytes)
    // Editors strip the last newline: what stands in a last line without one counts as if it had one.
    if (fork.#scanned < fork.#queue.length) fork.push(Uint8Array.of(NEWLINE))
    fork.#finish()
  }

  /**
   * The bytes that append `entry` (as `writeEntry` made it) with its seal. They begin with a newline, so that no torn
   * line before them can swallow the heading; what was written by hand since the last seal is adopted first.
   */
  seal(entry: string): SealedEntry {
    const encode = (text: string) => new TextEncoder().encode(text)
    const file = this.#fork(SILENT)
    const newline = Uint8Array.of(NEWLINE)
    file.push(newline)
    const since = file.#queue.bytes
    const unsealed = file.#count + (file.#begun === null ? 0 : 1)
    let before = since
    let hash = file.#sealed.hash
    let adoption: Uint8Array = NOTHING
    if (file.#inPreamble) {
      hash = chainStart(since, this.#digest)
      before = NOTHING
    } else if (unsealed > file.#sealed.count) {
      hash = chainNext(hash, since, true, this.#digest)
      adoption = encode(`${writeSeal(unsealed, hash, true)}\n\n`)
      before = encode('\n\n')
    }
    const text = encode(entry)
    const own = chainNext(hash, concat(before, text), false, this.#digest)
    const number = unsealed + 1
    const rest = concat(concat(adoption, text), encode(writeSeal(number, own, false)))
    return {
      number,
      bytes: concat(concat(newline, rest), newline),
      stretch: concat(concat(file.#head, since), rest),
    }
  }

  #fork(sink: FrameSink): FrameReader {
    const copy = new FrameReader(this.#digest, sink)
    copy.#queue = this.#queue.fork()
    copy.#scanned = this.#scanned
    copy.#searched = this.#searched
    copy.#base = this.#base
    copy.#from = this.#from
    copy.#line = this.#line
    copy.#begun = this.#begun
    copy.#inPreamble = this.#inPreamble
    copy.#head = this.#head
    copy.#count = this.#count
    copy.#sealed = this.#sealed
    return copy
  }

  #finish(): void {
    const bytes = this.#queue.bytes
    if (this.#inPreamble) this.#sink.preamble(bytes)
    else if (this.#begun === null) this.#stray(bytes)
    else this.#endFrame(this.#begun, bytes.length, null, false)
  }

  #readLine(bytes: Uint8Array, lineStart: number, end: number): void {
    const line = this.#line
    const start = line === 1 && startsWith(bytes, 0, BOM) ? BOM.length : lineStart
    this.#line += 1
    this.#scanned = this.#searched = end + 1
    if (startsWith(bytes, start, HEADING_START)) this.#maybeHeading(bytes, start, end, line)
    else if (startsWith(bytes, start, SEAL_START)) {
      if (this.#begun === null) this.#lostSeal(bytes, start, end, line)
      else this.#maybeSeal(this.#begun, bytes, start, end, line)
    }
  }

  #maybeHeading(bytes: Uint8Array, start: number, end: number, line: number): void {
    const text = textOf(bytes, start, end)
    const heading = readHeading(text)
    if (heading === null) {
      if (!/^###[ \t]*\[[^\]]*\][ \t]*\[/.test(text)) return
      this.#notice(
        'heading-unreadable',
        line,
        null,
        'Looks like a heading but names no role: it is read as text',
      )
      return
    }
    if (this.#inPreamble) {
      const preamble = bytes.subarray(0, start)
      this.#sink.preamble(preamble)
      this.#inPreamble = false
      this.#head = preamble
      this.#sealed = { count: 0, hash: chainStart(preamble, this.#digest), end: 0 }
      this.#drop(start)
      this.#begun = { heading, line, start: 0, body: end + 1 - start }
      return
    }
    if (this.#begun !== null) this.#endFrame(this.#begun, start, null, false)
    else this.#stray(bytes.subarray(0, start))
    this.#begun = { heading, line, start, body: end + 1 }
  }

  #maybeSeal(begun: Begun, bytes: Uint8Array, start: number, end: number, line: number): void {
    const text = textOf(bytes, start, end)
    const seal = readSeal(text)
    const number = this.#count + 1
    if (seal === null) {
      if (/^<!--[ \t]*#/.test(text)) {
        this.#notice('seal-unreadable', line, number, 'Looks like a seal but is none: it is read as text')
      }
      return
    }
    const hash = chainNext(this.#sealed.hash, bytes.subarray(0, start), seal.adopted, this.#digest)
    const verified = hash === seal.hash && seal.number === number && seal.exact
    if (!verified) this.#notice('seal-broken', line, number, sealProblem(seal, number))
    this.#endFrame(begun, start, seal, verified)
    const before = this.#sealed.count
    if (seal.adopted) this.#sink.adopted(before, verified)
    else if (before < number - 1) {
      const message = `Entries stand unsealed before #${number}: put in by hand`
      this.#notice('entry-inserted', begun.line, number, message)
    }
    // Chained to what is written, not to what it should be: so each entry that differs is named, and no other.
    this.#sealed = { count: number, hash: seal.hash, end: this.#base + start + seal.length }
    this.#head = NOTHING
    this.#from = line
    this.#drop(start + seal.length)
    this.#begun = null
  }

  /** A seal with no entry above it: the heading is gone, and with it an entry that was sealed. */
  #lostSeal(bytes: Uint8Array, start: number, end: number, line: number): void {
    const seal = readSeal(textOf(bytes, start, end))
    if (seal === null) return
    const message = `The seal of entry #${seal.number} stands alone: the heading of its entry was changed or taken out`
    this.#notice('seal-broken', line, this.#count + 1, message)
  }

  #endFrame({ heading, line, start, body }: Begun, end: number, seal: Seal | null, verified: boolean): void {
    this.#count += 1
    this.#sink.frame({
      number: this.#count,
      heading,
      line,
      start: this.#base + start,
      end: this.#base + end + (seal?.length ?? 0),
      body: this.#queue.bytes.subarray(body, end),
      seal,
      verified,
    })
  }

  /** Text between a seal and the next heading is in no entry: nobody will see it unless they are told. */
  #stray(bytes: Uint8Array): void {
    if (bytes.every(isBlank)) return
    const text = decode(bytes)
    const first = text.search(/\S/)
    if (first < 0) return
    const line = this.#from + text.slice(0, first).split('\n').length - 1
    const message = `Text stands after entry #${this.#count} without a heading that can be read, so nobody is shown it: write "### [HUMAN] [2026-11-21 09:20] UTC" above it`
    this.#notice('text-stray', line, null, message)
  }

  #drop(count: number): void {
    this.#queue.drop(count)
    this.#base += count
    this.#scanned -= count
    this.#searched -= count
  }

  #notice(code: string, line: number, entry: number | null, message: string): void {
    this.#sink.notice({ code, line, entry, message })
  }
}

/** For who wants the chain and nothing else. */
export const SILENT: FrameSink = { preamble() {}, frame() {}, adopted() {}, notice() {} }

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return withoutReturn(decode(bytes.subarray(start, end)))
}

function sealProblem(seal: Seal, number: number): string {
  if (!seal.exact) return `The seal of entry #${number} is not spelled as it was written`
  return seal.number === number
    ? `Entry #${number} is not what was sealed: it, or what stands before it, was changed afterwards`
    : `The seal of entry #${number} says #${seal.number}: an entry was put in or taken out`
}
