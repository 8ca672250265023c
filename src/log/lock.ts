/** The kernel lock that makes one writer at a time: released by the kernel the moment its holder dies. */
import { closeSync, constants, mkdirSync, openSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SynodError } from '../errors.ts'
import { fileError } from './file-error.ts'

export interface LockOptions {
  /** How long to wait for another writer, in milliseconds; an append takes about one. Default 10 000. */
  readonly patience?: number
}

/**
 * Runs `work` while no other process, and no other caller in this one, holds the lock of the log at `path`.
 * @throws SynodError SYN_LOG_LOCKED, and SYN_LOG_NOT_WRITABLE and the like when the lock's file cannot be made
 */
export async function withLock<T>(
  path: string,
  work: () => T,
  { patience = 10_000 }: LockOptions = {},
): Promise<T> {
  const { tryLock, unlock } = await import('fs-native-extensions')
  const file = openLockFile(path)
  try {
    const deadline = performance.now() + patience
    while (!tryLock(file)) {
      if (performance.now() > deadline) {
        throw new SynodError(
          'SYN_LOG_LOCKED',
          `${path} is being written by another process for over ${patience / 1000} s: end that process, then try again`,
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
  try {
    makeFolder(folder)
    return openSync(join(folder, `${basename(path)}.lock`), constants.O_RDWR | constants.O_CREAT, 0o600)
  } catch (error) {
    throw fileError(error, path, 'append to')
  }
}

/** Not with those above it: a mistyped path must not leave folders behind. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
