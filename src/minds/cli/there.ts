/** Whether a program is there to be run, found as the system finds it: before a session is opened that it could not work. */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { systemCode } from '../anthropic/redact.ts'
import type { Environment } from './environment.ts'

/** Where a system looks that is told nothing; what is not in there shows when it is run. */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin'

/** As the system says it of a program that it does not start. */
export type Absence = 'ENOENT' | 'EACCES'

/**
 * Whether `absence` has nothing to say. What only running it can tell, such as an interpreter that is missing, it does
 * not see. Always true on Windows, which finds programs by rules of its own.
 */
export function programIsThere(file: string, env: Environment, cwd: string): boolean {
  return absence(file, env, cwd) === null
}

/**
 * Why a program would not start: it is nowhere, or none of what has its name may be run.
 * @param file a name to be found in PATH, or a path
 * @param env what it would get for its environment
 * @param cwd the folder it would run in, which relative paths are meant from
 */
export function absence(file: string, env: Environment, cwd: string): Absence | null {
  if (process.platform === 'win32') return null
  const folders = file.includes('/') ? [''] : (env['PATH'] ?? DEFAULT_PATH).split(delimiter)
  const reasons = folders.map(folder => absenceAt(resolve(cwd, folder, file)))
  if (reasons.includes(null)) return null
  return reasons.includes('EACCES') ? 'EACCES' : 'ENOENT'
}

function absenceAt(path: string): Absence | null {
  try {
    if (!statSync(path).isFile()) return 'EACCES'
    accessSync(path, constants.X_OK)
    return null
  } catch (error) {
    return systemCode(error) === 'EACCES' ? 'EACCES' : 'ENOENT'
  }
}
