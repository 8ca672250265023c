/**
 * Looks after a log while a session runs on it. In-place changes leave no trace in what a reader reads on, so the file
 * is compared with its journal whenever it was touched; what differs is reconciled under the lock.
 */
import { closeSync, constants, fstatSync, read as readCallback, type Stats } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { SynodError } from '../errors.ts'
import { CHUNK } from './file-bytes.ts'
import { fileError, isGone } from './file-error.ts'
import { journalOf } from './journal.ts'
import { isUntouched, openIfThere, openPlainFile } from './plain-file.ts'

/** Milliseconds from one look to the next; longer where a look takes long, so that it never takes a fifth of the time. */
const INTERVAL = 300
const SHARE = 5
/** How long the log may be out of reach, in milliseconds, before that is an error. */
const PATIENCE = 2_000
/** File systems count time in steps of some milliseconds: a second change within one leaves the times as they are. */
const STEP = 50

/** `<!-- #7 c81e…` */
const SEAL = /^<!--[ \t]*#\d/m

const read = promisify(readCallback)

/** @param reconcile makes log and journal agree under the lock; throws what only a person can decide */
export async function guardLog(
  path: string,
  reconcile: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  let seen: Stats | null = null
  let failing: number | null = null
  while (!signal.aborted) {
    let looked = 0
    try {
      const stat = statOf(path)
      if (stat === null || seen === null || !isUntouched(stat, seen)) {
        const begun = performance.now()
        const fine = stat !== null && (await agrees(path))
        looked = performance.now() - begun
        if (!fine) await reconcile()
        seen = stat === null || isFresh(stat) ? null : stat
      }
      failing = null
    } catch (error) {
      // Only a change of what was sealed is for sure. A link, a full table of files, a lock that is held: it may pass.
      const changed = error instanceof SynodError && error.code === 'SYN_LOG_DAMAGED'
      failing ??= performance.now()
      if (changed || performance.now() - failing > PATIENCE) throw error
      seen = null
    }
    const pause = Math.max(INTERVAL, looked * SHARE)
    await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/** Whether the log begins with its journal, as far as the journal went when the look began. */
async function agrees(path: string): Promise<boolean> {
  let journal: number | null = null
  let log: number | null = null
  try {
    journal = openPlainFile(journalOf(path), constants.O_RDONLY)
    const { size } = fstatSync(journal)
    // Opened after the journal was measured: whatever is in the journal by then belongs into the log.
    log = openPlainFile(path, constants.O_RDONLY)
    const [left, right] = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)]
    for (let offset = 0; offset < size; offset += CHUNK) {
      const length = Math.min(CHUNK, size - offset)
      const [there, written] = await Promise.all([
        read(log, left, 0, length, offset),
        read(journal, right, 0, length, offset),
      ])
      if (there.bytesRead < length || written.bytesRead < length) return false
      if (Buffer.compare(left.subarray(0, length), right.subarray(0, length)) !== 0) return false
    }
    return !(await hasForeignSeal(log, journal, size))
  } catch (error) {
    // Without a journal, or without a log: under the lock it is seen which.
    if (isGone(error)) return false
    throw fileError(error, path, 'read')
  } finally {
    for (const file of [journal, log]) if (file !== null) closeSync(file)
  }
}

/** A seal behind the end of the journal that no engine wrote: unless one did meanwhile, into the journal first. */
async function hasForeignSeal(log: number, journal: number, size: number): Promise<boolean> {
  const rest = Buffer.alloc(CHUNK)
  const { bytesRead } = await read(log, rest, 0, CHUNK, size)
  return SEAL.test(rest.toString('latin1', 0, bytesRead)) && fstatSync(journal).size === size
}

function statOf(path: string): Stats | null {
  const file = openIfThere(path)
  try {
    return file === null ? null : fstatSync(file)
  } finally {
    if (file !== null) closeSync(file)
  }
}

function isFresh({ mtimeMs, ctimeMs }: Stats): boolean {
  return Math.abs(Date.now() - Math.max(mtimeMs, ctimeMs)) < STEP
}
