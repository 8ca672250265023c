/** A review by a role whose rules have nothing on the problem: are the parts there that any design needs? */
import type { Proposal } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'
import type { Design } from './design.ts'
import { draft } from './drafts.ts'
import { GENERAL, partOf, takesUp } from './general.ts'
import { concernId } from './own-ids.ts'
import { questionsOf, type Reading } from './reading.ts'
import { renderReason, requirementOf } from './requirements.ts'
import { cite } from './stated.ts'
import { clip, listed } from './text.ts'

const RAISED = 4

export function reviewStructure({ turn, facts }: Reading, live: Proposal, design: Design): Draft {
  const { role, state } = turn
  const parts = GENERAL.map(general => ({ general, found: partOf(general, design) }))
  const lacking = parts
    .filter(({ found }) => found === null)
    .map(({ general }) => ({ id: general.id, reason: renderReason(requirementOf(general, facts)) }))
  const unanswered = questionsOf(turn, role)
    .filter(({ what }) => !takesUp(design, what.id, what.question))
    .map(({ what, entry }, index) => ({
      id: what.id ?? `open-question-${index + 1}`,
      reason: clip(
        `#${live.entry} does not take up what ${role} asked in #${entry}: ${what.question}`,
        1_900,
      ),
    }))
  const concerns = [...lacking, ...unanswered]
    .slice(0, RAISED)
    .map(({ id, reason }) => ({ id: concernId(id, role, state.concerns), reason }))
  const there = parts.flatMap(({ general, found }) =>
    found === null ? [] : [`- ${general.meet.section}: ${cite(found)}`],
  )
  const said = `None of the rules of ${role} is about this kind of problem, so only the structure of #${live.entry} was checked: its parts, the way of a request, failures, the steps of the rollout, and whether the questions of ${role} are taken up.`
  if (concerns.length === 0) {
    const evidence = `structure of #${live.entry} checked, nothing of the field itself: ${parts.flatMap(({ general, found }) => (found === null ? [] : [`${general.meet.section} ${cite(found, 48)}`])).join('; ')}`
    return draft([said, ...listed('There', there)], { verdict: 'AGREE', evidence: clip(evidence, 1_500) })
  }
  return draft(
    [
      said,
      ...listed(
        'Missing',
        concerns.map(({ id, reason }) => `- \`${id}\`: ${clip(reason.replace(/ Met by \(.*$/s, ''), 300)}`),
      ),
      ...listed('There', there),
    ],
    {
      verdict: 'OBJECT',
      concerns,
    },
  )
}
