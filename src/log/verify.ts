import type { ParsedLog } from './entry.ts'

export interface Verification {
  readonly holds: boolean
  readonly entries: number
  /** Entries no seal covers yet: written by hand and not adopted. */
  readonly unsealed: number
  /** The first entry that is not what was sealed, or null. Its role is '' when nothing is left of it but the seal. */
  readonly firstBroken: { readonly number: number; readonly role: string; readonly message: string } | null
}

/** Whether every seal is the right one: nothing in the file has changed since it was written. */
export function verifyLog({ entries, notices }: ParsedLog): Verification {
  const broken = notices.find(({ code }) => code === 'seal-broken')
  const changed = entries.find(({ sealed, verified }) => sealed && !verified)
  // One seal may cover several adopted entries: the first of them is named.
  const number = Math.min(
    changed?.number ?? Number.POSITIVE_INFINITY,
    broken?.entry ?? Number.POSITIVE_INFINITY,
  )
  return {
    holds: broken === undefined,
    entries: entries.length,
    unsealed: entries.filter(({ sealed }) => !sealed).length,
    firstBroken:
      broken === undefined
        ? null
        : { number, role: entries[number - 1]?.role ?? '', message: broken.message },
  }
}
