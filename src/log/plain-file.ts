/** The file system as a log needs it: plain files only, whole writes only, and errors in the user's words. */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { SynodError } from '../errors.ts'
import { fileError, isGone } from './file-error.ts'

/** Windows has no O_NOFOLLOW. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0

export function openPlainFile(path: string, flags: number): number {
  let file: number
  try {
    // O_NONBLOCK: opening a pipe must fail, not wait for its other end.
    file = openSync(path, flags | NO_FOLLOW | (constants.O_NONBLOCK ?? 0), 0o600)
  } catch (error) {
    throw fileError(
      error,
      path,
      (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0 ? 'append to' : 'read',
    )
  }
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw new SynodError('SYN_LOG_NOT_A_FILE', `${path} is not a plain file: name the log itself`)
}

/** To be read; null when there is no such file. */
export function openIfThere(path: string): number | null {
  try {
    return openPlainFile(path, constants.O_RDONLY)
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

/** Whether a file is the one it was, and nobody has touched it. */
export function isUntouched(now: Stats, before: Stats): boolean {
  return (
    now.size === before.size &&
    now.mtimeMs === before.mtimeMs &&
    now.ctimeMs === before.ctimeMs &&
    now.ino === before.ino &&
    now.dev === before.dev
  )
}

/** In one write as long as there is room; where there is not, the write after a short one says why. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}

/**
 * A new file with these bytes, on disk when it returns; folders on the way to it are made.
 * @throws SynodError SYN_SESSION_EXISTS, SYN_LOG_NOT_WRITABLE
 */
export function createPlainFile(path: string, bytes: Uint8Array): void {
  const folder = dirname(path)
  try {
    makeFolder(folder)
    const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, 0o600)
    try {
      writeWhole(file, bytes)
      fsyncSync(file)
    } catch (error) {
      // Half a file must not stand in the way of the next try.
      rmSync(path, { force: true })
      throw error
    } finally {
      closeSync(file)
    }
    syncFolder(folder)
  } catch (error) {
    throw fileError(error, path, 'create')
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    // That the folder is a file says the same as that a part of the way to it is.
    const isFile = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw isFile ? Object.assign(error, { code: 'ENOTDIR' }) : error
  }
}

/** A new file is only sure to be there after a power cut when its folder is on disk as well. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const file = openSync(folder, constants.O_RDONLY)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
