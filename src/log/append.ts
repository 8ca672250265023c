/** Bytes at the end of a file: all of them where they belong, or none. Call it with the log's lock held. */
import { closeSync, constants, fstatSync, ftruncateSync, writeSync } from 'node:fs'
import { SynodError } from '../errors.ts'
import { readRange } from './file-bytes.ts'
import { fileError } from './file-error.ts'
import { openPlainFile, writeWhole } from './plain-file.ts'

/** Shorter than any seal, in bytes: nobody else's text ends in so many of the last bytes of an entry. */
const SEAL = 40

/**
 * @param before the size of the file when what is appended was made
 * @returns whether it was written where it belongs, whatever became of it since; false when somebody who does not ask for
 *   the lock was quicker, or cut the file: then ours is not in it
 * @throws SynodError SYN_LOG_NOT_WRITABLE; nothing of ours is left in the file
 */
export function appendAt(path: string, file: number, before: number, bytes: Uint8Array): boolean {
  try {
    writeWhole(file, bytes)
  } catch (error) {
    takeBack(file, before, bytes)
    throw fileError(error, path, 'append to')
  }
  const rest = Buffer.from(readRange(file, before))
  const at = rest.indexOf(bytes)
  if (at === 0) return true
  if (at > 0) {
    blank(path, before + at, bytes.length)
    return false
  }
  const there = rest.subarray(0, bytes.length)
  // Cut after it was written: others may have read it, and the journal completes it.
  const cut = there.length < bytes.length && Buffer.compare(there, bytes.subarray(0, there.length)) === 0
  if (cut && ownEnd(file, bytes) === 0) return true
  // Saved over after it was written: the same.
  if (takeBack(file, before, bytes) === 0) return true
  if (fstatSync(file).size !== before) return false
  throw new SynodError(
    'SYN_LOG_NOT_WRITABLE',
    `Cannot append to ${path}: the disk does not hold what was written to it: check the disk, then synod resume`,
  )
}

/**
 * What was written behind somebody else's text cannot stay, for its seal does not cover that; and it cannot be cut off,
 * for more may have come behind it. Its own bytes become empty lines, and nobody else's are touched.
 */
function blank(path: string, start: number, length: number): void {
  // Not the file that appends: that would write at its end, whatever the place.
  const file = openPlainFile(path, constants.O_WRONLY)
  try {
    writeSync(file, Buffer.alloc(length, 0x0a), 0, length, start)
  } finally {
    closeSync(file)
  }
}

/**
 * Takes away what of `bytes` stands at the end of the file. What somebody else wrote is never cut.
 * @returns how many bytes that were
 */
export function takeBack(file: number, before: number, bytes: Uint8Array): number {
  const { size } = fstatSync(file)
  const rest = Buffer.from(readRange(file, before, size))
  const whole = Buffer.from(bytes)
  const ours = ownEnd(file, bytes) || (whole.includes(rest) ? rest.length : overlap(rest, whole))
  if (ours > 0) ftruncateSync(file, size - ours)
  return ours
}

/**
 * How many bytes at the end of the file are the last of `bytes`, seal included. Who emptied the file before they were
 * written writes over them from the front: what is left of them then ends in the seal.
 */
function ownEnd(file: number, bytes: Uint8Array): number {
  const { size } = fstatSync(file)
  const end = readRange(file, Math.max(0, size - bytes.length), size)
  let length = 0
  while (length < end.length && end.at(-1 - length) === bytes.at(-1 - length)) length += 1
  return length >= SEAL ? length : 0
}

/** How many bytes at the end of `rest` are the beginning of `bytes`: more than the newline that many texts end in. */
function overlap(rest: Buffer, bytes: Buffer): number {
  for (let length = Math.min(rest.length, bytes.length); length > 1; length -= 1) {
    if (rest.subarray(rest.length - length).equals(bytes.subarray(0, length))) return length
  }
  return 0
}
