/**
 * One reader's place in a file that grows, and that people, editors and other tools may replace, cut or take away.
 * What was read is not read again as long as the file is the same and longer.
 */
import { closeSync, constants, fstatSync, readSync, type Stats } from 'node:fs'
import { SynodError } from '../errors.ts'
import { concat } from './bytes.ts'
import { sha256 } from './digest.ts'
import { CHUNK, checkUnsealed } from './file-bytes.ts'
import { isUntouched, openPlainFile } from './plain-file.ts'
import { LogReader } from './reader.ts'

/** How many bytes before the place reached are compared, to notice a file that was replaced by another. */
const FINGERPRINT = 256
/** What can be held in memory as entries; more can be followed and verified, not worked on. */
const MAX_HELD = 512 * 1024 * 1024

export interface FollowOptions {
  /** Entries up to this one are counted and checked, and not read. Default 0. */
  readonly after?: number
  /** Entries are forgotten once they are given out, and no more are read than are asked for. Default: all are held. */
  readonly forgets?: boolean
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export class LogFollower {
  readonly path: string
  readonly #options: FollowOptions
  /** The log as the file has it now. */
  #reader: LogReader
  /** The log as it was when it last had everything that was ever handed out; the same one as long as nothing is lost. */
  #whole: LogReader
  #fingerprint: Uint8Array = new Uint8Array(0)
  #seen: Stats | null = null
  #changedAt = 0
  /** The hash that the file has now at the place where `#whole` ends. */
  #hashAtWhole: string | null = null

  constructor(path: string, options: FollowOptions) {
    this.path = path
    this.#options = options
    this.#reader = new LogReader(sha256, { after: options.after ?? 0 })
    this.#whole = this.#reader
  }

  get reader(): LogReader {
    return this.#reader
  }

  get whole(): LogReader {
    return this.#whole
  }

  /** How many sealed entries that were handed out the file does not have any more, because it was cut or replaced. */
  get missing(): number {
    return this.#whole === this.#reader
      ? 0
      : Math.max(1, this.#whole.verified.count - this.#reader.verified.count)
  }

  /** How long the file has been as it is, in milliseconds. */
  get quiet(): number {
    const quiet = this.#options.now() - this.#changedAt
    // The clock was set back: the quiet begins anew.
    if (quiet < 0) this.#changedAt = this.#options.now()
    return Math.max(quiet, 0)
  }

  /**
   * Reads what the file has beyond what was read before; all of it when it is no longer the same file.
   * @param wanted for a follower that forgets: no further than to this entry
   * @returns whether there was anything new
   * @throws SynodError SYN_SESSION_NOT_FOUND and the like, SYN_LOG_TOO_LARGE
   */
  refresh(wanted?: number): boolean {
    const file = openPlainFile(this.path, constants.O_RDONLY)
    try {
      return this.refreshFrom(file, wanted)
    } finally {
      closeSync(file)
    }
  }

  /** The same for who has opened the log already. */
  refreshFrom(file: number, wanted?: number): boolean {
    const stat = fstatSync(file)
    if (this.#seen !== null && isUntouched(stat, this.#seen) && this.#reader.offset >= stat.size) return false
    if (!this.#continues(file, stat)) this.#begin()
    const anew = this.#whole !== this.#reader
    const before = this.#reader.offset
    const fresh = this.#seen === null
    this.#seen = stat
    const enough = () => !anew && wanted !== undefined && this.#reader.at(wanted) !== undefined
    for (let end = false; !end && !enough(); ) end = this.#readChunk(file, stat)
    if (anew) this.#compare()
    if (this.#reader.offset === before && !anew) return false
    this.#changedAt = this.#options.now() - (fresh ? Math.max(0, Date.now() - stat.mtimeMs) : 0)
    return true
  }

  #readChunk(file: number, stat: Stats): boolean {
    const { offset } = this.#reader
    const chunk = new Uint8Array(Math.min(CHUNK, Math.max(stat.size - offset, 4096)))
    const length = readSync(file, chunk, 0, chunk.length, offset)
    if (length > 0) this.#take(chunk.subarray(0, length))
    return length < chunk.length
  }

  #take(bytes: Uint8Array): void {
    this.#reader.push(bytes)
    const last = concat(this.#fingerprint, bytes.subarray(-FINGERPRINT))
    this.#fingerprint = last.slice(-FINGERPRINT)
    checkUnsealed(this.#reader.unsealed, this.path)
    if (this.#options.forgets !== true && this.#reader.offset > MAX_HELD)
      throw tooLarge(this.path, MAX_HELD, 'to hold')
  }

  /** From the beginning, without letting go of what was handed out. */
  #begin(): void {
    const { count } = this.#whole.verified
    this.#hashAtWhole = null
    this.#reader = new LogReader(sha256, {
      after: this.#options.forgets === true ? this.#whole.forgotten : 0,
      onSeal: (number, hash) => {
        if (number === count) this.#hashAtWhole = hash
      },
    })
    this.#fingerprint = new Uint8Array(0)
  }

  /** Takes the file for the log again once it has every sealed entry that was handed out, or was sealed anew. */
  #compare(): void {
    const { count, hash } = this.#whole.verified
    const contained = count === 0 || this.#hashAtWhole === hash
    const resealed =
      this.#reader.sealed.count >= count && !this.#reader.notices.some(({ code }) => code === 'seal-broken')
    if (contained || resealed) this.#whole = this.#reader
  }

  /** An append makes a file longer and leaves it the same file: after anything else all of it is read again. */
  #continues(file: number, { size, ino, dev }: Stats): boolean {
    const { offset } = this.#reader
    if (this.#seen === null) return true
    if (size < offset || ino !== this.#seen.ino || dev !== this.#seen.dev) return false
    // Touched, and no longer than it was: somebody may have written into it.
    if (size === this.#seen.size && offset >= size) return false
    const length = this.#fingerprint.length
    const there = new Uint8Array(length)
    readSync(file, there, 0, length, offset - length)
    return Buffer.compare(there, this.#fingerprint) === 0
  }
}

function tooLarge(path: string, limit: number, what: string): SynodError {
  return new SynodError(
    'SYN_LOG_TOO_LARGE',
    `${path} has over ${limit / 1024 / 1024} MiB ${what}: it can be verified and watched, not worked on`,
  )
}
