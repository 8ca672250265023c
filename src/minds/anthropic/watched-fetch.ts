/**
 * The SDK retries by itself what fails before an answer begins, without telling. This fetch stands below it and tells;
 * it also ends what the SDK would wait for without limit: a server that asks for an hour's patience, and an answer
 * that has begun and falls silent.
 */
import type { MindActivity } from '../mind.ts'
import type { Server } from './server.ts'

export interface WatchedFetchOptions {
  readonly server: Pick<Server, 'fetch' | 'retries' | 'timeoutMs'>
  /** The turn's own: when it aborts, nothing is tried again. */
  readonly signal: AbortSignal
  readonly onActivity: (activity: MindActivity, detail: string) => void
}

/** Whoever is told to come back later than this is told so, instead of waiting. */
const LONGEST_WAIT_MS = 120_000

export function watchedFetch({ server, signal, onActivity }: WatchedFetchOptions): typeof globalThis.fetch {
  const { fetch, retries, timeoutMs } = server
  let attempt = 0
  return async (url, init = {}) => {
    attempt += 1
    if (attempt > 1) onActivity('thinking', '')
    const again = attempt <= retries
    const silence = new AbortController()
    const signals = [silence.signal, ...(init.signal ? [init.signal] : [])]
    let response: Response
    try {
      response = await fetch(url, { ...init, signal: AbortSignal.any(signals) })
    } catch (error) {
      const what = init.signal?.aborted ? 'no answer' : 'no connection'
      if (again && !signal.aborted)
        onActivity('retrying', `${what}, again in ${inSeconds(usualWait(attempt))}`)
      throw error
    }
    if (response.ok) return response.body === null ? response : endingSilence(response, timeoutMs, silence)
    if (!again || !isPassing(response)) return response
    const asked = askedWait(response.headers)
    if (asked !== null && asked > LONGEST_WAIT_MS) return withoutRetry(response)
    onActivity('retrying', `${response.status}, again in ${inSeconds(asked ?? usualWait(attempt))}`)
    return response
  }
}

export function inSeconds(ms: number): string {
  return `${ms < 950 ? (Math.ceil(ms / 100) / 10).toFixed(1) : Math.round(ms / 1000)} s`
}

/** The rules by which the SDK decides to try again. */
function isPassing({ status, headers }: Response): boolean {
  const told = headers.get('x-should-retry')
  if (told === 'true' || told === 'false') return told === 'true'
  return status === 408 || status === 409 || status === 429 || status >= 500
}

function askedWait(headers: Headers): number | null {
  const ms = Number.parseFloat(headers.get('retry-after-ms') ?? '')
  if (ms > 0) return ms
  const written = headers.get('retry-after') ?? ''
  const seconds = Number.parseFloat(written)
  const wait = Number.isNaN(seconds) ? Date.parse(written) - Date.now() : seconds * 1000
  return wait > 0 ? wait : null
}

/** What the SDK waits when nobody says how long, its jitter left out. */
function usualWait(attempt: number): number {
  return Math.min(500 * 2 ** (attempt - 1), 8_000)
}

function withoutRetry(response: Response): Response {
  const headers = new Headers(response.headers)
  headers.set('x-should-retry', 'false')
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

function endingSilence(response: Response, silenceMs: number, silence: AbortController): Response {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const timer = setTimeout(
        () => silence.abort(new Error(`No data for ${inSeconds(silenceMs)}`)),
        silenceMs,
      )
      try {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
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
