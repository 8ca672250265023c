/** The calls of a trace as figures: what each one was, what they come to, and which prefixes they had in common. */
import type { TraceLine } from '../session/trace/line.ts'

/** A call without its body. */
export interface TracedCall extends Omit<TraceLine, 'body'> {
  /** What it has gone into, or null. */
  readonly entry: number | null
  /** Whether `usd` is what it has cost: false where nobody knows. */
  readonly priced: boolean
}

export interface CallTotals {
  readonly calls: number
  /** Tokens sent and not read from a cache. */
  readonly sent: number
  readonly cached: number
  readonly output: number
  readonly usd: number
  /** Milliseconds, of all calls together. */
  readonly ms: number
}

export interface SharedPrefix {
  readonly upTo: string
  readonly hash: string
  readonly bytes: number
  readonly calls: number
  /** In the order they first had it. */
  readonly roles: readonly string[]
}

const NOTHING: CallTotals = { calls: 0, sent: 0, cached: 0, output: 0, usd: 0, ms: 0 }

/** `input`, `cached` and `output` as the field `Spend` counts them; nothing where nobody said. */
export function tokensOf({
  usage,
}: Pick<TraceLine, 'usage'>): Pick<CallTotals, 'sent' | 'cached' | 'output'> {
  if (usage === null) return { sent: 0, cached: 0, output: 0 }
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = usage
  return { sent: input + cacheWrite5m + cacheWrite1h, cached: cacheRead, output }
}

/** Whether it has used tokens at no cost: as a model does that is free, and one whose price is not known. */
export function isFree(call: Pick<TraceLine, 'usage' | 'usd'>): boolean {
  const { sent, cached, output } = tokensOf(call)
  return call.usd === 0 && sent + cached + output > 0
}

export function totalsOf(calls: readonly TracedCall[]): CallTotals {
  return calls.reduce((totals, call) => {
    const { sent, cached, output } = tokensOf(call)
    return {
      calls: totals.calls + 1,
      sent: totals.sent + sent,
      cached: totals.cached + cached,
      output: totals.output + output,
      // Money is summed in millionths, as everywhere.
      usd: Math.round((totals.usd + call.usd) * 1e6) / 1e6,
      ms: totals.ms + call.ms,
    }
  }, NOTHING)
}

/** Models with calls that nobody knows the cost of, in the order they were first called. */
export function unpricedModels(calls: readonly TracedCall[]): readonly string[] {
  return [...new Set(calls.filter(({ priced }) => !priced).map(({ model }) => model))]
}

/** By role, in the order they first called. */
export function totalsByRole(calls: readonly TracedCall[]): ReadonlyMap<string, CallTotals> {
  return new Map([...groups(calls, ({ role }) => role)].map(([role, theirs]) => [role, totalsOf(theirs)]))
}

/** Which part of all input tokens came from a cache, from 0 to 1; null where there was no input. */
export function cachedShare({ sent, cached }: Pick<CallTotals, 'sent' | 'cached'>): number | null {
  return sent + cached === 0 ? null : cached / (sent + cached)
}

/** Those that more than one call had, the longest first. */
export function sharedPrefixes(calls: readonly TracedCall[]): readonly SharedPrefix[] {
  const uses = calls.flatMap(({ role, prefixes }) => prefixes.map(prefix => ({ role, prefix })))
  return [...groups(uses, ({ prefix }) => prefix.hash).values()]
    .flatMap(same => {
      const [first] = same
      if (first === undefined || same.length < 2) return []
      return [{ ...first.prefix, calls: same.length, roles: [...new Set(same.map(({ role }) => role))] }]
    })
    .sort((left, right) => right.bytes - left.bytes || right.calls - left.calls)
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>()
  for (const item of items) {
    const same = found.get(keyOf(item))
    if (same === undefined) found.set(keyOf(item), [item])
    else same.push(item)
  }
  return found
}
