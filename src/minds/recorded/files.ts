/** The files of a recording: each whole in its place or not there, and an error that names it. */
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { z } from 'zod'
import { SynodError } from '../../errors.ts'

/** No file of a recording comes near it; what does is none. */
const MAX_BYTES = 64 * 1024 * 1024

/**
 * The folder is the user's alone: problem, definitions and answers are in it in full.
 * @throws SynodError SYN_FILE_NOT_WRITABLE
 */
export function makeFolder(path: string): void {
  try {
    if (mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(path, 0o700)
  } catch (error) {
    throw notWritable(path, error)
  }
}

/** Written beside its place first, so that no reader meets half of it. @throws SynodError SYN_FILE_NOT_WRITABLE */
export function saveFile(path: string, text: string | Uint8Array): void {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.draft`)
  try {
    writeFileSync(draft, text, { mode: 0o600 })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw notWritable(path, error)
  }
}

function notWritable(path: string, cause: unknown): SynodError {
  return new SynodError(
    'SYN_FILE_NOT_WRITABLE',
    `The recording cannot be written to ${path} (${wordsOf(cause)}): make room or name another folder with --record`,
    { cause },
  )
}

/** @throws SynodError SYN_RECORDING_INVALID */
export function readBytes(path: string): Uint8Array {
  try {
    const { size } = statSync(path)
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes, more than any file of a recording`)
    return readFileSync(path)
  } catch (error) {
    throw invalid(path, isAbsent(error) ? 'it is not there' : wordsOf(error), error)
  }
}

/** @throws SynodError SYN_RECORDING_INVALID where there is no folder of that name */
export function checkFolder(path: string): void {
  const fail = (what: string, cause?: unknown) =>
    new SynodError(
      'SYN_RECORDING_INVALID',
      `${what}: name the one that synod start --record has written`,
      cause === undefined ? {} : { cause },
    )
  let found: Stats | undefined
  try {
    found = statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw fail(`The folder ${path} cannot be looked into (${wordsOf(error)})`, error)
  }
  if (found === undefined) throw fail(`There is no folder ${path}`)
  if (!found.isDirectory()) throw fail(`${path} is no folder`)
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** @throws SynodError SYN_RECORDING_INVALID naming what in the file is not as expected */
export function readJson<T>(path: string, schema: z.ZodType<T>): T {
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(readBytes(path)).toString('utf8'))
  } catch (error) {
    if (error instanceof SynodError) throw error
    throw invalid(path, wordsOf(error), error)
  }
  const read = schema.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue?.path.join('.') ?? ''
  throw invalid(path, `${where === '' ? '' : `${where}: `}${issue?.message ?? 'not as expected'}`)
}

export function invalid(path: string, why: string, cause?: unknown): SynodError {
  return new SynodError(
    'SYN_RECORDING_INVALID',
    `${path} is not as a recording has it (${why}): put it back from a copy, or record the session anew`,
    cause === undefined ? {} : { cause },
  )
}
