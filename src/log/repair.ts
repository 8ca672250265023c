/** What only a person can decide about a log whose sealed bytes were changed: to put them back, or to keep what is there. */
import { closeSync, constants, copyFileSync, existsSync, renameSync } from 'node:fs'
import { SynodError } from '../errors.ts'
import type { Damage } from './damage.ts'
import type { Notice } from './entry.ts'
import { readRange } from './file-bytes.ts'
import { fileError } from './file-error.ts'
import { journalOf, withJournal } from './journal.ts'
import { withLock } from './lock.ts'
import { openPlainFile } from './plain-file.ts'
import { onceAtRest, recover, type Unsteady } from './recover.ts'
import { carried, replaceFile, stampOf } from './replace.ts'
import { framesOf, resealed } from './reseal.ts'
import { sideFile } from './side-files.ts'

/** `restore` puts back what was sealed; `accept` seals what is there now. */
export type RepairChoice = 'restore' | 'accept'

export interface Repair {
  /** What was mended without anybody's decision, or null. */
  readonly mended: Notice | null
  /** What was changed in sealed bytes and is now decided; null when nothing was. */
  readonly damage: Damage | null
  /** Where the file as it was before is kept; null when nothing was replaced. */
  readonly kept: string | null
  /** The entries that count as written by hand since: what was accepted is not known to be their author's. */
  readonly byHand: readonly number[]
}

const NEWLINE = Uint8Array.of(0x0a)

/**
 * Mends what can be mended from the journal, and does as chosen with the rest. Deletes nothing.
 * @throws SynodError SYN_LOG_DAMAGED when something is to be decided and no choice is given, or there is no journal to restore from
 */
export async function repairLog(path: string, choice: RepairChoice | null, now: Date): Promise<Repair> {
  // What is no log gets no side files.
  if (existsSync(path)) closeSync(openPlainFile(path, constants.O_RDONLY))
  const { repair } = await onceAtRest(stamp =>
    withLock(path, () => withJournal(path, journal => repairLocked(path, journal, stamp, choice, now))),
  )
  return repair
}

interface Repaired {
  readonly kind: 'repaired'
  readonly repair: Repair
}

function repairLocked(
  path: string,
  journal: number,
  stamp: string | null,
  choice: RepairChoice | null,
  now: Date,
): Repaired | Unsteady {
  try {
    const recovery = recover(path, journal, stamp)
    if (recovery.kind === 'unsteady') return recovery
    return { kind: 'repaired', repair: { mended: recovery.notice, damage: null, kept: null, byHand: [] } }
  } catch (error) {
    const damaged = error instanceof SynodError && error.code === 'SYN_LOG_DAMAGED'
    if (!damaged || choice === null) throw error
    const damage = error.details as unknown as Damage
    const kept = keep(path, now)
    const byHand = choice === 'restore' ? restore(path, journal) : accept(path, journal, now)
    return { kind: 'repaired', repair: { mended: null, damage, kept, byHand } }
  }
}

function restore(path: string, journal: number): readonly number[] {
  withLog(path, log => {
    const written = framesOf(readRange(journal, 0)).sound
    const last = written.at(-1)
    if (last === undefined) {
      throw new SynodError(
        'SYN_LOG_DAMAGED',
        `${path} cannot be restored: no journal has what was sealed. Put a backup in its place, or keep what is there with synod repair --accept`,
      )
    }
    const stamp = stampOf(log)
    const bytes = readRange(log, 0)
    const there = framesOf(bytes)
    // What came after the journal's last entry, or, in an older copy, after the last seal, is nobody's to throw away.
    const same = there.all.find(({ seal }) => seal?.hash === last.seal?.hash)
    const start = same?.end ?? there.sealedEnd
    const behind = there.all.filter(frame => frame.start >= start)
    const spoiled = behind.findIndex(({ seal, verified }) => seal !== null && !verified)
    const genuine = behind.slice(0, spoiled < 0 ? behind.length : spoiled)
    const end = genuine.findLast(({ seal }) => seal !== null)?.end ?? start
    // What was put in between sealed entries is somebody's text as well: it goes behind them.
    const known = new Set(framesOf(readRange(journal, 0)).all.map(({ text }) => text))
    const inserted = there.all.filter(
      ({ seal, start: at, text }) => seal === null && at < start && !known.has(text),
    )
    const text = Buffer.concat([
      bytes.subarray(end),
      ...inserted.flatMap(frame => [NEWLINE, frame.bytes, NEWLINE]),
    ])
    const done = replaceFile(
      path,
      [readRange(journal, 0, last.end), bytes.subarray(start, end), ...carried(text)],
      {
        file: log,
        size: bytes.length,
        stamp,
      },
    )
    if (!done) throw saved(path)
  })
  // What was sealed on top of the change by somebody else may still not hold: then this was not enough.
  recover(path, journal, 'anyway')
  return []
}

function accept(path: string, journal: number, now: Date): readonly number[] {
  const byHand = withLog(path, log => {
    const stamp = stampOf(log)
    const bytes = readRange(log, 0)
    const written = new Map(framesOf(readRange(journal, 0)).sound.map(frame => [frame.number, frame]))
    const { bytes: anew, byHand: numbers } = resealed(bytes, written)
    if (!replaceFile(path, [anew], { file: log, size: bytes.length, stamp })) throw saved(path)
    return numbers
  })
  // The old one has what was changed: it is kept, and the next append begins a new one.
  renameSync(journalOf(path), stamped(path, 'journal', now))
  return byHand
}

function saved(path: string): SynodError {
  return new SynodError(
    'SYN_LOG_LOCKED',
    `${path} was saved by another program during the repair, and is left as it is: close that program, then repair again`,
  )
}

function withLog<T>(path: string, work: (log: number) => T): T {
  const log = openPlainFile(path, constants.O_RDONLY)
  try {
    return work(log)
  } finally {
    closeSync(log)
  }
}

function keep(path: string, now: Date): string {
  const kept = stamped(path, 'before-repair', now)
  try {
    copyFileSync(path, kept, constants.COPYFILE_EXCL)
    return kept
  } catch (error) {
    throw fileError(error, kept, 'create')
  }
}

/** A name nobody has yet: two repairs in one second must not lose the first one's file. */
function stamped(path: string, kind: string, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '')
  for (let nth = 1; ; nth += 1) {
    const name = sideFile(path, nth === 1 ? `${kind}-${stamp}` : `${kind}-${stamp}-${nth}`)
    if (!existsSync(name)) return name
  }
}
