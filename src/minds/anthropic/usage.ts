/** What a call has used, as its answer reports it → what it cost. */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { Spend } from '../../protocol/state.ts'
import type { ModelTable, TokenUsage } from '../models.ts'

export function spendOf(models: ModelTable, model: string, tokens: TokenUsage): Spend {
  return {
    model,
    input: tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h,
    cached: tokens.cacheRead,
    output: tokens.output,
    usd: models.priceOf(model, tokens),
  }
}

/** Null when the server has said nothing about it, as before a stream begins. Other servers leave out what they do not count. */
export function readUsage(usage: Partial<Anthropic.Usage> | null | undefined): TokenUsage | null {
  if (usage === null || usage === undefined) return null
  const written = usage.cache_creation_input_tokens ?? 0
  const searches = usage.server_tool_use?.web_search_requests ?? 0
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0
  return {
    input: usage.input_tokens ?? 0,
    cacheRead: usage.cache_read_input_tokens ?? 0,
    cacheWrite5m: Math.max(written - hour, 0),
    cacheWrite1h: hour,
    output: usage.output_tokens ?? 0,
    ...(searches === 0 ? {} : { webSearches: searches }),
  }
}
