/** One call to the model: streamed, made again when it breaks off, its cost told on every path. */
import type * as Sdk from '@anthropic-ai/sdk'
import type { Spend } from '../../protocol/state.ts'
import type { MindActivity } from '../mind.ts'
import { type Failure, readFailure } from './failure.ts'
import { connect, type Server } from './server.ts'
import { spendOf } from './usage.ts'
import { inSeconds, watchedFetch } from './watched-fetch.ts'

/** How often a call that broke off is made again. */
const CUT_RETRIES = 2
const FIRST_WAIT_MS = 1_000

export interface CallOptions {
  readonly server: Server
  readonly signal: AbortSignal
  readonly onActivity: (activity: MindActivity, detail: string) => void
  /** Told of every call that is known to have cost something. */
  readonly onSpend: (spend: Spend) => void
}

/** What the model has said in one call. */
export interface Heard {
  readonly stopReason: Sdk.Anthropic.StopReason | null
  readonly stopDetails: Sdk.Anthropic.RefusalStopDetails | null
  /** As it is sent back to go on from here; empty when it cannot be. */
  readonly content: readonly Sdk.Anthropic.ContentBlock[]
  /** The input of each tool call by its block's index: JSON, or what should have been JSON. */
  readonly inputs: ReadonlyMap<number, string>
}

/** @throws SynodError SYN_MIND_… */
export async function call(params: Sdk.Anthropic.MessageStreamParams, options: CallOptions): Promise<Heard> {
  const { server, signal, onActivity } = options
  const sdk = await import('@anthropic-ai/sdk')
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await once(sdk, params, options)
    if (!('error' in outcome)) return outcome
    if (!outcome.again || attempt === CUT_RETRIES) throw outcome.error
    const wait = FIRST_WAIT_MS * 2 ** attempt * (1 - server.random() / 4)
    onActivity('retrying', `broken off, again in ${inSeconds(wait)}`)
    await sleepUntilStopped(server, wait, signal)
  }
}

async function once(
  sdk: typeof Sdk,
  params: Sdk.Anthropic.MessageStreamParams,
  { server, signal, onActivity, onSpend }: CallOptions,
): Promise<Heard | Failure> {
  const { model } = params
  onActivity('thinking', '')
  const client = connect(sdk, server, watchedFetch({ server, signal, onActivity }))
  const stream = client.messages.stream(params, { signal })
  const inputs = new Map<number, string>()
  try {
    for await (const event of stream) {
      if (event.type !== 'content_block_delta') continue
      const { delta, index } = event
      if (delta.type === 'input_json_delta') inputs.set(index, (inputs.get(index) ?? '') + delta.partial_json)
      onActivity(delta.type === 'input_json_delta' ? 'writing' : 'thinking', '')
    }
    const message = await stream.finalMessage()
    const spend = spendOf(model, message.usage)
    if (spend !== null) onSpend(spend)
    const { stop_reason: stopReason, stop_details: stopDetails, content } = message
    return { stopReason, stopDetails, content, inputs }
  } catch (error) {
    // What had been counted when it failed; the rest nobody knows.
    const spend = spendOf(model, stream.currentMessage?.usage)
    if (spend !== null) onSpend(spend)
    // A server that writes broken JSON has answered all the same: that is for the model to mend, not the network.
    if (!signal.aborted && [...inputs.values()].some(isBroken) && isSyntaxError(error))
      return { stopReason: 'tool_use', stopDetails: null, content: [], inputs }
    const begun = stream.response ? (stream.response.headers.get('content-type') ?? '') : null
    return readFailure(error, { sdk, model, server, begun, stopped: signal.aborted })
  }
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
