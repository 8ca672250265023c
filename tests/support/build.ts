/** Logs for tests, written and read by the real writer and reader: what a test sees is what a session would hold. */
import { sha256 } from '../../src/log/digest.ts'
import type { Entry, EntryType, Fields, Header, ParsedLog } from '../../src/log/entry.ts'
import { writePreamble } from '../../src/log/header.ts'
import { parseLog } from '../../src/log/parse.ts'
import { LogReader } from '../../src/log/reader.ts'
import { writeEntry } from '../../src/log/write.ts'

export interface BuiltEntry {
  readonly role: string
  /** Default ANALYSIS. */
  readonly type?: EntryType
  /** ISO 8601; default: ten seconds after the entry before, from 2026-11-21T04:10:12.000Z. */
  readonly time?: string
  readonly fields?: Fields
  readonly content?: string
}

export interface BuiltLog {
  readonly header?: Partial<Header>
  readonly title?: string
  readonly problem?: string
  readonly entries?: readonly BuiltEntry[]
  /** What someone wrote below it by hand, as it stands in the file. */
  readonly tail?: string
}

const HEADER: Header = {
  synod: 1,
  session: '2026-11-21-rate-limiter',
  created: '2026-11-21T04:10:11.120Z',
  workers: ['ARCHITECT', 'BACKEND', 'SECURITY'],
  proposer: 'ARCHITECT',
  policy: 'unanimous',
  veto: [],
  external: [],
  with: [],
  deadlock: 'pause',
  implement: false,
  maxRevisions: 3,
  mind: null,
}

const FIRST = Date.parse('2026-11-21T04:10:12.000Z')

/** The text of a whole, sealed log. */
function buildText({ header, title, problem, entries = [], tail = '' }: BuiltLog): string {
  const reader = new LogReader(sha256)
  const preamble = writePreamble({
    header: { ...HEADER, ...header },
    title: title ?? 'Rate limiter for the public API',
    problem: problem ?? 'Limit what one client may ask of our public API.',
  })
  const parts: Uint8Array[] = [new TextEncoder().encode(preamble)]
  reader.push(parts[0] ?? new Uint8Array())
  entries.forEach(({ role, type = 'ANALYSIS', fields = {}, content = '', time }, at) => {
    const stamped = time ?? new Date(FIRST + at * 10_000).toISOString()
    const { bytes } = reader.seal(writeEntry({ role, type, fields, content }, stamped))
    reader.push(bytes)
    parts.push(bytes)
  })
  return Buffer.concat(parts).toString('utf8') + tail
}

export function buildLog(log: BuiltLog): ParsedLog {
  return parseLog(buildText(log))
}

/** One entry as the reader gives it back. */
export function buildEntry(entry: BuiltEntry, log: Omit<BuiltLog, 'entries'> = {}): Entry {
  const [read] = buildLog({ ...log, entries: [entry] }).entries
  if (read === undefined) throw new Error('The entry was not read back')
  return read
}
