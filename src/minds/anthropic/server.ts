/** Where the model is asked, and with what patience. */
import { setTimeout as wait } from 'node:timers/promises'
import type * as Sdk from '@anthropic-ai/sdk'
import { SynodError } from '../../errors.ts'
import { ALONE, type Pace } from './pace.ts'
import { type Redact, redactor } from './redact.ts'

export const DEFAULT_BASE_URL = 'https://api.anthropic.com'

/** Timers that are set for longer go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface ServerOptions {
  /** Sent as bearer token. Null or '' for a server that wants none. */
  readonly apiKey?: string | null
  /** Default `https://api.anthropic.com`. A `/v1` at its end is left off. */
  readonly baseUrl?: string
  /** How long to wait for an answer to begin, and then for more of it, in milliseconds. Default 5 minutes. */
  readonly timeoutMs?: number
  /** How often a call that fails before its answer begins is made again. Default 4. */
  readonly retries?: number
  /** Whether it is Anthropic's own API, which has everything a request may ask for. Default: by its host. */
  readonly isAnthropic?: boolean
  /** Default: Node's own. */
  readonly fetch?: typeof globalThis.fetch
  /** Shared by all who ask this server. Default: nobody else does. */
  readonly pace?: Pace
  /** Rejects when the signal aborts. Default: a timer. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  /** From 0 up to 1, for the jitter of waits. */
  readonly random?: () => number
}

export interface Server extends Required<Omit<ServerOptions, 'apiKey' | 'baseUrl'>> {
  readonly apiKey: string | null
  readonly baseUrl: string
  /** Sent besides what the SDK sends, or in its place. */
  readonly headers: Readonly<Record<string, string>>
  /** Host and port, for messages. */
  readonly host: string
  readonly redact: Redact
}

/** @throws SynodError SYN_USAGE for a URL that is none, SYN_MIND_CREDENTIALS for a key no header can carry */
export function readServer(options: ServerOptions): Server {
  const url = readUrl(options.baseUrl ?? DEFAULT_BASE_URL)
  // Keys are pasted: a newline at the end would make a header that is refused, and quoted in the refusal.
  const apiKey = options.apiKey?.trim() || null
  if (apiKey !== null && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new SynodError(
      'SYN_MIND_CREDENTIALS',
      'The API key has blanks or characters in it that no key has: set ANTHROPIC_API_KEY to the key alone',
    )
  }
  return {
    apiKey,
    baseUrl: url.href.replace(/\/+(?:v1\/*)?$/, ''),
    host: url.host,
    redact: redactor(apiKey === null ? [] : [apiKey]),
    timeoutMs: options.timeoutMs ?? 300_000,
    retries: options.retries ?? 4,
    isAnthropic: options.isAnthropic ?? url.origin === DEFAULT_BASE_URL,
    headers: {},
    fetch: options.fetch ?? globalThis.fetch,
    pace: options.pace ?? ALONE,
    sleep: options.sleep ?? ((ms, signal) => wait(ms, undefined, { signal })),
    random: options.random ?? Math.random,
  }
}

/** A client for one call, so that what its fetch tells is about this call. */
export function connect(sdk: typeof Sdk, server: Server, fetch: typeof globalThis.fetch): Sdk.Anthropic {
  return new sdk.Anthropic({
    baseURL: server.baseUrl,
    // Without a key the SDK would look for credentials on the disk: it is given one that is then not sent.
    apiKey: server.apiKey ?? 'none',
    defaultHeaders: { ...server.headers, ...(server.apiKey === null ? { Authorization: null } : {}) },
    webhookKey: null,
    // The fetch it is given knows better: it tries again, and ends what takes too long.
    timeout: LONGEST_TIMER_MS,
    maxRetries: 0,
    fetch,
    // Its log goes to stdout, which is the result's.
    logLevel: 'off',
    openTelemetry: false,
  })
}

function readUrl(written: string): URL {
  const url = URL.canParse(written) ? new URL(written) : null
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') {
    url.search = ''
    url.hash = ''
    return url
  }
  throw new SynodError(
    'SYN_USAGE',
    url !== null && url.username + url.password !== ''
      ? `The base URL of ${url.host} has a name or password in it: leave them out, and set ANTHROPIC_API_KEY`
      : `The base URL is none: expected http or https, such as ${DEFAULT_BASE_URL}, got ${JSON.stringify(written.replace(/^.*@/s, '...@'))}`,
  )
}
