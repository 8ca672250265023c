/** A worker that objects, after the mediation: the same text read once more, with what was recommended. */
import type { Draft } from '../draft.ts'
import { draft } from './drafts.ts'
import { judge } from './judge.ts'
import { designAt, type Reading } from './reading.ts'
import { readReason } from './requirements.ts'
import { type Checked, checkConcern, liveIn, openLine, ownOpen, whyNot } from './standing.ts'
import { cite } from './stated.ts'
import { clip, counted, listed, quoted } from './text.ts'

const MOST = 12

export function reconsider(reading: Reading): Draft {
  const { state, role } = reading.turn
  const live = liveIn(reading)
  const design = designAt(reading.turn, live.entry)
  const own = ownOpen(reading)
  // Whose objection is left without a concern reads the text as if it were new.
  if (own.length === 0) return judge(reading, live)
  const checked = own.map(concern => checkConcern(concern, reading, design))
  const unmet = checked.filter(({ met }) => met === null)
  const met = checked.filter(one => one.met !== null)
  const after = state.mediation === null ? '' : ` after the mediation in #${state.mediation}`
  const found = met.flatMap(({ concern: { id }, met: where }) =>
    where === null ? [] : [`- \`${id}\`: ${cite(where)}`],
  )
  if (unmet.length === 0) {
    const where = met.map(({ concern, met: one }) => `${concern.id} in ${one === null ? '' : cite(one, 60)}`)
    return draft(
      [
        `Read again${after}: what ${role} requires stands in #${live.entry}.`,
        ...listed('Met by the text as it stands', found),
      ],
      {
        verdict: 'AGREE',
        evidence: clip(`own concerns checked again in #${live.entry}: ${where.join('; ')}`, 1_500),
        // An agreement closes what was raised on earlier texts; what was raised on this one has to be taken back.
        withdraws: own.flatMap(({ id, on }) => (on === live.entry ? [id] : [])),
      },
    )
  }
  return draft(
    [
      `Read again${after}: of ${counted(own.length, 'own concern')}, ${unmet.length} ${unmet.length === 1 ? 'stands' : 'stand'}, because the text is the same and does not show what is required.`,
      ...listed(
        'Stands',
        unmet.flatMap(one => [openLine(one, reading, live), ...settledBy(one, reading)]),
      ),
      ...listed('Met by the text as it stands, and withdrawn', found),
    ],
    {
      verdict: 'OBJECT',
      concerns: unmet.slice(0, MOST).map(one => ({ id: one.concern.id, reason: whyNot(one, reading, live) })),
      withdraws: met.map(({ concern }) => concern.id),
    },
  )
}

/** The words that would settle it, where its owner has them; and whether the mediation recommends just these. */
function settledBy(checked: Checked, reading: Reading): readonly string[] {
  const { turn } = reading
  const { meet } = readReason(whyNot(checked, reading, liveIn(reading)))
  if (meet === null) return []
  const mediation = turn.entries.find(({ number }) => number === turn.state.mediation)?.content ?? ''
  const recommended = mediation.includes(quoted(meet.text))
  return [
    `  These words under ${meet.section} settle it${recommended ? ', as the mediation recommends' : ''}: ${quoted(meet.text)}`,
  ]
}
