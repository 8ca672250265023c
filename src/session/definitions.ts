/** Which definition each role was opened with: written into the header, and found again when the session goes on. */
import { existsSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, isAbsolute, join, relative } from 'node:path'
import { readAgentFile } from '../agents/load.ts'
import { BUILT_IN_PATH, builtInFolder, HOME_PATH, portablePath } from '../agents/places.ts'
import type { Roster } from '../agents/roster.ts'
import { projectRoot } from '../agents/sources.ts'
import { isDefinitionName } from '../agents/text-fields.ts'
import { SynodError } from '../errors.ts'
import { type DefinitionRecord, type Header, type ParsedLog, SUPERVISOR } from '../log/entry.ts'
import { RESUMED } from '../workers/pause.ts'

/** By role, SUPERVISOR included. */
export function recordsOf({ supervisor, workers }: Roster): Readonly<Record<string, DefinitionRecord>> {
  return Object.fromEntries(
    [supervisor, ...workers].map(agent => [agent.role, { path: portablePath(agent.path), hash: agent.hash }]),
  )
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
 * @throws SynodError SYN_AGENT_INVALID for a file of the project that is there and cannot be read: its limits would
 * be lost with whoever took its place
 */
export function recordedSeats(
  { agents = {} }: Pick<Header, 'agents'>,
  workers: readonly string[],
): RecordedSeats {
  const warnings: string[] = []
  const seatOf = (role: string): string => {
    const record = agents[role]
    if (record === undefined) return role
    const readings = candidatesFor(record.path).map(readAgentFile)
    const same = readings.find(({ definition }) => definition?.hash === record.hash)
    if (same !== undefined) return `${role}=${same.path}`
    const found = readings.find(({ path }) => existsSync(path))
    const opened = `${role} was opened with ${record.path} (sha256 ${record.hash.slice(0, 12)})`
    const usable = found !== undefined && isOfProject(record.path, found.path)
    if (usable && found.definition === null)
      throw new SynodError('SYN_AGENT_INVALID', `${opened}, which cannot be read: ${found.errors.join('; ')}`)
    const why = found === undefined ? 'is not there any more' : 'has changed since'
    warnings.push(`${opened}, which ${why}${usable ? '' : ': the nearest definition of the role is taken'}`)
    return usable ? `${role}=${found.path}` : role
  }
  return {
    workers: workers.map(seatOf),
    supervisor: seatOf(SUPERVISOR).replace(`${SUPERVISOR}=`, ''),
    warnings,
  }
}

/** Roles that speak by another definition than they have had until now, and by which: for the log. */
export function changedDefinitions(
  roster: Roster,
  log: Pick<ParsedLog, 'header' | 'entries'>,
): readonly string[] {
  const before = spokenBy(log)
  return Object.entries(recordsOf(roster)).flatMap(([role, { path, hash }]) => {
    const record = before[role]
    if (record === undefined || record.hash === hash) return []
    return [`${role} speaks by ${path} sha256:${hash}, before by ${record.path} sha256:${record.hash}`]
  })
}

const CHANGE = /^- (\S+) speaks by (\S.*) sha256:([0-9a-f]{64}), before by /

/** By role: what the header says, and what the engine has written of changes since. */
function spokenBy({
  header,
  entries,
}: Pick<ParsedLog, 'header' | 'entries'>): Readonly<Record<string, DefinitionRecord>> {
  const now: Record<string, DefinitionRecord> = { ...header?.agents }
  for (const { role, sealed, adopted, content } of entries) {
    if (role !== SUPERVISOR || !sealed || adopted || !content.startsWith(RESUMED)) continue
    for (const line of content.split('\n')) {
      const [, seat, path = '', hash = ''] = CHANGE.exec(line) ?? []
      if (seat !== undefined) now[seat] = { path, hash }
    }
  }
  return now
}

/** Where a recorded file may be: a session may be resumed from a folder below the one it was started in. */
function candidatesFor(path: string): readonly string[] {
  if (path.startsWith(BUILT_IN_PATH)) return [join(builtInFolder(), basename(path))]
  if (path.startsWith(HOME_PATH)) return [join(homedir(), path.slice(HOME_PATH.length))]
  if (isAbsolute(path)) return [path]
  const here = process.cwd()
  const root = projectRoot(here)
  return root === here ? [path] : [path, join(root, path)]
}

/** A definition by its name, in the project and not led out of it by a link: no `.env`, no `.git/config`. */
function isOfProject(path: string, file: string): boolean {
  const hidden = path.split('/').some(part => part.startsWith('.') && part !== '.claude' && part !== '.')
  if (isAbsolute(path) || path.startsWith(HOME_PATH) || path.startsWith(BUILT_IN_PATH) || hidden) return false
  if (!isDefinitionName(path)) return false
  const inner = relative(realpathSync(projectRoot(process.cwd())), realpathSync(file))
  return !inner.startsWith('..') && !isAbsolute(inner)
}
