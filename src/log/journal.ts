/**
 * The journal of a log: every byte of it up to its last seal, as the engine wrote them. It is written before the log
 * and so has what a torn write, an editor or a slip of the hand took from the log. It is itself a log that can be read.
 *
 *   log      │ preamble │ #1 … --> │ #2 … --> │ text by hand …
 *   journal  │ preamble │ #1 … --> │ #2 … -->
 *
 * Only who holds the lock of the log touches it.
 */
import { closeSync, constants, fstatSync, ftruncateSync } from 'node:fs'
import { fileError } from './file-error.ts'
import { openPlainFile, writeWhole } from './plain-file.ts'
import { sideFile } from './side-files.ts'

export function journalOf(logPath: string): string {
  return sideFile(logPath, 'journal')
}

/** @throws SynodError SYN_LOG_NOT_WRITABLE and the like */
export function withJournal<T>(logPath: string, work: (journal: number) => T): T {
  // Its folder is there: the file of the lock that is held is in it.
  const file = openPlainFile(journalOf(logPath), constants.O_RDWR | constants.O_CREAT | constants.O_APPEND)
  try {
    return work(file)
  } finally {
    closeSync(file)
  }
}

/**
 * All of `bytes`, or nothing.
 * @throws SynodError SYN_LOG_NOT_WRITABLE; the journal is then as it was
 */
export function appendToJournal(logPath: string, journal: number, bytes: Uint8Array): void {
  const { size } = fstatSync(journal)
  try {
    writeWhole(journal, bytes)
  } catch (error) {
    ftruncateSync(journal, size)
    throw fileError(error, journalOf(logPath), 'append to')
  }
}
