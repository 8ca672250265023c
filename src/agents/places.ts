/** Where definitions are, and what their places are called where others read of them. */
import { homedir } from 'node:os'
import { isAbsolute, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const BUILT_IN_PATH = 'built-in/'
export const HOME_PATH = '~/'

/** The folder of the panel that comes with Synod. */
export function builtInFolder(): string {
  return fileURLToPath(new URL('../../agents', import.meta.url))
}

/** A path that means the same to others who have the project, and tells nothing of the machine where that can be. */
export function portablePath(path: string, cwd: string = process.cwd()): string {
  const within = (folder: string): string | null => {
    const inner = relative(folder, path)
    return inner.startsWith('..') || isAbsolute(inner) ? null : inner.split(sep).join('/')
  }
  const here = within(cwd)
  if (here !== null) return here
  const builtIn = within(builtInFolder())
  if (builtIn !== null) return `${BUILT_IN_PATH}${builtIn}`
  const home = within(homedir())
  return home === null ? path : `${HOME_PATH}${home}`
}
