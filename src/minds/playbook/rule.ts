/** The owner of a concern, where owners decide a deadlock: upheld in final words, or withdrawn. */
import type { Draft } from '../draft.ts'
import { draft } from './drafts.ts'
import { fill } from './fill.ts'
import { designAt, type Reading } from './reading.ts'
import { renderReason, requirementOf } from './requirements.ts'
import { type Checked, checkConcern, liveIn, ownOpen } from './standing.ts'
import { cite } from './stated.ts'
import { clip, listed, quoted } from './text.ts'

const MOST = 12

export function rule(reading: Reading): Draft {
  const { role } = reading.turn
  const live = liveIn(reading)
  const design = designAt(reading.turn, live.entry)
  const checked = ownOpen(reading).map(concern => checkConcern(concern, reading, design))
  if (checked.length === 0) throw new TypeError(`${role} is to rule, but none of its concerns is open`)
  const upheld = checked
    .filter(({ met }) => met === null)
    .slice(0, MOST)
    .map(one => ({ id: one.concern.id, reason: finalWords(one, reading) }))
  const met = checked.filter(one => one.met !== null)
  return draft(
    [
      `${role} decides about its own concerns on #${live.entry} and about nothing else: ${upheld.length} upheld, ${met.length} withdrawn.`,
      ...listed(
        `Must hold in what is built on #${live.entry}`,
        upheld.map(({ id, reason }) => `- \`${id}\`: ${quoted(reason, 600)}`),
      ),
      ...listed(
        'Withdrawn, because the text meets it',
        met.flatMap(({ concern, met: where }) =>
          where === null ? [] : [`- \`${concern.id}\`: ${cite(where)}`],
        ),
      ),
    ],
    { concerns: upheld, withdraws: met.map(({ concern }) => concern.id) },
  )
}

/** The requirement of its rule; a concern that no rule knows stays in its owner's own words. */
function finalWords({ concern, finding }: Checked, { facts }: Reading): string {
  if (finding === null) return clip(concern.reason, 1_900)
  const { consideration } = finding
  const { meet } = requirementOf(consideration, facts)
  return renderReason({ reason: fill(consideration.require, facts), meet })
}
