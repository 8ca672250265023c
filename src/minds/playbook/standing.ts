/** A role's open concerns, each held against the text as it stands now. */

import { liveProposal } from '../../protocol/proposals.ts'
import type { Concern, Proposal } from '../../protocol/state.ts'
import type { Design } from './design.ts'
import { fill } from './fill.ts'
import { missingLine } from './findings.ts'
import { GENERAL, partOf } from './general.ts'
import { playbookIds } from './own-ids.ts'
import type { Reading } from './reading.ts'
import { readReason, renderReason, requirementOf } from './requirements.ts'
import { type Finding, look } from './signs.ts'
import { type Stated, statedIn } from './stated.ts'
import { clip, joined, oneLine } from './text.ts'
import { coverage, significantWords } from './words.ts'

/** A statement with this share of a reason's words speaks of the same thing. */
const SPEAKS_OF_IT = 0.6

export interface Checked {
  readonly concern: Concern
  readonly finding: Finding | null
  readonly met: Stated | null
}

/** @throws TypeError where there is none: no task that needs one is due before */
export function liveIn({ turn: { role, task, state } }: Reading): Proposal {
  const live = liveProposal(state)
  if (live === null) throw new TypeError(`${role} is to ${task}, but the log has no proposal`)
  return live
}

export function ownOpen({ turn: { role, state } }: Reading): readonly Concern[] {
  return state.concerns.filter(
    ({ owner, status }) => owner === role && (status === 'open' || status === 'answered'),
  )
}

export function checkConcern(concern: Concern, { turn, facts }: Reading, design: Design): Checked {
  const ids = playbookIds(concern)
  const stated = statedIn(design)
  const rule = ids.flatMap(id => turn.agent.playbook.find(one => one.id === id) ?? [])[0]
  if (rule !== undefined) {
    const finding = look(rule, stated, facts)
    return { concern, finding, met: finding.met }
  }
  const general = GENERAL.find(({ id }) => ids.includes(id))
  if (general !== undefined) return { concern, finding: null, met: partOf(general, design) }
  const words = significantWords(readReason(concern.reason).reason)
  const met = stated.find(
    ({ text, marks }) =>
      marks.some(({ id }) => id !== null && ids.includes(id)) || coverage(words, text) >= SPEAKS_OF_IT,
  )
  return { concern, finding: null, met: met ?? null }
}

export function openLine({ concern, finding }: Checked, { facts }: Reading, live: Proposal): string {
  if (finding !== null) return missingLine(concern.id, fill(finding.consideration.ask, facts), finding)
  return `- \`${concern.id}\`: no statement of #${live.entry} speaks of it: ${oneLine(readReason(concern.reason).reason, 240)}`
}

export function whyNot({ concern, finding }: Checked, { facts }: Reading, live: Proposal): string {
  if (finding === null) return clip(concern.reason, 1_900)
  const { reason, meet } = requirementOf(finding.consideration, facts)
  return renderReason({ reason: `${reason} #${live.entry} does not show ${joined(finding.lacks)}.`, meet })
}
