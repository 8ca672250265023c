/** Who agrees to a text and who does not, in lines for an entry: what a report of a deadlock and a decision against dissent say. */
import { isOpen } from '../protocol/concerns.ts'
import type { Concern, Proposal, State } from '../protocol/state.ts'
import { agrees } from '../protocol/verdicts.ts'

/** Each decider without an agreement that counts on exactly this text: `BACKEND objects to #6 in #7`. */
export function dissentLines({ deciders }: Pick<State, 'deciders'>, proposal: Proposal): readonly string[] {
  return deciders.flatMap(role => {
    const given = proposal.verdicts[role]
    if (agrees(given)) return []
    if (given === undefined) return [`${role} has given no verdict on #${proposal.entry}`]
    if (given.verdict === 'AGREE')
      return [
        `${role} agreed to #${proposal.entry} in #${given.entry} with a condition it has not confirmed: ${given.caveat}`,
      ]
    const does = given.verdict === 'OBJECT' ? 'objects to' : 'abstains on'
    return [`${role} ${does} #${proposal.entry} in #${given.entry}`]
  })
}

/** Each concern of somebody with a seat that is not settled, with its answer where there is one. */
export function concernLines({ concerns }: Pick<State, 'concerns'>): readonly string[] {
  return unsettled({ concerns }).map(({ id, owner, reason, raisedAt, answer }) => {
    const answered =
      answer === null
        ? 'not answered'
        : `answered in #${answer.entry}${answer.how === '' ? '' : `: ${answer.how}`}`
    return `${id}, by ${owner} in #${raisedAt}: ${reason} (${answered})`
  })
}

/** Concerns that block: those of guests are heard and do not. */
export function unsettled({ concerns }: Pick<State, 'concerns'>): readonly Concern[] {
  return concerns.filter(concern => isOpen(concern) && concern.kind !== 'heard')
}
