/**
 * Looks after a log while a session runs on it. In-place changes leave no trace in what a reader reads on, so the file
 * is compared with its journal whenever it was touched; what differs is reconciled under the lock.
 */
import { closeSync, constants, fstatSync, type Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { SynodError } from '../errors.ts'
import { CHUNK } from './file-bytes.ts'
import { journalOf } from './journal.ts'
import { openPlainFile } from './plain-file.ts'

/** Milliseconds from one look to the next; longer where a look takes long, so that it never takes a fifth of the time. */
const INTERVAL = 300
const SHARE = 5

/** @param reconcile makes log and journal agree under the lock; throws what only a person can decide */
export async function guardLog(
  path: string,
  reconcile: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  let seen: Stats | null = null
  while (!signal.aborted) {
    const begun = performance.now()
    const stat = statOf(path)
    if (stat === null || seen === null || hasChanged(stat, seen)) {
      if (stat === null || !(await agrees(path))) await reconcile()
      seen = stat
    }
    const pause = Math.max(INTERVAL, (performance.now() - begun) * SHARE)
    await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

/** Whether the log begins with its journal, as far as the journal went when the look began. */
async function agrees(path: string): Promise<boolean> {
  let [journal, log]: (FileHandle | null)[] = [null, null]
  try {
    journal = await open(journalOf(path))
    const { size } = await journal.stat()
    // Opened after the journal was measured: whatever is in the journal by then belongs into the log.
    log = await open(path)
    const [left, right] = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)]
    for (let offset = 0; offset < size; offset += CHUNK) {
      const length = Math.min(CHUNK, size - offset)
      const [there, written] = await Promise.all([
        log.read(left, 0, length, offset),
        journal.read(right, 0, length, offset),
      ])
      if (there.bytesRead < length || written.bytesRead < length) return false
      if (Buffer.compare(left.subarray(0, length), right.subarray(0, length)) !== 0) return false
    }
    return true
  } catch (error) {
    // Without a journal, or without a log: under the lock it is seen which.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  } finally {
    await journal?.close()
    await log?.close()
  }
}

function statOf(path: string): Stats | null {
  try {
    const file = openPlainFile(path, constants.O_RDONLY)
    try {
      return fstatSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (error instanceof SynodError && error.details['errno'] === 'ENOENT') return null
    throw error
  }
}

function hasChanged(now: Stats, before: Stats): boolean {
  return (
    now.size !== before.size ||
    now.mtimeMs !== before.mtimeMs ||
    now.ctimeMs !== before.ctimeMs ||
    now.ino !== before.ino
  )
}
