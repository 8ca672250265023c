import { type Roster, type RosterOptions, seatRoster } from '../agents/roster.ts'
import { SynodError } from '../errors.ts'
import type { ParsedLog } from '../log/entry.ts'
import { FileLog } from '../log/file-log.ts'
import { foldLog } from '../protocol/fold.ts'
import type { State } from '../protocol/state.ts'
import { resumeEntry } from '../workers/pause.ts'
import { changedDefinitions, recordedSeats } from './definitions.ts'
import { everyRole, type RunOptions, type RunResult, runSession } from './run.ts'
import { asRunner, type SeatOptions } from './seats.ts'

/**
 * The roster a log's header names: from the definitions it was opened with where they are still there, unless others
 * are named. External roles have no part in it.
 * @throws SynodError SYN_LOG_DAMAGED when the header names nobody, and what `seatRoster` throws
 */
export function rosterOf(
  log: ParsedLog,
  path: string,
  options: Omit<RosterOptions, 'workers' | 'supervisor'> = {},
): Roster {
  const { workers = [], external = [], with: people = [] } = log.header ?? {}
  if (workers.length + external.length === 0) {
    throw new SynodError(
      'SYN_LOG_DAMAGED',
      `${path} names no workers in its header: it can be watched and read, not resumed`,
    )
  }
  const run = workers.filter(role => !external.includes(role))
  const least = 2 - external.length - people.length
  // Whoever names definitions anew means these.
  if ((options.agents ?? []).length > 0) return seatRoster({ ...options, workers: run, least })
  const recorded = recordedSeats(log.header ?? {}, run)
  try {
    const roster = seatRoster({
      ...options,
      workers: recorded.workers,
      supervisor: recorded.supervisor,
      least,
    })
    return { ...roster, warnings: [...recorded.warnings, ...roster.warnings] }
  } catch (error) {
    if (!(error instanceof SynodError) || recorded.warnings.length === 0) throw error
    throw new SynodError(error.code, `${recorded.warnings.join('; ')}. ${error.message}`, { cause: error })
  }
}

/** @throws SynodError SYN_SESSION_ENDED when it has a closing outcome */
export function refuseEnded(
  path: string,
  { outcome }: Pick<State, 'outcome'>,
  verb: 'resume' | 'join' | 'say' | 'decide',
): void {
  if (outcome === null || outcome.kind === 'PAUSED') return
  throw new SynodError(
    'SYN_SESSION_ENDED',
    `${path} has ended with ${outcome.kind} in #${outcome.entry}: there is nothing to ${verb}`,
  )
}

/**
 * Goes on from the log alone, as the session's one runner: whatever was thought but not appended is thought again.
 * Roles that other processes run are left to them.
 * @throws SynodError SYN_SESSION_ENDED when it has a closing outcome, SYN_SESSION_RUNNING, SYN_LOG_…
 */
export async function resumeSession(path: string, options: RunOptions & SeatOptions): Promise<RunResult> {
  const log = new FileLog(path, options.now === undefined ? {} : { now: options.now })
  const parsed = await log.read()
  refuseEnded(path, foldLog(parsed), 'resume')
  return asRunner(path, everyRole(options.roster, parsed.header), options, async roles => {
    const { outcome } = foldLog(await log.read())
    // A session that was killed has no pause to lift.
    if (outcome?.kind === 'PAUSED')
      await log.append(resumeEntry(changedDefinitions(options.roster, parsed)), later =>
        foldLog(later).outcome === null ? 'already resumed' : null,
      )
    return runSession(log, options, { roles })
  })
}
