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

/** How much of a cap is spent when its user is told. */
const NEAR = 0.8

const DEFAULT_MAX_ENTRIES = 1_000

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
export function entriesReached({ maxEntries = DEFAULT_MAX_ENTRIES }: Caps, entries: number): string | null {
  return entries >= maxEntries ? `${entries} of ${maxEntries} entries are written` : null
}

export type CapName = 'maxCost' | 'maxTokens' | 'maxEntries' | 'timeout'

/**
 * The caps of which four fifths are used, each with a sentence without its full stop.
 * @param used milliseconds of this run, and how many entries there are
 */
export function capsNear(
  caps: Caps,
  spend: SpendTotals,
  used: { readonly elapsed: number; readonly entries: number },
): readonly { readonly cap: CapName; readonly why: string }[] {
  const { maxCost, maxTokens, maxEntries = DEFAULT_MAX_ENTRIES, timeout } = caps
  const tokens = spend.input + spend.cached + spend.output
  const seconds = Math.floor(used.elapsed / 1_000)
  const all = [
    {
      cap: 'maxCost',
      part: spend.usd,
      of: maxCost,
      why: `${spend.usd.toFixed(4)} of ${maxCost} USD are spent`,
    },
    { cap: 'maxTokens', part: tokens, of: maxTokens, why: `${tokens} of ${maxTokens} tokens are used` },
    {
      cap: 'maxEntries',
      part: used.entries,
      of: maxEntries,
      why: `${used.entries} of ${maxEntries} entries are written`,
    },
    {
      cap: 'timeout',
      part: used.elapsed,
      of: timeout,
      why: `${seconds} of the ${(timeout ?? 0) / 1_000} seconds allowed have passed`,
    },
  ] as const
  return all
    .filter(({ part, of }) => of !== undefined && part >= of * NEAR)
    .map(({ cap, why }) => ({ cap, why }))
}

/** The longest a timer of Node can wait: with more it would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Milliseconds until the session's time is up, and until it is near. */
export function timerOf(timeout: number, part: 'near' | 'end'): number {
  return Math.min(part === 'near' ? timeout * NEAR : timeout, LONGEST_TIMER)
}
