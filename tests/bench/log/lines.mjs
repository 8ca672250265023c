/** A worker's side of the conversation: a line in, a line out. */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'

export const told = createInterface({ input: process.stdin })

/** Blocks until the pipe takes it, so that nothing is lost when the worker ends. */
export function say(what) {
  const bytes = Buffer.from(`${JSON.stringify(what)}\n`)
  for (let written = 0; written < bytes.length; ) written += write(bytes, written)
}

function write(bytes, from) {
  try {
    return writeSync(1, bytes, from)
  } catch (error) {
    if (error.code === 'EAGAIN') return 0
    throw error
  }
}

/** Milliseconds of the machine's own clock: the same in every process. */
export function now() {
  return Number(process.hrtime.bigint()) / 1e6
}
