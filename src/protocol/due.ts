/** Whose turn it is: the one table that every participant goes by; docs/protocol.md, section 3. */
import { SUPERVISOR } from '../log/entry.ts'
import { isEngineRole, namesDeciders } from './authority.ts'
import { consensusOf } from './consensus.ts'
import { haveSpoken, rungOf, waitingOwners } from './deadlock.ts'
import { dueAfterConsensus, isObjectedTo } from './implementations.ts'
import { liveProposal } from './proposals.ts'
import { openQuestions } from './questions.ts'
import type { Consensus, DueTurn, Facts, PauseReason, Phase, Proposal, State, Task } from './state.ts'
import { isOutgrown } from './summary.ts'

export interface Blocked {
  readonly reason: PauseReason
  /** One sentence: what is missing and from whom. */
  readonly why: string
}

/** Everyone who is due, each with one task; empty when nobody is. Those due at the same time think in parallel. */
export function due(state: State): readonly DueTurn[] {
  return dueIn(state, state.consensus)
}

/**
 * Whether what a role was due for when it began to think may still be appended. A question that came meanwhile does
 * not make its turn stale, but for a decision; nor does a log that has become too long.
 */
export function isDue(state: State, { role, task, on }: Pick<DueTurn, 'role' | 'task' | 'on'>): boolean {
  if (state.outcome !== null) return false
  const answering = answers(state)
  if (task === 'decide' && answering.length > 0) return false
  const steps = nextSteps(state, state.consensus)
  const summary = isToBeSummedUp(state, steps) ? [summaryOf(state)] : []
  return [...answering, ...steps, ...summary].some(
    turn => turn.role === role && turn.task === task && turn.on === on,
  )
}

function dueIn(facts: Facts, consensus: Consensus): readonly DueTurn[] {
  if (facts.outcome !== null) return []
  const asked = answers(facts)
  const steps = nextSteps(facts, consensus)
  const next = isToBeSummedUp(facts, steps) ? summedUpFirst(facts, steps, asked) : steps
  // What is thought without the others comes before an answer, which is given with all of the log in sight.
  const blind = new Set(next.filter(({ task }) => isBlind(task)).map(({ role }) => role))
  const answering = asked.filter(({ role }) => !blind.has(role))
  const busy = new Set(answering.map(({ role }) => role))
  const isLast = next.some(({ task }) => task === 'decide')
  return [...answering, ...(isLast && asked.length > 0 ? [] : next.filter(({ role }) => !busy.has(role)))]
}

function isBlind(task: Task): boolean {
  return task === 'analyse' || task === 'review'
}

/** The steps whose turns are shown word for word all they are about, also in a log that is summed up. */
const AFTER_SUMMARY: ReadonlySet<Task> = new Set(['propose', 'revise', 'mediate', 'rule', 'implement'])

/**
 * Whether SUPERVISOR has to sum the log up before it goes on. Never while somebody is to think without the others, nor
 * before those who need a mediation, or how others build their parts, as they were written.
 */
function isToBeSummedUp(facts: Facts, steps: readonly DueTurn[]): boolean {
  if (!isOutgrown(facts)) return false
  const { mediation, implementations } = facts
  const own = steps.filter(({ role }) => isEngineRole(facts, role))
  const isMediated = mediation !== null && mediation > (liveProposal(facts)?.entry ?? 0)
  return (
    own.length > 0 &&
    !isMediated &&
    own.every(({ task }) => AFTER_SUMMARY.has(task) && (task !== 'implement' || implementations.length === 0))
  )
}

/** People are asked all the same. What the engine's roles are asked they answer first: they need the question. */
function summedUpFirst(
  facts: Facts,
  steps: readonly DueTurn[],
  asked: readonly DueTurn[],
): readonly DueTurn[] {
  const isOwn = ({ role }: DueTurn) => isEngineRole(facts, role)
  const people = steps.filter(step => !isOwn(step))
  return asked.some(isOwn) ? people : [summaryOf(facts), ...people]
}

function summaryOf({ entries }: Facts): DueTurn {
  return turn(SUPERVISOR, 'summarise', null, entries)
}

/** Each role with the first that waits for its answer. */
function answers(facts: Facts): readonly DueTurn[] {
  if (facts.framework === null && liveProposal(facts) === null) return []
  const turns = new Map<string, DueTurn>()
  for (const { asks, entry } of openQuestions(facts))
    if (!turns.has(asks)) turns.set(asks, turn(asks, 'answer', entry, facts.entries))
  return [...turns.values()]
}

function nextSteps(facts: Facts, consensus: Consensus): readonly DueTurn[] {
  const live = liveProposal(facts)
  if (live !== null) return stepsOn(facts, consensus, live)
  const { framework } = facts
  if (framework === null) return [turn(SUPERVISOR, 'frame', null, 0)]
  const silent = facts.deciders.filter(role => analyses(facts, role) && facts.analyses[role] === undefined)
  if (silent.length > 0) return silent.map(role => turn(role, 'analyse', null, framework))
  return facts.proposer === null ? [] : [turn(facts.proposer, 'propose', null, facts.entries)]
}

/** People and other tools need not write an analysis: they are asked for their verdict. */
function analyses(facts: Facts, role: string): boolean {
  return isEngineRole(facts, role) || !namesDeciders(facts.header)
}

function stepsOn(facts: Facts, consensus: Consensus, live: Proposal): readonly DueTurn[] {
  const { deciders, entries } = facts
  // A person who need not agree is asked all the same whether a new text settles the person's concern.
  const silent = deciders.filter(role => live.verdicts[role] === undefined)
  const reviews = [...new Set([...silent, ...waitingOwners(facts, live)])].map(role =>
    turn(role, 'review', live.entry, live.entry),
  )
  const confirmations = deciders.flatMap(role => {
    const given = live.verdicts[role]
    return given === undefined || given.caveat === null ? [] : [turn(role, 'confirm', given.entry, entries)]
  })
  const asked = [...confirmations, ...reviews]
  if (confirmations.some(({ role }) => isEngineRole(facts, role)) || !haveSpoken(facts)) return asked
  if (consensus.outcome !== null) {
    // A rule that needs not everybody does not wait for everybody, but for the people who asked to be.
    const people = asked.filter(({ role }) => facts.header?.with.includes(role))
    if (people.length > 0) return people
    return dueAfterConsensus(facts, live) ?? [turn(SUPERVISOR, 'decide', live.entry, entries)]
  }
  // Nobody is asked to go on working on a text that others have still to speak about, unless it is blocked anyway.
  const steps = laddered(facts, live)
  if (asked.length === 0) return steps
  // While somebody has still to speak, a text that is objected to can be revised, but not be given up.
  const revisions = steps.filter(({ task }) => task === 'revise')
  return [...asked.filter(({ role }) => revisions.every(other => other.role !== role)), ...revisions]
}

function laddered(facts: Facts, live: Proposal): readonly DueTurn[] {
  const rung = rungOf(facts, live)
  switch (rung.step) {
    case 'revise':
      return [turn(live.author, 'revise', live.entry, facts.entries)]
    case 'mediate':
      return [turn(SUPERVISOR, 'mediate', live.entry, facts.entries)]
    case 'reconsider':
    case 'rule':
      return rung.roles.map(role => turn(role, rung.step, live.entry, facts.entries))
    case 'decide':
      return [turn(SUPERVISOR, 'decide', live.entry, facts.entries)]
    case 'stuck':
      return []
  }
}

/** Why nobody is due although nothing is decided; null while somebody is due or the session has an outcome. */
export function blocked(state: State): Blocked | null {
  if (state.outcome !== null || liveProposal(state) === null || due(state).length > 0) return null
  const objected = state.consensus.outcome === null ? [] : state.implementations.filter(isObjectedTo)
  const why = objected.map(({ entry, author }) => `the implementation #${entry} by ${author} is objected to`)
  return { reason: 'deadlock', why: why.length > 0 ? why.join('; ') : state.consensus.why }
}

const PHASE_OF: Readonly<Record<Task, Phase>> = {
  frame: 'framing',
  analyse: 'analysis',
  propose: 'proposal',
  review: 'review',
  confirm: 'review',
  revise: 'revision',
  mediate: 'mediation',
  reconsider: 'mediation',
  rule: 'mediation',
  answer: 'blocked',
  summarise: 'blocked',
  implement: 'implementation',
  decide: 'decision',
}

/** How far a session is. An answer or a summary that is due delays a phase and is none. */
function phaseOf(facts: Facts, consensus: Consensus): Phase {
  if (facts.outcome !== null) return facts.outcome.kind === 'PAUSED' ? 'paused' : 'ended'
  const steps = nextSteps(facts, consensus)
  const { implementations } = facts
  const leading = steps.find(({ task }) => task !== 'review' && task !== 'confirm') ?? steps[0]
  if (leading !== undefined) {
    const isCross = leading.task === 'review' && implementations.some(({ entry }) => entry === leading.on)
    return isCross ? 'implementation' : PHASE_OF[leading.task]
  }
  if (liveProposal(facts) === null) return 'proposal'
  return openQuestions(facts).length > 0 ? 'review' : 'blocked'
}

/** The facts with what follows from them. */
export function settle(facts: Facts): State {
  const consensus = consensusOf(facts)
  return { ...facts, consensus, phase: phaseOf(facts, consensus) }
}

function turn(role: string, task: Task, on: number | null, horizon: number): DueTurn {
  return { role, task, on, horizon }
}
