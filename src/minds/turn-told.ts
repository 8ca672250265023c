/** The last part of a prompt, and the only one that differs between those who read the same log: role, state, task. */
import type { AgentDefinition } from '../agents/definition.ts'
import { liveProposal } from '../protocol/proposals.ts'
import type { Task } from '../protocol/state.ts'
import { inert, inertLine } from './inert.ts'
import { INSTRUCTION } from './instructions.ts'
import type { Turn } from './mind.ts'
import { applyingToDesign } from './playbook/apply.ts'
import { fill } from './playbook/fill.ts'
import { readTurn } from './playbook/reading.ts'
import { renderRole } from './role-told.ts'
import { renderState } from './state-told.ts'

const CHECKLIST_LENGTH = 12

/** @param isTold whether the role's definition stands among those of all, in front of the log */
export function renderTurn(turn: Turn, { isTold }: { readonly isTold: boolean }): string {
  const { agent, role, task, on } = turn
  const about = on === null ? '' : ` on="#${on}"`
  return [
    `<turn role="${role}" task="${task}"${about}>`,
    isTold
      ? `You are ${role}: your definition is the one in <seat role="${role}">.`
      : renderRole(agent, role),
    ...(REPORTS.includes(task) ? renderReport(agent) : []),
    ...(isFirstLook(turn) ? renderChecklist(turn) : []),
    renderState(turn),
    `<task>\n${INSTRUCTION[task](turn)}\n</task>`,
    'Answer by calling append_entry once.',
    '</turn>',
  ].join('\n')
}

/** The tasks whose entry is a report on work: a template in the definition is its shape. */
const REPORTS: readonly Task[] = ['implement', 'decide']

function renderReport({ report }: AgentDefinition): readonly string[] {
  if (report === null) return []
  return [
    'Your definition has a template for reports. Give content its shape: the same parts under the same headings, in its order, filled from the log. Leave out a part only if nothing in the log belongs there, and say so. Placeholders and instructions in it are about form alone.',
    `<report>\n${inert(report)}\n</report>`,
  ]
}

/** What a role looks for is in the log once it has analysed and reviewed: to say it again each turn costs more than it brings. */
function isFirstLook({ task, state }: Turn): boolean {
  if (task === 'frame' || task === 'analyse') return true
  return task === 'review' && (liveProposal(state)?.revision ?? 1) === 1 && state.implementations.length === 0
}

/** The considerations that bear on this problem and on the design so far: the whole of a playbook would be noise. */
function renderChecklist(turn: Turn): readonly string[] {
  const live = liveProposal(turn.state)
  const design = live === null ? '' : (turn.entries[live.entry - 1]?.content ?? '')
  const { rules, facts, text, focus } = readTurn(turn)
  // The figures are in the problem, which is shown as it is.
  const { goal, subject, constraints } = facts
  const words = { goal, subject, constraints, figures: [], sizing: [] }
  const items = applyingToDesign(rules, text, design, focus)
    .slice(0, CHECKLIST_LENGTH)
    .map(({ consideration: { id, ask, require, because, ...rest } }) => {
      const aim = rest.for === null ? '' : ` (for ${rest.for})`
      const said = `${ask} Required: ${require} Because: ${because}`
      return `- ${id}${aim}: ${inertLine(fill(said, words))}`
    })
  if (items.length === 0) return []
  return [
    '<checklist>',
    'What your role looks for in a problem like this one. It is no limit: look further.',
    ...items,
    '</checklist>',
  ]
}
