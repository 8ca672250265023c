/** How a session at work is brought to its end before it has an outcome: gently, or at once. */
import { SynodError } from '../errors.ts'
import type { PauseReason } from '../protocol/state.ts'

export interface Stop {
  readonly reason: PauseReason
  /** What happened: one sentence without its full stop. */
  readonly why: string
  readonly error: SynodError | null
}

export interface Stopping {
  /** Aborts when calls under way are to be cancelled. */
  readonly abort: AbortSignal
  /** Aborts when no new turn is to begin. */
  readonly stop: AbortSignal
  /** What came first, or null. */
  readonly first: Stop | null
  /** The turns under way are finished: what was paid for is kept. */
  letFinish(stop: Stop): void
  cancel(stop: Stop): void
}

export function createStopping(): Stopping {
  const [abort, stop] = [new AbortController(), new AbortController()]
  let first: Stop | null = null
  const letFinish = (why: Stop) => {
    first ??= why
    stop.abort()
  }
  return {
    abort: abort.signal,
    stop: stop.signal,
    get first() {
      return first
    },
    letFinish,
    cancel(why) {
      letFinish(why)
      abort.abort()
    },
  }
}

export function asSynodError(error: unknown): SynodError {
  return error instanceof SynodError
    ? error
    : new SynodError('SYN_INTERNAL', `Unexpected: ${String(error)}`, { cause: error })
}
