/** A turn and its answer → the entry to append. Who, when and which number are the engine's to say, never the mind's. */
import { type EntryDraft, type EntryType, type Fields, SUPERVISOR } from '../log/entry.ts'
import type { Draft } from '../minds/draft.ts'
import { liveProposal } from '../protocol/proposals.ts'
import { writeSpend } from '../protocol/spend.ts'
import type { DueTurn, Spend, State, Task } from '../protocol/state.ts'

const TYPE_OF: Readonly<Record<Task, EntryType>> = {
  frame: 'ANALYSIS',
  analyse: 'ANALYSIS',
  propose: 'PROPOSAL',
  review: 'REVIEW',
  confirm: 'REVIEW',
  revise: 'PROPOSAL',
  mediate: 'ANALYSIS',
  reconsider: 'REVIEW',
  rule: 'REVIEW',
  // An ANALYSIS by the supervisor would open a paused session, and one by a worker would be its analysis.
  answer: 'REVIEW',
  summarise: 'ANALYSIS',
  implement: 'IMPLEMENTATION',
  decide: 'ANALYSIS',
}

/**
 * @param state of the log that the entry is appended to
 * @see docs/protocol.md, section 3
 */
export function entryOf(turn: DueTurn, draft: Draft, spend: readonly Spend[], state: State): EntryDraft {
  const { role, task, on, horizon } = turn
  const fields: Fields = {
    // What comes in while it is written is not summed up.
    Re: task === 'summarise' ? [`#1-#${horizon}`] : numbered(aboutOf(turn, state)),
    Asks: asksOf(turn, draft, state),
    Revises: numbered(replacedBy(turn, state)),
    Seen: horizon > 0 ? numbered(horizon) : [],
    Verdict: draft.verdict === null ? [] : [`${draft.verdict} #${judgedIn(turn, state)}`],
    Concern: draft.concerns.map(({ id, reason }) => `${id}: ${reason}`),
    Resolves: draft.resolves.map(({ id, how }) => `${id}: ${how}`),
    Withdraws: draft.withdraws,
    Evidence: draft.evidence === null ? [] : [draft.evidence],
    Outcome: task === 'decide' ? [`${state.consensus.outcome ?? 'DECIDED_WITH_DISSENT'} #${on}`] : [],
    Spend: spend.map(writeSpend),
  }
  return { role, type: TYPE_OF[task], fields: written(fields), content: draft.content }
}

function aboutOf({ task, on }: DueTurn, { framework }: State): number | null {
  if (task === 'analyse') return framework
  // A revision names what it replaces.
  return task === 'revise' ? null : on
}

function replacedBy({ role, task, on }: DueTurn, { implementations }: State): number | null {
  if (task === 'revise') return on
  if (task !== 'implement') return null
  return implementations.find(({ author }) => author === role)?.entry ?? null
}

/** Whoever confirms is asked about its own agreement; the verdict is on the text it agreed to. */
function judgedIn({ task, on }: DueTurn, state: State): number | null {
  return task === 'confirm' ? (liveProposal(state)?.entry ?? on) : on
}

/** A worker that is asked does not ask back: two that ask each other would not come to an end. */
function asksOf({ role, task, on }: DueTurn, { asks }: Draft, { questions }: State): readonly string[] {
  if (task !== 'answer') return asks
  if (role !== SUPERVISOR) return []
  // What leans to an objection is not passed over: nothing is decided before its author has said what it means.
  const unclear = questions.filter(
    question => question.entry === on && question.asks === role && question.unclear?.leans === 'object',
  )
  return [...new Set([...unclear.map(({ by }) => by), ...asks])]
}

function numbered(entry: number | null): readonly string[] {
  return entry === null ? [] : [`#${entry}`]
}

function written(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, values]) => values.length > 0))
}
