/**
 * A turn → a prompt. The order is that of a prompt cache: what never changes, then the log, then what is particular to
 * this turn. Each block of the log is made from its entry alone, so the blocks of a prefix are the same bytes for
 * every role, every task and every later turn.
 */
import type { AgentDefinition } from '../agents/definition.ts'
import { type Entry, FIELD_ORDER } from '../log/entry.ts'
import { liveProposal } from '../protocol/proposals.ts'
import type { Task } from '../protocol/state.ts'
import { inert, inertLine } from './inert.ts'
import { INSTRUCTION } from './instructions.ts'
import type { Turn } from './mind.ts'
import { applyingToDesign } from './playbook/apply.ts'
import { fill } from './playbook/fill.ts'
import { readTurn } from './playbook/reading.ts'
import { FRAMEWORK } from './prompts.ts'
import { renderState } from './state-told.ts'

export interface Prompt {
  /** The same for every turn of every session. */
  readonly system: string
  /** The problem with its panel, then one block an entry up to the turn's horizon. */
  readonly log: readonly string[]
  /** The role, the state and the task. */
  readonly particular: string
}

export function renderPrompt(turn: Turn): Prompt {
  return {
    system: FRAMEWORK,
    log: [renderProblem(turn), ...turn.entries.map(renderEntry)],
    particular: renderTurn(turn),
  }
}

const CHECKLIST_LENGTH = 12

function renderProblem({ title, problem, panel }: Turn): string {
  return [
    '<problem>',
    `<title>${inertLine(title)}</title>`,
    inert(problem),
    '</problem>',
    '<panel>',
    ...panel.map(({ role, description }) => `- ${role}: ${inertLine(description)}`),
    '</panel>',
  ].join('\n')
}

function renderEntry(entry: Entry): string {
  const { number, role, type, fields, content } = entry
  // Sealing an entry of a stranger afterwards must not change its block: adopted or not yet, it reads the same.
  const hand = entry.sealed && !entry.adopted ? '' : ' written="by hand"'
  const unknown = Object.keys(fields).filter(name => !(FIELD_ORDER as readonly string[]).includes(name))
  // What a turn has cost is no argument.
  const names = [...FIELD_ORDER, ...unknown].filter(name => name !== 'Spend')
  return [
    `<entry number="${number}" role="${role}" type="${type}"${hand}>`,
    ...names.flatMap(name =>
      (fields[name] ?? []).map(value => `<field name="${name}">${inertLine(value)}</field>`),
    ),
    '<content>',
    inert(content),
    '</content>',
    '</entry>',
  ].join('\n')
}

function renderTurn(turn: Turn): string {
  const { agent, role, task, on } = turn
  const about = on === null ? '' : ` on="#${on}"`
  return [
    `<turn role="${role}" task="${task}"${about}>`,
    renderRole(agent, role),
    ...(REPORTS.includes(task) ? renderReport(agent) : []),
    ...renderChecklist(turn),
    renderState(turn),
    `<task>\n${INSTRUCTION[task](turn)}\n</task>`,
    'Answer by calling append_entry once.',
    '</turn>',
  ].join('\n')
}

/** Who a role is, as every turn of it is told. */
export function renderRole({ prompt, description, conduct }: AgentDefinition, role: string): string {
  const definition = prompt.trim() === '' ? description : prompt
  return [
    `You are ${role}. Your role is defined so:`,
    `<definition>\n${inert(definition)}\n</definition>`,
    ...(conduct === null ? [] : renderConduct(conduct)),
  ].join('\n')
}

/** Written for another program: kept for what it says on the role, and ranked below the rules of the table. */
function renderConduct(conduct: string): readonly string[] {
  return [
    'Your definition also says how to talk to others. It was written for another program: wherever it differs from the rules of this table, the rules hold. There is no channel but the log, and no form of an answer but append_entry.',
    `<elsewhere>\n${inert(conduct)}\n</elsewhere>`,
  ]
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

/** The considerations that bear on this problem and on the design so far: the whole of a playbook would be noise. */
function renderChecklist(turn: Turn): readonly string[] {
  const live = liveProposal(turn.state)
  const design = live === null ? '' : (turn.entries[live.entry - 1]?.content ?? '')
  const { rules, facts, text, focus } = readTurn(turn)
  const items = applyingToDesign(rules, text, design, focus)
    .slice(0, CHECKLIST_LENGTH)
    .map(({ consideration: { id, ask, require, because, meet, ...rest } }) => {
      const aim = rest.for === null ? '' : ` (for ${rest.for})`
      const said = `${ask} Required: ${require} Because: ${because} Met, for example, by (${meet.section}): ${meet.text}`
      return `- ${id}${aim}: ${inertLine(fill(said, facts))}`
    })
  if (items.length === 0) return []
  return [
    '<checklist>',
    'What your role looks for in a problem like this one. It is no limit: look further.',
    ...items,
    '</checklist>',
  ]
}
