import { type Roster, type RosterOptions, seatRoster } from '../agents/roster.ts'
import { SynodError } from '../errors.ts'
import type { ParsedLog } from '../log/entry.ts'
import { FileLog } from '../log/file-log.ts'
import { foldLog } from '../protocol/fold.ts'
import { resumeEntry } from '../workers/pause.ts'
import { type RunOptions, type RunResult, runSession } from './run.ts'

/**
 * The roster a log's header names, from the definitions that are there now.
 * @throws SynodError SYN_LOG_DAMAGED when the header names nobody, and what `seatRoster` throws
 */
export function rosterOf(log: ParsedLog, path: string, options: Omit<RosterOptions, 'workers'> = {}): Roster {
  const workers = log.header?.workers ?? []
  if (workers.length === 0) {
    throw new SynodError(
      'SYN_LOG_DAMAGED',
      `${path} names no workers in its header: it can be watched and read, not resumed`,
    )
  }
  return seatRoster({ ...options, workers })
}

/**
 * Goes on from the log alone: whatever was thought but not appended is thought again.
 * @throws SynodError SYN_SESSION_ENDED when it has a closing outcome, SYN_LOG_…
 */
export async function resumeSession(
  path: string,
  options: RunOptions & { readonly now?: () => number },
): Promise<RunResult> {
  const log = new FileLog(path, options.now === undefined ? {} : { now: options.now })
  const { outcome } = foldLog(await log.read())
  if (outcome !== null && outcome.kind !== 'PAUSED') {
    throw new SynodError(
      'SYN_SESSION_ENDED',
      `${path} has ended with ${outcome.kind} in #${outcome.entry}: there is nothing to resume`,
    )
  }
  // A session that was killed has no pause to lift.
  if (outcome !== null) {
    await log.append(resumeEntry(), later => (foldLog(later).outcome === null ? 'already resumed' : null))
  }
  return runSession(log, options)
}
