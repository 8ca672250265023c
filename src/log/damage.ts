/** What was changed in a log, in words: the entry, what was there and what is there now. */
import { SynodError } from '../errors.ts'
import { decode } from './bytes.ts'
import { commonLength, readRange } from './file-bytes.ts'
import { readHeading } from './grammar.ts'
import type { Skim } from './skim.ts'

/** At most this much of a changed line is looked at, in bytes, and shown, in characters. */
const LOOKED_AT = 4 * 1024
const SHOWN = 160
/** What JSON leaves as it is: DEL, C1, zero-width and bidirectional controls, separators of lines. */
const ACTING = /[\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g
const NEWLINE = 0x0a

export interface Damage {
  /** The first entry that is not what was sealed; 0 where it is what stands before the first. */
  readonly entry: number
  readonly role: string
  readonly message: string
  /** The first line that differs, as it was sealed and as it is now; null where no journal has it. */
  readonly was: string | null
  readonly is: string | null
}

/** @param boundary the byte offset up to which log and journal are the same entries */
export function damageOf(
  log: { readonly file: number; readonly skim: Skim },
  journal: { readonly file: number; readonly skim: Skim },
  boundary: number,
): Damage {
  const broken = log.skim.firstBroken
  if (journal.skim.soundEnd <= boundary) {
    const { number = journal.skim.boundary.number + 1, role = '', message = '' } = broken ?? {}
    return { entry: number, role, message: message || changed(number), was: null, is: null }
  }
  const { was, is, roles } = firstDifference(journal.file, log.file, boundary)
  const before = journal.skim.boundary.number
  // The journal begins with what stands before #1; behind a seal there is always an entry.
  const entry = before + Math.max(roles.length, before === 0 ? 0 : 1)
  const message = broken?.number === entry ? broken.message : changed(entry)
  return { entry, role: roles.at(-1) ?? '', message, was, is }
}

/** @throws never; makes the error that engines stop with */
export function damageError(path: string, damage: Damage): SynodError {
  const { entry, role, message, was, is } = damage
  const at = entry === 0 ? 'Before #1' : role === '' ? `At #${entry}` : `At #${entry} [${role}]`
  const from = was === null ? 0 : firstChange(was, is ?? '')
  const shown =
    was === null ? '' : `. ${at} there was ${quote(was, from)}, now there is ${quote(is ?? '', from)}`
  return new SynodError(
    'SYN_LOG_DAMAGED',
    `${path}: ${message}${shown}. Nothing more is appended. synod repair SESSION --restore puts back what was sealed, synod repair SESSION --accept keeps what is there now`,
    { details: { ...damage } },
  )
}

function changed(entry: number): string {
  return entry === 0
    ? 'What stands before #1 was changed'
    : `Entry #${entry} is another than the one that was sealed`
}

/** The first line that differs; and whose entries begin from `from` up to it. */
function firstDifference(
  before: number,
  now: number,
  from: number,
): { readonly was: string; readonly is: string; readonly roles: readonly string[] } {
  const at = commonLength(before, now)
  const same = readRange(before, from, at)
  const start = from + same.lastIndexOf(NEWLINE) + 1
  const lineOf = (file: number) => decode(readRange(file, start, at + LOOKED_AT)).split('\n', 1)[0] ?? ''
  const was = lineOf(before)
  const roles = [...decode(same.subarray(0, start - from)).split('\n'), was].flatMap(
    line => readHeading(line)?.role ?? [],
  )
  return { was, is: lineOf(now), roles }
}

/** Where two lines begin to differ: what is shown of them must show that. */
export function firstChange(left: string, right: string): number {
  let at = 0
  while (at < left.length && left[at] === right[at]) at += 1
  return at
}

/** What is shown comes out of a file that anybody may change: nothing of it must act on a terminal, or hide. */
export function quote(line: string, around: number = 0): string {
  const start = line.length > SHOWN ? Math.max(0, Math.min(around - SHOWN / 4, line.length - SHOWN)) : 0
  const cut = line.slice(start, start + SHOWN)
  const shown = JSON.stringify(`${start > 0 ? '… ' : ''}${cut}${start + SHOWN < line.length ? ' …' : ''}`)
  return shown.replace(ACTING, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
