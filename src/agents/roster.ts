/** Definitions → who sits at the table. */
import { existsSync } from 'node:fs'
import { SynodError } from '../errors.ts'
import { HUMAN, ROLE_PATTERN, SUPERVISOR } from '../log/entry.ts'
import { type Casting, cast } from './casting.ts'
import type { AgentDefinition } from './definition.ts'
import { kindOf, roleOf, seatNumber } from './identity.ts'
import { loadAgents } from './load.ts'
import { nearest } from './nearest.ts'
import { portablePath } from './places.ts'
import { readSeatSpec } from './seat-spec.ts'
import { similarTo } from './similar.ts'
import { type AgentSource, loadSources, type SourcedAgents } from './sources.ts'
import { isDefinitionName, nameOfFile } from './text-fields.ts'

/** The panel a session has when nobody says otherwise. */
export const DEFAULT_WORKERS: readonly string[] = ['ARCHITECT', 'BACKEND', 'FRONTEND', 'SECURITY']

export interface Roster {
  readonly supervisor: AgentDefinition
  /** In the order they were asked for; each definition's `role` is the seat. */
  readonly workers: readonly AgentDefinition[]
  /** What could not be read of the definitions, and which of several was taken: one line each. */
  readonly warnings: readonly string[]
  /** By role: the mind or model that was named for its seat. */
  readonly minds?: Readonly<Record<string, string>>
}

export interface RosterOptions {
  /**
   * Seats: a role or name in any case (`backend`), a role and who plays it (`db=database`), or a role and a file
   * (`security=./my/security.md`); a file alone sits under its own role. Each may name its mind or model behind an
   * `@`: `security@cli:claude`, `backend@claude-haiku-5-5`. Default: `DEFAULT_WORKERS`.
   */
  readonly workers?: readonly string[]
  /** Who frames and closes, in the same form. Default: the nearest SUPERVISOR. */
  readonly supervisor?: string
  /** Folders or files of definitions, the nearest first; the built-in panel comes last by itself. */
  readonly agents?: readonly string[]
  /** Folders nobody named: what cannot be read there is warned about, unless it is a role's own file in the project. */
  readonly nearby?: readonly AgentSource[]
  /** How many workers it takes; fewer where people or external roles decide with them. Default 2. */
  readonly least?: number
}

/**
 * @throws SynodError SYN_ROLE_UNKNOWN naming the known ones, SYN_ROLE_INVALID for reserved or repeated roles and for
 * fewer than `least`, and what `loadAgents` throws
 */
export function seatRoster({
  workers = DEFAULT_WORKERS,
  supervisor = SUPERVISOR,
  agents = [],
  nearby = [],
  least = 2,
}: RosterOptions = {}): Roster {
  const sources = loadSources([...agents.map(path => ({ label: path, path, isNamed: true })), ...nearby])
  const seats = workers.map(spec => seat(spec, sources))
  refuseUnseatable(
    seats.map(({ agent }) => agent.role),
    least,
  )
  const first = seat(supervisor === SUPERVISOR ? SUPERVISOR : `${SUPERVISOR}=${supervisor}`, sources)
  const builtIn = sources.at(-1)?.definitions ?? []
  const [leader, ...seated] = [first, ...seats].map(({ agent }) => borrowPlaybook(agent, builtIn))
  if (leader === undefined) throw new SynodError('SYN_AGENTS_NONE', 'There is no supervisor definition')
  const warnings = [first, ...seats].flatMap(({ agent, casting }) => [
    ...castingNote(agent, casting),
    ...remarks(agent),
  ])
  const notes = [...unreadNotes(sources), ...new Set(warnings), ...sharedNotes(seated)]
  const minds = Object.fromEntries(
    [first, ...seats].flatMap(({ agent, mind }) => (mind === null ? [] : [[agent.role, mind] as const])),
  )
  return {
    supervisor: leader,
    workers: seated,
    warnings: notes,
    ...(Object.keys(minds).length === 0 ? {} : { minds }),
  }
}

interface Seat {
  readonly agent: AgentDefinition
  readonly mind: string | null
  /** Null for one that a file was named for. */
  readonly casting: Casting | null
}

function seat(written: string, sources: readonly SourcedAgents[]): Seat {
  const { seat: spec, mind } = readSeatSpec(written)
  if (mind === '')
    throw new SynodError(
      'SYN_USAGE',
      `The seat "${written}" names no mind behind its @: expected ROLE@cli:claude, ROLE@MODEL or ROLE alone`,
    )
  const [, named, player = spec] = /^([^=/\\]*)=(.*)$/.exec(spec) ?? [null, null, spec]
  if (player === '' || named === '')
    throw new SynodError('SYN_USAGE', `The seat "${spec}" names nobody: expected ROLE=NAME or ROLE=FILE`)
  const role = named == null ? null : seatName(named)
  if (isPath(player)) {
    const [agent, ...more] = loadAgents(player)
    if (agent === undefined || more.length > 0)
      throw new SynodError('SYN_USAGE', `${player} is a folder: name one file of it for a seat`)
    return { agent: { ...agent, role: role ?? agent.role }, casting: null, mind }
  }
  const casting = cast(player, sources)
  refuseUnread(player, casting, sources)
  if (casting === null) throw unknown(player, sources)
  return {
    agent: { ...casting.definition, role: role ?? (roleOf(player) || casting.definition.role) },
    casting,
    mind,
  }
}

/** A project's own definition of a role that cannot be read is not replaced by another's: its limits would be lost. */
function refuseUnread(player: string, casting: Casting | null, sources: readonly SourcedAgents[]): void {
  const kind = kindOf(roleOf(player))
  const chosen = sources.findIndex(({ label }) => label === casting?.source)
  // In the user's own folder there may be anything: it is warned about, as long as somebody else has the role.
  const nearer = sources
    .slice(0, chosen < 0 ? sources.length : chosen)
    .filter(({ isUsers }) => chosen < 0 || isUsers !== true)
  const meant = nearer
    .flatMap(({ unread }) => unread)
    .find(({ path, name }) =>
      [name, nameOfFile(path)].some(one => one !== null && kindOf(roleOf(one)) === kind),
    )
  if (meant === undefined) return
  const { path, errors } = meant
  throw new SynodError(
    'SYN_AGENT_INVALID',
    `${portablePath(path)}, which is to play ${roleOf(player)}: ${errors.join('; ')}`,
    { details: { path, errors } },
  )
}

function seatName(name: string): string {
  const role = roleOf(name.trim())
  if (ROLE_PATTERN.test(role)) return role
  throw new SynodError(
    'SYN_ROLE_INVALID',
    `"${name}" gives no role for a seat: one begins with a letter and has letters, digits, - and _`,
  )
}

/** A definition's name has no slash and no dot in it; a path has. */
function isPath(player: string): boolean {
  return /[/\\]/.test(player) || (isDefinitionName(player) && existsSync(player))
}

function refuseUnseatable(roles: readonly string[], least: number): void {
  const invalid = (message: string) => new SynodError('SYN_ROLE_INVALID', message)
  const reserved = roles.find(role => role === SUPERVISOR || role === HUMAN)
  if (reserved !== undefined)
    throw invalid(`${reserved} has its own part in every session: leave it out of the workers`)
  const twice = roles.find((role, index) => roles.indexOf(role) !== index)
  if (twice !== undefined)
    throw invalid(`${twice} is named twice: each role has one seat; call the second one ${twice}-2`)
  if (roles.length < least)
    throw invalid(
      least < 2
        ? 'A session needs at least one worker that the engine runs: somebody has to propose'
        : 'A session needs at least two workers: nobody can agree with themselves alone',
    )
}

function unknown(name: string, sources: readonly SourcedAgents[]): SynodError {
  if (roleOf(name) === HUMAN)
    return new SynodError(
      'SYN_ROLE_INVALID',
      `${HUMAN} is a person and has no definition: --with human seats people`,
    )
  const roles = new Set(sources.flatMap(({ definitions }) => definitions.map(({ role }) => role)))
  const known = [...roles].filter(role => role !== SUPERVISOR && role !== HUMAN)
  const meant = similarTo(roleOf(name), known)
  const first = [...known].sort(nearFirst)
  const shown = first.length > 20 ? [...first.slice(0, 20), `${first.length - 20} more`] : first
  const file = roleOf(name).toLowerCase() || 'name'
  return new SynodError(
    'SYN_ROLE_UNKNOWN',
    `There is no agent "${name}"${meant === null ? '' : ` (did you mean ${meant}?)`}: known are ${shown.join(', ')}; add agents/${file}.md or name a folder with --agents`,
  )
}

/** The usual panel first, then by name. */
function nearFirst(one: string, other: string): number {
  const usual = (role: string) => (DEFAULT_WORKERS.includes(role) ? 0 : 1)
  return usual(one) - usual(other) || (one < other ? -1 : 1)
}

/** Two seats of one file think alike: that is seldom what somebody who seats two wants. */
function sharedNotes(agents: readonly AgentDefinition[]): readonly string[] {
  const files = [...new Set(agents.map(({ path }) => path))]
  return files.flatMap(path => {
    const roles = agents.filter(agent => agent.path === path).map(({ role }) => role)
    return roles.length < 2
      ? []
      : [`${roles.join(' and ')} are played by one file, ${portablePath(path)}: they think alike`]
  })
}

/** Said where it is not what everybody would have guessed: another name than the seat's, or several to choose from. */
function castingNote(agent: AgentDefinition, casting: Casting | null): readonly string[] {
  if (casting === null) return []
  const { definition, others, why } = casting
  const plain =
    definition.role === agent.role ||
    (seatNumber(agent.role) !== null && kindOf(agent.role) === definition.role)
  const rivals = others.filter(
    ({ source, definition: other }) => source === casting.source && other.path !== definition.path,
  )
  if (plain && rivals.length === 0) return []
  const also = rivals.map(({ definition: { name } }) => name).slice(0, 5)
  return [
    `${agent.role} is played by ${definition.name} (${portablePath(definition.path)})${also.length === 0 ? '' : `; also there: ${also.join(', ')} (${why})`}`,
  ]
}

/** The first of what was recovered or warned of, and where the rest is told: a session is not about its files. */
function remarks({ path, recovered, warnings }: AgentDefinition): readonly string[] {
  const [first, ...more] = [...warnings, ...recovered]
  if (first === undefined) return []
  const file = portablePath(path)
  return [
    `${file}: ${first}${more.length === 0 ? '' : `, and ${more.length} more: synod agents check ${file}`}`,
  ]
}

function unreadNotes(sources: readonly SourcedAgents[]): readonly string[] {
  return sources
    .filter(({ unread }) => unread.length > 0)
    .map(({ path, unread: [first, ...more] }) => {
      const others =
        more.length === 0 ? '' : `, and ${more.length} more: synod agents check ${portablePath(path)}`
      return `${portablePath(first?.path ?? path)}: ${first?.errors[0]}; it is left out${others}`
    })
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
