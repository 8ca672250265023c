/** A worker on a revision of a text it has judged: are its own concerns met, and is nothing gone that was there? */
import type { Proposal } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'
import type { Design } from './design.ts'
import { draft } from './drafts.ts'
import { fill } from './fill.ts'
import { evidenceOf, isMet, missingLine } from './findings.ts'
import { concernId, playbookIds } from './own-ids.ts'
import { designAt, type Reading } from './reading.ts'
import { renderReason, requirementOf } from './requirements.ts'
import { check } from './review.ts'
import { type Finding, look } from './signs.ts'
import { type Checked, checkConcern, openLine, ownOpen, whyNot } from './standing.ts'
import { cite, statedIn } from './stated.ts'
import { reviewStructure } from './structure.ts'
import { clip, counted, joined, listed } from './text.ts'

export function reviewAgain(reading: Reading, before: Proposal, live: Proposal, design: Design): Draft {
  const { turn } = reading
  const own = ownOpen(reading)
  const checked = own.map(concern => checkConcern(concern, reading, design))
  const kept = stillThere(reading, before, design).filter(
    ({ consideration }) => !own.some(concern => playbookIds(concern).includes(consideration.id)),
  )
  const gone = kept.filter(finding => !isMet(finding))
  const open = checked.filter(({ met }) => met === null)
  if (own.length === 0 && kept.length === 0) return reviewStructure(reading, live, design)

  const closed = checked.flatMap(({ concern, met }) =>
    met === null ? [] : [`- \`${concern.id}\`: ${cite(met)}`],
  )
  const there = kept.filter(isMet)
  const still =
    there.length === 0
      ? []
      : [
          '',
          `Still there since #${before.entry}: ${joined(there.map(({ consideration }) => `\`${consideration.id}\``))}.`,
        ]
  if (open.length === 0 && gone.length === 0) {
    return draft([agreed(checked, before, live), ...listed('Met now', closed), ...still], {
      verdict: 'AGREE',
      evidence: evidence(checked, there, before, live),
    })
  }
  const lost = gone.map(finding => ({
    finding,
    id: concernId(finding.consideration.id, turn.role, turn.state.concerns),
  }))
  return draft(
    [
      `Of ${counted(own.length, 'own concern')}, ${closed.length} ${closed.length === 1 ? 'is' : 'are'} met by #${live.entry}${gone.length === 0 ? '' : `, and ${counted(gone.length, 'thing')} that #${before.entry} had ${gone.length === 1 ? 'is' : 'are'} gone`}.`,
      ...listed(
        'Not met',
        open.map(one => openLine(one, reading, live)),
      ),
      ...listed(
        `Gone since #${before.entry}`,
        lost.map(({ id, finding }) =>
          missingLine(id, fill(finding.consideration.ask, reading.facts), finding),
        ),
      ),
      ...listed('Met now', closed),
      ...still,
    ],
    {
      verdict: 'OBJECT',
      concerns: [
        ...open.map(one => ({ id: one.concern.id, reason: whyNot(one, reading, live) })),
        ...lost.map(({ id, finding }) => ({
          id,
          reason: renderReason(requirementOf(finding.consideration, reading.facts)),
        })),
      ].slice(0, 12),
    },
  )
}

/** What it had found in the text it judged before, looked for in this one. */
function stillThere(reading: Reading, before: Proposal, design: Design): readonly Finding[] {
  const stated = statedIn(design)
  return check(reading, designAt(reading.turn, before.entry))
    .filter(isMet)
    .map(({ consideration }) => look(consideration, stated, reading.facts))
}

function agreed(checked: readonly Checked[], before: Proposal, live: Proposal): string {
  if (checked.length === 0) return `#${live.entry} keeps everything that was found in #${before.entry}.`
  return checked.length === 1
    ? `The concern is met by #${live.entry}.`
    : `${checked.length === 2 ? 'Both' : `All ${checked.length}`} concerns are met by #${live.entry}.`
}

function evidence(
  checked: readonly Checked[],
  there: readonly Finding[],
  before: Proposal,
  live: Proposal,
): string {
  if (checked.length === 0) return evidenceOf(there, `still in #${live.entry} as in #${before.entry}`)
  const each = checked.flatMap(({ concern, met }) =>
    met === null ? [] : [`${concern.id} in ${cite(met, 60)}`],
  )
  const also =
    there.length === 0 ? '' : `; unchanged: ${there.map(({ consideration }) => consideration.id).join(', ')}`
  return clip(`own concerns checked in #${live.entry}: ${each.join('; ')}${also}`, 1_500)
}
