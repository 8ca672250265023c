/** A turn and its answer → the entry to append. Who, when and which number are the engine's to say, never the mind's. */
import type { EntryDraft, EntryType, Fields } from '../log/entry.ts'
import type { Draft } from '../minds/draft.ts'
import { writeSpend } from '../protocol/spend.ts'
import type { DueTurn, Spend, Task } from '../protocol/state.ts'

const TYPE_OF: Readonly<Record<Task, EntryType>> = {
  frame: 'ANALYSIS',
  analyse: 'ANALYSIS',
  propose: 'PROPOSAL',
  review: 'REVIEW',
  revise: 'PROPOSAL',
  decide: 'ANALYSIS',
}

export function entryOf(
  turn: DueTurn,
  draft: Draft,
  spend: readonly Spend[],
  framework: number | null,
): EntryDraft {
  const { role, task, on, horizon } = turn
  const about = task === 'analyse' ? framework : task === 'review' || task === 'decide' ? on : null
  const fields: Record<string, readonly string[]> = {
    Re: about === null ? [] : [`#${about}`],
    Revises: task === 'revise' ? [`#${on}`] : [],
    Seen: horizon > 0 ? [`#${horizon}`] : [],
    Verdict: draft.verdict === null ? [] : [`${draft.verdict} #${on}`],
    Concern: draft.concerns.map(({ id, reason }) => `${id}: ${reason}`),
    Resolves: draft.resolves.map(({ id, how }) => `${id}: ${how}`),
    Withdraws: draft.withdraws,
    Evidence: draft.evidence === null ? [] : [draft.evidence],
    Outcome: task === 'decide' ? [`CONSENSUS #${on}`] : [],
    Spend: spend.map(writeSpend),
  }
  return { role, type: TYPE_OF[task], fields: written(fields), content: draft.content }
}

function written(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, values]) => values.length > 0))
}
