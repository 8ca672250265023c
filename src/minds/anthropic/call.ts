/** One call to the model: streamed, made again when it breaks off, its cost told on every path. */
import type * as Sdk from '@anthropic-ai/sdk'
import type { Spend } from '../../protocol/state.ts'
import type { CallReason } from '../call-record.ts'
import type { MindActivity, ThinkOptions, Turn } from '../mind.ts'
import { BUILT_IN_MODELS, type ModelTable, type TokenUsage } from '../models.ts'
import { BOTTOMLESS } from '../purse.ts'
import { type Failure, readFailure } from './failure.ts'
import { recordOf } from './record.ts'
import type { Request } from './request.ts'
import { connect, type Server } from './server.ts'
import { readUsage, spendOf } from './usage.ts'
import type { Warmth } from './warmth.ts'
import { inSeconds, watchedFetch } from './watched-fetch.ts'

/** How often a call that broke off is made again. */
const CUT_RETRIES = 2
const FIRST_WAIT_MS = 1_000

export interface CallOptions extends Pick<ThinkOptions, 'onCall' | 'bodies' | 'purse'> {
  readonly server: Server
  readonly signal: AbortSignal
  readonly onActivity: (activity: MindActivity, detail: string) => void
  /** Told of every call that is known to have cost something. */
  readonly onSpend: (spend: Spend) => void
  /** Whose turn it is for. */
  readonly turn: Pick<Turn, 'role' | 'task' | 'on'>
  /** Shared by all who may read the same prefix. */
  readonly warmth: Warmth
  /** What it costs. Default: the built-in prices. */
  readonly models?: ModelTable | undefined
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
}

/** What the model has said in one call. */
export interface Heard {
  readonly stopReason: Sdk.Anthropic.StopReason | null
  readonly stopDetails: Sdk.Anthropic.RefusalStopDetails | null
  /** As it is sent back to go on from here; empty when it cannot be. */
  readonly content: readonly Sdk.Anthropic.ContentBlock[]
  /** The input of each tool call by its block's index: JSON, or what should have been JSON. */
  readonly inputs: ReadonlyMap<number, string>
  /** The most tokens it was allowed; less than was asked for where a cap left no more. */
  readonly allowed: number
}

/** @throws SynodError SYN_MIND_…, SYN_CAP_REACHED */
export async function call(request: Request, reason: CallReason, options: CallOptions): Promise<Heard> {
  const { server, signal, onActivity } = options
  const sdk = await import('@anthropic-ai/sdk')
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await paidFor(sdk, request, attempt === 0 ? reason : 'retry', options)
    if (!('error' in outcome)) return outcome
    if (!outcome.again || attempt === CUT_RETRIES) throw outcome.error
    const wait = FIRST_WAIT_MS * 2 ** attempt * (1 - server.random() / 4)
    onActivity('retrying', `broken off, again in ${inSeconds(wait)}`)
    await sleepUntilStopped(server, wait, signal)
  }
}

/** Too many rather than too few: a token has four bytes in English, and three in most other writing. */
const BYTES_A_TOKEN = 3

/** Within the caps, and behind whoever writes the same prefix into the cache at the moment. */
async function paidFor(
  sdk: typeof Sdk,
  { params, prefixes, hash, bytes }: Request,
  reason: CallReason,
  options: CallOptions,
): Promise<Heard | Failure> {
  const { signal, warmth, models = BUILT_IN_MODELS, purse = BOTTOMLESS, onSpend, server } = options
  const { model, max_tokens: output } = params
  const prefix = prefixes.at(-1)
  const begun = prefix === undefined ? () => {} : await warmth.enter(prefix.hash, signal)
  try {
    const input = Math.ceil(bytes / BYTES_A_TOKEN)
    const grant = await purse.draw({ model, input, output }, signal)
    let spend: Spend | null = null
    try {
      const asked = { ...params, max_tokens: grant.output }
      const record = recordOf({ reason, model, prefixes, hash, bytes }, options)
      const { outcome, usage } = await once(sdk, asked, options, {
        onSent: record.sent,
        onStart: () => begun(true),
        onToken: record.begun,
      })
      spend = usage === null ? null : spendOf(models, model, usage)
      if (spend !== null) onSpend(spend)
      record.ended(outcome, usage, spend, asked, server.redact)
      return outcome
    } finally {
      // What is reserved for a call must not stay so, whatever became of it.
      grant.settle(spend)
    }
  } finally {
    begun(false)
  }
}

interface Heeding {
  readonly onSent: () => void
  /** The answer has begun: the prefix is in the cache. */
  readonly onStart: () => void
  readonly onToken: () => void
}

interface Once {
  readonly outcome: Heard | Failure
  readonly usage: TokenUsage | null
}

async function once(
  sdk: typeof Sdk,
  params: Sdk.Anthropic.MessageStreamParams,
  { server, signal, onActivity }: CallOptions,
  { onSent, onStart, onToken }: Heeding,
): Promise<Once> {
  const { model } = params
  onActivity('thinking', '')
  const client = connect(sdk, server, watchedFetch({ server, signal, onActivity, onSent }))
  const stream = client.messages.stream(params, { signal })
  const inputs = new Map<number, string>()
  let received = 0
  try {
    for await (const event of stream) {
      if (event.type === 'message_start') onStart()
      if (event.type !== 'content_block_delta') continue
      onToken()
      const { delta, index } = event
      received += lengthOf(delta)
      if (delta.type === 'input_json_delta') inputs.set(index, (inputs.get(index) ?? '') + delta.partial_json)
      onActivity(delta.type === 'input_json_delta' ? 'writing' : 'thinking', '')
    }
    const message = await stream.finalMessage()
    const { stop_reason: stopReason, stop_details: stopDetails, content } = message
    const outcome = { stopReason, stopDetails, content, inputs, allowed: params.max_tokens }
    return { outcome, usage: readUsage(message.usage) }
  } catch (error) {
    const usage = atLeast(readUsage(stream.currentMessage?.usage), received)
    // A server that writes broken JSON has answered all the same: that is for the model to mend, not the network.
    if (!signal.aborted && [...inputs.values()].some(isBroken) && isSyntaxError(error)) {
      const allowed = params.max_tokens
      return { outcome: { stopReason: 'tool_use', stopDetails: null, content: [], inputs, allowed }, usage }
    }
    const begun = stream.response ? (stream.response.headers.get('content-type') ?? '') : null
    return { outcome: readFailure(error, { sdk, model, server, begun, stopped: signal.aborted }), usage }
  }
}

/** How many tokens an answer had when it broke off nobody says: they are counted by what has come of it. */
function atLeast(usage: TokenUsage | null, characters: number): TokenUsage | null {
  return usage && { ...usage, output: Math.max(usage.output, Math.ceil(characters / BYTES_A_TOKEN)) }
}

function lengthOf(delta: Sdk.Anthropic.RawContentBlockDelta): number {
  if (delta.type === 'input_json_delta') return delta.partial_json.length
  if (delta.type === 'text_delta') return delta.text.length
  return delta.type === 'thinking_delta' ? delta.thinking.length : 0
}

function isBroken(json: string): boolean {
  try {
    JSON.parse(json)
    return false
  } catch {
    return true
  }
}

function isSyntaxError(error: unknown): boolean {
  return error instanceof Error && (error instanceof SyntaxError || error.cause instanceof SyntaxError)
}

/** A stop ends the wait; the next attempt then finds the signal aborted and says so. */
async function sleepUntilStopped({ sleep }: Server, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
