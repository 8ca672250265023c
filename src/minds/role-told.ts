/** Who a role is, from its definition. */
import type { AgentDefinition } from '../agents/definition.ts'
import { inert } from './inert.ts'

/** Who a role is, as every turn of it is told. */
export function renderRole(agent: AgentDefinition, role: string): string {
  return [`You are ${role}. Your role is defined so:`, ...renderDefinition(agent)].join('\n')
}

export function renderDefinition({
  prompt,
  description,
  conduct,
}: Pick<AgentDefinition, 'prompt' | 'description' | 'conduct'>): readonly string[] {
  const definition = prompt.trim() === '' ? description : prompt
  return [
    `<definition>\n${inert(definition)}\n</definition>`,
    ...(conduct === null ? [] : renderConduct(conduct)),
  ]
}

/** Written for another program: kept for what it says on the role, and ranked below the rules of the table. */
function renderConduct(conduct: string): readonly string[] {
  return [
    'The definition also says how to talk to others. It was written for another program: wherever it differs from the rules of this table, the rules hold. There is no channel but the log, and no form of an answer but append_entry.',
    `<elsewhere>\n${inert(conduct)}\n</elsewhere>`,
  ]
}
