/** Which entry each traced call has gone into, found by its cost: the log names no calls, and a killed one left nothing. */
import { type Entry, fieldAll } from '../../log/entry.ts'
import { readSpend, writeSpend } from '../../protocol/spend.ts'
import type { TraceLine } from './line.ts'

/** What one entry says that its calls have cost. */
export interface EntrySpend {
  readonly entry: number
  readonly role: string
  /** As the field `Spend` has it, one a call. */
  readonly spend: readonly string[]
}

export function spendOfEntry(entry: Entry): EntrySpend {
  return { entry: entry.number, role: entry.role, spend: fieldAll(entry, 'Spend') }
}

type Call = Pick<TraceLine, 'role' | 'model' | 'usage' | 'usd'>

/** For each call the number of its entry, or null: it is under way, or was paid for and never told. */
export function entriesOf(
  calls: readonly Call[],
  entries: readonly EntrySpend[],
): readonly (number | null)[] {
  const waiting = new Map<string, number[]>()
  const found: (number | null)[] = calls.map(() => null)
  for (const { entry, role, spend } of entries) {
    for (const written of spend) {
      const read = readSpend(written)
      if (read === null) continue
      const key = `${role} ${writeSpend(read)}`
      const same = waiting.get(key)
      if (same === undefined) waiting.set(key, [entry])
      else same.push(entry)
    }
  }
  calls.forEach((call, at) => {
    const key = keyOf(call)
    found[at] = key === null ? null : (waiting.get(key)?.shift() ?? null)
  })
  return found
}

function keyOf({ role, model, usage, usd }: Call): string | null {
  if (usage === null) return null
  const input = usage.input + usage.cacheWrite5m + usage.cacheWrite1h
  return `${role} ${writeSpend({ model, input, cached: usage.cacheRead, output: usage.output, usd })}`
}
