/** Whose turn it is: the one table that every participant goes by; docs/protocol.md, section 3. */
import { SUPERVISOR } from '../log/entry.ts'
import { openConcerns } from './concerns.ts'
import { liveProposal } from './proposals.ts'
import type { DueTurn, PauseReason, Phase, Proposal, State, Task } from './state.ts'

export interface Blocked {
  readonly reason: PauseReason
  /** One sentence: what is missing and from whom. */
  readonly why: string
}

/** Everyone who is due, each with its task; empty when nobody is. Those due at the same time think in parallel. */
export function due(state: State): readonly DueTurn[] {
  if (state.outcome !== null) return []
  const live = liveProposal(state)
  if (live !== null) return dueOn(state, live)
  if (state.framework === null) return [turn(SUPERVISOR, 'frame', null, 0)]
  const silent = state.workers.filter(role => state.analyses[role] === undefined)
  const { framework } = state
  if (silent.length > 0) return silent.map(role => turn(role, 'analyse', null, framework))
  return state.proposer === null ? [] : [turn(state.proposer, 'propose', null, state.entries)]
}

function dueOn(state: State, live: Proposal): readonly DueTurn[] {
  const silent = state.workers.filter(role => live.verdicts[role] === undefined)
  if (silent.length > 0) return silent.map(role => turn(role, 'review', live.entry, live.entry))
  if (state.consensus.reached) return [turn(SUPERVISOR, 'decide', live.entry, state.entries)]
  return blocked(state) === null ? [turn(live.author, 'revise', live.entry, state.entries)] : []
}

/** Why nobody is due although nothing is decided; null while somebody is due or the session has an outcome. */
export function blocked(state: State): Blocked | null {
  const live = liveProposal(state)
  if (state.outcome !== null || live === null || state.consensus.reached) return null
  if (state.workers.some(role => live.verdicts[role] === undefined)) return null
  const objections = state.workers.some(role => live.verdicts[role]?.verdict === 'OBJECT')
  if (!objections && openConcerns(state).length === 0) return { reason: 'deadlock', why: state.consensus.why }
  const revisions = live.revision - 1 - state.revisionsAtOpening
  if (revisions < state.maxRevisions) return null
  return { reason: 'rounds', why: `After ${revisions} revisions: ${state.consensus.why}` }
}

const PHASE_OF: Readonly<Record<Task, Phase>> = {
  frame: 'framing',
  analyse: 'analysis',
  propose: 'proposal',
  review: 'review',
  revise: 'revision',
  decide: 'decision',
}

export function phaseOf(state: State): Phase {
  if (state.outcome !== null) return state.outcome.kind === 'PAUSED' ? 'paused' : 'ended'
  const [first] = due(state)
  if (first !== undefined) return PHASE_OF[first.task]
  return blocked(state) === null ? 'proposal' : 'blocked'
}

function turn(role: string, task: Task, on: number | null, horizon: number): DueTurn {
  return { role, task, on, horizon }
}
