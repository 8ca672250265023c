/** A whole file in its place, or none. */
import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { SynodError } from '../errors.ts'
import { placeNew } from '../log/replace.ts'

export interface PlaceOptions {
  /** Takes the place of a file that is there. */
  readonly replace: boolean
  /** Looks at the written file before it has its place; what it throws keeps it from that. */
  readonly check: (draft: string) => void
}

/**
 * Writes to a hidden file beside it first. Folders on the way to it are made.
 * @returns false, and nothing is done, where something is there already and is not to be replaced
 * @throws SynodError SYN_FILE_NOT_WRITABLE, and what `check` throws
 */
export function placeFile(path: string, text: string, { replace, check }: PlaceOptions): boolean {
  const folder = dirname(path)
  const draft = join(folder, `.${basename(path)}.${randomUUID()}.draft`)
  let isOurs = false
  try {
    mkdirSync(folder, { recursive: true })
    const file = openSync(draft, 'wx')
    isOurs = true
    try {
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    check(draft)
    return takePlace(draft, path, replace)
  } catch (error) {
    if (error instanceof SynodError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new SynodError(
      'SYN_FILE_NOT_WRITABLE',
      `Cannot write ${path} (${why}): check the folder and its permissions`,
      { cause: error },
    )
  } finally {
    if (isOurs) rmSync(draft, { force: true })
  }
}

function takePlace(draft: string, path: string, replace: boolean): boolean {
  if (!replace) return placeNew(draft, path)
  renameSync(draft, path)
  return true
}
