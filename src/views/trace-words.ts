/** The words that the table and the waterfall of a trace have in common. */
import { formatDuration, formatUsd } from './durations.ts'
import { safeText } from './safe.ts'
import type { TracedCall } from './trace-report.ts'

const LONG = 100_000

/** `0.8 s`, `12.3 s`, `3 min 05 s`. */
export function span(ms: number): string {
  return ms < LONG ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms)
}

/** `#12`; `-` where no entry came of it. */
export function entryWord({ entry }: Pick<TracedCall, 'entry'>): string {
  return entry === null ? '-' : `#${entry}`
}

/** `review #5`, and why it is not the first call of its turn: `review #5, repair`. */
export function taskWords({ task, on, reason }: Pick<TracedCall, 'task' | 'on' | 'reason'>): string {
  return `${safeText(task)}${on === null ? '' : ` #${on}`}${reason === 'first' ? '' : `, ${safeText(reason)}`}`
}

/** How answers end that are as they should be. */
const EXPECTED: readonly (string | null)[] = ['end_turn', 'tool_use', null]

/** `answered`, `answered, max_tokens`, `failed, SYN_MIND_CUT`, `stopped`. */
export function outcomeWord({ outcome, stopReason, error }: TracedCall): string {
  if (outcome === 'failed') return error === null ? outcome : `${outcome}, ${safeText(error.code)}`
  return EXPECTED.includes(stopReason) ? outcome : `${outcome}, ${safeText(stopReason ?? '')}`
}

/** `$0.0123`; `?` where nobody knows. */
export function costWord({ usd, priced }: Pick<TracedCall, 'usd' | 'priced'>): string {
  return priced ? formatUsd(usd) : '?'
}

/** `88 %`; `-` where there is nothing to take a part of. */
export function percent(share: number | null): string {
  return share === null ? '-' : `${Math.round(share * 100)} %`
}
