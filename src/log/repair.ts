/** What only a person can decide about a log whose sealed bytes were changed: to put them back, or to keep what is there. */
import { closeSync, constants, copyFileSync, existsSync, renameSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { SynodError } from '../errors.ts'
import type { Damage } from './damage.ts'
import type { Notice } from './entry.ts'
import { readRange } from './file-bytes.ts'
import { fileError } from './file-error.ts'
import { journalOf, withJournal } from './journal.ts'
import { withLock } from './lock.ts'
import { openPlainFile } from './plain-file.ts'
import { recover } from './recover.ts'
import { carried, replaceFile } from './replace.ts'
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
}

const CALM = 200

/**
 * Mends what can be mended from the journal, and does as chosen with the rest. Deletes nothing.
 * @throws SynodError SYN_LOG_DAMAGED when something is to be decided and no choice is given, or there is no journal to restore from
 */
export async function repairLog(path: string, choice: RepairChoice | null, now: Date): Promise<Repair> {
  // What is no log gets no side files.
  if (existsSync(path)) closeSync(openPlainFile(path, constants.O_RDONLY))
  for (let stamp: string | null = null; ; ) {
    const before: string | null = stamp
    const result: Repair | string = await withLock(path, () =>
      withJournal(path, journal => repairLocked(path, journal, before, choice, now)),
    )
    if (typeof result !== 'string') return result
    stamp = result
    await sleep(CALM)
  }
}

function repairLocked(
  path: string,
  journal: number,
  stamp: string | null,
  choice: RepairChoice | null,
  now: Date,
): Repair | string {
  try {
    const recovery = recover(path, journal, stamp)
    return recovery.kind === 'unsteady'
      ? recovery.stamp
      : { mended: recovery.notice, damage: null, kept: null }
  } catch (error) {
    const damaged = error instanceof SynodError && error.code === 'SYN_LOG_DAMAGED'
    if (!damaged || choice === null) throw error
    const damage = error.details as unknown as Damage
    const kept = keep(path, now)
    if (choice === 'restore') restore(path, journal)
    else accept(path, journal, now)
    return { mended: null, damage, kept }
  }
}

function restore(path: string, journal: number): void {
  withLog(path, log => {
    const written = framesOf(readRange(journal, 0)).sound
    const last = written.at(-1)
    if (last === undefined) {
      throw new SynodError(
        'SYN_LOG_DAMAGED',
        `${path} cannot be restored: no journal has what was sealed. Put a backup in its place, or keep what is there with synod repair --accept`,
      )
    }
    const bytes = readRange(log, 0)
    const there = framesOf(bytes)
    // What came after the journal's last entry, or, in an older copy, after the last seal, is nobody's to throw away.
    const same = there.all.find(({ seal }) => seal?.hash === last.seal?.hash)
    const sealed = bytes.subarray(same?.end ?? there.sealedEnd, there.sealedEnd)
    const text = bytes.subarray(Math.max(there.sealedEnd, same?.end ?? 0))
    replaceFile(path, [readRange(journal, 0, last.end), sealed, ...carried(text)], {
      file: log,
      size: bytes.length,
    })
  })
  // What was sealed on top of the change by somebody else may still not hold: then this was not enough.
  recover(path, journal, 'anyway')
}

function accept(path: string, journal: number, now: Date): void {
  withLog(path, log => {
    const bytes = readRange(log, 0)
    const sealed = new Set(
      framesOf(readRange(journal, 0))
        .sound.filter(({ seal }) => seal?.adopted === false)
        .map(({ text }) => text),
    )
    replaceFile(path, [resealed(bytes, sealed)], { file: log, size: bytes.length })
  })
  // The old one has what was changed: it is kept, and the next append begins a new one.
  renameSync(journalOf(path), stamped(path, 'journal', now))
}

function withLog(path: string, work: (log: number) => void): void {
  const log = openPlainFile(path, constants.O_RDONLY)
  try {
    work(log)
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
