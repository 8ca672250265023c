/**
 * Bytes → entries, piece by piece: what was read once is never read again. Where each byte belongs:
 *
 *   preamble │ heading … seal │ heading … seal │ heading … (no seal yet)
 *            └ frame #1 ──────┘                └ pending
 */
import { chainNext, chainStart } from './chain.ts'
import type { Digest } from './digest.ts'
import type { Entry, Notice, ParsedLog } from './entry.ts'
import { readHeading, readSeal, type Seal, writeSeal } from './grammar.ts'
import { type Preamble, readPreamble } from './header.ts'
import { readEntryBody } from './read-entry.ts'

const NEWLINE = 0x0a
const HASH_SIGN = 0x23
const LESS_THAN = 0x3c
const BOM_LENGTH = 3
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
  readonly #strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  readonly #lossy = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #entries: Entry[] = []
  readonly #notices: Notice[] = []
  #preamble: Preamble | null = null
  /** The hash that the next seal is chained to. */
  #hash = ''
  /** Bytes since the last seal (or since the start of the file), and how far they are looked through. */
  #bytes: Uint8Array = NOTHING
  #scanned = 0
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
    // Editors strip the last newline; a seal is whole without it.
    const rest = this.#scanned
    if (
      this.#begun !== null &&
      this.#startsWith(rest, '<!--') &&
      readSeal(this.#text(rest, this.#bytes.length))
    ) {
      this.#maybeSeal(this.#begun, rest, this.#bytes.length, this.#line)
    }
  }

  /** The entry at the end of the file that no seal and no other heading has closed yet, or null. */
  get pending(): Entry | null {
    return this.#begun === null ? null : this.#unsealed(this.#begun, this.#bytes.length, [])
  }

  /**
   * The bytes that append `entry` (as `writeEntry` made it) with its seal. They begin with a newline, so that no torn
   * line before them can swallow the heading; what was written by hand since the last seal is adopted first.
   */
  seal(entry: string): { readonly bytes: Uint8Array; readonly number: number } {
    const encode = (text: string) => new TextEncoder().encode(text)
    const unsealed = this.#entries.length + (this.#begun === null ? 0 : 1)
    let lead: Uint8Array = encode('\n')
    let before = concat(this.#bytes, lead)
    let hash = this.#hash
    if (this.#preamble === null) {
      hash = chainStart(before, this.#digest)
      before = NOTHING
    } else if (unsealed > this.#sealedUpTo) {
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
    const preamble = this.#preamble ?? readPreamble(this.#decode(this.#bytes))
    const notices = [...preamble.notices, ...this.#notices]
    if (this.#begun === null && this.#preamble !== null) this.#stray(this.#bytes.length, notices)
    const last = this.#begun === null ? null : this.#unsealed(this.#begun, this.#bytes.length, notices)
    return {
      header: preamble.header,
      title: preamble.title,
      problem: preamble.problem,
      entries: last === null ? [...this.#entries] : [...this.#entries, last],
      notices,
    }
  }

  #readLine(start: number, end: number): void {
    const line = this.#line
    if (line === 1 && this.#startsWith(0, '\u00ef\u00bb\u00bf')) start = BOM_LENGTH
    const first = this.#bytes[start]
    this.#line += 1
    this.#scanned = end + 1
    if (first === HASH_SIGN && this.#startsWith(start, '###')) this.#maybeHeading(start, end, line)
    else if (first === LESS_THAN && this.#begun !== null && this.#startsWith(start, '<!--')) {
      this.#maybeSeal(this.#begun, start, end, line)
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
      this.#preamble = readPreamble(this.#decode(this.#bytes.subarray(0, start)))
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
    const verified = hash === seal.hash && seal.number === number
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
    this.#bytes = this.#bytes.subarray(start + seal.length)
    this.#scanned -= start + seal.length
    this.#begun = null
  }

  /** Text between a seal and the next heading is in no entry: nobody will see it unless they are told. */
  #stray(end: number, notices: Notice[]): void {
    if (this.#decode(this.#bytes.subarray(0, end)).trim() === '') return
    const message = `Text stands after entry #${this.#entries.length} without a heading: it belongs to no entry`
    notices.push({ code: 'text-stray', line: this.#line, entry: null, message })
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
      this.#decode(bytes, () =>
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

  #startsWith(start: number, ascii: string): boolean {
    for (let at = 0; at < ascii.length; at += 1)
      if (this.#bytes[start + at] !== ascii.charCodeAt(at)) return false
    return true
  }

  #text(start: number, end: number): string {
    return this.#decode(this.#bytes.subarray(start, end)).replace(/\r$/, '')
  }

  #decode(bytes: Uint8Array, onInvalid?: () => void): string {
    try {
      return this.#strict.decode(bytes)
    } catch {
      onInvalid?.()
      return this.#lossy.decode(bytes)
    }
  }
}

function sealProblem(seal: Seal, number: number): string {
  return seal.number === number
    ? `Entry #${number} is not what was sealed: it, or what stands before it, was changed afterwards`
    : `The seal of entry #${number} says #${seal.number}: an entry was put in or taken out`
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right
  if (right.length === 0) return left
  const joined = new Uint8Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}
