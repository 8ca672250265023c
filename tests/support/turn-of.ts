/** A turn as a worker would hand it to a mind: a real log, read and folded up to its horizon. */
import { defineAgent } from '../../src/agents/define.ts'
import type { AgentDefinition } from '../../src/agents/definition.ts'
import type { Turn } from '../../src/minds/mind.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import type { Task } from '../../src/protocol/state.ts'
import { type BuiltLog, buildLog } from './build.ts'
import { SAMPLE } from './sample.ts'

export interface TurnParts {
  readonly role?: string
  readonly task?: Task
  readonly on?: number | null
  readonly agent?: Partial<AgentDefinition>
  /** Default: the sample session. */
  readonly log?: BuiltLog
  /** The last entry the turn may see. Default: all. */
  readonly upTo?: number
}

export const PANEL: Turn['panel'] = [
  { role: 'ARCHITECT', description: 'Shape of the whole' },
  { role: 'BACKEND', description: 'Services and data' },
  { role: 'SECURITY', description: 'What may go wrong on purpose' },
]

export function agentOf(parts: Partial<AgentDefinition> = {}): AgentDefinition {
  return defineAgent({
    name: 'backend',
    description: 'Services and data',
    prompt: 'You own the services and their data.',
    path: 'agents/backend.md',
    ...parts,
  })
}

/** BACKEND's review of the sample's first proposal, unless told otherwise. */
export function turnOf(parts: TurnParts = {}): Turn {
  const { role = 'BACKEND', task = 'review', on = 5, log = { entries: SAMPLE }, upTo = 5 } = parts
  const { header, title, problem, entries } = buildLog(log)
  const seen = entries.slice(0, upTo)
  return {
    agent: agentOf({ role, ...parts.agent }),
    role,
    task,
    on,
    title,
    problem,
    panel: PANEL,
    entries: seen,
    state: foldLog({ header, entries: seen }),
  }
}
