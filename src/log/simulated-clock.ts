/** Time as an option, and a time that passes only when nobody has anything left to do. */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after so many milliseconds. @throws the signal's reason when it aborts first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface SimulatedClock extends Clock {
  /**
   * Lets time pass for this work until it is done: from one sleeper to the next, each time when all that was woken has
   * come to rest. Work that waits for anything else than this clock, a file or a network, is not waited for.
   * @throws what the work throws, and an Error when it is not done and nobody sleeps
   */
  run<T>(work: Promise<T>): Promise<T>
}

interface Sleeper {
  readonly at: number
  readonly nth: number
  wake(): void
}

/** @param start milliseconds since the epoch. Default: the first second of 2026 */
export function simulatedClock(start: number = Date.UTC(2026, 0, 1)): SimulatedClock {
  let now = start
  let count = 0
  /** The soonest first; who came first, first. */
  const sleepers: Sleeper[] = []

  function add(sleeper: Sleeper): void {
    let at = sleepers.length
    while (at > 0 && (sleepers[at - 1]?.at ?? 0) > sleeper.at) at -= 1
    sleepers.splice(at, 0, sleeper)
  }

  function remove(sleeper: Sleeper): void {
    const at = sleepers.indexOf(sleeper)
    if (at >= 0) sleepers.splice(at, 1)
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        count += 1
        const wake = () => {
          signal?.removeEventListener('abort', cancel)
          resolve()
        }
        const sleeper = { at: now + Math.max(0, ms), nth: count, wake }
        const cancel = () => {
          remove(sleeper)
          reject(signal?.reason)
        }
        signal?.addEventListener('abort', cancel, { once: true })
        add(sleeper)
      }),
    async run(work) {
      let done = false
      const end = () => {
        done = true
      }
      work.then(end, end)
      for (;;) {
        // Everything that was woken, and whatever that wakes, comes before the next turn of the event loop.
        await new Promise(resolve => setImmediate(resolve))
        if (done) return work
        const next = sleepers.shift()
        if (next === undefined) throw new Error('The work is not done, and nobody waits for the clock')
        now = Math.max(now, next.at)
        next.wake()
      }
    },
  }
}
