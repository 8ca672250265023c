/** Claude, or whatever else speaks the Anthropic Messages API, as a mind. */
import type { Effort } from '../../agents/definition.ts'
import { SynodError } from '../../errors.ts'
import type { Spend } from '../../protocol/state.ts'
import type { Mind, MindActivity } from '../mind.ts'
import type { ModelTable } from '../models.ts'
import { withSpend } from '../paid-error.ts'
import { createCompat } from './compat.ts'
import { converse } from './conversation.ts'
import { readServer, type ServerOptions } from './server.ts'
import { createWarmth, type Warmth } from './warmth.ts'

export interface AnthropicMindOptions extends ServerOptions {
  /** A whole model id, as the server knows it. */
  readonly model: string
  /** How hard to think. Default: what the model does by itself. */
  readonly effort?: Effort | null
  /** The most an answer may take, thinking included, in tokens. Default 32000; an answer cut short gets twice that. */
  readonly maxTokens?: number
  /** Shared by all minds that may read the same prefix. Default: one of its own. */
  readonly warmth?: Warmth
  /** What calls cost. Default: the built-in table. */
  readonly models?: ModelTable
}

/**
 * The SDK is loaded with the first turn.
 * @throws SynodError SYN_USAGE for a base URL that is none, SYN_MIND_CREDENTIALS for a key no header can carry
 */
export function anthropicMind({
  model,
  effort = null,
  maxTokens = 32_000,
  warmth = createWarmth(),
  models,
  ...options
}: AnthropicMindOptions): Mind {
  const server = readServer(options)
  const compat = createCompat(server)
  return {
    name: model,
    async think(turn, { onActivity = () => {}, ...options }) {
      const spend: Spend[] = []
      try {
        const draft = await converse(
          turn,
          { model, effort, maxTokens },
          {
            ...options,
            server,
            turn,
            warmth,
            models,
            compat,
            onActivity: onChange(onActivity),
            onSpend: item => spend.push(item),
          },
        )
        return { draft, spend }
      } catch (error) {
        throw error instanceof SynodError ? withSpend(error, spend) : error
      }
    },
  }
}

/** Tells of changes only: deltas come by the hundred. */
function onChange(
  tell: (activity: MindActivity, detail: string) => void,
): (activity: MindActivity, detail: string) => void {
  let last = ''
  return (activity, detail) => {
    const now = `${activity} ${detail}`
    if (now !== last) tell(activity, detail)
    last = now
  }
}
