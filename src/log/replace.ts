/** Puts other bytes in the place of a file in one step: who looks sees the old ones or the new ones, never half of them. */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { SynodError } from '../errors.ts'
import { readRange } from './file-bytes.ts'
import { fileError } from './file-error.ts'
import { syncFolder, writeWhole } from './plain-file.ts'
import { sideFile } from './side-files.ts'

const OWNER_ONLY = 0o600
const NEWLINE = 0x0a

/** The file that is to be replaced, open for reading, and what it was when it was read. */
export interface Replaced {
  readonly file: number
  readonly size: number
  readonly stamp: string
}

/**
 * @param old null when there is none. What somebody without the lock adds to it in the meantime is added to the new one.
 * @returns false, and nothing is done, when the place holds another file by now: somebody saved one
 * @throws SynodError SYN_LOG_NOT_WRITABLE; the old file is then as it was
 */
export function replaceFile(path: string, pieces: Iterable<Uint8Array>, old: Replaced | null): boolean {
  const draft = sideFile(path, 'draft')
  try {
    // Whatever stands there is not written through: it may be a link to a file of the user's.
    rmSync(draft, { force: true })
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
    const file = openSync(draft, flags, OWNER_ONLY)
    try {
      for (const piece of pieces) writeChecked(path, file, piece)
      if (old !== null) fchmodSync(file, fstatSync(old.file).mode & 0o777)
      fsyncSync(file)
      if (!takePlace(draft, path, old)) return false
      syncFolder(dirname(path))
      if (old !== null) writeWhole(file, readRange(old.file, old.size))
      return true
    } finally {
      closeSync(file)
      rmSync(draft, { force: true })
    }
  } catch (error) {
    throw fileError(error, path, 'append to')
  }
}

/** What is at `path` → a text that changes when the file is touched or another takes its place. */
export function stampOf(file: number | null): string {
  if (file === null) return 'missing'
  return stamp(fstatSync(file))
}

function stamp({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`
}

function takePlace(draft: string, path: string, old: Replaced | null): boolean {
  if (old !== null) {
    const there = statSync(path, { throwIfNoEntry: false })
    if (there === undefined || stamp(there) !== old.stamp) return false
    renameSync(draft, path)
    return true
  }
  return placeNew(draft, path)
}

/** Gives a file that is written its name, unless something has that name: unlike a rename, which would replace it. */
export function placeNew(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** What it is to replace may be the only copy of what somebody wrote: a disk that loses bytes must not have it. */
function writeChecked(path: string, file: number, piece: Uint8Array): void {
  const { size } = fstatSync(file)
  writeWhole(file, piece)
  if (Buffer.compare(readRange(file, size), piece) === 0) return
  throw new SynodError(
    'SYN_LOG_NOT_WRITABLE',
    `Cannot replace ${path}: the disk does not hold what was written to it: check the disk, then synod resume`,
  )
}

/**
 * What people wrote, to be carried behind the entries that are put back. A seal in it is the rest of an entry that was
 * spoiled: it covers nothing here and must not be taken for one. The bytes around it stay as they are.
 */
export function carried(text: Uint8Array): readonly Uint8Array[] {
  const escaped = Buffer.from(text)
    .toString('latin1')
    .replace(/^\\*<!--[ \t]*#/gm, '\\$&')
  return behindSeal(Buffer.from(escaped, 'latin1'))
}

/** What is to stand behind a seal: on a line of its own, and otherwise byte for byte, for it may be in the chain. */
export function behindSeal(text: Uint8Array): readonly Uint8Array[] {
  return text[0] === NEWLINE ? [text] : [Uint8Array.of(NEWLINE), text]
}
