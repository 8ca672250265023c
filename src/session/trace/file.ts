/**
 * The trace beside a log: one line a call, appended by every process that works on the session. It is for people and
 * never needed: whatever is wrong with it is told once, and the session goes on.
 */
import { Buffer } from 'node:buffer'
import { closeSync, constants, fstatSync, readSync } from 'node:fs'
import type { Notice } from '../../log/entry.ts'
import { fileError } from '../../log/file-error.ts'
import { openPlainFile, writeWhole } from '../../log/plain-file.ts'
import type { CallRecord } from '../../minds/call-record.ts'
import { writeLine } from './line.ts'

const MEBIBYTE = 1024 * 1024
const LARGEST = 64 * MEBIBYTE
const LINE_END = 10

export interface TraceOptions {
  /** Told at most once: `trace-full` or `trace-lost`. */
  readonly onNotice: (notice: Notice) => void
  /** Takes secrets out of a line of JSON. Default: there are none. */
  readonly redact?: (json: string) => string
  /** Bytes the file may have. Default 64 MiB. */
  readonly largest?: number
}

export interface Trace {
  /** Never throws. The file is made by the first call. */
  write(call: CallRecord): void
  close(): void
}

export function openTrace(path: string, options: TraceOptions): Trace {
  const { onNotice, redact = json => json, largest = LARGEST } = options
  let file: number | null = null
  let over = false
  return { write, close }

  function write(call: CallRecord): void {
    if (over) return
    try {
      const line = writeLine(call, redact)
      file ??= openPlainFile(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND)
      const { size } = fstatSync(file)
      // In one write, so that lines of several processes do not mix; half a line another one left is ended first.
      const bytes = Buffer.from(`${endsWell(file, size) ? '' : '\n'}${line}\n`)
      if (size + bytes.length > largest) {
        stop(
          'trace-full',
          `${path} has its ${sizeWords(largest)} and takes no more calls: move it away, and the next run begins a new one`,
        )
      } else writeWhole(file, bytes)
    } catch (error) {
      stop('trace-lost', `Calls are no longer traced. ${fileError(error, path, 'append to').message}`)
    }
  }

  function stop(code: string, message: string): void {
    close()
    onNotice({ code, line: 0, entry: null, message })
  }

  function close(): void {
    over = true
    if (file !== null) closeSync(file)
    file = null
  }
}

function endsWell(file: number, size: number): boolean {
  const last = Buffer.alloc(1)
  return size === 0 || readSync(file, last, 0, 1, size - 1) === 0 || last[0] === LINE_END
}

function sizeWords(bytes: number): string {
  return bytes >= MEBIBYTE ? `${Math.floor(bytes / MEBIBYTE)} MiB` : `${bytes} bytes`
}
