/** Puts other bytes in the place of a file in one step: who looks sees the old ones or the new ones, never half of them. */
import { closeSync, constants, fchmodSync, fstatSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { SynodError } from '../errors.ts'
import { readRange } from './file-bytes.ts'
import { fileError } from './file-error.ts'
import { syncFolder, writeWhole } from './plain-file.ts'
import { sideFile } from './side-files.ts'

const OWNER_ONLY = 0o600
const NEWLINE = 0x0a

/**
 * @param old the file that is replaced, open for reading and read up to `oldSize`; null when there is none. What
 *   somebody without the lock adds to it in the meantime is added to the new one.
 * @throws SynodError SYN_LOG_NOT_WRITABLE; the old file is then as it was
 */
export function replaceFile(
  path: string,
  pieces: Iterable<Uint8Array>,
  old: { readonly file: number; readonly size: number } | null,
): void {
  const draft = sideFile(path, 'draft')
  try {
    const file = openSync(draft, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, OWNER_ONLY)
    try {
      for (const piece of pieces) writeChecked(path, file, piece)
      if (old !== null) fchmodSync(file, fstatSync(old.file).mode & 0o777)
      fsyncSync(file)
      renameSync(draft, path)
      syncFolder(dirname(path))
      if (old !== null) writeWhole(file, readRange(old.file, old.size))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    rmSync(draft, { force: true })
    throw fileError(error, path, 'append to')
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
