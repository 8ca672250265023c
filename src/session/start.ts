import type { Roster } from '../agents/roster.ts'
import { SynodError } from '../errors.ts'
import { DEFAULT_MAX_REVISIONS } from '../log/entry.ts'
import { createLog, type FileLog } from '../log/file-log.ts'
import type { NewLog } from '../log/header.ts'
import { leaseHolder, takeLease } from '../log/lease.ts'
import { recordsOf } from './definitions.ts'
import { checkProblem, sessionIdOf, titleOf } from './naming.ts'
import { checkId, DEFAULT_FOLDER, freeId, logPathOf } from './places.ts'
import { type Rules, rulesFor } from './rules.ts'
import { everyRole, type RunOptions, type RunResult, runSession } from './run.ts'
import { asRunner, type SeatOptions } from './seats.ts'

export interface NewSession extends Rules {
  /** What is to be designed, in the user's words; at most 256 KiB. */
  readonly problem: string
  readonly roster: Roster
  /** What the header calls the mind, e.g. `playbook`. */
  readonly mind: string
  /** The server it asks, where that is not the provider's own. */
  readonly server?: string
  /** Default: taken from the problem's first line. */
  readonly title?: string
  /** Default: the day and the title's first words. */
  readonly id?: string
  /** The folder that holds sessions. Default `sessions`. */
  readonly folder?: string
  /** The log's path, in place of `<folder>/<id>/log.md`. */
  readonly path?: string
  /** Default: ARCHITECT where there is one, else the first worker. */
  readonly proposer?: string
  /** Default 3. */
  readonly maxRevisions?: number
  /** Tokens of the log a turn is shown before SUPERVISOR sums it up. Default: it is never summed up. */
  readonly context?: number
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
}

export interface PlannedSession extends NewLog {
  /** Where its log is to be. */
  readonly path: string
}

/**
 * What the log of a new session begins with; nothing is written.
 * @throws SynodError SYN_PROBLEM_…, SYN_USAGE, SYN_ROLE_…
 */
export function planSession(session: NewSession): PlannedSession {
  const { roster, now = Date.now, folder = DEFAULT_FOLDER } = session
  const problem = checkProblem(session.problem)
  const title = session.title?.trim() || titleOf(problem)
  const created = new Date(now())
  const id = session.id === undefined ? freeId(folder, sessionIdOf(title, created)) : checkId(session.id)
  const workers = roster.workers.map(({ role }) => role)
  const rules = rulesFor(workers, session)
  const header = {
    synod: 1,
    session: id,
    created: created.toISOString(),
    workers,
    proposer: proposerOf(workers, rules.external, session.proposer),
    ...rules,
    maxRevisions: session.maxRevisions ?? DEFAULT_MAX_REVISIONS,
    mind: session.mind,
    agents: recordsOf(roster),
    ...(session.server === undefined ? {} : { server: session.server }),
    ...(roster.minds === undefined ? {} : { minds: roster.minds }),
    ...(session.context === undefined ? {} : { context: session.context }),
  }
  return { path: session.path ?? logPathOf(folder, id), header, title, problem }
}

/**
 * Writes the log of a new session: header and problem, no entry yet.
 * @throws SynodError SYN_PROBLEM_…, SYN_USAGE, SYN_SESSION_EXISTS, SYN_ROLE_…, SYN_LOG_NOT_WRITABLE
 */
export function openSession(session: NewSession): FileLog {
  const { path, ...log } = planSession(session)
  return createLog(path, log, { now: session.now ?? Date.now })
}

/**
 * The same, for whoever may wait: a session that is there already and at work names who runs it.
 * @throws SynodError SYN_SESSION_RUNNING too
 */
export async function openUnlessRunning(session: NewSession): Promise<FileLog> {
  try {
    return openSession(session)
  } catch (error) {
    const { id, folder = DEFAULT_FOLDER } = session
    const path = session.path ?? (id === undefined ? null : logPathOf(folder, id))
    const there = error instanceof SynodError && error.code === 'SYN_SESSION_EXISTS' && path !== null
    if (there && (await leaseHolder(path, null)) !== null) (await takeLease(path, null)).release()
    throw error
  }
}

/** One whom the engine runs, unless another is wished for. */
function proposerOf(
  workers: readonly string[],
  external: readonly string[],
  wished: string | undefined,
): string {
  const run = workers.filter(role => !external.includes(role))
  if (wished === undefined) return run.includes('ARCHITECT') ? 'ARCHITECT' : (run[0] ?? workers[0] ?? '')
  const proposer = workers.find(role => role === wished.toUpperCase())
  if (proposer !== undefined) return proposer
  throw new SynodError(
    'SYN_ROLE_UNKNOWN',
    `The proposer "${wished}" is not among the workers ${workers.join(', ')}`,
  )
}

export interface Session {
  readonly log: FileLog
  /** Resolves when the session has an outcome or is paused; the log says which. */
  readonly result: Promise<RunResult>
}

/** Opens a session and works it to its outcome, as its one runner. */
export function startSession(options: Omit<NewSession, 'mind'> & RunOptions & SeatOptions): Session {
  const { name, spec = name, server } = options.minds
  const log = openSession({ ...options, mind: spec, ...(server === undefined ? {} : { server }) })
  return { log, result: leadSession(log, options) }
}

/**
 * Works a new session as its one runner.
 * @throws SynodError SYN_SESSION_RUNNING when somebody else was faster
 */
export async function leadSession(log: FileLog, options: RunOptions & SeatOptions): Promise<RunResult> {
  const roles = everyRole(options.roster, (await log.read()).header)
  return asRunner(log.path, roles, options, own => runSession(log, options, { roles: own }))
}
