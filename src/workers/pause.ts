/** The entries by which a session stops without an outcome, and goes on. */
import { type EntryDraft, type Header, SUPERVISOR } from '../log/entry.ts'
import { writeSpend } from '../protocol/spend.ts'
import type { PauseReason, Spend } from '../protocol/state.ts'

const SAYS: Readonly<Record<PauseReason, string>> = {
  budget: 'The session has reached its cap.',
  rounds: 'The revisions allowed are used up and objections remain.',
  deadlock: 'Nobody can move: there is no agreement and nothing left to revise.',
  stalled: 'The workers came to an end and nothing is decided.',
  interrupted: 'The session was interrupted by whoever ran it.',
  error: 'A worker could not go on.',
}

/** @param why what is missing, or what happened: one sentence without its full stop */
export function pauseEntry(reason: PauseReason, why: string, header: Header | null): EntryDraft {
  return {
    role: SUPERVISOR,
    type: 'ANALYSIS',
    fields: { Outcome: [`PAUSED ${reason}`] },
    content: `${SAYS[reason]} ${why}.\n\nThis is no decision. To go on from here: \`synod resume${header === null ? '' : ` ${header.session}`}\``,
  }
}

export function resumeEntry(): EntryDraft {
  return { role: SUPERVISOR, type: 'ANALYSIS', fields: {}, content: 'The session is resumed.' }
}

/** What a role thought that never came into the log has cost its tokens all the same. It gives no verdict. */
export function spendEntry(role: string, why: string, spend: readonly Spend[]): EntryDraft {
  return { role, type: 'REVIEW', fields: { Spend: spend.map(writeSpend) }, content: why }
}
