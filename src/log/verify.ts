import type { Entry, ParsedLog } from './entry.ts'

export interface Verification {
  readonly holds: boolean
  readonly entries: number
  /** Entries no seal covers yet: written by hand and not adopted. */
  readonly unsealed: number
  /** The first entry that is not what was sealed, or null. */
  readonly firstBroken: { readonly number: number; readonly role: string; readonly message: string } | null
}

/** Whether every seal is the right one: nothing in the file has changed since it was written. */
export function verifyLog(log: ParsedLog): Verification {
  const broken = log.entries.find((entry: Entry) => entry.sealed && !entry.verified)
  const message = log.notices.find(
    notice => notice.entry === broken?.number && notice.code === 'seal-broken',
  )?.message
  return {
    holds: broken === undefined,
    entries: log.entries.length,
    unsealed: log.entries.filter(entry => !entry.sealed).length,
    firstBroken:
      broken === undefined ? null : { number: broken.number, role: broken.role, message: message ?? '' },
  }
}
