/** One call to the model: streamed, tried again when it breaks off, its cost noted on every path. */
import type * as Sdk from '@anthropic-ai/sdk'
import { SynodError } from '../../errors.ts'
import type { Spend } from '../../protocol/state.ts'
import type { ThinkOptions } from '../mind.ts'
import { readFailure } from './failure.ts'
import type { Server } from './server.ts'
import { spendOf } from './usage.ts'
import { inSeconds, watchedFetch } from './watched-fetch.ts'

/** How often a call that broke off is made again. */
const CUT_RETRIES = 2
const FIRST_WAIT_MS = 1_000

export interface CallOptions extends Required<ThinkOptions> {
  readonly server: Server
  /** Told of every call that is known to have cost something. */
  readonly onSpend: (spend: Spend) => void
}

/** What the model has said in one call. */
export interface Heard {
  readonly stopReason: Sdk.Anthropic.StopReason | null
  readonly stopDetails: Sdk.Anthropic.RefusalStopDetails | null
  /** As it is sent back to go on from here; empty when it cannot be. */
  readonly content: readonly Sdk.Anthropic.ContentBlock[]
  /** The inputs of its tool calls by block, as the JSON text they came in. */
  readonly inputs: ReadonlyMap<number, string>
}

/** @throws SynodError SYN_MIND_… */
export async function call(
  params: Sdk.Anthropic.MessageStreamParams,
  options: CallOptions,
): Promise<Heard> {
  const { server, signal, onActivity } = options
  const sdk = await import('@anthropic-ai/sdk')
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await once(sdk, params, options)
    if (!(outcome instanceof SynodError)) return outcome
    if (outcome.details['again'] !== true || attempt === CUT_RETRIES) throw outcome
    const wait = FIRST_WAIT_MS * 2 ** attempt * (1 - server.random() / 4)
    onActivity('retrying', `broken off, again in ${inSeconds(wait)}`)
    await server.sleep(wait, signal)
  }
}
