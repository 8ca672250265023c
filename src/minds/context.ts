/**
 * A turn → a prompt. The order is that of a prompt cache: what never changes, then the log, then what is particular to
 * this turn. Each block of the log is made from its entry alone, so the blocks of a prefix are the same bytes for
 * every role, every task and every later turn.
 */
import { type Entry, FIELD_ORDER } from '../log/entry.ts'
import { liveProposal } from '../protocol/proposals.ts'
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
  const definition = agent.prompt.trim() === '' ? agent.description : agent.prompt
  return [
    `<turn role="${role}" task="${task}"${about}>`,
    `You are ${role}. Your role is defined so:`,
    `<definition>\n${inert(definition)}\n</definition>`,
    ...renderChecklist(turn),
    renderState(turn),
    `<task>\n${INSTRUCTION[task](turn)}\n</task>`,
    'Answer by calling append_entry once.',
    '</turn>',
  ].join('\n')
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
