/**
 * The lines an entry is made of:
 *
 *   ### [BACKEND] [2026-11-21 04:10:31.517] UTC      heading
 *   **Type**: REVIEW                                 fields, one a line
 *   **Verdict**: OBJECT #6
 *   **Content**: …                                   from here on nothing is a field
 *   <!-- #7 c81e… -->                                seal
 *
 * Reading is tolerant of what people and other tools write; writing has one form.
 */
import { isValid } from 'date-fns/isValid'
import { parseISO } from 'date-fns/parseISO'
import { ENTRY_TYPES, type EntryType, FIELD_ORDER, ROLE_PATTERN } from './entry.ts'

const HEADING = /^###[ \t]*\[([^\]]*)\][ \t]*\[([^\]]*)\](?:[ \t]*(?:UTC|Z))?$/i
const SEAL = /^<!--[ \t]*#(\d{1,15})[ \t]+([0-9a-f]{32})([ \t]+adopted)?[ \t]*-->/
const FIELD = /^\*\*([A-Za-z][A-Za-z -]{0,31})(?:\*\*[ \t]*:|:[ \t]*\*\*)[ \t]?(.*)$/s
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?[ \t]*(?:Z|UTC)?$/i
/** As the engine writes it, on a day that every year has: parseISO takes longer than all else about an entry. */
const OWN_TIME =
  /^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31) (?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}$/

/** Types that older role files use. Kept as written, treated as ANALYSIS. */
const OLD_TYPES = new Set([
  'LEADERSHIP',
  'GUIDANCE',
  'COORDINATION',
  'QUALITY_CHECK',
  'THREAT_MODEL',
  'REQUIREMENT',
  'DECISION',
  'SCHEMA',
  'OPTIMIZATION',
])

const KNOWN_FIELDS = new Map([...FIELD_ORDER, 'Type', 'Content'].map(name => [name.toLowerCase(), name]))

export interface Heading {
  readonly role: string
  /** ISO 8601, or null when the time in the heading is none. */
  readonly time: string | null
}

/** Null when the line is no heading, though it may look like one. */
export function readHeading(line: string): Heading | null {
  const match = HEADING.exec(line.trimEnd())
  if (match === null) return null
  const role = (match[1] ?? '').trim().toUpperCase().replace(/\s+/g, '-')
  return ROLE_PATTERN.test(role) ? { role, time: readTime(match[2] ?? '') } : null
}

export function writeHeading(role: string, time: string): string {
  return `### [${role}] [${time.replace('T', ' ').replace('Z', '')}] UTC`
}

/** A time as people write it → ISO 8601 with milliseconds, or null. */
export function readTime(written: string): string | null {
  if (OWN_TIME.test(written)) return `${written.slice(0, 10)}T${written.slice(11)}Z`
  const match = TIME.exec(written.trim())
  if (match === null) return null
  const [, day, minute, second = '00', fraction = ''] = match
  const date = parseISO(`${day}T${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`)
  return isValid(date) ? date.toISOString() : null
}

export interface Seal {
  readonly number: number
  readonly hash: string
  readonly adopted: boolean
  /** Spelled exactly as `writeSeal` does: the seal's own bytes are in no hash, so no other spelling can hold. */
  readonly exact: boolean
  /** Length of the seal in the line, up to and with `-->`. */
  readonly length: number
}

export function readSeal(line: string): Seal | null {
  const match = SEAL.exec(line)
  if (match === null || line.slice(match[0].length).trim() !== '') return null
  const [written, , hash = '', mark] = match
  const [number, adopted] = [Number(match[1]), mark !== undefined]
  return {
    number,
    hash,
    adopted,
    exact: written === writeSeal(number, hash, adopted),
    length: written.length,
  }
}

export function writeSeal(number: number, hash: string, adopted: boolean): string {
  return `<!-- #${number} ${hash}${adopted ? ' adopted' : ''} -->`
}

export interface FieldLine {
  readonly name: string
  readonly value: string
}

/** Known names in any case come back in their own; unknown ones as they are. Null when the line is no field. */
export function readField(line: string): FieldLine | null {
  const match = line.startsWith('**') ? FIELD.exec(line) : null
  if (match === null) return null
  const name = (match[1] ?? '').trim()
  return { name: KNOWN_FIELDS.get(name.toLowerCase()) ?? name, value: match[2] ?? '' }
}

export function writeField(name: string, value: string): string {
  return `**${name}**: ${value}`
}

export interface TypeReading {
  readonly type: EntryType
  readonly written: string
  readonly known: boolean
}

export function readType(written: string | undefined): TypeReading {
  const word = (written ?? '')
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_')
  const type = ENTRY_TYPES.find(known => known === word)
  if (type !== undefined) return { type, written: type, known: true }
  return { type: 'ANALYSIS', written: word || 'ANALYSIS', known: word === '' || OLD_TYPES.has(word) }
}
