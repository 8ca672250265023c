/** Makes a log and its journal agree again, under the log's lock; what only a person can decide is an error. */
import { closeSync, constants, fdatasyncSync, ftruncateSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { SynodError } from '../errors.ts'
import { damageError, damageOf } from './damage.ts'
import type { Notice } from './entry.ts'
import { commonLength, readRange } from './file-bytes.ts'
import { fileError } from './file-error.ts'
import { appendToJournal } from './journal.ts'
import { openIfThere, openPlainFile, writeWhole } from './plain-file.ts'
import { type Plan, planFor } from './reconcile.ts'
import { behindSeal, carried, replaceFile, stampOf } from './replace.ts'
import { sideFile } from './side-files.ts'
import { type Skim, skimFile } from './skim.ts'

const NEWLINE = Uint8Array.of(0x0a)
const NOTHING = new Uint8Array(0)

/** How long a file in disorder must stay as it is before it is mended, in milliseconds, and how often that is waited for. */
export const CALM = 200
const PATIENCE = 25

/** Something is to be mended once the file has come to rest: call again with this `stamp` after a moment. */
export interface Unsteady {
  readonly kind: 'unsteady'
  readonly stamp: string
}

export type Recovery =
  /** Log and journal agree. `notice` says what was mended, for people; null when there was nothing to do. */
  { readonly kind: 'agree'; readonly notice: Notice | null } | Unsteady

/** Calls `attempt` until the file is at rest, or has not come to it for so long that it is mended anyway. */
export async function onceAtRest<T extends { readonly kind: string }>(
  attempt: (stamp: string | null | 'anyway') => Promise<T | Unsteady>,
  calm: number = CALM,
): Promise<Exclude<T, Unsteady>> {
  let stamp: string | null = null
  for (let tries = 0; ; tries += 1) {
    const result: T | Unsteady = await attempt(tries < PATIENCE ? stamp : 'anyway')
    if (!isUnsteady(result)) return result as Exclude<T, Unsteady>
    stamp = result.stamp
    await sleep(calm)
  }
}

function isUnsteady(result: { readonly kind: string }): result is Unsteady {
  return result.kind === 'unsteady'
}

/**
 * Call it with the lock of the log held.
 *
 * @param stamp of the call before: an editor in the midst of saving leaves a file that is cut or missing for a moment,
 *   and must not be met by a repair. `anyway` mends a file that never comes to rest.
 * @throws SynodError SYN_LOG_DAMAGED when sealed bytes were changed, SYN_SESSION_NOT_FOUND when neither has anything
 */
export function recover(path: string, journal: number, stamp: string | null | 'anyway'): Recovery {
  const log = openIfThere(path)
  try {
    const common = log === null ? 0 : commonLength(log, journal)
    const written = skimFile(journal, common)
    const there = log === null ? null : skimFile(log)
    const plan = planFor({ log: there, journal: written, common, boundary: written.boundary.end })
    const now = stampOf(log)
    const harmless = plan.kind === 'agree' || plan.kind === 'extend-journal'
    if (!harmless && stamp !== 'anyway' && stamp !== now) return { kind: 'unsteady', stamp: now }
    const notice = carryOut(path, plan, { log, there, journal, written, stamp: now })
    return notice === 'unsteady' ? { kind: 'unsteady', stamp: now } : { kind: 'agree', notice }
  } finally {
    if (log !== null) closeSync(log)
  }
}

interface Files {
  readonly log: number | null
  readonly there: Skim | null
  readonly journal: number
  readonly written: Skim
  /** Of the log when it was looked at. */
  readonly stamp: string
}

/** 'unsteady' when somebody saved another file meanwhile. */
function carryOut(
  path: string,
  plan: Plan,
  { log, there, journal, written, stamp }: Files,
): Notice | null | 'unsteady' {
  if (plan.kind !== 'changed') cutJournal(path, journal, written)
  const kept = written.boundary.number
  switch (plan.kind) {
    case 'agree':
      if (log === null) throw missing(path)
      return null
    case 'extend-journal':
      if (log !== null) appendToJournal(path, journal, readRange(log, plan.from, there?.sealedEnd))
      return null
    case 'complete-log': {
      const bytes = readRange(journal, plan.from, written.soundEnd)
      if (!appendSynced(path, Buffer.concat([bytes, NEWLINE]), log)) return 'unsteady'
      const message = `The log ended early: its last ${bytes.length} bytes are put back from the journal`
      return notice('log-completed', message)
    }
    case 'restore-log':
      if (log === null || there === null) throw missing(path)
      if (
        !replaceFile(
          path,
          [readRange(journal, 0, written.soundEnd), ...carried(readRange(log, plan.textFrom, there.size))],
          { file: log, size: there.size, stamp },
        )
      )
        return 'unsteady'
      return notice(
        'log-restored',
        `An older copy was saved over the log: the entries after #${kept} are put back from the journal, and what was written by hand stands behind them`,
      )
    case 'recreate-log':
      if (!replaceFile(path, [readRange(journal, 0, written.soundEnd), ...behindSeal(NOTHING)], null))
        return 'unsteady'
      return notice(
        'log-restored',
        `The log was gone: its ${written.entries} entries are put back from the journal`,
      )
    case 'changed':
      if (log === null || there === null) throw missing(path)
      throw damageError(
        path,
        damageOf({ file: log, skim: there }, { file: journal, skim: written }, plan.boundary),
      )
  }
}

/** A torn write of the journal was never acknowledged. What else does not hold in it is kept aside. */
function cutJournal(path: string, journal: number, { size, soundEnd, holds }: Skim): void {
  if (size === soundEnd) return
  if (!holds) appendSynced(sideFile(path, 'journal.damaged'), readRange(journal, soundEnd))
  ftruncateSync(journal, soundEnd)
}

/** @param looked the file that was looked at: an editor may have put another in its place since, which is not ours to complete */
function appendSynced(path: string, bytes: Uint8Array, looked: number | null = null): boolean {
  const making = looked === null ? constants.O_CREAT : 0
  const file = openPlainFile(path, constants.O_WRONLY | constants.O_APPEND | making)
  try {
    if (looked !== null && stampOf(looked) !== stampOf(file)) return false
    writeWhole(file, bytes)
    fdatasyncSync(file)
    return true
  } catch (error) {
    throw fileError(error, path, 'append to')
  } finally {
    closeSync(file)
  }
}

function missing(path: string): SynodError {
  return new SynodError('SYN_SESSION_NOT_FOUND', `${path} is not there, and neither is its journal`)
}

function notice(code: string, message: string): Notice {
  return { code, line: 0, entry: null, message }
}
