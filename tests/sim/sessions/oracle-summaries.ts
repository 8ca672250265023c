/** The oracle's own account of summaries: which stands, and how much of the log is shown beside it. */
import type { Entry } from '../../../src/log/entry.ts'

export interface Shown {
  /** The entry that sums up, or null. */
  readonly summary: number | null
  readonly upTo: number
  /** Of the entries that no summary covers; a text among them that is live is in it. */
  readonly fresh: number
  /** Of all that is shown. */
  readonly tokens: number
}

const RANGE = /^#(\d+)-#(\d+)$/

/** By SUPERVISOR, as the engine sealed it. */
export function isSummary({ role, type, fields, verified, adopted }: Entry): boolean {
  return (
    role === 'SUPERVISOR' &&
    type === 'ANALYSIS' &&
    verified &&
    !adopted &&
    fields['Outcome'] === undefined &&
    RANGE.test(fields['Re']?.[0] ?? '')
  )
}

/** @param live the entry that was live at each of them, by its number; 0 for none */
export function shownOf(entries: readonly Entry[], live: (after: number) => number): Shown {
  let [summary, upTo]: [number | null, number] = [null, 0]
  for (const entry of entries) {
    const [, from, to] = RANGE.exec(entry.fields['Re']?.[0] ?? '') ?? []
    const covers = Number(to)
    const isWhole = from === '1' && covers < entry.number && covers >= (summary ?? 1)
    if (isSummary(entry) && isWhole) [summary, upTo] = [entry.number, covers]
  }
  const sizes = (some: readonly Entry[]) => some.reduce((sum, entry) => sum + sizeOf(entry), 0)
  const fresh = sizes(entries.filter(({ number }) => number > upTo && number !== summary))
  const then = summary === null ? 0 : live(summary)
  const kept = entries.filter(({ number }) => number === summary || (number === then && then <= upTo))
  return { summary, upTo, fresh, tokens: fresh + sizes(kept) }
}

export function sizeOf({ content, fields }: Entry): number {
  const values = Object.entries(fields).flatMap(([name, all]) => (name === 'Spend' ? [] : all))
  return 20 + Math.ceil([content, ...values].join('').length / 4)
}
