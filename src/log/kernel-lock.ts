/** Locks of the kernel on side files: gone the moment their holder dies, kept while it is stopped. */
import { closeSync, constants, fstatSync, futimesSync, openSync, statSync } from 'node:fs'
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

/** Before one lock in so many others are let in even when it is free: who writes without pause must not keep it. */
const YIELD_EVERY = 4
/** A lock that was taken in the last so many milliseconds changes hands, and is not a stopped process's. */
const MOVING = 100
/** In milliseconds: how often to look whether the file of the lock is still the one that is waited for. */
const LOOK = 50

let rounds = 0
/** A wait that the kernel does keeps a thread of the pool, of which there are four: one a process. */
let parked = false
let loaded: Kernel | null = null

/**
 * Takes the lock of the log at `path`, or gives up at `deadline` (of `performance.now()`) and gives null.
 * @throws NoKernelLock, and what the operating system says about the file
 */
export async function takeKernelLock(path: string, deadline: number): Promise<HeldFile | null> {
  const kernel = await loadKernel()
  rounds += 1
  if (rounds % YIELD_EVERY === 0) await yieldToOthers()
  let line: Line | null = null
  try {
    for (;;) {
      const held = line?.take() ?? tryFile(kernel, path, 'lock')
      if (held !== null) {
        // Tells those who wait that the lock changes hands.
        const now = Date.now() / 1000
        futimesSync(held.file, now, now)
        return held
      }
      const left = deadline - performance.now()
      if (left <= 0) return null
      if (line?.isOver()) line = null
      line ??= standInLine(kernel, path)
      // Uneven steps, so that waiting writers do not keep meeting.
      await (line?.turnOrAfter(Math.min(left, LOOK)) ?? sleep(1 + Math.random() * 4))
    }
  } finally {
    line?.leave()
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

/** A wait that the kernel does: in the order of arrival, and woken at once. */
interface Line {
  /** The lock, when it was got and its file is still the one. */
  take(): HeldFile | null
  /** Got, or in vain: there is nothing to wait for any more. */
  isOver(): boolean
  turnOrAfter(milliseconds: number): Promise<void>
  leave(): void
}

/**
 * Nothing calls a waiting thread back, and a process that is otherwise done would stay for it. So a process has one,
 * and only waits like that for a lock that changes hands; null where it must look from time to time instead.
 * What that leaves open: a holder that is stopped while one waits like this, or within MOVING of taking the lock. The
 * caller is told in time, but its process ends by itself only when the holder goes on or dies (process.exit does end it).
 */
function standInLine(kernel: Kernel, path: string): Line | null {
  if (parked) return null
  const place = heldFile(openSideFile(path, 'lock'))
  let state: 'waiting' | 'granted' | 'over' = 'waiting'
  let turn: Promise<void>
  try {
    if (Date.now() - fstatSync(place.file).mtimeMs > MOVING) {
      place.release()
      return null
    }
    turn = kernel.waitForLock(place.file, ...RANGE).then(arrive, fail)
    parked = true
  } catch (error) {
    place.release()
    throw error
  }
  return {
    take() {
      if (state !== 'granted') return null
      state = 'over'
      if (isNamed(place.file, sideFile(path, 'lock'))) return place
      place.release()
      return null
    },
    isOver: () => state === 'over',
    turnOrAfter: milliseconds => earlier(turn, milliseconds),
    leave() {
      if (state === 'granted') place.release()
      state = 'over'
    },
  }

  function arrive(): void {
    parked = false
    // Too late: the one who asked has left.
    if (state === 'over') place.release()
    else state = 'granted'
  }

  /** What is wrong with the file is reported by the next look at it. */
  function fail(): void {
    parked = false
    state = 'over'
    place.release()
  }
}

function earlier(event: Promise<void>, milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    void event.then(() => {
      clearTimeout(timer)
      resolve()
    })
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
    loaded ??= await import('fs-native-extensions')
    return loaded
  } catch (error) {
    // There is no build of it for this platform.
    throw new NoKernelLock(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
