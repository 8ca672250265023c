/** The kernel lock that makes one writer at a time: released by the kernel the moment its holder dies. */
import { closeSync, constants, mkdirSync, openSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SynodError } from '../errors.ts'

/** How long to wait for another writer, in milliseconds. An append takes about one. */
const PATIENCE = 10_000

/** Runs `work` while no other process, and no other caller in this one, holds the lock of the log at `path`. */
export async function withLock<T>(path: string, work: () => T): Promise<T> {
  const { tryLock, unlock } = await import('fs-native-extensions')
  const file = openLockFile(path)
  try {
    const deadline = performance.now() + PATIENCE
    while (!tryLock(file)) {
      if (performance.now() > deadline) {
        throw new SynodError(
          'SYN_LOG_LOCKED',
          `${path} is being written by another process for over 10 s: end that process, then try again`,
        )
      }
      // Uneven steps, so that waiting writers do not keep meeting.
      await sleep(1 + Math.random() * 4)
    }
    try {
      return work()
    } finally {
      unlock(file)
    }
  } finally {
    closeSync(file)
  }
}

/** The lock is on a file beside the log, never on the log: locks on some systems keep readers out. */
function openLockFile(path: string): number {
  const folder = join(dirname(path), '.synod')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return openSync(join(folder, `${basename(path)}.lock`), constants.O_RDWR | constants.O_CREAT, 0o600)
}
