/**
 * Locks of the kernel on side files: gone the moment their holder dies, kept while it is stopped.
 *
 *   .lock  held by who writes
 *   .next  held by who is next. Only that one looks for the lock all the time, so that it soon has it and
 *          the others need not look at all. A courtesy: without it the lock is just as exclusive.
 */
import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs'
import { setTimeout as sleep, setImmediate as yieldToOthers } from 'node:timers/promises'
import { makeSideFolder, sideFile } from './side-files.ts'

type Kernel = typeof import('fs-native-extensions')

/** A lock that is held. Closing the file is what lets go of it. */
export interface HeldFile {
  readonly file: number
  release(): void
}

/** The kernel, or the file system of the file, knows no such lock. */
export class NoKernelLock extends Error {
  override readonly name = 'NoKernelLock'
}

/** Turns a refusal into an answer: `takeKernelLock(…).catch(orRefusal)`. */
export function orRefusal(error: unknown): NoKernelLock {
  if (error instanceof NoKernelLock) return error
  throw error
}

const REFUSALS = ['ENOLCK', 'ENOSYS', 'EOPNOTSUPP', 'ENOTSUP']
const HELD = ['EAGAIN', 'EACCES', 'EBUSY']
/** A lock on Windows keeps even readers from the bytes it is on: there it is on one that no file has. */
const RANGE: readonly [offset: number, length: number] = process.platform === 'win32' ? [2 ** 40, 1] : [0, 0]
const NO_LINKS = constants.O_NOFOLLOW ?? 0

/** One lock in so many is queued for even when it is free: who writes without pause must let others in. */
const QUEUE_EVERY = 4
/** For how long, in milliseconds, who is next looks without sleeping; and for how long it may be next. */
const EAGER = 10
const COURTESY = 250
/** Between two looks of who is next, in milliseconds: an append takes about three times as long. */
const GLANCE = 0.15

const glance = new Int32Array(new SharedArrayBuffer(4))
let rounds = 0
/** A wait that the kernel does keeps a thread of the pool, of which there are four: one a process. */
let parked = false

/**
 * Takes the lock of the log at `path`, or gives up at `deadline` (of `performance.now()`) and gives null.
 * @throws NoKernelLock, and what the operating system says about the file
 */
export async function takeKernelLock(path: string, deadline: number): Promise<HeldFile | null> {
  const kernel = await loadKernel()
  rounds += 1
  if (rounds % QUEUE_EVERY !== 0) {
    const held = tryFile(kernel, path, 'lock')
    if (held !== null) return held
  }
  const started = performance.now()
  let place = await takePlace(kernel, path, Math.min(deadline, started + COURTESY))
  try {
    const since = performance.now()
    for (let looks = 1; ; looks += 1) {
      // The file is opened anew for each look: when its folder was deleted, another one is the lock.
      const held = tryFile(kernel, path, 'lock')
      if (held !== null) return held
      const now = performance.now()
      if (now >= deadline) return null
      if (place !== null && now - since < EAGER) {
        Atomics.wait(glance, 0, 0, GLANCE)
        if (looks % 4 === 0) await yieldToOthers()
      } else if (place !== null && now - since < COURTESY) {
        await sleep(1)
      } else {
        place?.release()
        place = null
        // Uneven steps, so that waiting writers do not keep meeting.
        await sleep(1 + Math.random() * 4)
      }
    }
  } finally {
    place?.release()
  }
}

/**
 * The lock on one side file, at once or not at all: null when another has it.
 * @throws NoKernelLock, and what the operating system says about the file
 */
export async function tryKernelLock(path: string, kind: string): Promise<HeldFile | null> {
  return tryFile(await loadKernel(), path, kind)
}

/** Whether anybody has the lock on an open side file. @throws NoKernelLock */
export async function isKernelLocked(file: number): Promise<boolean> {
  return !isGranted(await loadKernel(), file, true)
}

/** Being next; null when it did not come to that in time. */
async function takePlace(kernel: Kernel, path: string, until: number): Promise<HeldFile | null> {
  const place = heldFile(openSideFile(path, 'next'))
  try {
    if (isGranted(kernel, place.file)) return place
  } catch (error) {
    place.release()
    throw error
  }
  const patience = until - performance.now()
  if (parked || patience <= 0) {
    place.release()
    return null
  }
  return parkFor(kernel, place, patience)
}

/**
 * Nothing calls a parked thread back, and a process that is otherwise done would stay for it: so it only ever waits
 * for a place, which changes hands all the time, and never for the lock, whose holder may be stopped.
 */
function parkFor(kernel: Kernel, place: HeldFile, patience: number): Promise<HeldFile | null> {
  parked = true
  return new Promise((resolve, reject) => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      resolve(null)
    }, patience)
    const settle = (answer: () => void) => {
      parked = false
      clearTimeout(timer)
      if (late) place.release()
      else answer()
    }
    kernel.waitForLock(place.file, ...RANGE).then(
      () => settle(() => resolve(place)),
      error =>
        settle(() => {
          place.release()
          reject(error)
        }),
    )
  })
}

function tryFile(kernel: Kernel, path: string, kind: string): HeldFile | null {
  const held = heldFile(openSideFile(path, kind))
  try {
    // A lock on a file that was deleted keeps nobody out of the one that is there now.
    if (isGranted(kernel, held.file) && isNamed(held.file, sideFile(path, kind))) return held
  } catch (error) {
    held.release()
    throw error
  }
  held.release()
  return null
}

function heldFile(file: number): HeldFile {
  let open = true
  return {
    file,
    release() {
      // Twice would close what another has opened since under the same number.
      if (open) closeSync(file)
      open = false
    },
  }
}

/** The lock is on a file beside the log, never on the log: locks on some systems keep readers out. */
function openSideFile(path: string, kind: string): number {
  const open = () => openSync(sideFile(path, kind), constants.O_RDWR | constants.O_CREAT | NO_LINKS, 0o600)
  try {
    return open()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    makeSideFolder(path)
    return open()
  }
}

function isNamed(file: number, path: string): boolean {
  const there = statSync(path, { bigint: true, throwIfNoEntry: false })
  const here = fstatSync(file, { bigint: true })
  return there !== undefined && there.ino === here.ino && there.dev === here.dev
}

function isGranted(kernel: Kernel, file: number, shared = false): boolean {
  try {
    return kernel.tryLock(file, ...RANGE, { shared })
  } catch (error) {
    const code = codeOf(error)
    if (HELD.includes(code)) return false
    if (REFUSALS.includes(code)) throw new NoKernelLock(code, { cause: error })
    throw error
  }
}

async function loadKernel(): Promise<Kernel> {
  try {
    return await import('fs-native-extensions')
  } catch (error) {
    // There is no build of it for this platform.
    throw new NoKernelLock(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
