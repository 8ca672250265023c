/** How far a played session has come: what waits for its place in the log, and that nothing waits for ever. */
import { SynodError } from '../../errors.ts'

export interface Pace {
  /** How many entries the played log has. */
  readonly entries: number
  /** Where it has parted from the recording, or null. */
  readonly parted: SynodError | null
  advance(entries: number): void
  /** From now on nothing is played: whoever waits is told. The first reason stands. */
  part(error: SynodError): SynodError
  /**
   * Resolves once the log has so many entries.
   * @param orElse what it means if it never has
   * @throws SynodError SYN_RECORDING_DIVERGED, SYN_MIND_CUT when the signal aborts
   */
  reached(entries: number, orElse: () => SynodError, signal?: AbortSignal): Promise<void>
}

interface Waiting {
  readonly entries: number
  readonly orElse: () => SynodError
  readonly resolve: () => void
  readonly reject: (error: SynodError) => void
}

/**
 * @param patience milliseconds after which those who wait have waited in vain. No model is called, so nothing takes
 * long. Default 20 seconds.
 */
export function createPace(patience: number = 20_000): Pace {
  const waiting = new Set<Waiting>()
  let [entries, parted] = [0, null as SynodError | null]
  let timer: NodeJS.Timeout | undefined

  function watch(): void {
    clearTimeout(timer)
    const [first] = waiting
    if (first !== undefined) timer = setTimeout(() => part(first.orElse()), patience)
  }

  function part(error: SynodError): SynodError {
    parted ??= error
    for (const one of waiting) one.reject(parted)
    waiting.clear()
    watch()
    return parted
  }

  return {
    get entries() {
      return entries
    },
    get parted() {
      return parted
    },
    part,
    advance(now) {
      entries = now
      for (const one of waiting) {
        if (one.entries > now) continue
        waiting.delete(one)
        one.resolve()
      }
      watch()
    },
    async reached(wanted, orElse, signal) {
      if (parted !== null) throw parted
      if (signal?.aborted) throw stopped()
      if (wanted <= entries) return
      const { promise, resolve, reject } = withResolvers()
      const one = { entries: wanted, orElse, resolve, reject }
      const onAbort = () => reject(stopped())
      waiting.add(one)
      signal?.addEventListener('abort', onAbort, { once: true })
      watch()
      try {
        await promise
      } finally {
        signal?.removeEventListener('abort', onAbort)
        waiting.delete(one)
        watch()
      }
    },
  }
}

function stopped(): SynodError {
  return new SynodError('SYN_MIND_CUT', 'The recording was stopped while it was played')
}

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolvers(): {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: SynodError) => void
} {
  let [resolve, reject]: [() => void, (error: SynodError) => void] = [() => {}, () => {}]
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
