/** Locks of the kernel on side files: gone the moment their holder dies, kept while it is stopped. */
import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs'
import { makeSideFolder, sideFile } from './side-files.ts'

export type Kernel = typeof import('fs-native-extensions')

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
export const RANGE: readonly [offset: number, length: number] =
  process.platform === 'win32' ? [2 ** 40, 1] : [0, 0]
const NO_LINKS = constants.O_NOFOLLOW ?? 0

let loaded: Kernel | null = null

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
export function openSideFile(path: string, kind: string): number {
  const open = () => openSync(sideFile(path, kind), constants.O_RDWR | constants.O_CREAT | NO_LINKS, 0o600)
  try {
    return open()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    makeSideFolder(path)
    return open()
  }
}

export function isNamed(file: number, path: string): boolean {
  const there = statSync(path, { bigint: true, throwIfNoEntry: false })
  const here = fstatSync(file, { bigint: true })
  return there !== undefined && there.ino === here.ino && there.dev === here.dev
}

export function isGranted(kernel: Kernel, file: number, shared = false): boolean {
  try {
    return kernel.tryLock(file, ...RANGE, { shared })
  } catch (error) {
    const code = codeOf(error)
    if (HELD.includes(code)) return false
    if (REFUSALS.includes(code)) throw new NoKernelLock(code, { cause: error })
    throw error
  }
}

export async function loadKernel(): Promise<Kernel> {
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
