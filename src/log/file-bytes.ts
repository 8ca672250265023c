/** Bytes of open files, in pieces: a log may be larger than memory. */
import { fstatSync, readSync } from 'node:fs'
import { SynodError } from '../errors.ts'

/** How much is read at a time, in bytes. */
export const CHUNK: number = 1024 * 1024
/** Longer stretches without a seal are no log: they would have to be held in memory whole. */
const MAX_UNSEALED = 256 * 1024 * 1024

/** @throws SynodError SYN_LOG_TOO_LARGE */
export function checkUnsealed(unsealed: number, path: string = 'The file'): void {
  if (unsealed <= MAX_UNSEALED) return
  const limit = `${MAX_UNSEALED / 1024 / 1024} MiB`
  throw new SynodError(
    'SYN_LOG_TOO_LARGE',
    `${path} has over ${limit} without a seal: what stands there is no log, cut it off`,
  )
}

/** The bytes from `from` up to `to`, or to the end of the file. */
export function readRange(file: number, from: number, to: number = fstatSync(file).size): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, to - from))
  let read = 0
  while (read < bytes.length) {
    const length = readSync(file, bytes, read, bytes.length - read, from + read)
    if (length === 0) return bytes.subarray(0, read)
    read += length
  }
  return bytes
}

export function* readPieces(file: number, from: number = 0): Generator<Uint8Array, void, undefined> {
  for (let offset = from; ; ) {
    const piece = readRange(file, offset, offset + CHUNK)
    if (piece.length > 0) yield piece
    if (piece.length < CHUNK) return
    offset += piece.length
  }
}

/** How many bytes two files have in common from their beginning. */
export function commonLength(left: number, right: number): number {
  const [a, b] = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)]
  for (let offset = 0; ; offset += CHUNK) {
    const [lengthA, lengthB] = [readSync(left, a, 0, CHUNK, offset), readSync(right, b, 0, CHUNK, offset)]
    const length = Math.min(lengthA, lengthB)
    if (Buffer.compare(a.subarray(0, length), b.subarray(0, length)) !== 0) {
      return offset + a.subarray(0, length).findIndex((byte, at) => byte !== b[at])
    }
    if (length < CHUNK) return offset + length
  }
}
