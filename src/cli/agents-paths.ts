/** Paths of definitions, as they are opened and as they are shown. */
import { statSync } from 'node:fs'
import { isAbsolute, sep } from 'node:path'
import { SynodError } from '../errors.ts'
import type { Io } from './io.ts'

/** A path that was typed → one that can be opened. It is not resolved: `link/..` is not the folder the link is in. */
export function opened({ cwd }: Pick<Io, 'cwd'>, path: string): string {
  return isAbsolute(path) || cwd === process.cwd() ? path : cwd + sep + path
}

/** Below the working folder without that, else as given: it still leads to the file. */
export function shown({ cwd }: Pick<Io, 'cwd'>, path: string): string {
  const root = cwd.endsWith(sep) ? cwd : cwd + sep
  const inner = path.startsWith(root) ? path.slice(root.length).replace(/^[/\\]+/, '') : path
  return inner.replace(/^(?:\.[/\\]+)+/, '') || path
}

/** @throws SynodError SYN_USAGE for a folder */
export function refuseFolder(path: string, typed: string): void {
  if (isFolder(path)) throw new SynodError('SYN_USAGE', `${typed} is a folder: name one file of it`)
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch {
    // Whatever keeps it from being looked at is said by whoever reads it.
    return false
  }
}
