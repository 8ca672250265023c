import type { Header } from '../../log/entry.ts'
import { joinSession, seatIn } from '../../session/join.ts'
import { rosterOf } from '../../session/resume.ts'
import { findPath, findWhole } from '../find.ts'
import type { Io } from '../io.ts'
import { mindsFor, type RecordedMinds, withMinds } from '../minds.ts'
import { given, joinOptions, readOptions } from '../options.ts'
import { withResult } from '../result.ts'
import { agentSources, work } from '../work.ts'

/** One role of a session in this process: the others see of it what it writes into the log, and nothing else. */
export function join(io: Io, session: string, raw: unknown): Promise<number> {
  return withResult(io, raw, async () => {
    const options = readOptions(joinOptions, raw)
    const { path, log } = await findWhole(findPath(options.dir, session))
    const role = seatIn(log, path, options.role)
    const roster = withMinds(rosterOf(log, path, agentSources(options, io)), options)
    const minds = mindsFor(options, io, roster, ownMind(log.header, role))
    const command = 'synod join'
    return work(io, options, {
      path,
      roster,
      minds,
      joined: role,
      run: run => joinSession(path, { ...run, role, command }),
    })
  })
}

/** What the others are played by is not this process's affair. */
function ownMind(header: Header | null, role: string): RecordedMinds {
  const own = header?.minds?.[role]
  return {
    mind: header?.mind ?? null,
    ...given({ server: header?.server }),
    ...(own === undefined ? {} : { minds: { [role]: own } }),
  }
}
