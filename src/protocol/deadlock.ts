/** What is left to do when all have spoken and the text is not carried; docs/protocol.md, section 3, "Deadlock". */
import { isEngineRole } from './authority.ts'
import { openConcerns } from './concerns.ts'
import { liveProposal } from './proposals.ts'
import type { Facts, Proposal } from './state.ts'
import { objectors } from './verdicts.ts'

export type Rung =
  | { readonly step: 'revise' }
  | { readonly step: 'mediate' }
  /** Whoever objects looks at the mediation. */
  | { readonly step: 'reconsider'; readonly roles: readonly string[] }
  /** Each owner of a concern decides about it. */
  | { readonly step: 'rule'; readonly roles: readonly string[] }
  /** The supervisor declares the decision with dissent. */
  | { readonly step: 'decide' }
  | { readonly step: 'stuck' }

/** The rung of the ladder a session stands on: revise, mediate, reconsider, revise once more, and then the header's rule. */
export function rungOf(facts: Facts, live: Proposal): Rung {
  const blocking = blockers(facts, live)
  // Where nobody objects and somebody abstains there is nothing to revise.
  if (blocking.length === 0) return lastRung(facts, live, blocking)
  const { mediation } = facts
  if (mediation === null) {
    const revisions = live.revision - 1 - facts.revisionsAtOpening
    return revisions < facts.maxRevisions && !isStandstill(facts, live)
      ? { step: 'revise' }
      : { step: 'mediate' }
  }
  if (live.entry < mediation) {
    const waiting = blocking.filter(role => (live.verdicts[role]?.entry ?? 0) < mediation)
    return waiting.length > 0 ? { step: 'reconsider', roles: waiting } : { step: 'revise' }
  }
  return lastRung(facts, live, blocking)
}

/** The rung while the roles have all spoken; null before that. */
export function rungIn(facts: Facts): Rung | null {
  const live = liveProposal(facts)
  return live === null || !haveSpoken(facts) ? null : rungOf(facts, live)
}

function lastRung(facts: Facts, live: Proposal, blocking: readonly string[]): Rung {
  const rule = facts.header?.deadlock ?? 'pause'
  if (rule === 'supervisor') return { step: 'decide' }
  if (rule === 'pause') return { step: 'stuck' }
  // An owner decides inside its own concerns: where somebody objects or abstains without one, nobody decides.
  const owners = new Set(openConcerns(facts).map(({ owner }) => owner))
  const outside = facts.deciders.filter(
    role =>
      live.verdicts[role]?.verdict !== 'AGREE' && !owners.has(role) && facts.rulings[role] === undefined,
  )
  if (outside.length > 0) return { step: 'stuck' }
  const waiting = blocking.filter(role => facts.rulings[role] === undefined)
  return waiting.length > 0 ? { step: 'rule', roles: waiting } : { step: 'decide' }
}

/** Whoever objects, and whoever's concern is open: its owner has seen this text, or raised it on this text. */
function blockers(facts: Facts, live: Proposal): readonly string[] {
  const waiting = waitingOwners(facts, live)
  const owners = openConcerns(facts).flatMap(({ owner }) => (waiting.includes(owner) ? [] : [owner]))
  return [...new Set([...objectors(live), ...owners, ...Object.keys(facts.rulings)])]
}

/** Those whose concerns are about earlier texts and who have not said what they think of this one. */
export function waitingOwners(facts: Facts, live: Proposal): readonly string[] {
  const open = openConcerns(facts)
  const onThis = new Set(open.filter(({ on }) => on === live.entry).map(({ owner }) => owner))
  const owners = new Set(open.map(({ owner }) => owner))
  return [...owners].filter(role => live.verdicts[role] === undefined && !onThis.has(role))
}

/** A round that brought nothing: the text says the same, and so does everybody, with the same concerns. */
function isStandstill({ proposals, concerns, revisionsAtOpening }: Facts, live: Proposal): boolean {
  const before = proposals.at(-2)
  if (!live.repeats || before === undefined || live.revision - 1 <= revisionsAtOpening) return false
  const said = (proposal: Proposal, role: string) => {
    const given = proposal.verdicts[role]
    return given === undefined || role === proposal.author ? '' : `${given.verdict} ${given.evidence}`
  }
  const roles = [...new Set([...Object.keys(live.verdicts), ...Object.keys(before.verdicts)])]
  const moved = concerns.some(
    ({ raisedAt, endedAt }) => raisedAt > live.entry || (endedAt !== null && endedAt > live.entry),
  )
  return !moved && roles.every(role => said(live, role) === said(before, role))
}

/** Whether the roles that the engine runs have all given a verdict; where it runs none, whether everybody has. */
export function haveSpoken(facts: Facts): boolean {
  const live = liveProposal(facts)
  if (live === null) return false
  const own = facts.deciders.filter(role => isEngineRole(facts, role))
  return (own.length > 0 ? own : facts.deciders).every(role => live.verdicts[role] !== undefined)
}
