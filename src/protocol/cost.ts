import { type Entry, fieldAll } from '../log/entry.ts'
import { type Ledger, note } from './ledger.ts'
import { addSpend, NOTHING_SPENT, readSpend } from './spend.ts'

/** A log that names more models than this was made to. */
const MOST_MODELS = 100

/** Adds what an entry has cost, a field for each call, to the whole and to its role. */
export function countSpend(ledger: Ledger, entry: Entry): void {
  for (const written of fieldAll(entry, 'Spend')) {
    const spend = readSpend(written)
    if (spend === null) {
      note(
        ledger,
        entry,
        'spend-unreadable',
        `"${written}" in #${entry.number} is no cost: expected MODEL in N cached N out N usd N`,
      )
      continue
    }
    if (ledger.models.length < MOST_MODELS && !ledger.models.includes(spend.model))
      ledger.models.push(spend.model)
    const { byRole } = ledger.spend
    byRole[entry.role] = addSpend(byRole[entry.role] ?? NOTHING_SPENT, spend)
    Object.assign(ledger.spend, addSpend(ledger.spend, spend))
  }
}
