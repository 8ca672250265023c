/** Those who wait for a log to change, in the order in which they began to follow it. */
export class Waiting {
  readonly #waiting = new Map<number, () => void>()

  /** Wakes everybody who waits, the first who came first. */
  wake(): void {
    const numbers = [...this.#waiting.keys()].sort((left, right) => left - right)
    for (const number of numbers) this.#waiting.get(number)?.()
  }

  /** Resolves at the next `wake`, or when the signal aborts. @param number of the tail that waits */
  change(number: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        this.#waiting.delete(number)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.set(number, done)
      signal?.addEventListener('abort', done)
      if (signal?.aborted) done()
    })
  }
}
