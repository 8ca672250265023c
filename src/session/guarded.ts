/** A log that is looked after while a session works on it: once it is found to be tampered with, it takes nothing more. */
import { SynodError } from '../errors.ts'
import type { AppendResult, SharedLog } from '../log/shared-log.ts'
import { asSynodError } from './stopping.ts'

export interface Guarded {
  /** The same log, for those who append. */
  readonly log: SharedLog
  /** What was found, or null. */
  readonly broken: SynodError | null
  /** Resolves when nobody looks after it any more. */
  readonly ended: Promise<void>
}

export function guarded(log: SharedLog, signal: AbortSignal, onBroken: (error: SynodError) => void): Guarded {
  let broken: SynodError | null = null
  const found = (error: SynodError) => {
    if (broken !== null) return
    broken = error
    onBroken(error)
  }
  const ended = log.guard(signal).catch((error: unknown) => found(asSynodError(error)))

  async function append(...entry: Parameters<SharedLog['append']>): Promise<AppendResult> {
    if (broken !== null) throw broken
    try {
      return await log.append(...entry)
    } catch (error) {
      // Whoever appends may be the first to see it.
      if (error instanceof SynodError && error.code === 'SYN_LOG_DAMAGED') found(error)
      throw error
    }
  }

  return {
    log: {
      path: log.path,
      read: () => log.read(),
      append,
      tail: options => log.tail(options),
      guard: during => log.guard(during),
      close: () => log.close(),
    },
    get broken() {
      return broken
    },
    ended,
  }
}
