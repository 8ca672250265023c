/** What an entry of the supervisor changes: it frames, answers, mediates, reopens and closes, and has no vote. */
import { type Entry, field, fieldAll, SUPERVISOR } from '../log/entry.ts'
import { rungIn } from './deadlock.ts'
import { type Ledger, note } from './ledger.ts'
import { declaredOutcome, reopen } from './outcome.ts'
import { isAboutLive, propose } from './proposals.ts'
import { answer, ask } from './questions.ts'
import { readCaveats } from './verdicts.ts'

export function supervise(ledger: Ledger, entry: Entry): void {
  if (fieldAll(entry, 'Verdict').length > 0)
    note(
      ledger,
      entry,
      'supervisor-verdict',
      `#${entry.number}: ${SUPERVISOR} frames and closes, its verdict does not count`,
    )
  answer(ledger, entry)
  ask(ledger, entry)
  readCaveats(ledger)
  if (field(entry, 'Outcome') !== undefined) ledger.outcome = declaredOutcome(ledger, entry) ?? ledger.outcome
  else if (entry.type === 'PROPOSAL') propose(ledger, entry)
  else if (entry.type === 'ANALYSIS') lead(ledger, entry)
}

function lead(ledger: Ledger, entry: Entry): void {
  // The entry that lifts a pause opens the session and frames nothing.
  if (ledger.outcome !== null) reopen(ledger)
  else if (isAboutLive(ledger, entry) && rungIn(ledger)?.step === 'mediate') ledger.mediation = entry.number
  else ledger.framework ??= entry.number
}
