/**
 * The lock of who writes, waited for in the kernel. Its file stays open from one lock to the next, and who waits is
 * woken at once: that is what makes eight writers take turns in milliseconds.
 */
import { closeSync, statSync } from 'node:fs'
import { setTimeout as sleep, setImmediate as yieldToOthers } from 'node:timers/promises'
import {
  type HeldFile,
  isGranted,
  isNamed,
  type Kernel,
  loadKernel,
  openSideFile,
  RANGE,
} from './kernel-lock.ts'
import { sideFile } from './side-files.ts'

/** Before one lock in so many others are let in even when it is free: who writes without pause must not keep it. */
const YIELD_EVERY = 4
/** A lock whose log was written in the last so many milliseconds changes hands, and is not a stopped process's. */
const MOVING = 100
/** In milliseconds: how often to look whether the file of the lock is still the one that is waited for. */
const LOOK = 50
/** How many lock files are kept open; more logs than that are not written by one process all the time. */
const MAX_KEPT = 32

/** Lock files that nobody in this process uses at the moment, the one used last at the end. */
const kept = new Map<string, number>()
let rounds = 0
/** A wait that the kernel does keeps a thread of the pool, of which there are four: one a process. */
let parked = false

/**
 * Takes the lock of the log at `path`, or gives up at `deadline` (of `performance.now()`) and gives null.
 * @throws NoKernelLock, and what the operating system says about the file
 */
export async function takeKernelLock(path: string, deadline: number): Promise<HeldFile | null> {
  const kernel = await loadKernel()
  const name = sideFile(path, 'lock')
  rounds += 1
  if (rounds % YIELD_EVERY === 0) await yieldToOthers()
  for (;;) {
    const file = kept.get(name) ?? openSideFile(path, 'lock')
    kept.delete(name)
    const answer = await waitFor(kernel, file, path, deadline).catch((error: unknown) => {
      // Open, it would keep out everybody, this process included, for as long as it lives.
      closeSync(file)
      throw error
    })
    if (answer === 'granted') return held(kernel, file, name)
    // Another process was not asked to close it for us: a thread still waits on it, and closes it when it is done.
    if (answer !== 'abandoned') closeSync(file)
    if (performance.now() >= deadline) return null
  }
}

type Answer =
  | 'granted'
  /** The folder of the file was deleted: another file is the lock now. */
  | 'deleted'
  | 'late'
  /** Late or deleted, and a thread still waits on the file. */
  | 'abandoned'

async function waitFor(kernel: Kernel, file: number, path: string, deadline: number): Promise<Answer> {
  const name = sideFile(path, 'lock')
  for (;;) {
    if (isGranted(kernel, file)) return isNamed(file, name) ? 'granted' : 'deleted'
    if (!isNamed(file, name)) return 'deleted'
    const left = deadline - performance.now()
    if (left <= 0) return 'late'
    if (parked || !isMoving(path)) {
      // Uneven steps, so that waiting writers do not keep meeting.
      await sleep(Math.min(left, 1 + Math.random() * 4))
    } else if (!(await park(kernel, file, name, deadline))) {
      return 'abandoned'
    }
  }
}

/**
 * Waits in the kernel, which lets in who came first and wakes it at once. Nothing calls a waiting thread back, and a
 * process that is otherwise done would stay for it: so a process has one, and only for a lock that changes hands.
 * @returns false when it gave up, and the thread still waits: it closes the file when it is let in
 */
function park(kernel: Kernel, file: number, name: string, deadline: number): Promise<boolean> {
  parked = true
  return new Promise(resolve => {
    let gaveUp = false
    const timer = setInterval(() => {
      if (performance.now() < deadline && isStillNamed(file, name)) return
      clearInterval(timer)
      gaveUp = true
      resolve(false)
    }, LOOK)
    const arrive = () => {
      parked = false
      clearInterval(timer)
      if (gaveUp) closeSync(file)
      else resolve(true)
    }
    // What is wrong with the file is reported by the next look at it.
    kernel.waitForLock(file, ...RANGE).then(arrive, arrive)
  })
}

/** What cannot even be looked at is reported by who opens it next; a timer has nobody to tell. */
function isStillNamed(file: number, name: string): boolean {
  try {
    return isNamed(file, name)
  } catch {
    return false
  }
}

function isMoving(path: string): boolean {
  const log = statSync(path, { throwIfNoEntry: false })
  return log !== undefined && Math.abs(Date.now() - log.mtimeMs) <= MOVING
}

function held(kernel: Kernel, file: number, name: string): HeldFile {
  let open = true
  return {
    file,
    release() {
      if (!open) return
      open = false
      try {
        kernel.unlock(file, ...RANGE)
      } catch {
        // Closing it lets go of it all the same.
        closeSync(file)
        return
      }
      keep(name, file)
    },
  }
}

function keep(name: string, file: number): void {
  kept.set(name, file)
  if (kept.size <= MAX_KEPT) return
  const [oldest] = kept
  if (oldest === undefined) return
  kept.delete(oldest[0])
  closeSync(oldest[1])
}
