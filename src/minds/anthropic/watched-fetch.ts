/**
 * What happens to one request before the SDK sees an answer: it is made again while that may help, and told of; what
 * would be waited for without limit is ended, a server that asks for an hour's patience and an answer that falls
 * silent; and what other servers than Anthropic's leave out is put in. The SDK itself tries nothing again.
 */
import type { MindActivity } from '../mind.ts'
import { asStream, completing, type Mapping } from './lenient.ts'
import { askedWaitMs } from './pace.ts'
import type { Server } from './server.ts'

export interface WatchedFetchOptions {
  readonly server: Pick<
    Server,
    'fetch' | 'pace' | 'retries' | 'timeoutMs' | 'sleep' | 'random' | 'isAnthropic'
  >
  /** The turn's own: when it aborts, nothing is tried again. */
  readonly signal: AbortSignal
  readonly onActivity: (activity: MindActivity, detail: string) => void
  /** Called when the request goes out, each time that it does. */
  readonly onSent?: () => void
}

/** Whoever is told to come back later than this is told so, instead of waiting. */
const LONGEST_WAIT_MS = 120_000
/** On an answer that is given up on: how often it was asked for, and what was waited in between, in milliseconds. */
export const TRIES_HEADER = 'x-synod-tries'
export const WAITED_HEADER = 'x-synod-waited'

export function watchedFetch({
  server,
  signal,
  onActivity,
  onSent = () => {},
}: WatchedFetchOptions): typeof globalThis.fetch {
  const { pace, retries, timeoutMs, sleep, random, isAnthropic } = server
  return async (url, init = {}) => {
    let waited = 0
    const stop = init.signal ?? signal
    // As text it would be copied twice on its way, in every turn all of a long log.
    const body = typeof init.body === 'string' ? Buffer.from(init.body) : init.body
    const request = { ...init, ...(body === undefined ? {} : { body }) }
    for (let attempt = 1; ; attempt += 1) {
      if (attempt > 1) onActivity('thinking', '')
      const silence = new AbortController()
      const ending = AbortSignal.any([silence.signal, stop])
      const isLast = attempt > retries
      const usual = usualWait(attempt) * (1 - random() / 4)
      let wait = usual
      let what: string
      try {
        if (pace.isHeld) onActivity('thinking', 'waits for its turn to be sent')
        const response = await pace.send(() => {
          onActivity('thinking', '')
          onSent()
          return withinTime(silence, timeoutMs, server.fetch(url, { ...request, signal: ending }))
        }, stop)
        if (response.ok) {
          if (response.body === null) return response
          const isStream = /event-stream/i.test(response.headers.get('content-type') ?? '')
          const mapping = isAnthropic || !isStream ? null : completing()
          const heard = endingSilence(response, timeoutMs, silence, mapping)
          return isAnthropic || isStream ? heard : await asStream(heard)
        }
        const asked = askedWaitMs(response.headers)
        if (response.status === 429 && asked !== null && asked <= LONGEST_WAIT_MS) pace.pauseFor(asked)
        if (isLast || !isPassing(response) || (asked ?? 0) > LONGEST_WAIT_MS)
          return givenUp(endingSilence(response, timeoutMs, silence, null), attempt, waited)
        await response.body?.cancel()
        wait = asked ?? usual
        what = String(response.status)
      } catch (error) {
        if (isLast || stop.aborted) throw error
        what = silence.signal.aborted ? 'no answer' : 'no connection'
      }
      onActivity('retrying', `${what}, again in ${inSeconds(wait)}`)
      await sleep(wait, stop)
      waited += wait
    }
  }
}

export function inSeconds(ms: number): string {
  return `${ms < 950 ? (Math.ceil(ms / 100) / 10).toFixed(1) : Math.round(ms / 1000)} s`
}

async function withinTime(
  silence: AbortController,
  ms: number,
  answer: Promise<Response>,
): Promise<Response> {
  const timer = setTimeout(() => silence.abort(new Error(`timed out after ${inSeconds(ms)}`)), ms)
  try {
    return await answer
  } finally {
    clearTimeout(timer)
  }
}

/** The rules by which the SDK would decide to try again. */
function isPassing({ status, headers }: Response): boolean {
  const told = headers.get('x-should-retry')
  if (told === 'true' || told === 'false') return told === 'true'
  return status === 408 || status === 409 || status === 429 || status >= 500
}

function usualWait(attempt: number): number {
  return Math.min(500 * 2 ** (attempt - 1), 8_000)
}

function givenUp(response: Response, tries: number, waited: number): Response {
  const headers = new Headers(response.headers)
  headers.set(TRIES_HEADER, String(tries))
  headers.set(WAITED_HEADER, String(Math.round(waited)))
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

/** One stream in place of another: each costs a call more than it seems. */
function endingSilence(
  response: Response,
  silenceMs: number,
  silence: AbortController,
  mapping: Mapping | null,
): Response {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const timer = setTimeout(
        () => silence.abort(new Error(`No data for ${inSeconds(silenceMs)}`)),
        silenceMs,
      )
      try {
        for (;;) {
          const { done, value } = await reader.read()
          const told = mapping === null ? value : done ? mapping.end() : mapping.map(value)
          if (told) controller.enqueue(told)
          if (done) return controller.close()
          if (told) return
          timer.refresh()
        }
      } finally {
        clearTimeout(timer)
      }
    },
    cancel: reason => reader.cancel(reason),
  })
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  })
}
