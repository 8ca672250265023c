import { joinSession, seatIn } from '../../session/join.ts'
import { rosterOf } from '../../session/resume.ts'
import { findPath, findWhole } from '../find.ts'
import type { Io } from '../io.ts'
import { joinOptions, readOptions } from '../options.ts'
import { withResult } from '../result.ts'
import { agentSources, mindsFor, mindsIn, withMinds, work } from '../work.ts'

/** One role of a session in this process: the others see of it what it writes into the log, and nothing else. */
export function join(io: Io, session: string, raw: unknown): Promise<number> {
  return withResult(io, raw, async () => {
    const options = readOptions(joinOptions, raw)
    const { path, log } = await findWhole(findPath(options.dir, session))
    const role = seatIn(log, path, options.role)
    const roster = withMinds(rosterOf(log, path, agentSources(options, io)), options)
    const minds = mindsFor(options, io, roster, mindsIn(log.header, role))
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
