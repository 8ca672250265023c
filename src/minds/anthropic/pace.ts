/** One pace for all who ask the same server: so many requests a minute; and when it says to wait, all wait. */
import { setTimeout as wait } from 'node:timers/promises'
import PQueue from 'p-queue'

export interface PaceOptions {
  /** Requests a minute. Default: as many as there are. */
  readonly perMinute?: number | undefined
  /** Milliseconds. Default: one minute. */
  readonly interval?: number
  /** Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>
}

export interface Pace {
  /** Whether the next request would have to wait. */
  readonly isHeld: boolean
  /** Sends when there is room, in the order of asking. @throws the signal's reason when it aborts before that */
  send(request: () => Promise<Response>, signal: AbortSignal): Promise<Response>
  /** Nobody sends anything for so many milliseconds. */
  pauseFor(ms: number): void
}

/** Of one who asks alone: it waits by itself when it is told to. */
export const ALONE: Pace = { isHeld: false, send: request => request(), pauseFor: () => {} }

export function createPace({ perMinute, interval = 60_000, sleep = wait }: PaceOptions = {}): Pace {
  const queue = new PQueue(perMinute === undefined ? {} : { intervalCap: perMinute, interval, strict: true })
  let resumeAt = 0
  return {
    get isHeld() {
      return queue.isPaused || queue.isRateLimited || queue.size > 0
    },
    send: (request, signal) => queue.add(request, { signal }),
    pauseFor(ms) {
      const until = Date.now() + ms
      if (until <= resumeAt) return
      resumeAt = until
      queue.pause()
      void sleep(ms).then(() => {
        if (resumeAt !== until) return
        resumeAt = 0
        queue.start()
      })
    },
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
