/** What a session may use before it pauses. */
import type { SpendTotals } from '../protocol/state.ts'

export interface Caps {
  /** US dollars, over the whole log. */
  readonly maxCost?: number
  /** Tokens sent, cached and received together, over the whole log. */
  readonly maxTokens?: number
  /** Entries in the log. Default 1000: so many no session needs that gets anywhere. */
  readonly maxEntries?: number
  /** Milliseconds this run may take. */
  readonly timeout?: number
}

/** Which cap is reached, as a sentence without its full stop; null while there is room. */
export function capReached(caps: Caps, spend: SpendTotals, elapsed: number): string | null {
  const tokens = spend.input + spend.cached + spend.output
  if (caps.maxCost !== undefined && spend.usd >= caps.maxCost) {
    return `${spend.usd.toFixed(4)} of ${caps.maxCost} USD are spent`
  }
  if (caps.maxTokens !== undefined && tokens >= caps.maxTokens) {
    return `${tokens} of ${caps.maxTokens} tokens are used`
  }
  if (caps.timeout !== undefined && elapsed >= caps.timeout) {
    return `the ${caps.timeout / 1000} seconds allowed have passed`
  }
  return null
}

/** The same of how long the log may be. */
export function entriesReached({ maxEntries = 1_000 }: Caps, entries: number): string | null {
  return entries >= maxEntries ? `${entries} of ${maxEntries} entries are written` : null
}
