/** Who sits at the table, told to all alike: read from the prompt cache, everybody's definitions cost less than one's own. */
import type { AgentDefinition } from '../agents/definition.ts'
import type { PromptBlock } from './context.ts'
import { renderDefinition } from './role-told.ts'

/** Read from a cache, a definition costs a tenth: with more of them than this, one's own alone is cheaper. */
const MOST_TOLD = 10

export function tellsAll(agents: readonly AgentDefinition[]): boolean {
  return agents.length > 0 && agents.length <= MOST_TOLD
}

/** By the list of agents, which is one object for all turns of a session in one process. */
const told = new WeakMap<readonly AgentDefinition[], PromptBlock>()

export function seatsBlock(agents: readonly AgentDefinition[]): PromptBlock {
  const known = told.get(agents)
  if (known !== undefined) return known
  const block = { label: 'seats', text: renderSeats(agents) }
  told.set(agents, block)
  return block
}

function renderSeats(agents: readonly AgentDefinition[]): string {
  return [
    '<seats>',
    'Who sits at the table, each as its definition has it. <turn> says who you are.',
    ...agents.map(agent => [`<seat role="${agent.role}">`, ...renderDefinition(agent), '</seat>'].join('\n')),
    '</seats>',
  ].join('\n')
}
