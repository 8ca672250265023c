/** Logs for tests of the log and the protocol: sealed by the real writer, mixed with what people write by hand. */
import { sha256 } from '../../src/log/digest.ts'
import type { EntryDraft, Fields, Header, ParsedLog } from '../../src/log/entry.ts'
import { writePreamble } from '../../src/log/header.ts'
import { parseLog } from '../../src/log/parse.ts'
import { LogReader } from '../../src/log/reader.ts'
import { writeEntry } from '../../src/log/write.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import type { State } from '../../src/protocol/state.ts'

export const HEADER: Header = {
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
export const TITLE = 'Rate limiter'
export const PROBLEM = 'Limit what one client may ask.'

/** A draft is sealed by the engine; a text is put in as it is, the way an editor does, and adopted by the next draft. */
export type Part = EntryDraft | string

export interface LogOptions {
  /** Null for a log without front matter, title and problem. */
  readonly header?: Partial<Header> | null
  readonly title?: string
  readonly problem?: string
}

/** The time of the engine's nth entry, counted from 0. */
export function timeOf(nth: number): string {
  return new Date(Date.parse('2026-11-21T04:10:12.000Z') + nth * 1000).toISOString()
}

export function logBytes(parts: readonly Part[], options: LogOptions = {}): Uint8Array {
  const reader = new LogReader(sha256)
  const written: Uint8Array[] = []
  const add = (bytes: Uint8Array) => {
    reader.push(bytes)
    written.push(bytes)
  }
  add(new TextEncoder().encode(preamble(options)))
  let nth = 0
  for (const part of parts) {
    if (typeof part === 'string') add(new TextEncoder().encode(part))
    else add(reader.seal(writeEntry(part, timeOf(nth++))).bytes)
  }
  return Buffer.concat(written)
}

export function logText(parts: readonly Part[], options: LogOptions = {}): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(logBytes(parts, options))
}

export function logOf(parts: readonly Part[], options: LogOptions = {}): ParsedLog {
  return parseLog(logBytes(parts, options))
}

/** The state after these entries, in a session of ARCHITECT, BACKEND and SECURITY unless the header says otherwise. */
export function session(parts: readonly Part[], header: LogOptions['header'] = {}): State {
  return foldLog(logOf(parts, { header }))
}

function preamble({ header = {}, title = TITLE, problem = PROBLEM }: LogOptions): string {
  return header === null ? '' : writePreamble({ header: { ...HEADER, ...header }, title, problem })
}

/** What a person leaves in the file with an editor. */
export function byHand(role: string, content: string, fields: Fields = {}): string {
  return `\n${writeEntry({ role, type: 'ANALYSIS', fields, content }, '2026-11-21T05:00:00.000Z')}`
}

export function say(role: string, fields: Fields = {}, content: string = `${role} speaks.`): EntryDraft {
  return { role, type: 'REVIEW', fields, content }
}

export function frame(fields: Fields = {}): EntryDraft {
  return { role: 'SUPERVISOR', type: 'ANALYSIS', fields, content: 'The framework.' }
}

export function outcome(written: string): EntryDraft {
  return frame({ Outcome: [written] })
}

export function analysis(role: string): EntryDraft {
  return { role, type: 'ANALYSIS', fields: {}, content: `${role} analyses.` }
}

export function proposal(fields: Fields = {}, role: string = 'ARCHITECT'): EntryDraft {
  return { role, type: 'PROPOSAL', fields, content: 'The text.' }
}

export function agree(role: string, on: number, fields: Fields = {}): EntryDraft {
  return say(role, { Verdict: [`AGREE #${on}`], ...fields })
}

export function object(role: string, on: number, ...concerns: readonly string[]): EntryDraft {
  return say(role, { Verdict: [`OBJECT #${on}`], Concern: concerns })
}

export function abstain(role: string, on: number): EntryDraft {
  return say(role, { Verdict: [`ABSTAIN #${on}`] })
}

/** #1 frames, #2 to #4 analyse, #5 proposes. */
export const OPENED: readonly EntryDraft[] = [
  frame(),
  analysis('ARCHITECT'),
  analysis('BACKEND'),
  analysis('SECURITY'),
  proposal(),
]
