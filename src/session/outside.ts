/** Looks after those who are needed and whom nobody runs: tells of their turns, and does not wait for them for ever. */
import { due } from '../protocol/due.ts'
import type { DueTurn, State } from '../protocol/state.ts'
import type { WorkerEvent } from '../workers/events.ts'
import { askWords, commandLine, isOutside, neededFromOutside } from '../workers/needs.ts'

export interface OutsideOptions {
  /** What the session is called in a command that is to be typed. */
  readonly name: string
  /** Told once a turn that somebody is needed, and once that they are not any more. */
  readonly onWorker: (event: WorkerEvent) => void
  /** How long nobody but them may be due, in milliseconds; null to wait for ever. */
  readonly wait: number | null
  /** Told who has not come: one sentence without its full stop. */
  readonly onWaited: (why: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export interface Outside {
  changed(state: State): void
  close(): void
}

/** The longest a timer can run, in milliseconds. */
const LONGEST = 2_147_483_647

export function watchOutside({ name, onWorker, wait, onWaited, now }: OutsideOptions): Outside {
  let told: ReadonlyMap<string, DueTurn> = new Map()
  let timer: NodeJS.Timeout | undefined

  function tell(turns: readonly DueTurn[], state: State): void {
    const next = new Map(turns.map(turn => [turn.role, turn]))
    for (const { role } of told.values())
      if (!next.has(role)) onWorker({ role, state: 'waiting', task: null, on: null, detail: '', at: now() })
    for (const turn of next.values()) {
      const { role, task, on } = turn
      const before = told.get(role)
      if (before?.task === task && before.on === on) continue
      onWorker({ role, state: 'needs-you', task, on, detail: commandLine(turn, state, name), at: now() })
    }
    told = next
  }

  return {
    changed(state) {
      clearTimeout(timer)
      if (state.outcome !== null) return
      const turns = neededFromOutside(state)
      tell(turns, state)
      if (wait === null || due(state).some(({ role }) => !isOutside(state, role))) return
      timer = setTimeout(() => onWaited(waitedFor(turns, wait)), Math.min(wait, LONGEST))
    },
    close() {
      clearTimeout(timer)
    },
  }
}

function waitedFor(turns: readonly DueTurn[], wait: number): string {
  if (turns.length === 0) return 'Nobody is due'
  return `${turns.map(askWords).join('; ')}; nobody has come within ${wait / 1000} seconds`
}
