/** One limit on requests a minute for all who ask the same server; and when it says to wait, all wait. */
import PQueue from 'p-queue'

const MINUTE_MS = 60_000
/** Whoever is told to come back later than this is told so by the one who asked; the others find out for themselves. */
const LONGEST_PAUSE_MS = 120_000

export interface RateOptions {
  readonly fetch?: typeof globalThis.fetch
  /** Requests a minute. Default: as many as there are. */
  readonly perMinute?: number | undefined
  /** Milliseconds. Default: one minute. */
  readonly interval?: number
}

/** The same fetch, whose requests are begun in the order they came and not faster than allowed. */
export function rateLimited({
  fetch = globalThis.fetch,
  perMinute,
  interval = MINUTE_MS,
}: RateOptions = {}): typeof globalThis.fetch {
  const queue = new PQueue(perMinute === undefined ? {} : { intervalCap: perMinute, interval, strict: true })
  let resumeAt = 0
  let timer: NodeJS.Timeout | undefined

  function pauseFor(ms: number): void {
    const until = Date.now() + ms
    if (until <= resumeAt) return
    resumeAt = until
    clearTimeout(timer)
    queue.pause()
    timer = setTimeout(() => queue.start(), ms)
  }

  return async (url, init = {}) => {
    const response = await queue.add(() => fetch(url, init), init.signal ? { signal: init.signal } : {})
    const wait = response.status === 429 ? askedWaitMs(response.headers) : null
    if (wait !== null && wait <= LONGEST_PAUSE_MS) pauseFor(wait)
    return response
  }
}

/** What a server asks to wait, in milliseconds; null where it does not say. */
export function askedWaitMs(headers: Headers): number | null {
  const ms = Number.parseFloat(headers.get('retry-after-ms') ?? '')
  if (ms > 0) return ms
  const written = headers.get('retry-after') ?? ''
  const seconds = Number.parseFloat(written)
  const wait = Number.isNaN(seconds) ? Date.parse(written) - Date.now() : seconds * 1000
  return wait > 0 ? wait : null
}
