/** What a call has used, as its answer reports it → what it cost. */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { Spend } from '../../protocol/state.ts'
import { priceOf, type TokenUsage } from '../models.ts'

/** Null when the server has said nothing about it, as before a stream begins. */
export function spendOf(model: string, usage: Anthropic.Usage | null | undefined): Spend | null {
  if (usage === null || usage === undefined) return null
  const tokens = readUsage(usage)
  return {
    model,
    input: tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h,
    cached: tokens.cacheRead,
    output: tokens.output,
    usd: priceOf(model, tokens),
  }
}

/** Other servers than Anthropic's leave out what they do not count. */
function readUsage(usage: Partial<Anthropic.Usage>): TokenUsage {
  const written = usage.cache_creation_input_tokens ?? 0
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0
  return {
    input: usage.input_tokens ?? 0,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite5m: Math.max(written - hour, 0),
    cacheWrite1h: hour,
    output: usage.output_tokens ?? 0,
  }
}
