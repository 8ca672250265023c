import { defineAgent } from '../../src/agents/define.ts'
import type { AgentDefinition } from '../../src/agents/definition.ts'
import type { Roster } from '../../src/agents/roster.ts'
import type { MindChoice } from '../../src/minds/choose.ts'
import type { Draft } from '../../src/minds/draft.ts'
import type { Mind, Turn } from '../../src/minds/mind.ts'

export function agent(role: string): AgentDefinition {
  const name = role.toLowerCase()
  return defineAgent({ name, description: `The ${role} of the panel.`, prompt: `You are ${role}.` })
}

export function rosterOf(...workers: readonly string[]): Roster {
  return { supervisor: agent('SUPERVISOR'), workers: workers.map(agent), warnings: [] }
}

export const SPEND = { model: 'test-model', input: 10, cached: 20, output: 5, usd: 0.01 }

export function draft(content: string, more: Partial<Draft> = {}): Draft {
  return {
    content,
    verdict: null,
    evidence: null,
    concerns: [],
    resolves: [],
    withdraws: [],
    asks: [],
    ...more,
  }
}

/** One mind for all roles, as a function of the turn. */
export function mindsOf(think: (turn: Turn, signal: AbortSignal) => Draft | Promise<Draft>): MindChoice {
  const mind: Mind = {
    name: 'test-model',
    think: async (turn, { signal }) => ({ draft: await think(turn, signal), spend: [SPEND] }),
  }
  return { name: 'test-model', describe: 'a mind made for this test', mindFor: () => mind }
}

/** BACKEND objects to the first text and everybody agrees to the second. */
export function deliberate(turn: Turn): Draft {
  const { role, task } = turn
  if (task === 'revise')
    return draft('The second text.', { resolves: [{ id: 'retry-storm', how: 'jitter' }] })
  if (task !== 'review') return draft(`${task} by ${role}`)
  const first = turn.state.proposals.length === 1
  if (first && role === 'BACKEND') {
    return draft('Not yet.', {
      verdict: 'OBJECT',
      concerns: [{ id: 'retry-storm', reason: 'all retry at once' }],
    })
  }
  return draft('Yes.', { verdict: 'AGREE', evidence: 'read it' })
}
