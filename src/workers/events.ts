/** What a worker tells its surroundings while it works. Never needed to work: the log alone is. */
import type { SynodError } from '../errors.ts'
import type { Task } from '../protocol/state.ts'

/** `needs-you`: a person or an external role is due, whom no process runs; `detail` is then what to type. */
export const WORKER_STATES = [
  'waiting',
  'thinking',
  'writing',
  'retrying',
  'needs-you',
  'done',
  'failed',
] as const
export type WorkerState = (typeof WORKER_STATES)[number]

export interface WorkerEvent {
  readonly role: string
  readonly state: WorkerState
  /** What it is doing it for; null while waiting or done. */
  readonly task: Task | null
  readonly on: number | null
  /** One short line, or ''. */
  readonly detail: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Set when the state is `failed`. */
  readonly error?: SynodError
}
