/** One turn may take so long and no longer, whatever its mind does meanwhile. */
import { setTimeout as wait } from 'node:timers/promises'
import { SynodError } from '../errors.ts'
import type { DueTurn } from '../protocol/state.ts'
import { turnWords } from './needs.ts'

/** The longest a timer of Node can wait: with more it would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

export interface TimeLimit {
  readonly turn: DueTurn
  /** Milliseconds, or undefined for any time. */
  readonly limit: number | undefined
  /** What stops the turn besides. */
  readonly signal: AbortSignal
  /** Milliseconds a mind that is stopped may take to say what its calls have cost. Default 5 seconds. */
  readonly grace?: number
}

/**
 * Thinks with a signal that aborts as well when the time is up. An answer that comes then all the same is taken: it is
 * paid for.
 * @throws SynodError SYN_MIND_TIMEOUT with the `spend` that the mind's own error tells of; else what `think` throws
 */
export async function withinTime<T>(
  { turn, limit, signal, grace = 5_000 }: TimeLimit,
  think: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (limit === undefined) return think(signal)
  const [late, done] = [new AbortController(), new AbortController()]
  const timer = setTimeout(() => late.abort(), Math.min(limit, LONGEST_TIMER))
  try {
    const thinking = think(AbortSignal.any([signal, late.signal]))
    return await Promise.race([thinking, deaf(late.signal, done.signal, grace)])
  } catch (error) {
    if (!late.signal.aborted || signal.aborted) throw error
    throw tooLate(turn, limit, error)
  } finally {
    clearTimeout(timer)
    done.abort()
  }
}

/** Rejects when a mind does not even end when it is stopped; nobody waits for it then. */
async function deaf(late: AbortSignal, done: AbortSignal, grace: number): Promise<never> {
  await new Promise<void>(resolve => {
    late.addEventListener('abort', () => resolve(), { once: true })
    done.addEventListener('abort', () => resolve(), { once: true })
  })
  if (!done.aborted) await wait(grace, undefined, { signal: done }).catch(() => undefined)
  throw new SynodError('SYN_INTERNAL', 'It did not end when it was stopped')
}

function tooLate(turn: DueTurn, limit: number, cause: unknown): SynodError {
  const details = cause instanceof SynodError ? cause.details : {}
  return new SynodError(
    'SYN_MIND_TIMEOUT',
    `${turn.role} took longer than ${inWords(limit)} to ${turnWords(turn)}: allow more with --turn-timeout, or choose a mind that is faster`,
    { cause, details },
  )
}

/** `20 min`, `90 s`. */
function inWords(milliseconds: number): string {
  return milliseconds % 60_000 === 0 ? `${milliseconds / 60_000} min` : `${milliseconds / 1_000} s`
}
