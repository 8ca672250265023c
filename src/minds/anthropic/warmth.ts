/**
 * Several who read the same prefix at the same time would each pay for writing it into the cache. The first goes ahead
 * and the others follow as soon as its answer begins: then the prefix is there.
 */
import { SynodError } from '../../errors.ts'

export interface Warmth {
  /**
   * Resolves when this prefix can be read from the cache, or when the caller is the one to write it.
   * @returns to be called when the answer begins (true), or when the call has ended without (false)
   * @throws the signal's reason, as SynodError SYN_MIND_CUT
   */
  enter(prefix: string, signal: AbortSignal): Promise<(isWarm: boolean) => void>
}

/** The cache keeps a prefix for five minutes from when it was read last; some of them pass on the way. */
const WARM_MS = 4 * 60_000
/** More prefixes than a session has at a time: old ones are forgotten. */
const MOST_KEPT = 200

export function createWarmth(now: () => number = Date.now): Warmth {
  const warmUntil = new Map<string, number>()
  const warming = new Map<string, Promise<void>>()

  function keep(prefix: string): void {
    warmUntil.delete(prefix)
    warmUntil.set(prefix, now() + WARM_MS)
    const [oldest] = warmUntil.keys()
    if (warmUntil.size > MOST_KEPT && oldest !== undefined) warmUntil.delete(oldest)
  }

  return {
    async enter(prefix, signal) {
      for (;;) {
        if ((warmUntil.get(prefix) ?? 0) > now()) return isWarm => (isWarm ? keep(prefix) : undefined)
        const other = warming.get(prefix)
        if (other === undefined) break
        await unlessStopped(other, signal)
      }
      let resolve = (): void => {}
      const promise = new Promise<void>(done => {
        resolve = done
      })
      warming.set(prefix, promise)
      return isWarm => {
        if (warming.get(prefix) === promise) warming.delete(prefix)
        if (isWarm) keep(prefix)
        resolve()
      }
    },
  }
}

async function unlessStopped(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = (): void => {}
  const stopped = new Promise<void>(resolve => {
    stop = resolve
  })
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  await Promise.race([promise, stopped])
  signal.removeEventListener('abort', stop)
  if (signal.aborted) throw new SynodError('SYN_MIND_CUT', 'The turn was stopped before it was sent')
}
