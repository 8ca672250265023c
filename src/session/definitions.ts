/** Which definition each role was opened with: written into the header, and found again when the session goes on. */
import { homedir } from 'node:os'
import { basename, isAbsolute, join, relative, sep } from 'node:path'
import type { AgentDefinition } from '../agents/definition.ts'
import { readAgentFile } from '../agents/load.ts'
import type { Roster } from '../agents/roster.ts'
import { builtInFolder } from '../agents/sources.ts'
import { type DefinitionRecord, type Header, SUPERVISOR } from '../log/entry.ts'

const BUILT_IN = 'built-in/'
const HOME = '~/'

/** By role, SUPERVISOR included. */
export function recordsOf({ supervisor, workers }: Roster): Readonly<Record<string, DefinitionRecord>> {
  return Object.fromEntries(
    [supervisor, ...workers].map(agent => [agent.role, { path: pathFor(agent), hash: agent.hash }]),
  )
}

/** A path that means the same to others who have the project, and tells nothing of the machine where that can be. */
function pathFor({ path }: AgentDefinition): string {
  const within = (folder: string): string | null => {
    const inner = relative(folder, path)
    return inner.startsWith('..') || isAbsolute(inner) ? null : inner.split(sep).join('/')
  }
  const builtIn = within(builtInFolder())
  if (builtIn !== null) return `${BUILT_IN}${builtIn}`
  const here = within(process.cwd())
  if (here !== null) return here
  const home = within(homedir())
  return home === null ? path : `${HOME}${home}`
}

function fileOf(path: string): string {
  if (path.startsWith(BUILT_IN)) return join(builtInFolder(), basename(path))
  return path.startsWith(HOME) ? join(homedir(), path.slice(HOME.length)) : path
}

export interface RecordedSeats {
  /** Seats as `seatRoster` takes them: the recorded file where it is still there. */
  readonly workers: readonly string[]
  readonly supervisor: string
  /** Roles whose definition is not the one they were opened with, one line each. */
  readonly warnings: readonly string[]
}

/**
 * A file outside of the project is only taken again when it is still the same, byte for byte: a log that somebody
 * sends around must not have any file of this machine read and told to a model.
 */
export function recordedSeats(
  { agents = {} }: Pick<Header, 'agents'>,
  workers: readonly string[],
): RecordedSeats {
  const warnings: string[] = []
  const seatOf = (role: string): string => {
    const record = agents[role]
    if (record === undefined) return role
    const file = fileOf(record.path)
    const reading = readAgentFile(file)
    const same = reading.definition?.hash === record.hash
    if (same) return `${role}=${file}`
    const inProject = !isAbsolute(record.path) && !record.path.startsWith(HOME) && !record.path.includes('..')
    const usable = reading.definition !== null && inProject
    const why = reading.definition === null ? 'is not there any more' : 'has changed since'
    warnings.push(
      `${role} was opened with ${record.path} (sha256 ${record.hash.slice(0, 12)}), which ${why}${usable ? '' : ': the nearest definition of the role is taken'}`,
    )
    return usable ? `${role}=${file}` : role
  }
  return {
    workers: workers.map(seatOf),
    supervisor: seatOf(SUPERVISOR).replace(`${SUPERVISOR}=`, ''),
    warnings,
  }
}
