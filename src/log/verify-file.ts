import { closeSync, constants } from 'node:fs'
import { openPlainFile } from './plain-file.ts'
import { skimFile } from './skim.ts'
import type { Verification } from './verify.ts'

/**
 * Like `verifyLog`, of a file of any size: at the speed of SHA-256, in a few megabytes of memory.
 * @throws SynodError SYN_SESSION_NOT_FOUND, SYN_LOG_NOT_A_FILE, …
 */
export function verifyFile(path: string): Verification {
  const file = openPlainFile(path, constants.O_RDONLY)
  try {
    const { holds, entries, unsealed, firstBroken } = skimFile(file)
    return { holds, entries, unsealed, firstBroken }
  } finally {
    closeSync(file)
  }
}
