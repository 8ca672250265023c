/** Which definition each role was opened with: written into the header, and found again when the session goes on. */
import { homedir } from 'node:os'
import { basename, isAbsolute, join } from 'node:path'
import { readAgentFile } from '../agents/load.ts'
import { BUILT_IN_PATH, builtInFolder, HOME_PATH, portablePath } from '../agents/places.ts'
import type { Roster } from '../agents/roster.ts'
import { type DefinitionRecord, type Header, SUPERVISOR } from '../log/entry.ts'

/** By role, SUPERVISOR included. */
export function recordsOf({ supervisor, workers }: Roster): Readonly<Record<string, DefinitionRecord>> {
  return Object.fromEntries(
    [supervisor, ...workers].map(agent => [agent.role, { path: portablePath(agent.path), hash: agent.hash }]),
  )
}

function fileOf(path: string): string {
  if (path.startsWith(BUILT_IN_PATH)) return join(builtInFolder(), basename(path))
  return path.startsWith(HOME_PATH) ? join(homedir(), path.slice(HOME_PATH.length)) : path
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
    const inProject =
      !isAbsolute(record.path) && !record.path.startsWith(HOME_PATH) && !record.path.includes('..')
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
