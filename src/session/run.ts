/** A session at work: the workers of this process side by side on one log, until there is an outcome. */
import PQueue from 'p-queue'
import { splitDescription } from '../agents/examples.ts'
import type { Roster } from '../agents/roster.ts'
import type { SynodError } from '../errors.ts'
import { type Entry, type Header, type Notice, SUPERVISOR } from '../log/entry.ts'
import { leaseHolder } from '../log/lease.ts'
import type { SharedLog } from '../log/shared-log.ts'
import type { CallRecord } from '../minds/call-record.ts'
import type { MindChoice } from '../minds/choose.ts'
import type { Turn } from '../minds/mind.ts'
import { BUILT_IN_MODELS, type ModelTable } from '../minds/models.ts'
import { foldLog } from '../protocol/fold.ts'
import type { DueTurn, State } from '../protocol/state.ts'
import type { WorkerEvent } from '../workers/events.ts'
import { pauseEntry } from '../workers/pause.ts'
import { runWorker } from '../workers/worker.ts'
import { type Caps, capReached, entriesReached, timerOf } from './caps.ts'
import { follow } from './follow.ts'
import { guarded } from './guarded.ts'
import { watchOutside } from './outside.ts'
import { createPurse } from './purse.ts'
import { asSynodError, createStopping, type Stopping } from './stopping.ts'
import { inRosterOrder } from './turns.ts'
import { watchVacancies } from './vacancies.ts'
import { unpriced, watchNearness } from './warnings.ts'

const DEFAULT_WAIT = 15 * 60_000
const DEFAULT_TURN_TIMEOUT = 20 * 60_000

export interface RunOptions extends Caps {
  readonly roster: Roster
  readonly minds: MindChoice
  /** Aborting it cancels the calls under way and pauses the session; of a role that has joined, it ends that role alone. */
  readonly signal?: AbortSignal
  /**
   * How long the session waits, in milliseconds, while nobody but people and external roles is due, before the process
   * that runs SUPERVISOR pauses it as stalled. Default 15 minutes.
   */
  readonly wait?: number
  /** What the session is called in a command that is to be typed. Default: its id. */
  readonly name?: string
  /** Milliseconds a turn may take, retries included. Default 20 minutes. */
  readonly turnTimeout?: number
  /** What models cost, for the cap on money. Default: what is built in. */
  readonly models?: ModelTable
  /** How many turns may be thought at a time. Default 4. */
  readonly concurrency?: number
  /** `onEntry` is told of the entries after this one. Default: those that come. */
  readonly after?: number
  readonly onEntry?: (entry: Entry, state: State) => void
  readonly onWorker?: (event: WorkerEvent) => void
  /** Told of each call to a model or a program when it is over. */
  readonly onCall?: (call: CallRecord) => void
  /** Whether those records have requests and answers in full. Default false. */
  readonly bodies?: boolean
  /** A role is due that no process runs: told once a turn. */
  readonly onVacant?: (turn: DueTurn) => void
  readonly onNotice?: (notice: Notice) => void
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
}

export interface RunResult {
  readonly state: State
  /** What made the session pause with `error`, or what is wrong with its log; null otherwise. */
  readonly error: SynodError | null
  /** What stopped it before it had an outcome, where that was no error: which cap, how long a wait. */
  readonly why?: string
  /** The roles that this process ran. */
  readonly roles: readonly string[]
}

/** Which part of a session a process has. */
export interface Part {
  /** Default: all roles of the roster but the external ones. */
  readonly roles?: readonly string[]
  /** It is one of many: it outlasts pauses, and an interrupt is its own affair. Default false. */
  readonly joined?: boolean
}

/**
 * Works the session of `log` to its outcome or a pause, without asking who else does. Every end is in the log when
 * the promise resolves; unless it is that the log was tampered with, which then takes no entry.
 */
export async function runSession(log: SharedLog, options: RunOptions, part: Part = {}): Promise<RunResult> {
  const { roster, minds, signal, concurrency = 4, onWorker = () => {}, now = Date.now } = options
  const { turnTimeout = DEFAULT_TURN_TIMEOUT, models = BUILT_IN_MODELS, onNotice = () => {} } = options
  const opened = await log.read()
  const { header } = opened
  const { roles = everyRole(roster, header), joined = false } = part
  const turns = inRosterOrder(new PQueue({ concurrency }))
  const stopping = createStopping()
  const watched = new AbortController()
  const started = now()
  const elapsed = () => now() - started
  const seen: { state: State | null } = { state: null }
  const purse = createPurse({ caps: options, models })
  purse.follow(foldLog(opened).spend)
  if (options.maxCost !== undefined) unpriced(roster, roles, minds, models).forEach(onNotice)
  const near = watchNearness({ caps: options, elapsed, onNotice })

  const interrupt = () => {
    const why = 'What was being thought is lost, what is in the log is not'
    stopping.cancel({ reason: 'interrupted', why, error: null })
  }
  signal?.addEventListener('abort', interrupt, { once: true })
  if (signal?.aborted) interrupt()

  const guard = guarded(log, watched.signal, error =>
    stopping.cancel({ reason: 'error', why: 'The log was tampered with', error }),
  )
  const vacancies = watchVacancies({
    own: roles,
    isHeld: async role => (await leaseHolder(log.path, role)) !== null,
    onVacant: options.onVacant ?? (() => {}),
  })
  const outside = watchOutside({
    name: options.name ?? header?.session ?? log.path,
    wait: roles.includes(SUPERVISOR) ? (options.wait ?? DEFAULT_WAIT) : null,
    onWorker,
    onWaited: why => stopping.letFinish({ reason: 'stalled', why, error: null }),
    now,
  })
  const over = new AbortController()
  const ended = new Promise<void>(resolve => {
    AbortSignal.any([over.signal, stopping.stop]).addEventListener('abort', () => resolve())
  })
  const following = follow(log, {
    after: options.after,
    signal: watched.signal,
    onEntry: options.onEntry ?? (() => {}),
    onNotice,
    onState(state) {
      seen.state = state
      purse.follow(state.spend)
      vacancies.changed(state)
      outside.changed(state)
      if (isOver(state)) return over.abort()
      if (state.outcome !== null) return
      const cap = capReached(options, state.spend, elapsed())
      const full = entriesReached(options, state.entries)
      if (cap !== null) stopping.letFinish({ reason: 'budget', why: cap, error: null })
      else if (full !== null) stopping.letFinish({ reason: 'rounds', why: full, error: null })
      else near(state)
    },
  }).catch((error: unknown) =>
    stopping.letFinish({
      reason: 'error',
      why: 'The log could not be followed',
      error: asSynodError(error),
    }),
  )
  const timers = startTimers(options, stopping, () => seen.state !== null && near(seen.state))

  const panel = panelOf(roster.workers)
  try {
    const working = [roster.supervisor, ...roster.workers]
      .filter(({ role }) => roles.includes(role))
      .map((agent, place) =>
        runWorker({
          role: agent.role,
          agent,
          mind: minds.mindFor(agent),
          log: guard.log,
          panel,
          agents: roster.workers,
          ...(options.onCall === undefined ? {} : { onCall: options.onCall }),
          ...(options.bodies === undefined ? {} : { bodies: options.bodies }),
          purse: purse.of(agent.role),
          turnTimeout,
          signal: stopping.abort,
          stop: stopping.stop,
          outlastsPauses: joined,
          schedule: turns(place),
          onEvent: onWorker,
          now,
        }).catch((error: unknown) => {
          if (stopping.abort.aborted) return
          const failure = asSynodError(error)
          const why = `${agent.role}: ${failure.message}`
          // Nothing went wrong: the caps hold.
          if (failure.code === 'SYN_CAP_REACHED') stopping.letFinish({ reason: 'budget', why, error: null })
          else stopping.letFinish({ reason: 'error', why, error: failure })
        }),
      )
    await Promise.all([...working, ended])
    if (guard.broken === null) await pauseUnlessEnded(guard.log, stopping, joined)
  } finally {
    timers.forEach(clearTimeout)
    vacancies.close()
    outside.close()
    signal?.removeEventListener('abort', interrupt)
    watched.abort()
  }
  await following
  await guard.ended
  const error = guard.broken ?? stopping.first?.error ?? null
  // What a log says that is not what was written counts for nothing.
  const state = guard.broken !== null && seen.state !== null ? seen.state : foldLog(await log.read())
  const { first } = stopping
  return { state, error, ...(first === null || first.error !== null ? {} : { why: first.why }), roles }

  function isOver({ outcome }: State): boolean {
    return outcome !== null && !(joined && outcome.kind === 'PAUSED')
  }
}

/** Who sits at the table, as all are told it. The examples of when to call an agent would be told in every turn. */
export function panelOf(workers: Roster['workers']): Turn['panel'] {
  return workers.map(({ role, description }) => ({
    role,
    description: splitDescription(description).summary,
  }))
}

/** SUPERVISOR, and those of the roster whom the engine runs in the session of this header. */
export function everyRole({ workers }: Roster, header: Pick<Header, 'external'> | null): readonly string[] {
  return [SUPERVISOR, ...workers.map(({ role }) => role).filter(role => !header?.external.includes(role))]
}

function startTimers({ timeout }: Caps, stopping: Stopping, onNear: () => void): readonly NodeJS.Timeout[] {
  if (timeout === undefined) return []
  const why = capReached({ timeout }, { usd: 0, input: 0, cached: 0, output: 0 }, timeout) ?? 'the time is up'
  return [
    setTimeout(onNear, timerOf(timeout, 'near')),
    setTimeout(() => stopping.cancel({ reason: 'budget', why, error: null }), timerOf(timeout, 'end')),
  ]
}

async function pauseUnlessEnded(log: SharedLog, { first }: Stopping, joined: boolean): Promise<void> {
  const state = foldLog(await log.read())
  if (state.outcome !== null) return
  // Others go on without a role that was taken away.
  if (joined && (first === null || first.reason === 'interrupted')) return
  const { reason, why } = first ?? { reason: 'stalled' as const, why: state.consensus.why }
  await log.append(pauseEntry(reason, why.replace(/\.$/, ''), state.header, state), later =>
    foldLog(later).outcome === null ? null : 'the session has ended',
  )
}
