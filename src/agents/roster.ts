/** Definitions → who sits at the table. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SynodError } from '../errors.ts'
import { HUMAN, SUPERVISOR } from '../log/entry.ts'
import type { AgentDefinition } from './definition.ts'
import { loadAgents, loadWhatReads, roleOf } from './load.ts'
import { nearest } from './nearest.ts'

/** The panel a session has when nobody says otherwise. */
export const DEFAULT_WORKERS: readonly string[] = ['ARCHITECT', 'BACKEND', 'FRONTEND', 'SECURITY']

export interface Roster {
  readonly supervisor: AgentDefinition
  /** In the order they were asked for; each definition's `role` is the seat. */
  readonly workers: readonly AgentDefinition[]
  /** What could not be read of the definitions, one line each. */
  readonly warnings: readonly string[]
}

export interface RosterOptions {
  /** Roles or names, in any case. Default: `DEFAULT_WORKERS`. */
  readonly workers?: readonly string[]
  /** Folders or files of definitions, the nearest first; the built-in panel comes last by itself. */
  readonly agents?: readonly string[]
  /** Folders nobody named: what cannot be read there is warned about and left out. */
  readonly nearby?: readonly string[]
  /** How many workers it takes; fewer where people or external roles decide with them. Default 2. */
  readonly least?: number
}

export function builtInPanel(): readonly AgentDefinition[] {
  return loadAgents(fileURLToPath(new URL('../../agents', import.meta.url)))
}

/**
 * @throws SynodError SYN_ROLE_UNKNOWN naming the known ones, SYN_ROLE_INVALID for reserved or repeated roles and for
 * fewer than `least`, and what `loadAgents` throws
 */
export function seatRoster({
  workers = DEFAULT_WORKERS,
  agents = [],
  nearby = [],
  least = 2,
}: RosterOptions = {}): Roster {
  const builtIn = builtInPanel()
  const around = nearby.map(loadWhatReads)
  const found = [...agents.flatMap(loadAgents), ...around.flatMap(({ definitions }) => definitions)]
  const known = firstOfEachRole([...found, ...builtIn])
  const seats = workers.map(name => seat(name, known))
  const roles = seats.map(({ role }) => role)
  const twice = roles.find((role, index) => roles.indexOf(role) !== index)
  const reserved = roles.find(role => role === SUPERVISOR || role === HUMAN)
  if (reserved !== undefined) {
    throw new SynodError(
      'SYN_ROLE_INVALID',
      `${reserved} has its own part in every session: leave it out of the workers`,
    )
  }
  if (twice !== undefined)
    throw new SynodError('SYN_ROLE_INVALID', `${twice} is named twice: each role has one seat`)
  if (roles.length < least) {
    throw new SynodError(
      'SYN_ROLE_INVALID',
      least < 2
        ? 'A session needs at least one worker that the engine runs: somebody has to propose'
        : 'A session needs at least two workers: nobody can agree with themselves alone',
    )
  }
  const withPlaybooks = [seat(SUPERVISOR, known), ...seats].map(agent => borrowPlaybook(agent, builtIn))
  const [supervisor, ...seated] = withPlaybooks
  if (supervisor === undefined) throw new SynodError('SYN_AGENTS_NONE', 'There is no supervisor definition')
  const warnings = withPlaybooks.flatMap(agent => agent.warnings.map(warning => `${agent.path}: ${warning}`))
  return { supervisor, workers: seated, warnings: [...around.flatMap(({ skipped }) => skipped), ...warnings] }
}

/** Folders that are looked into without being named. */
export function defaultAgentFolders(cwd: string): readonly string[] {
  return [`${cwd}/agents`].filter(folder => existsSync(folder))
}

function seat(name: string, known: ReadonlyMap<string, AgentDefinition>): AgentDefinition {
  const role = roleOf(name)
  const definition = known.get(role)
  if (definition === undefined) {
    const names = [...known.keys()].filter(key => key !== SUPERVISOR && key !== HUMAN)
    throw new SynodError(
      'SYN_ROLE_UNKNOWN',
      `There is no agent "${name}": known are ${names.join(', ')}; add agents/${name.toLowerCase()}.md or name a folder with --agents`,
    )
  }
  return definition
}

function firstOfEachRole(definitions: readonly AgentDefinition[]): ReadonlyMap<string, AgentDefinition> {
  const byRole = new Map<string, AgentDefinition>()
  for (const definition of definitions)
    if (!byRole.has(definition.role)) byRole.set(definition.role, definition)
  return byRole
}

/** Offline, a definition without a playbook would have nothing to say. */
function borrowPlaybook(agent: AgentDefinition, builtIn: readonly AgentDefinition[]): AgentDefinition {
  if (agent.playbook.length > 0) return agent
  const lender = nearest(
    agent,
    builtIn.filter(
      other => other.playbook.length > 0 && (other.role === SUPERVISOR) === (agent.role === SUPERVISOR),
    ),
  )
  return lender === null ? agent : { ...agent, playbook: lender.playbook, borrowedFrom: lender.role }
}
