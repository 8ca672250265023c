import { SynodError } from '../errors.ts'
import { HUMAN, type ParsedLog, SUPERVISOR } from '../log/entry.ts'
import { FileLog } from '../log/file-log.ts'
import { foldLog } from '../protocol/fold.ts'
import { refuseEnded } from './resume.ts'
import { type RunOptions, type RunResult, runSession } from './run.ts'
import { asRole, type SeatOptions } from './seats.ts'

/**
 * The seat of a session that is meant, in any case of its letters.
 * @throws SynodError SYN_ROLE_UNKNOWN naming those there are, SYN_ROLE_EXTERNAL
 */
export function seatIn({ header }: Pick<ParsedLog, 'header'>, path: string, wanted: string): string {
  const { workers = [], external = [] } = header ?? {}
  const outside = [HUMAN, ...external].find(role => role === wanted.toUpperCase())
  if (outside !== undefined) {
    const as = outside === HUMAN ? '' : ` --as ${outside}`
    throw new SynodError(
      'SYN_ROLE_EXTERNAL',
      `${outside} is not run by the engine in ${path}: it takes part by hand, by another tool, or by synod say${as}`,
    )
  }
  const seats = [SUPERVISOR, ...workers]
  const seat = seats.find(role => role === wanted.toUpperCase())
  if (seat !== undefined) return seat
  throw new SynodError(
    'SYN_ROLE_UNKNOWN',
    `There is no role "${wanted}" in ${path}: its roles are ${seats.join(', ')}`,
  )
}

export interface JoinOptions extends RunOptions, SeatOptions {
  /** A role of the session, SUPERVISOR included. */
  readonly role: string
}

/**
 * Works one role of a session on the log alone, until the session has a closing outcome. Pauses are waited out. A mind
 * that fails for good and a cap that is reached pause the session, as they do where one process runs all roles; the
 * signal ends this role only.
 * @throws SynodError SYN_ROLE_UNKNOWN, SYN_ROLE_EXTERNAL, SYN_ROLE_TAKEN, SYN_SESSION_ENDED, SYN_LOG_…
 */
export async function joinSession(path: string, options: JoinOptions): Promise<RunResult> {
  const log = new FileLog(path, options.now === undefined ? {} : { now: options.now })
  const parsed = await log.read()
  const role = seatIn(parsed, path, options.role)
  refuseEnded(path, foldLog(parsed), 'join')
  return asRole(path, role, options, () => runSession(log, options, { roles: [role], joined: true }))
}
