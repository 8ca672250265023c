/** A session at work: its workers side by side on one log, until there is an outcome. */
import PQueue from 'p-queue'
import type { Roster } from '../agents/roster.ts'
import { SynodError } from '../errors.ts'
import type { Entry } from '../log/entry.ts'
import type { SharedLog } from '../log/shared-log.ts'
import type { MindChoice } from '../minds/choose.ts'
import { foldLog, step } from '../protocol/fold.ts'
import type { PauseReason, State } from '../protocol/state.ts'
import type { WorkerEvent } from '../workers/events.ts'
import { pauseEntry } from '../workers/pause.ts'
import { runWorker } from '../workers/worker.ts'
import { type Caps, capReached } from './caps.ts'

export interface RunOptions extends Caps {
  readonly roster: Roster
  readonly minds: MindChoice
  /** Aborting it cancels the calls under way and pauses the session. */
  readonly signal?: AbortSignal
  /** How many turns may be thought at a time. Default 4. */
  readonly concurrency?: number
  readonly onEntry?: (entry: Entry, state: State) => void
  readonly onWorker?: (event: WorkerEvent) => void
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
}

export interface RunResult {
  readonly state: State
  /** What made the session pause with `error`; null otherwise. */
  readonly error: SynodError | null
}

interface Stop {
  readonly reason: PauseReason
  readonly why: string
  readonly error: SynodError | null
}

/** Works the session of `log` to its outcome or a pause. Every end is in the log when the promise resolves. */
export async function runSession(log: SharedLog, options: RunOptions): Promise<RunResult> {
  const { roster, minds, signal, concurrency = 4, onWorker = () => {}, now = Date.now } = options
  const queue = new PQueue({ concurrency })
  const [abort, stop, watched] = [new AbortController(), new AbortController(), new AbortController()]
  const started = now()
  let stopped: Stop | null = null
  const stopFor = (reason: PauseReason, why: string, error: SynodError | null = null) => {
    stopped ??= { reason, why, error }
    stop.abort()
  }
  const interrupt = () => {
    stopFor('interrupted', 'What was being thought is lost, what is in the log is not')
    abort.abort()
  }
  signal?.addEventListener('abort', interrupt, { once: true })
  if (signal?.aborted) interrupt()

  const following = follow(log, watched.signal, (entry, state) => {
    options.onEntry?.(entry, state)
    const cap = capReached(options, state.spend, now() - started)
    if (cap !== null && state.outcome === null) stopFor('budget', cap)
  }).catch((error: unknown) => stopFor('error', 'The log could not be followed', asSynodError(error)))
  const timer =
    options.timeout === undefined
      ? undefined
      : setTimeout(() => {
          stopFor(
            'budget',
            capReached(options, { usd: 0, input: 0, cached: 0, output: 0 }, options.timeout ?? 0) ??
              'the time is up',
          )
          abort.abort()
        }, options.timeout)

  const panel = roster.workers.map(({ role, description }) => ({ role, description }))
  try {
    const working = [roster.supervisor, ...roster.workers].map(agent =>
      runWorker({
        role: agent.role,
        agent,
        mind: minds.mindFor(agent),
        log,
        panel,
        signal: abort.signal,
        stop: stop.signal,
        schedule: turn => queue.add(turn),
        onEvent: onWorker,
        now,
      }).catch((error: unknown) => {
        if (abort.signal.aborted) return
        const failure = asSynodError(error)
        // The others finish the turn they are at: what was paid for is kept.
        stopFor('error', `${agent.role}: ${failure.message}`, failure)
      }),
    )
    await Promise.all(working)
    await pauseUnlessEnded(log, stopped)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', interrupt)
    watched.abort()
  }
  await following
  const state = foldLog(await log.read())
  return { state, error: (stopped as Stop | null)?.error ?? null }
}

async function pauseUnlessEnded(log: SharedLog, stopped: Stop | null): Promise<void> {
  const state = foldLog(await log.read())
  if (state.outcome !== null) return
  const { reason, why } = stopped ?? { reason: 'stalled' as const, why: state.consensus.why }
  await log.append(pauseEntry(reason, why.replace(/\.$/, ''), state.header), later =>
    foldLog(later).outcome === null ? null : 'the session has ended',
  )
}

/** Tells of every entry, those there already excepted, together with the state after it; all of them before it ends. */
async function follow(
  log: SharedLog,
  signal: AbortSignal,
  onEntry: (entry: Entry, state: State) => void,
): Promise<void> {
  let state = foldLog(await log.read())
  for await (const entry of log.tail({ after: state.entries, signal })) take(entry)
  for (const entry of (await log.read()).entries.slice(state.entries)) take(entry)

  function take(entry: Entry): void {
    state = step(state, entry)
    onEntry(entry, state)
  }
}

function asSynodError(error: unknown): SynodError {
  return error instanceof SynodError
    ? error
    : new SynodError('SYN_INTERNAL', `Unexpected: ${String(error)}`, { cause: error })
}
