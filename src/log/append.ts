/** Bytes at the end of a file: all of them where they belong, or none. Call it with the log's lock held. */
import { fstatSync, ftruncateSync } from 'node:fs'
import { SynodError } from '../errors.ts'
import { readRange } from './file-bytes.ts'
import { fileError } from './file-error.ts'
import { writeWhole } from './plain-file.ts'

/** Shorter than any seal, in bytes: nobody else's text ends in so many of the last bytes of an entry. */
const SEAL = 40

/**
 * @param before the size of the file when what is appended was made
 * @returns false when somebody who does not ask for the lock was quicker, or cut the file: ours is not in it
 * @throws SynodError SYN_LOG_NOT_WRITABLE; nothing of ours is left in the file
 */
export function appendAt(path: string, file: number, before: number, bytes: Uint8Array): boolean {
  try {
    writeWhole(file, bytes)
  } catch (error) {
    takeBack(file, before, bytes)
    throw fileError(error, path, 'append to')
  }
  const there = readRange(file, before, before + bytes.length)
  if (Buffer.compare(there, bytes) === 0) return true
  takeBack(file, before, bytes)
  if (fstatSync(file).size !== before) return false
  throw new SynodError(
    'SYN_LOG_NOT_WRITABLE',
    `Cannot append to ${path}: the disk does not hold what was written to it: check the disk, then synod resume`,
  )
}

/** Takes away what of `bytes` stands at the end of the file. What somebody else wrote is never cut. */
export function takeBack(file: number, before: number, bytes: Uint8Array): void {
  const { size } = fstatSync(file)
  const whole = Buffer.from(bytes)
  // Who emptied the file in between writes over ours from the front: what is left of it then ends in our seal.
  const sealed = commonEnd(Buffer.from(readRange(file, Math.max(0, size - bytes.length), size)), whole)
  if (sealed >= SEAL) {
    ftruncateSync(file, size - sealed)
    return
  }
  const rest = Buffer.from(readRange(file, before, size))
  const ours = whole.includes(rest) ? rest.length : overlap(rest, whole)
  if (ours > 0) ftruncateSync(file, size - ours)
}

/** How many bytes at their ends are the same. */
function commonEnd(left: Buffer, right: Buffer): number {
  let length = 0
  while (length < Math.min(left.length, right.length) && left.at(-1 - length) === right.at(-1 - length))
    length += 1
  return length
}

/** How many bytes at the end of `rest` are the beginning of `bytes`. */
function overlap(rest: Buffer, bytes: Buffer): number {
  for (let length = Math.min(rest.length, bytes.length); length > 0; length -= 1) {
    if (rest.subarray(rest.length - length).equals(bytes.subarray(0, length))) return length
  }
  return 0
}
