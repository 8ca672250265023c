/** Whatever can go wrong in a call → one error a user can act on, and whether the same call may be tried again. */
import type * as Sdk from '@anthropic-ai/sdk'
import { type ErrorCode, SynodError } from '../../errors.ts'
import { DEFAULT_MODEL } from '../models.ts'
import { type Redact, redactedCause, systemCode } from './redact.ts'
import { inSeconds } from './watched-fetch.ts'

export interface FailureContext {
  readonly sdk: typeof Sdk
  readonly model: string
  /** Host and port of the server, for messages. */
  readonly host: string
  readonly timeoutMs: number
  readonly redact: Redact
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
/** Kinds of `error` event that say that the server, not the request, is at fault. */
const PASSING = ['overloaded_error', 'api_error', 'rate_limit_error', 'timeout_error']

export function readFailure(error: unknown, context: FailureContext): Failure {
  const { sdk, model, host, timeoutMs, begun } = context
  const fail = (code: ErrorCode, message: string, again: boolean = false): Failure => ({
    error: new SynodError(code, message, {
      cause: redactedCause(error, context.redact),
      details: { model, ...facts(error, sdk) },
    }),
    again,
  })

  if (context.stopped)
    return fail('SYN_MIND_CUT', `The call to ${model} was stopped before it had answered`)
  const said = quote(error, context)
  if (error instanceof sdk.APIError && error.status !== undefined)
    return fail(...readStatus(error.status, said, context))
  if (begun !== null && !/event-stream/i.test(begun)) {
    return fail(
      'SYN_MIND_UNREACHABLE',
      `What answers at ${host} is not the Messages API, but sends ${context.redact(begun) || 'an unknown type'}: check --base-url, and any proxy in between`,
    )
  }
  if (begun !== null) {
    const kind = error instanceof sdk.APIError ? error.type : null
    if (kind !== null && !PASSING.includes(kind))
      return fail(...readStatus(kind === 'authentication_error' ? 401 : 400, said, context))
    if (kind === 'overloaded_error' || kind === 'rate_limit_error')
      return fail(...readStatus(529, said, context), true)
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

function readStatus(status: number, said: string, { model, host }: FailureContext): [ErrorCode, string] {
  const answer = `(${status}${said})`
  if (status === 401)
    return ['SYN_MIND_CREDENTIALS', `${host} refused the key ${answer}: check ANTHROPIC_API_KEY`]
  if (status === 403) {
    return [
      'SYN_MIND_CREDENTIALS',
      `${host} does not let this key use ${model} ${answer}: check what the key may do, or choose another model with --model`,
    ]
  }
  if (status === 402 || (status === 400 && /credit balance|billing/i.test(said))) {
    return ['SYN_MIND_CREDENTIALS', `${host} asks for payment ${answer}: check the plan and credit of the key`]
  }
  if (status === 404) {
    return [
      'SYN_MIND_REJECTED',
      `${host} does not know ${model} ${answer}: name a model it has with --model, such as ${DEFAULT_MODEL}, and check --base-url`,
    ]
  }
  if (status === 413 || (status === 400 && /too long|context (window|length)|maximum context/i.test(said))) {
    return ['SYN_MIND_REJECTED', `${tooLong(model)} ${answer}: ${SHORTER}`]
  }
  if (status === 429 || status >= 500) {
    const what = status === 429 ? `limits how often ${model} may be asked` : 'is overloaded or failing'
    return [
      'SYN_MIND_OVERLOADED',
      `${host} ${what} ${answer}, also when asked again: wait a little, then go on with synod resume, with a lower --concurrency if it happens often`,
    ]
  }
  if (status === 408)
    return ['SYN_MIND_UNREACHABLE', `${host} timed out ${answer}: go on with synod resume`]
  return [
    'SYN_MIND_REJECTED',
    `${host} rejected the request to ${model} ${answer}: if it names the model or the effort, change --model or --effort`,
  ]
}

export function tooLong(model: string): string {
  return `The log has become too long for ${model}`
}

export const SHORTER = 'choose a model with a longer context with --model, or start a session on a smaller problem'

/** What the server says about it; pages of HTML and the like are left out. */
function quote(error: unknown, { sdk, redact }: FailureContext): string {
  const text = error instanceof sdk.APIError ? error.apiMessage : null
  if (typeof text !== 'string' || text === '') return ''
  return `: ${redact(text).replace(/\s+/g, ' ').trim().slice(0, LONGEST_QUOTE)}`
}

function facts(error: unknown, sdk: typeof Sdk): Readonly<Record<string, unknown>> {
  if (!(error instanceof sdk.APIError)) return {}
  return { status: error.status ?? null, type: error.type, requestId: error.requestID ?? null }
}
