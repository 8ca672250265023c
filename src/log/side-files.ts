/** The files beside a log that are Synod's own: `<folder of the log>/.synod/<name of the log>.<kind>`. */
import { mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export function sideFile(path: string, kind: string): string {
  return join(sideFolder(path), `${basename(path)}.${kind}`)
}

/**
 * Makes the folder of a log's side files, readable by its owner alone.
 * @throws what the operating system says, unless the folder is there
 */
export function makeSideFolder(path: string): void {
  try {
    // Not with those above it: a mistyped path must not leave folders behind.
    mkdirSync(sideFolder(path), { mode: 0o700 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

function sideFolder(path: string): string {
  return join(dirname(path), '.synod')
}
