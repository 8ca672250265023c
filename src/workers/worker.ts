/**
 * The loop of every role, the supervisor's included: when the log says that it is due, it thinks and appends; then it
 * waits for the log to change. A worker knows the log and its mind, and no other worker.
 */
import type { AgentDefinition } from '../agents/definition.ts'
import { SynodError } from '../errors.ts'
import { SUPERVISOR } from '../log/entry.ts'
import type { SharedLog } from '../log/shared-log.ts'
import type { Answer, Mind, Turn } from '../minds/mind.ts'
import { blocked, due } from '../protocol/due.ts'
import { foldLog } from '../protocol/fold.ts'
import type { DueTurn, Spend, State } from '../protocol/state.ts'
import { advance, type Desk, deskOf } from './desk.ts'
import { entryOf } from './entry-of.ts'
import type { WorkerEvent, WorkerState } from './events.ts'
import { pauseEntry, spendEntry } from './pause.ts'

export interface WorkerOptions {
  readonly role: string
  readonly agent: AgentDefinition
  readonly mind: Mind
  readonly log: SharedLog
  readonly panel: Turn['panel']
  /** Aborts at once: the mind's call is cancelled and nothing more is appended. */
  readonly signal: AbortSignal
  /** Ends after the turn that is being thought, if any. */
  readonly stop: AbortSignal
  /** Runs a turn when there is room for it: all workers share one limit on calls at a time. */
  readonly schedule: <T>(turn: () => Promise<T>) => Promise<T>
  readonly onEvent: (event: WorkerEvent) => void
  readonly now: () => number
}

/**
 * Works until the session has an outcome or a signal ends it.
 * @throws SynodError when its mind or the log fails; what the failed calls cost is in the log by then.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  // Answers that did not come into the log: refused as stale, cancelled, or unusable.
  const unspent: Spend[] = []
  try {
    await takeTurns(options, unspent)
  } catch (error) {
    unspent.push(...spendOf(error))
    // Whoever reports the failure will meet the log's own, if that is the trouble.
    await account(options, unspent, 'No answer came of what this cost.').catch(() => undefined)
    throw error
  }
  await account(options, unspent, 'What was thought last came too late to be appended.')
  tell(options, 'done')
}

async function takeTurns(options: WorkerOptions, unspent: Spend[]): Promise<void> {
  const { log, signal, stop } = options
  const either = AbortSignal.any([signal, stop])
  let desk = deskOf(await log.read())
  tell(options, 'waiting')
  desk = await work(desk)
  if (desk.state.outcome !== null) return
  for await (const entry of log.tail({ after: desk.state.entries, signal: either })) {
    if (entry.number <= desk.state.entries) continue
    desk = await work(advance(desk, await log.read(), entry.number))
    if (desk.state.outcome !== null) return
  }

  /** Takes turns for as long as it is due. */
  async function work(start: Desk): Promise<Desk> {
    let current = start
    while (!either.aborted) {
      const turn = due(current.state).find(({ role }) => role === options.role)
      if (turn === undefined) return pauseWhenBlocked(current)
      const answer = await think(options, current, turn)
      if (answer === null) return current
      unspent.push(...answer.spend)
      if (signal.aborted) return current
      const draft = entryOf(turn, answer.draft, unspent, current.state.framework)
      const result = await log.append(draft, later =>
        isStillDue(advance(current, later).state, turn) ? null : 'stale',
      )
      // A refused draft has cost its tokens all the same: they go onto this role's next entry.
      if (result.appended) unspent.length = 0
      current = advance(current, await log.read())
      tell(options, 'waiting')
    }
    return current
  }

  async function pauseWhenBlocked(current: Desk): Promise<Desk> {
    const stuck = blocked(current.state)
    if (options.role !== SUPERVISOR || stuck === null) return current
    const entry = pauseEntry(stuck.reason, stuck.why, current.state.header)
    await log.append(entry, later =>
      blocked(advance(current, later).state) === null ? 'no longer blocked' : null,
    )
    return advance(current, await log.read())
  }
}

/** Null when the session was stopped before there was room for the turn. */
async function think(options: WorkerOptions, desk: Desk, turn: DueTurn): Promise<Answer | null> {
  const { role, mind, schedule, signal, stop } = options
  try {
    return await schedule(async () => {
      if (stop.aborted) return null
      tell(options, 'thinking', turn)
      return await mind.think(turnFor(options, desk, turn), {
        signal,
        onActivity: (activity, detail) => tell(options, activity, turn, detail),
      })
    })
  } catch (error) {
    if (signal.aborted) throw error
    const failure =
      error instanceof SynodError
        ? error
        : new SynodError('SYN_INTERNAL', `${role} failed: ${String(error)}`, { cause: error })
    options.onEvent({ ...event(options, 'failed', turn, failure.message), error: failure })
    throw failure
  }
}

async function account({ role, log }: WorkerOptions, spend: readonly Spend[], why: string): Promise<void> {
  const costs = spend.filter(({ input, cached, output }) => input + cached + output > 0)
  if (costs.length > 0) await log.append(spendEntry(role, why, costs))
}

function spendOf(error: unknown): readonly Spend[] {
  const spend = error instanceof SynodError ? error.details['spend'] : undefined
  return Array.isArray(spend) ? (spend as readonly Spend[]) : []
}

/** What the mind is shown ends at the horizon, and so does the state it is told. */
function turnFor({ role, agent, panel }: WorkerOptions, desk: Desk, { task, on, horizon }: DueTurn): Turn {
  const all = horizon >= desk.entries.length
  const entries = all ? desk.entries : desk.entries.slice(0, horizon)
  const state = all ? desk.state : foldLog({ header: desk.state.header, entries })
  return { agent, role, task, on, title: desk.title, problem: desk.problem, panel, entries, state }
}

function isStillDue(state: State, turn: DueTurn): boolean {
  return due(state).some(({ role, task, on }) => role === turn.role && task === turn.task && on === turn.on)
}

function tell(
  options: WorkerOptions,
  state: WorkerState,
  turn: DueTurn | null = null,
  detail: string = '',
): void {
  options.onEvent(event(options, state, turn, detail))
}

function event(
  { role, now }: WorkerOptions,
  state: WorkerState,
  turn: DueTurn | null,
  detail: string,
): WorkerEvent {
  return { role, state, task: turn?.task ?? null, on: turn?.on ?? null, detail, at: now() }
}
