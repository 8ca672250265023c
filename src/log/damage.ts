/** What was changed in a log, in words: the entry, what was there and what is there now. */
import { SynodError } from '../errors.ts'
import { decode } from './bytes.ts'
import { readRange } from './file-bytes.ts'
import type { Skim } from './skim.ts'

/** At most this much of a changed entry is looked at, in bytes, and shown, in characters. */
const LOOKED_AT = 300 * 1024
const SHOWN = 160

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
  const number = journal.skim.boundary.number + 1
  const known = journal.skim.soundEnd > boundary
  const broken = log.skim.firstBroken
  const [was, is] = known ? firstDifference(journal.file, log.file, boundary) : [null, null]
  return {
    entry: known ? number : (broken?.number ?? number),
    role: broken?.role ?? '',
    message: broken?.message ?? `Entry #${number} is another than the one that was sealed`,
    was,
    is,
  }
}

/** @throws never; makes the error that engines stop with */
export function damageError(path: string, damage: Damage): SynodError {
  const { entry, role, message, was, is } = damage
  const whose = role === '' ? `#${entry}` : `#${entry} [${role}]`
  const shown = was === null ? '' : `. At ${whose} there was ${quote(was)}, now there is ${quote(is ?? '')}`
  return new SynodError(
    'SYN_LOG_DAMAGED',
    `${path}: ${message}${shown}. Nothing more is appended. synod repair --restore puts back what was sealed, synod repair --accept keeps what is there now`,
    { details: { ...damage } },
  )
}

function firstDifference(before: number, now: number, from: number): readonly [string, string] {
  const lines = (file: number) => decode(readRange(file, from, from + LOOKED_AT)).split('\n')
  const [old, fresh] = [lines(before), lines(now)]
  const at = old.findIndex((line, index) => line !== fresh[index])
  return [old[at] ?? '', fresh[at] ?? '']
}

function quote(line: string): string {
  return JSON.stringify(line.length > SHOWN ? `${line.slice(0, SHOWN)} …` : line)
}
