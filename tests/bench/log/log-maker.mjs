/** Makes long logs quickly: sealed by the package itself, one entry after another, and written many at a time. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { sha256 } from '../../../dist/log/digest.js'
import { LogReader } from '../../../dist/log/reader.js'
import { writeEntry } from '../../../dist/log/write.js'
import { randomFrom, textOf } from './text.mjs'

const TYPES = ['ANALYSIS', 'REVIEW', 'REVIEW', 'PROPOSAL']
const ROLES = ['ARCHITECT', 'BACKEND']
/** Bytes of entries, from as many small ones as large ones. */
const [LEAST, MOST] = [500, 8_000]
/** How many bytes are written at a time. */
const BLOCK = 1024 * 1024

export class LogMaker {
  #reader = new LogReader(sha256)
  #random = randomFrom(3)
  #file

  /** @param path a log with its header, that nobody else writes to meanwhile */
  constructor(path) {
    this.#reader.push(readFileSync(path))
    this.#file = openSync(path, 'a')
  }

  /** Appends until the log has as many bytes; says how many entries and bytes it has. */
  growTo(bytes) {
    while (this.#reader.offset < bytes) {
      const blocks = []
      for (let size = 0; size < BLOCK && this.#reader.offset < bytes; size += blocks.at(-1).length)
        blocks.push(this.#next())
      writeSync(this.#file, Buffer.concat(blocks))
    }
    return { entries: this.#reader.sealedAtEnd.count, bytes: this.#reader.offset }
  }

  close() {
    closeSync(this.#file)
  }

  #next() {
    const { number, bytes } = this.#reader.seal(writeEntry(this.#draft(), this.#time()))
    this.#reader.push(bytes)
    this.#reader.forget(number)
    return bytes
  }

  #draft() {
    const size = Math.round(LEAST * (MOST / LEAST) ** this.#random())
    const pick = list => list[Math.floor(this.#random() * list.length)]
    const number = this.#reader.count
    return {
      role: pick(ROLES),
      type: pick(TYPES),
      fields: { Seen: [`#${Math.max(1, number)}`], Evidence: ['measured on the old limiter for a week'] },
      content: textOf(size, this.#random),
    }
  }

  #time() {
    return new Date(Date.UTC(2026, 0, 1) + this.#reader.count * 1_000).toISOString()
  }
}
