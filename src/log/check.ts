/** Whether a log is what was written to it, as far as its seals and its journal can tell. Reads, and takes no lock. */
import { closeSync, constants } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { damageOf } from './damage.ts'
import { commonLength } from './file-bytes.ts'
import { journalOf } from './journal.ts'
import { openIfThere, openPlainFile } from './plain-file.ts'
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

const NOTHING: Skim = {
  size: 0,
  sealedEnd: 0,
  soundEnd: 0,
  boundary: { end: 0, number: 0 },
  holds: true,
  entries: 0,
  unsealed: 0,
  firstBroken: null,
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
  const journal = openIfThere(journalOf(path))
  const log = openIfThere(path)
  try {
    if (log === null && journal === null) openPlainFile(path, constants.O_RDONLY)
    const there = log === null ? NOTHING : { ...skimFile(log) }
    const { holds, entries, unsealed, firstBroken } = there
    const alone = { holds, entries, unsealed, firstBroken, missing: 0 }
    const common = log === null || journal === null ? 0 : commonLength(log, journal)
    const written = journal === null ? null : skimFile(journal, common)
    if (journal === null || written === null || written.soundEnd === 0) return { ...alone, journal: 'none' }
    const boundary = written.boundary.end
    const plan = planFor({ log: log === null ? null : there, journal: written, common, boundary })
    const word = WORD[plan.kind]
    if (word === 'agrees') return { ...alone, journal: word }
    const missing = word === 'has-more' ? written.entries - (log === null ? 0 : written.boundary.number) : 0
    const lost = { number: written.boundary.number + 1, role: '', message: `${missing} entries are missing` }
    const damage =
      log === null || word === 'has-more'
        ? null
        : damageOf({ file: log, skim: there }, { file: journal, skim: written }, boundary)
    return {
      ...alone,
      holds: false,
      journal: word,
      missing,
      firstBroken:
        damage === null
          ? (firstBroken ?? { ...lost, number: log === null ? 1 : lost.number })
          : { number: damage.entry, role: damage.role, message: damage.message },
    }
  } finally {
    for (const file of [log, journal]) if (file !== null) closeSync(file)
  }
}
