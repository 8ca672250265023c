/**
 * Bytes → entries, piece by piece: what was read once is never read again. Where each byte belongs:
 *
 *   preamble │ heading … seal │ heading … seal │ heading … (no seal yet)
 *            └ frame #1 ──────┘                └ pending
 */
import { concat, decode, startsWith } from './bytes.ts'
import { chainNext, chainStart } from './chain.ts'
import type { Digest } from './digest.ts'
import type { Entry, Notice, ParsedLog } from './entry.ts'
import { readHeading, readSeal, type Seal, writeSeal } from './grammar.ts'
import { type Preamble, readPreamble } from './header.ts'
import { readEntryBody } from './read-entry.ts'

const NEWLINE = 0x0a
const BOM = [0xef, 0xbb, 0xbf]
/** `###` and `<!--` */
const HEADING_START = [0x23, 0x23, 0x23]
const SEAL_START = [0x3c, 0x21, 0x2d, 0x2d]
const NOTHING = new Uint8Array(0)

/** An entry that has begun: where its heading is in `#bytes`, and in which line of the file. */
interface Begun {
  readonly start: number
  readonly line: number
  /** Where the text after the heading begins. */
  readonly body: number
}

export class LogReader {
  readonly #digest: Digest
  #entries: Entry[] = []
  #notices: Notice[] = []
  #preamble: Preamble | null = null
  /** The hash that the next seal is chained to. */
  #hash = ''
  /** Bytes since the last seal (or since the start of the file), and how far they are looked through. */
  #bytes: Uint8Array = NOTHING
  #scanned = 0
  /** The line of the file that `#bytes` begins in, and the one that is read next. */
  #from = 1
  #line = 1
  #begun: Begun | null = null
  /** How many entries stood when the last seal was read. */
  #sealedUpTo = 0

  constructor(digest: Digest) {
    this.#digest = digest
  }

  /** Entries that are whole: sealed, or followed by another heading. The array grows; its items may turn adopted. */
  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** Takes in the bytes that follow those of the calls before. */
  push(chunk: Uint8Array): void {
    this.#bytes = concat(this.#bytes, chunk)
    for (;;) {
      const end = this.#bytes.indexOf(NEWLINE, this.#scanned)
      if (end < 0) break
      this.#readLine(this.#scanned, end)
    }
  }

  /** The entry that nothing has closed yet but the end of the file, or null. */
  get pending(): Entry | null {
    const ended = this.#ended()
    return ended.#entries[this.#entries.length] ?? ended.#open([])
  }

  /**
   * The bytes that append `entry` (as `writeEntry` made it) with its seal. They begin with a newline, so that no torn
   * line before them can swallow the heading; what was written by hand since the last seal is adopted first.
   */
  seal(entry: string): { readonly bytes: Uint8Array; readonly number: number } {
    const encode = (text: string) => new TextEncoder().encode(text)
    let lead: Uint8Array = encode('\n')
    const file = this.#with(lead)
    const unsealed = file.#entries.length + (file.#begun === null ? 0 : 1)
    let before = file.#bytes
    let hash = file.#hash
    if (file.#preamble === null) {
      hash = chainStart(before, this.#digest)
      before = NOTHING
    } else if (unsealed > file.#sealedUpTo) {
      hash = chainNext(hash, before, true, this.#digest)
      lead = concat(lead, encode(`${writeSeal(unsealed, hash, true)}\n\n`))
      before = encode('\n\n')
    }
    const text = encode(entry)
    const own = chainNext(hash, concat(before, text), false, this.#digest)
    const number = unsealed + 1
    return { bytes: concat(concat(lead, text), encode(`${writeSeal(number, own, false)}\n`)), number }
  }

  snapshot(): ParsedLog {
    return this.#ended().#whole()
  }

  #whole(): ParsedLog {
    const { notices: early, ...preamble } = this.#preamble ?? this.#readPreamble(this.#bytes.length)
    const notices = [...early, ...this.#notices]
    if (this.#begun === null && this.#preamble !== null) this.#stray(this.#bytes.length, notices)
    const last = this.#open(notices)
    const entries = last === null ? [...this.#entries] : [...this.#entries, last]
    return { ...preamble, entries, notices }
  }

  #open(notices: Notice[]): Entry | null {
    return this.#begun === null ? null : this.#unsealed(this.#begun, this.#bytes.length, notices)
  }

  /** Editors strip the last newline: what stands in a last line without one counts as if it had one. */
  #ended(): LogReader {
    return this.#scanned === this.#bytes.length ? this : this.#with(Uint8Array.of(NEWLINE))
  }

  /** What this reader would be after these bytes. */
  #with(bytes: Uint8Array): LogReader {
    const copy = new LogReader(this.#digest)
    copy.#entries = [...this.#entries]
    copy.#notices = [...this.#notices]
    copy.#preamble = this.#preamble
    copy.#hash = this.#hash
    copy.#bytes = this.#bytes
    copy.#scanned = this.#scanned
    copy.#from = this.#from
    copy.#line = this.#line
    copy.#begun = this.#begun
    copy.#sealedUpTo = this.#sealedUpTo
    copy.push(bytes)
    return copy
  }

  #readPreamble(end: number): Preamble {
    let valid = true
    const text = decode(this.#bytes.subarray(0, end), () => {
      valid = false
    })
    const read = readPreamble(text)
    if (valid) return read
    const message = 'What stands before the first entry is not valid UTF-8: the bad bytes are shown as U+FFFD'
    return { ...read, notices: [...read.notices, { code: 'utf8-invalid', line: 1, entry: null, message }] }
  }

  #readLine(start: number, end: number): void {
    const line = this.#line
    if (line === 1 && startsWith(this.#bytes, 0, BOM)) start = BOM.length
    this.#line += 1
    this.#scanned = end + 1
    if (startsWith(this.#bytes, start, HEADING_START)) this.#maybeHeading(start, end, line)
    else if (startsWith(this.#bytes, start, SEAL_START)) {
      if (this.#begun === null) this.#lostSeal(start, end, line)
      else this.#maybeSeal(this.#begun, start, end, line)
    }
  }

  #maybeHeading(start: number, end: number, line: number): void {
    const text = this.#text(start, end)
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
    if (this.#preamble === null) {
      this.#preamble = this.#readPreamble(start)
      this.#hash = chainStart(this.#bytes.subarray(0, start), this.#digest)
      this.#bytes = this.#bytes.subarray(start)
      this.#scanned -= start
      this.#begun = { start: 0, line, body: end + 1 - start }
      return
    }
    if (this.#begun !== null) this.#entries.push(this.#unsealed(this.#begun, start, this.#notices))
    else this.#stray(start, this.#notices)
    this.#begun = { start, line, body: end + 1 }
  }

  #maybeSeal(begun: Begun, start: number, end: number, line: number): void {
    const text = this.#text(start, end)
    const seal = readSeal(text)
    if (seal === null) {
      if (/^<!--[ \t]*#/.test(text)) {
        this.#notice(
          'seal-unreadable',
          line,
          this.#entries.length + 1,
          'Looks like a seal but is none: it is read as text',
        )
      }
      return
    }
    const number = this.#entries.length + 1
    const hash = chainNext(this.#hash, this.#bytes.subarray(0, start), seal.adopted, this.#digest)
    const verified = hash === seal.hash && seal.number === number && seal.exact
    if (!verified) this.#notice('seal-broken', line, number, sealProblem(seal, number))
    const entry = this.#unsealed(begun, start, this.#notices)
    this.#entries.push({ ...entry, sealed: true, adopted: seal.adopted, verified })
    if (seal.adopted) this.#adoptSince(this.#sealedUpTo, verified)
    else if (this.#sealedUpTo < number - 1) {
      this.#notice(
        'entry-inserted',
        begun.line,
        number,
        `Entries stand unsealed before #${number}: put in by hand`,
      )
    }
    this.#sealedUpTo = number
    // Chained to what is written, not to what it should be: so each entry that differs is named, and no other.
    this.#hash = seal.hash
    this.#from = line
    this.#bytes = this.#bytes.subarray(start + seal.length)
    this.#scanned -= start + seal.length
    this.#begun = null
  }

  /** A seal with no entry above it: the heading is gone, and with it an entry that was sealed. */
  #lostSeal(start: number, end: number, line: number): void {
    const seal = readSeal(this.#text(start, end))
    if (seal === null) return
    const message = `The seal of entry #${seal.number} stands alone: the heading of its entry was changed or taken out`
    this.#notice('seal-broken', line, this.#entries.length + 1, message)
  }

  /** Text between a seal and the next heading is in no entry: nobody will see it unless they are told. */
  #stray(end: number, notices: Notice[]): void {
    const text = decode(this.#bytes.subarray(0, end))
    const first = text.search(/\S/)
    if (first < 0) return
    const line = this.#from + text.slice(0, first).split('\n').length - 1
    const message = `Text stands after entry #${this.#entries.length} without a heading: it belongs to no entry`
    notices.push({ code: 'text-stray', line, entry: null, message })
  }

  #adoptSince(from: number, verified: boolean): void {
    for (let at = from; at < this.#entries.length; at += 1) {
      const entry = this.#entries[at]
      if (entry !== undefined) this.#entries[at] = { ...entry, sealed: true, adopted: true, verified }
    }
  }

  #unsealed(begun: Begun, end: number, notices: Notice[]): Entry {
    const number = this.#entries.length + 1
    const notice = (code: string, message: string) =>
      notices.push({ code, line: begun.line, entry: number, message })
    const heading = readHeading(this.#text(begun.start, begun.body - 1))
    const bytes = this.#bytes.subarray(begun.body, end)
    const body = readEntryBody(
      decode(bytes, () =>
        notice('utf8-invalid', `Entry #${number} is not valid UTF-8: the bad bytes are shown as U+FFFD`),
      ),
    )
    if (heading?.time == null)
      notice(
        'time-unreadable',
        `The time of entry #${number} could not be read: its place in the file is its order`,
      )
    if (!body.typeKnown)
      notice(
        'type-unknown',
        `Entry #${number} has the unknown type ${body.writtenType}: it is read as ANALYSIS`,
      )
    return {
      number,
      role: heading?.role ?? '',
      time: heading?.time ?? null,
      type: body.type,
      writtenType: body.writtenType,
      fields: body.fields,
      content: body.content,
      sealed: false,
      adopted: false,
      verified: false,
      line: begun.line,
    }
  }

  #notice(code: string, line: number, entry: number | null, message: string): void {
    this.#notices.push({ code, line, entry, message })
  }

  #text(start: number, end: number): string {
    return decode(this.#bytes.subarray(start, end)).replace(/\r$/, '')
  }
}

function sealProblem(seal: Seal, number: number): string {
  if (!seal.exact) return `The seal of entry #${number} is not spelled as it was written`
  return seal.number === number
    ? `Entry #${number} is not what was sealed: it, or what stands before it, was changed afterwards`
    : `The seal of entry #${number} says #${seal.number}: an entry was put in or taken out`
}
