/** How a text was decided on, and against whom: the part of a record that must not make more of it than it was. */
import { HUMAN } from '../log/entry.ts'
import { readRef } from '../protocol/refs.ts'
import type { ClosingOutcome, Proposal, State } from '../protocol/state.ts'
import { agrees } from '../protocol/verdicts.ts'
import { unsettled } from '../workers/standing.ts'
import type { Ground } from './decision-ground.ts'
import { inline } from './markdown.ts'
import { policyWords } from './status.ts'

/** `accepted by majority (3 of 4)` */
export function howDecided(
  kind: Exclude<ClosingOutcome, 'STOPPED'>,
  state: State,
  proposal: Proposal | null,
): string {
  const agreeing = state.deciders.filter(role => agrees(proposal?.verdicts[role])).length
  const tally = `${agreeing} of ${state.deciders.length}`
  switch (kind) {
    case 'CONSENSUS':
      return 'accepted by consensus'
    case 'NO_OBJECTION':
      return 'accepted without objection, not by consensus,'
    case 'MAJORITY':
      return `accepted by majority (${tally}), not by consensus,`
    case 'SUPERMAJORITY':
      return `accepted by ${policyWords(state)} (${tally}), not by consensus,`
    case 'DECIDED_WITH_DISSENT':
      return 'decided with dissent'
  }
}

export function dissentPart(ground: Ground): readonly string[] {
  const { state, links, proposal } = ground
  if (proposal === null) return []
  const by = decidedBy(ground)
  const against = state.deciders.flatMap(role => {
    const given = proposal.verdicts[role]
    // Whoever has decided does not dissent.
    if (agrees(given) || (by.human && role === HUMAN)) return []
    if (given === undefined) return [`- ${role} has given no verdict on ${links.to(proposal.entry)}`]
    const said = {
      AGREE: 'agreed with a condition that it has not confirmed,',
      OBJECT: 'objects',
      ABSTAIN: 'abstains',
    }
    const caveat = given.caveat === null ? '' : `: ${inline(given.caveat)}`
    return [`- ${role} ${said[given.verdict]} in ${links.to(given.entry)}${caveat}`]
  })
  const open = unsettled(state).map(
    ({ id, owner, raisedAt, reason }) =>
      `- ${inline(id)} by ${owner}, raised in ${links.to(raisedAt)}, is still open: ${inline(reason)}`,
  )
  const none =
    state.outcome?.kind === 'DECIDED_WITH_DISSENT'
      ? 'Nobody else who decides has a verdict against it, and no concern is open.'
      : `None: all ${state.deciders.length} agree to ${links.to(proposal.entry)}, and no concern is open.`
  return ['## Dissent', ...by.words, [...against, ...open].join('\n') || none]
}

interface DecidedBy {
  readonly human: boolean
  readonly words: readonly string[]
}

/** By a person, whom the closing entry names; by the owners of the concerns; or by the supervisor. */
function decidedBy({ log, state, links }: Ground): DecidedBy {
  const { outcome, header, rulings } = state
  if (outcome?.kind !== 'DECIDED_WITH_DISSENT') return { human: false, words: [] }
  const about = readRef(log.entries[outcome.entry - 1]?.fields['Re']?.[0])
  const word = about === null ? undefined : log.entries[about - 1]
  if (word?.role === HUMAN) {
    const words = [`Decided by HUMAN in ${links.to(word.number)}: ${inline(word.content)}`]
    return { human: true, words }
  }
  const owners = Object.entries(rulings).map(([role, entry]) => `${role} in ${links.to(entry)}`)
  if (header?.deadlock === 'owner' && owners.length > 0) {
    const rule = "by the session's rule that each concern's owner decides about it"
    return { human: false, words: [`Decided ${rule}: ${owners.join(', ')}.`] }
  }
  const rule = header?.deadlock === 'supervisor' ? ", by the session's rule for a deadlock" : ''
  return { human: false, words: [`Decided by SUPERVISOR in ${links.to(outcome.entry)}${rule}.`] }
}
