/** A worker on a proposal it has not judged before: does the text show what its field requires? */
import type { Proposal } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'
import { applyingToDesign } from './apply.ts'
import { type Design, renderDesign } from './design.ts'
import { draft } from './drafts.ts'
import { fill } from './fill.ts'
import { evidenceOf, isMet, metLines, missingLine } from './findings.ts'
import { concernId } from './own-ids.ts'
import type { Reading } from './reading.ts'
import { renderReason, requirementOf } from './requirements.ts'
import { type Finding, look } from './signs.ts'
import { statedIn } from './stated.ts'
import { reviewStructure } from './structure.ts'
import { counted, joined, listed } from './text.ts'

const CHECKED = 8
const RAISED = 3

export function reviewFirst(reading: Reading, live: Proposal, design: Design): Draft {
  const findings = check(reading, design)
  if (findings.length === 0) return reviewStructure(reading, live, design)
  const { role, state } = reading.turn
  const met = findings.filter(isMet)
  const missing = findings.filter(finding => !isMet(finding))
  const checked = `#${live.entry} was read against the ${counted(findings.length, 'consideration')} of ${role} that this problem and this text touch most`
  if (missing.length === 0) {
    return draft(
      [
        `${checked}: ${findings.length === 1 ? 'it is' : 'each is'} met by a statement.`,
        ...listed('Met', metLines(met)),
      ],
      {
        verdict: 'AGREE',
        evidence: evidenceOf(met, `${counted(met.length, 'consideration')} checked in #${live.entry}`),
      },
    )
  }
  const raised = missing
    .slice(0, RAISED)
    .map(finding => ({ finding, id: concernId(finding.consideration.id, role, state.concerns) }))
  const noted = missing.slice(RAISED).map(({ consideration }) => `\`${consideration.id}\``)
  return draft(
    [
      `${checked}: ${met.length} met, ${missing.length} not.`,
      ...listed(
        'Missing',
        raised.map(({ id, finding }) =>
          missingLine(id, fill(finding.consideration.ask, reading.facts), finding),
        ),
      ),
      ...(noted.length === 0
        ? []
        : ['', `Noted and not raised, because it does not decide: ${joined(noted)}.`]),
      ...listed('Met', metLines(met)),
    ],
    {
      verdict: 'OBJECT',
      concerns: raised.map(({ id, finding }) => ({
        id,
        reason: renderReason(requirementOf(finding.consideration, reading.facts)),
      })),
    },
  )
}

/** What of a role's playbook applies to a design, strongest first, and whether the design shows it. */
export function check({ rules, text, focus, facts }: Reading, design: Design): readonly Finding[] {
  const stated = statedIn(design)
  const words = stated.map(one => one.text).join('\n') || renderDesign(design)
  return applyingToDesign(rules, text, words, focus)
    .slice(0, CHECKED)
    .map(({ consideration }) => look(consideration, stated, facts))
}
