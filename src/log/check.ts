/** Whether a log is what was written to it, as far as its seals and its journal can tell. Reads, and takes no lock. */
import { closeSync, constants } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { SynodError } from '../errors.ts'
import { commonLength } from './file-bytes.ts'
import { journalOf } from './journal.ts'
import { openPlainFile } from './plain-file.ts'
import { type Plan, planFor } from './reconcile.ts'
import { type Skim, skimFile } from './skim.ts'
import type { Verification } from './verify.ts'

export interface LogCheck extends Verification {
  /** The journal agrees with the log, has more than it, has other bytes where the log is sealed, or is not there. */
  readonly journal: 'agrees' | 'has-more' | 'differs' | 'none'
  /** Entries that only the journal has. */
  readonly missing: number
}

const WORD: Readonly<Record<Plan['kind'], LogCheck['journal']>> = {
  agree: 'agrees',
  'extend-journal': 'agrees',
  'complete-log': 'has-more',
  'restore-log': 'has-more',
  'recreate-log': 'has-more',
  changed: 'differs',
}

/** An entry is in the journal a moment before it is in the log: what is seen once may be an append under way. */
const MOMENT = 100

/**
 * Like `verifyFile`, and compared with the journal: that also sees what was cut off at the end.
 * @throws SynodError SYN_SESSION_NOT_FOUND, SYN_LOG_NOT_A_FILE, …
 */
export async function checkLog(path: string): Promise<LogCheck> {
  const first = look(path)
  if (first.journal === 'agrees' || first.journal === 'none') return first
  await sleep(MOMENT)
  return look(path)
}

function look(path: string): LogCheck {
  const journal = openOrNull(journalOf(path))
  const log = openOrNull(path)
  try {
    if (log === null && journal === null) openPlainFile(path, constants.O_RDONLY)
    const common = log === null || journal === null ? 0 : commonLength(log, journal)
    const there = log === null ? null : skimFile(log)
    if (journal === null) return checked(there, null, null)
    const written = skimFile(journal, common)
    return checked(
      there,
      written,
      planFor({ log: there, journal: written, common, boundary: written.boundary.end }),
    )
  } finally {
    for (const file of [log, journal]) if (file !== null) closeSync(file)
  }
}

function checked(log: Skim | null, written: Skim | null, plan: Plan | null): LogCheck {
  const journal = plan === null || written?.soundEnd === 0 ? 'none' : WORD[plan.kind]
  const kept = written?.boundary.number ?? 0
  const missing = journal === 'has-more' ? (written?.entries ?? 0) - (log === null ? 0 : kept) : 0
  const { holds = true, entries = 0, unsealed = 0, firstBroken = null } = log ?? {}
  const lost =
    firstBroken === null && journal === 'has-more'
      ? {
          number: (log === null ? 0 : kept) + 1,
          role: '',
          message: `${missing} entries are missing at the end`,
        }
      : firstBroken
  const differs =
    lost === null && journal === 'differs'
      ? { number: kept + 1, role: '', message: `Entry #${kept + 1} is another than the one that was sealed` }
      : lost
  return {
    holds: holds && (journal === 'agrees' || journal === 'none'),
    entries,
    unsealed,
    firstBroken: differs,
    journal,
    missing,
  }
}

function openOrNull(path: string): number | null {
  try {
    return openPlainFile(path, constants.O_RDONLY)
  } catch (error) {
    if (error instanceof SynodError && error.details['errno'] === 'ENOENT') return null
    throw error
  }
}
