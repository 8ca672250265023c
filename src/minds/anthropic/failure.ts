/** Whatever can go wrong in a call → one error a user can act on, and whether the same call may be tried again. */
import type * as Sdk from '@anthropic-ai/sdk'
import { type ErrorCode, SynodError } from '../../errors.ts'
import { redactedCause, systemCode } from './redact.ts'
import type { Server } from './server.ts'
import { inSeconds, TRIES_HEADER, WAITED_HEADER } from './watched-fetch.ts'

export interface FailureContext {
  readonly sdk: typeof Sdk
  readonly model: string
  readonly server: Server
  /** The session was stopped: whatever failed, failed because of that. */
  readonly stopped: boolean
  /** The content type of the answer when one had begun; null before. */
  readonly begun: string | null
}

export interface Failure {
  readonly error: SynodError
  /** It broke off after it began: the SDK leaves trying again to us. */
  readonly again: boolean
}

const LONGEST_QUOTE = 300
/** An `error` event in a stream that began with 200 means what this status would have meant. */
const STATUS_OF: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  overloaded_error: 529,
}

export function readFailure(error: unknown, context: FailureContext): Failure {
  const { sdk, model, begun } = context
  const { host, timeoutMs, redact } = context.server
  const fail = (code: ErrorCode, message: string, again: boolean = false): Failure => ({
    error: new SynodError(code, message, {
      cause: redactedCause(error, redact),
      details: { model, ...facts(error, sdk) },
    }),
    again,
  })

  if (context.stopped) return fail('SYN_MIND_CUT', `The call to ${model} was stopped before it had answered`)
  const said = quote(error, context)
  if (error instanceof sdk.APIError && error.status !== undefined)
    return fail(...readStatus(error.status, said, context, againIn(error.headers)))
  if (begun !== null && !/event-stream/i.test(begun)) {
    return fail(
      'SYN_MIND_UNREACHABLE',
      `What answers at ${host} is not the Messages API, but sends ${redact(begun) || 'an unknown type'}: check --base-url, and any proxy in between`,
    )
  }
  if (begun !== null) {
    const status = error instanceof sdk.APIError ? STATUS_OF[error.type ?? ''] : undefined
    if (status !== undefined)
      return fail(...readStatus(status, said, context), status === 429 || status === 529)
    return fail(
      'SYN_MIND_CUT',
      `The answer of ${model} broke off${said}, also when asked again: check the network, then go on with synod resume`,
      true,
    )
  }
  if (error instanceof sdk.APIConnectionTimeoutError) {
    return fail(
      'SYN_MIND_UNREACHABLE',
      `${host} gave no answer within ${inSeconds(timeoutMs)}: check the network and --base-url, then go on with synod resume`,
    )
  }
  const code = systemCode(error)
  return fail(
    'SYN_MIND_UNREACHABLE',
    `${host} cannot be reached${code === null ? '' : ` (${code})`}: check the network and --base-url, then go on with synod resume`,
  )
}

/** How often it has been tried, where the answer says so. */
function againIn(headers: Headers | undefined): string {
  const tries = Number(headers?.get(TRIES_HEADER) ?? 1)
  const waited = Number(headers?.get(WAITED_HEADER) ?? 0)
  return tries < 2 ? '' : `, also when asked ${tries} times over ${inSeconds(waited)}`
}

function readStatus(
  status: number,
  said: string,
  { model, server }: FailureContext,
  again: string = ', also when asked again',
): [ErrorCode, string] {
  const { host, apiKey } = server
  const answer = `(${status}${said})`
  if (status === 401)
    return apiKey === null
      ? ['SYN_MIND_CREDENTIALS', `${host} wants a key ${answer}: set ANTHROPIC_API_KEY`]
      : ['SYN_MIND_CREDENTIALS', `${host} refused the key ${answer}: check ANTHROPIC_API_KEY`]
  if (status === 403) {
    return [
      'SYN_MIND_CREDENTIALS',
      `${host} does not let this key use ${model} ${answer}: check what the key may do, or choose another model with --model`,
    ]
  }
  if (status === 402 || (status === 400 && /credit balance|billing/i.test(said))) {
    return [
      'SYN_MIND_CREDENTIALS',
      `${host} asks for payment ${answer}: check the plan and credit of the key`,
    ]
  }
  if (status === 404) {
    return [
      'SYN_MIND_REJECTED',
      `${host} does not know ${model} ${answer}: name a model it has with --model, and check --base-url`,
    ]
  }
  if (
    status === 413 ||
    (status === 400 && /too long|context (window|length|size)|maximum context/i.test(said))
  ) {
    return ['SYN_MIND_REJECTED', `${tooLong(model)} ${answer}: ${SHORTER}`]
  }
  if (status === 429 || status >= 500) {
    const what = status === 429 ? `limits how often ${model} may be asked` : 'is overloaded or failing'
    return [
      'SYN_MIND_OVERLOADED',
      `${host} ${what} ${answer}${again}: wait a little, then go on with synod resume, with a lower --concurrency if it happens often`,
    ]
  }
  if (status === 408) return ['SYN_MIND_UNREACHABLE', `${host} timed out ${answer}: go on with synod resume`]
  return [
    'SYN_MIND_REJECTED',
    `${host} rejected the request to ${model} ${answer}: if it names the model or the effort, change --model or --effort`,
  ]
}

export function tooLong(model: string): string {
  return `The log has become too long for ${model}`
}

export const SHORTER =
  'choose a model with a longer context with --model, or start a session on a smaller problem'

/** What the server says about it; pages of HTML and the like are left out. */
function quote(error: unknown, { sdk, server }: FailureContext): string {
  const text = error instanceof sdk.APIError ? error.apiMessage : null
  if (typeof text !== 'string' || text === '') return ''
  return `: ${server.redact(text).replace(/\s+/g, ' ').trim().slice(0, LONGEST_QUOTE)}`
}

function facts(error: unknown, sdk: typeof Sdk): Readonly<Record<string, unknown>> {
  if (!(error instanceof sdk.APIError)) return {}
  return { status: error.status ?? null, type: error.type, requestId: error.requestID ?? null }
}
