/**
 * The lock where the kernel's does not reach: a folder that only one can make, with a time on it that its holder
 * renews. Weaker: a holder that is stopped for long loses it without being told, and a dead one still has it for a while.
 */
import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * After so many milliseconds without a renewal the holder is taken for dead. Longer than a client of a network file
 * system goes on showing an old time, which for sshfs is 20 s, and a renewal together.
 */
export const FOLDER_LOCK_STALE = 30_000
const RENEWAL = 5_000

export interface FolderLock {
  /** Looks whether the folder is still the one that was made, or last renewed, here. */
  isOurs(): boolean
  /** Leaves the folder alone when it is another's by now. */
  release(): void
}

/**
 * Makes `folder`, whose parent has to be there; null when it is another's until `deadline` (of `performance.now()`).
 * @throws what the operating system says about the folder
 */
export async function takeFolderLock(folder: string, deadline: number): Promise<FolderLock | null> {
  const { lock } = (await import('proper-lockfile')).default
  for (;;) {
    const mark = new Mark(folder)
    try {
      const forget = await lock(folder, {
        lockfilePath: folder,
        realpath: false,
        stale: FOLDER_LOCK_STALE,
        update: RENEWAL,
        // By default it throws out of a timer, which ends the process.
        onCompromised: () => mark.giveUp(),
        fs: mark.fs,
      })
      mark.look()
      return {
        isOurs: () => mark.isOurs(),
        release() {
          const ours = mark.isOurs()
          mark.giveUp()
          // Ends the renewals; that it has noticed by itself that the folder is another's is no error any more.
          forget().catch(() => undefined)
          if (ours) fs.rmdirSync(folder)
        },
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw error
    }
    if (performance.now() >= deadline) return null
    await sleep(5 + Math.random() * 20)
  }
}

type Done = (error: NodeJS.ErrnoException | null) => void

/** The time on the folder by which its holder knows it again, and the file system through which that is written. */
class Mark {
  readonly #folder: string
  #given = false
  #last = Number.NaN
  #next = Number.NaN

  constructor(folder: string) {
    this.#folder = folder
  }

  readonly fs: object = {
    ...fs,
    utimes: (path: string, atime: Date, mtime: Date, done: Done) => {
      this.#next = mtime.getTime()
      fs.utimes(path, atime, mtime, error => {
        if (error === null) this.#last = mtime.getTime()
        done(error)
      })
    },
    // What was given up may be another's: neither a release nor the end of the process removes it.
    rmdir: (path: string, done: Done) => (this.#given ? done(null) : fs.rmdir(path, done)),
    rmdirSync: (path: string) => {
      if (this.isOurs()) fs.rmdirSync(path)
    },
  }

  look(): void {
    this.#last = this.#time()
  }

  isOurs(): boolean {
    const time = this.#given ? Number.NaN : this.#time()
    // A renewal may have arrived without its answer.
    return time === this.#last || time === this.#next
  }

  giveUp(): void {
    this.#given = true
  }

  #time(): number {
    return fs.statSync(this.#folder, { throwIfNoEntry: false })?.mtime.getTime() ?? Number.NaN
  }
}

/** Whether a holder that is not taken for dead has made the folder. */
export async function isFolderLocked(folder: string): Promise<boolean> {
  const { check } = (await import('proper-lockfile')).default
  return check(folder, { lockfilePath: folder, realpath: false, stale: FOLDER_LOCK_STALE })
}
