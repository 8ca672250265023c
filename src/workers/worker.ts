/**
 * The loop of every role, the supervisor's included: when the log says that it is due, it thinks and appends; then it
 * waits for the log to change. A worker knows the log and its mind, and no other worker.
 */
import type { AgentDefinition } from '../agents/definition.ts'
import { SynodError } from '../errors.ts'
import { SUPERVISOR } from '../log/entry.ts'
import type { SharedLog } from '../log/shared-log.ts'
import type { Draft } from '../minds/draft.ts'
import type { Answer, Mind, ThinkOptions, Turn } from '../minds/mind.ts'
import { spendIn } from '../minds/paid-error.ts'
import { blocked, due, isDue } from '../protocol/due.ts'
import { foldLog } from '../protocol/fold.ts'
import type { DueTurn, Spend, State } from '../protocol/state.ts'
import { advance, type Desk, deskOf, hasTaken } from './desk.ts'
import { entryOf } from './entry-of.ts'
import type { WorkerEvent, WorkerState } from './events.ts'
import { pauseEntry, spendEntry } from './pause.ts'
import { withinTime } from './within-time.ts'

export interface WorkerOptions extends Pick<ThinkOptions, 'onCall' | 'bodies' | 'purse'> {
  readonly role: string
  readonly agent: AgentDefinition
  readonly mind: Mind
  readonly log: SharedLog
  readonly panel: Turn['panel']
  /** The definitions of those who sit at the table. */
  readonly agents: readonly AgentDefinition[]
  /** Aborts at once: the mind's call is cancelled and nothing more is appended. */
  readonly signal: AbortSignal
  /** Ends after the turn that is being thought, if any. */
  readonly stop: AbortSignal
  /** Milliseconds a turn may take, retries included. Default: any time. */
  readonly turnTimeout?: number
  /** Whether it waits while the session is paused and goes on when it is resumed. Default: a pause ends it. */
  readonly outlastsPauses?: boolean
  /** Runs a turn when there is room for it: all workers share one limit on calls at a time. */
  readonly schedule: <T>(turn: () => Promise<T>) => Promise<T>
  readonly onEvent: (event: WorkerEvent) => void
  readonly now: () => number
}

/** An answer that was refused because the session was paused: it is paid for, and appended when it is resumed. */
interface Held {
  readonly turn: DueTurn
  readonly draft: Draft
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
    unspent.push(...spendIn(error))
    // Whoever reports the failure will meet the log's own, if that is the trouble.
    await account(options, unspent, 'No answer came of what this cost.').catch(() => undefined)
    throw error
  }
  await account(options, unspent, 'What was thought last came too late to be appended.')
  tell(options, 'done')
}

async function takeTurns(options: WorkerOptions, unspent: Spend[]): Promise<void> {
  const { log, signal, stop, outlastsPauses = false } = options
  const either = AbortSignal.any([signal, stop])
  let held: Held | null = null
  let waitsFor = ''
  tell(options, 'waiting')
  let desk = await work(deskOf(await log.read()))
  if (isOver(desk.state)) return
  for await (const entry of log.tail({ after: desk.state.entries, signal: either })) {
    if (hasTaken(desk, entry)) continue
    const later = advance(desk, await log.read(), entry.number)
    if (later === desk) continue
    desk = await work(later)
    if (isOver(desk.state)) return
  }

  function isOver({ outcome }: State): boolean {
    return outcome !== null && !(outlastsPauses && outcome.kind === 'PAUSED')
  }

  /** Takes turns for as long as it is due. */
  async function work(start: Desk): Promise<Desk> {
    const end = await takeWhileDue(start)
    const { outcome } = end.state
    const reason = outcome?.kind === 'PAUSED' ? `the session is paused (${outcome.reason})` : ''
    if (outlastsPauses && reason !== waitsFor) tell(options, 'waiting', null, reason)
    waitsFor = reason
    return end
  }

  async function takeWhileDue(start: Desk): Promise<Desk> {
    let current = start
    while (!either.aborted) {
      const now = dueTurn(current.state, options.role)
      if (now === undefined) return pauseWhenBlocked(current)
      const ready = isFor(held, now) ? held : await answer(current, now)
      if (ready === null || signal.aborted) return current
      const { turn, draft } = ready
      const entry = entryOf(turn, draft, unspent, current.state)
      const { outcome } = current.state.consensus
      const result = await log.append(entry, later => {
        const { state } = advance(current, later)
        const sameOutcome = turn.task !== 'decide' || state.consensus.outcome === outcome
        return isDue(state, turn) && sameOutcome ? null : 'stale'
      })
      // A refused draft has cost its tokens all the same: they go onto this role's next entry.
      if (result.appended) unspent.length = 0
      current = advance(current, await log.read())
      held = !result.appended && current.state.outcome?.kind === 'PAUSED' ? ready : null
      tell(options, 'waiting')
    }
    return current
  }

  async function answer(current: Desk, turn: DueTurn): Promise<Held | null> {
    const answered = await think(options, current, turn)
    if (answered === null) return null
    unspent.push(...answered.spend)
    return { turn, draft: answered.draft }
  }

  async function pauseWhenBlocked(current: Desk): Promise<Desk> {
    const stuck = blocked(current.state)
    if (options.role !== SUPERVISOR || stuck === null) return current
    const entry = pauseEntry(stuck.reason, stuck.why, current.state.header, current.state)
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
      return await withinTime({ turn, limit: options.turnTimeout, signal }, within =>
        mind.think(turnFor(options, desk, turn), {
          signal: within,
          ...callOptions(options),
          onActivity: (activity, detail) => tell(options, activity, turn, detail),
        }),
      )
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

function callOptions({ onCall, bodies, purse }: WorkerOptions): Partial<ThinkOptions> {
  return {
    ...(onCall === undefined ? {} : { onCall }),
    ...(bodies === undefined ? {} : { bodies }),
    ...(purse === undefined ? {} : { purse }),
  }
}

async function account({ role, log }: WorkerOptions, spend: readonly Spend[], why: string): Promise<void> {
  // A program may tell what it has cost and no more.
  const costs = spend.filter(({ input, cached, output, usd }) => input + cached + output + usd > 0)
  if (costs.length > 0) await log.append(spendEntry(role, why, costs))
}

/** What the mind is shown ends at the horizon, and so does the state it is told. */
function turnFor(
  { role, agent, panel, agents }: WorkerOptions,
  desk: Desk,
  { task, on, horizon }: DueTurn,
): Turn {
  const all = horizon >= desk.entries.length
  const entries = all ? desk.entries : desk.entries.slice(0, horizon)
  const state = all ? desk.state : foldLog({ header: desk.state.header, entries })
  return { agent, role, task, on, title: desk.title, problem: desk.problem, panel, agents, entries, state }
}

function dueTurn(state: State, role: string): DueTurn | undefined {
  return due(state).find(turn => turn.role === role)
}

function isFor(held: Held | null, turn: DueTurn): held is Held {
  return held !== null && isSameTurn(held.turn, turn)
}

function isSameTurn(left: DueTurn, right: DueTurn): boolean {
  return left.role === right.role && left.task === right.task && left.on === right.on
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
