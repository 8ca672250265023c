/** Whether everybody has explicitly agreed to exactly the same text; docs/protocol.md, section 2. */
import { namesDeciders } from './authority.ts'
import { openConcerns } from './concerns.ts'
import { carries } from './policy.ts'
import { liveProposal } from './proposals.ts'
import { openQuestions } from './questions.ts'
import type { Concern, Consensus, Facts, Proposal, Question } from './state.ts'
import { agrees, objectors } from './verdicts.ts'

/** What stands between a live text and a decision on it. */
interface Standing {
  readonly live: Proposal
  /** Deciders without an agreement that counts. */
  readonly missing: readonly string[]
  /** Whoever objects, a decider or not. */
  readonly objecting: readonly string[]
  readonly concerns: readonly Concern[]
  readonly questions: readonly Question[]
}

export function consensusOf(facts: Facts): Consensus {
  const live = liveProposal(facts)
  if (live === null) {
    return {
      reached: false,
      outcome: null,
      proposal: null,
      missing: facts.deciders,
      openConcerns: [],
      why: changed(facts) ?? 'There is no proposal yet',
    }
  }
  const standing = standingOn(facts, live)
  const { missing, concerns } = standing
  const doubt = doubtOf(facts)
  const outcome = doubt === null ? outcomeOf(facts, standing) : null
  return {
    reached: outcome === 'CONSENSUS',
    outcome,
    proposal: live.entry,
    missing,
    openConcerns: concerns.map(({ id }) => id),
    why: doubt ?? whyOf(facts, standing, outcome),
  }
}

function standingOn(facts: Facts, live: Proposal): Standing {
  return {
    live,
    missing: facts.deciders.filter(role => !agrees(live.verdicts[role])),
    objecting: objectors(live),
    concerns: openConcerns(facts),
    // What leans against the text is in the way until its author has said which it is.
    questions: openQuestions(facts).filter(
      ({ kind, unclear }) => kind === 'asked' || unclear?.leans === 'object',
    ),
  }
}

/** Why nothing can be said to be agreed in this log, whatever stands in it; null where it can. */
function doubtOf(facts: Facts): string | null {
  const { header, deciders } = facts
  if (facts.tamperedAt !== null) return changed(facts)
  const faults = header?.unreadable ?? []
  if (faults.length > 0)
    return `The header's ${faults.join(' and ')} could not be read: nobody can tell who would have to agree`
  if (deciders.length === 0) return 'Nobody is named who could agree'
  if (header !== null && !namesDeciders(header))
    return 'The header names no workers: nobody can tell who would have to agree'
  // Whoever writes alone has nobody to agree with.
  return header === null && deciders.length < 2 ? 'Only one role has written' : null
}

function changed({ tamperedAt }: Facts): string | null {
  if (tamperedAt === null) return null
  return `#${tamperedAt} is not what was sealed: nothing is agreed before the log is repaired`
}

function outcomeOf(facts: Facts, standing: Standing): Consensus['outcome'] {
  const { policy, deciders } = facts
  const { live, missing, objecting, concerns, questions } = standing
  const pending =
    questions.length > 0 || deciders.some(role => (live.verdicts[role]?.caveat ?? null) !== null)
  if (pending) return null
  const isClear = objecting.length === 0 && concerns.length === 0
  if (missing.length === 0 && isClear) return 'CONSENSUS'
  if (policy.kind === 'unanimous' || vetoes(facts, standing).length > 0) return null
  // Whoever asked to be needed is needed under any policy.
  if (facts.header?.with.some(role => missing.includes(role))) return null
  if (!carries(policy, deciders.length - missing.length, deciders.length)) return null
  if (policy.kind === 'majority') return 'MAJORITY'
  if (policy.kind === 'supermajority') return 'SUPERMAJORITY'
  const spoken = deciders.filter(role => live.verdicts[role] !== undefined)
  return isClear && spoken.length * 2 > deciders.length ? 'NO_OBJECTION' : null
}

/** Roles with a veto that use it: by an objection, or by a concern that is not closed. */
function vetoes({ header }: Facts, { objecting, concerns }: Standing): readonly string[] {
  return (header?.veto ?? []).filter(
    role => objecting.includes(role) || concerns.some(({ owner }) => owner === role),
  )
}

/** A sentence is for people: what is too much for one is counted. */
const MOST_NAMED = 12

function whyOf(facts: Facts, standing: Standing, outcome: Consensus['outcome']): string {
  const { live, missing } = standing
  const all = facts.deciders.length
  if (outcome === 'CONSENSUS') return `All ${all} have agreed to #${live.entry} and no concern is open`
  const open = lacking(facts, standing)
  const said = open.slice(0, MOST_NAMED).join('; ')
  const more = open.length > MOST_NAMED ? `; and ${open.length - MOST_NAMED} more` : ''
  if (outcome === null) return `${said}${more}`
  const tally = `${all - missing.length} of ${all} agree to #${live.entry}`
  if (outcome === 'NO_OBJECTION') return `${tally} and nobody objects: ${said}${more}`
  return `${tally}, which is the ${outcome.toLowerCase()} that decides: ${said}${more}`
}

/** What is missing, and from whom. */
function lacking(
  facts: Facts,
  { live, missing, objecting, concerns, questions }: Standing,
): readonly string[] {
  const others = objecting.filter(role => !facts.deciders.includes(role))
  return [
    ...missing.map(role => roleWords(facts, live, role)),
    ...others.map(role => `${role} objects to #${live.entry}`),
    ...concerns.map(concernWords),
    ...questions.map(questionWords),
  ]
}

function roleWords(facts: Facts, live: Proposal, role: string): string {
  const given = live.verdicts[role]
  if (given?.verdict === 'OBJECT') return `${role} objects to #${live.entry}`
  if (given?.verdict === 'ABSTAIN') return `${role} abstains on #${live.entry}`
  if (given !== undefined)
    return `${role} agreed to #${live.entry} with a condition ("${given.caveat}" in #${given.entry}) and has to confirm`
  const unclear = facts.questions.findLast(
    question => question.by === role && question.unclear !== null && question.entry > live.entry,
  )
  if (unclear?.unclear == null) return `${role} has not spoken on #${live.entry}`
  return `${role} has given no clear verdict on #${live.entry} (in #${unclear.entry} ${unclear.unclear.reason})`
}

function questionWords({ entry, by, asks, unclear }: Question): string {
  return unclear === null
    ? `${asks} has not answered what ${by} asks in #${entry}`
    : `${by} leans against it in #${entry} without a verdict, and ${asks} has not asked for one`
}

function concernWords({ id, owner, on, status, answer }: Concern): string {
  return status === 'open' || answer === null
    ? `concern ${id} by ${owner}, raised on #${on}, is not answered`
    : `concern ${id} by ${owner}, raised on #${on}, answered in #${answer.entry}, waits for ${owner}`
}
