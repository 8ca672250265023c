/** A process that works on the session: the roles it runs side by side until there is an outcome, as session/run.ts does. */
import PQueue from 'p-queue'
import { defineAgent } from '../../../src/agents/define.ts'
import type { AgentDefinition } from '../../../src/agents/definition.ts'
import type { SynodError } from '../../../src/errors.ts'
import { SUPERVISOR } from '../../../src/log/entry.ts'
import { due } from '../../../src/protocol/due.ts'
import { foldLog } from '../../../src/protocol/fold.ts'
import type { State } from '../../../src/protocol/state.ts'
import { capReached, entriesReached } from '../../../src/session/caps.ts'
import { guarded } from '../../../src/session/guarded.ts'
import { asSynodError, createStopping } from '../../../src/session/stopping.ts'
import { askWords, isOutside, neededFromOutside } from '../../../src/workers/needs.ts'
import { pauseEntry } from '../../../src/workers/pause.ts'
import { runWorker } from '../../../src/workers/worker.ts'
import { mindFor } from './bad-mind.ts'
import { logFor, type World } from './world.ts'

/** How long people and other tools are waited for, in milliseconds. */
const WAIT = 10 * 60_000
/** Why a timer ends early; an error would be made with its stack each time. */
const OVER = 'over'

export interface Process {
  readonly roles: readonly string[]
  /** Resolves when it has ended or was killed. */
  readonly done: Promise<void>
  readonly ended: boolean
  /** What it failed with, or null. */
  readonly error: SynodError | null
  /** It is gone, and nothing it was about to append comes. */
  kill(): void
  /** As by Ctrl-C. */
  interrupt(): void
}

export interface ProcessOptions {
  /** It runs one role beside others, and outlasts pauses. */
  readonly joined: boolean
  /** With so many more entries in the log it pauses. */
  readonly entries: number
}

export function startProcess(
  world: World,
  roles: readonly string[],
  { joined, entries }: ProcessOptions,
): Process {
  const { clock, scenario } = world
  const { timeout, maxTokens } = scenario
  const maxEntries = world.watch.state.entries + entries
  const caps = { timeout, maxEntries, ...(maxTokens === null ? {} : { maxTokens }) }
  const stopping = createStopping()
  const watched = new AbortController()
  const over = new AbortController()
  let dead = false
  let ended = false
  const guard = guarded(
    logFor(world, () => dead),
    watched.signal,
    error => stopping.cancel({ reason: 'error', why: 'The log was tampered with', error }),
  )
  const { log } = guard
  const queue = new PQueue({ concurrency: 4 })
  const started = clock.now()
  const killed = new Promise<void>(resolve => watched.signal.addEventListener('abort', () => resolve()))
  const finished = new Promise<void>(resolve =>
    AbortSignal.any([over.signal, stopping.stop]).addEventListener('abort', () => resolve()),
  )
  /** Ends the wait for those whom nobody runs. */
  let waiting: AbortController | null = null

  const onState = (state: State) => {
    waitOutside(state)
    if (isOver(state)) return over.abort(OVER)
    if (state.outcome !== null) return
    const cap = capReached(caps, state.spend, clock.now() - started)
    const full = entriesReached(caps, state.entries)
    if (cap !== null) stopping.letFinish({ reason: 'budget', why: cap, error: null })
    else if (full !== null) stopping.letFinish({ reason: 'rounds', why: full, error: null })
  }

  function waitOutside(state: State): void {
    waiting?.abort(OVER)
    waiting = null
    if (!roles.includes(SUPERVISOR) || state.outcome !== null) return
    if (due(state).some(({ role }) => !isOutside(state, role))) return
    waiting = new AbortController()
    const why = neededFromOutside(state).map(askWords).join('; ') || 'Nobody is due'
    clock.sleep(WAIT, waiting.signal).then(
      () => stopping.letFinish({ reason: 'stalled', why, error: null }),
      () => {},
    )
  }

  const unfollow = world.watch.follow(onState)

  async function work(): Promise<void> {
    if (!joined)
      clock.sleep(timeout, watched.signal).then(
        () => stopping.cancel({ reason: 'budget', why: 'The time is up', error: null }),
        () => {},
      )
    const panel = scenario.header.workers.map(role => ({ role, description: role }))
    const agents = ['SUPERVISOR', ...scenario.header.workers].map(agentOf)
    const working = roles.map(role =>
      runWorker({
        role,
        agent: agentOf(role),
        mind: mindFor(world, role),
        log,
        panel,
        agents,
        signal: stopping.abort,
        stop: stopping.stop,
        outlastsPauses: joined,
        schedule: turn => queue.add(turn),
        onEvent: () => {},
        now: clock.now,
      }).catch((error: unknown) => {
        if (stopping.abort.aborted) return
        const failure = asSynodError(error)
        stopping.letFinish({ reason: 'error', why: `${role}: ${failure.message}`, error: failure })
      }),
    )
    await Promise.all([...working, finished])
    if (guard.broken === null) await pauseUnlessEnded()
    end()
    await guard.ended
  }

  function end(): void {
    waiting?.abort(OVER)
    unfollow()
    watched.abort(OVER)
  }

  async function pauseUnlessEnded(): Promise<void> {
    const state = foldLog(await log.read())
    const { first } = stopping
    if (state.outcome !== null) return
    if (joined && (first === null || first.reason === 'interrupted')) return
    const { reason, why } = first ?? { reason: 'stalled' as const, why: state.consensus.why }
    await log.append(pauseEntry(reason, why.replace(/\.$/, ''), state.header, state), later =>
      foldLog(later).outcome === null ? null : 'the session has ended',
    )
  }

  function isOver({ outcome }: State): boolean {
    return outcome !== null && !(joined && outcome.kind === 'PAUSED')
  }

  const done = Promise.race([
    work(),
    killed.then(() => (dead ? undefined : new Promise<void>(() => {}))),
  ]).then(() => {
    ended = true
  })
  return {
    roles,
    done,
    get ended() {
      return ended
    },
    get error() {
      return guard.broken ?? stopping.first?.error ?? null
    },
    kill() {
      dead = true
      stopping.cancel({ reason: 'interrupted', why: 'It was killed', error: null })
      end()
    },
    interrupt: () => stopping.cancel({ reason: 'interrupted', why: 'Ctrl-C', error: null }),
  }
}

function agentOf(role: string): AgentDefinition {
  return defineAgent({ name: role.toLowerCase(), description: role })
}
