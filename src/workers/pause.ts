/** The entries by which a session stops without an outcome, and goes on. */
import { type EntryDraft, type Header, SUPERVISOR } from '../log/entry.ts'
import { writeSpend } from '../protocol/spend.ts'
import type { PauseReason, Spend } from '../protocol/state.ts'

const SAYS: Readonly<Record<PauseReason, string>> = {
  budget: 'The session has reached its cap.',
  rounds: 'The revisions allowed are used up and objections remain.',
  deadlock: 'Nobody can move: there is no agreement and nothing left to revise.',
  stalled: 'Nothing new came in the last round.',
  interrupted: 'The session was interrupted by whoever ran it.',
  error: 'A worker could not go on.',
}

/** @param why what is missing, or what happened: one sentence without its full stop */
export function pauseEntry(
  reason: PauseReason,
  why: string,
  header: Header | null,
  spend: readonly Spend[] = [],
): EntryDraft {
  return {
    role: SUPERVISOR,
    type: 'ANALYSIS',
    fields: {
      Outcome: [`PAUSED ${reason}`],
      ...(spend.length > 0 ? { Spend: spend.map(writeSpend) } : {}),
    },
    content: `${SAYS[reason]} ${why}.\n\nThis is no decision. To go on from here: \`synod resume${header === null ? '' : ` ${header.session}`}\``,
  }
}

export function resumeEntry(): EntryDraft {
  return { role: SUPERVISOR, type: 'ANALYSIS', fields: {}, content: 'The session is resumed.' }
}
