import { resumeSession, rosterOf } from '../../session/resume.ts'
import { findUnfinished, findWhole } from '../find.ts'
import type { Io } from '../io.ts'
import { readOptions, workOptions } from '../options.ts'
import { withResult } from '../result.ts'
import { agentSources, mindsFor, work } from '../work.ts'

export function resume(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  return withResult(io, raw, async () => {
    const options = readOptions(workOptions, raw)
    const { path, log } = await findWhole(findUnfinished(options.dir, session))
    const roster = rosterOf(log, path, agentSources(options, io))
    const minds = mindsFor(options, io)
    const command = 'synod resume'
    return work(io, options, {
      path,
      roster,
      minds,
      joined: null,
      run: run => resumeSession(path, { ...run, command }),
    })
  })
}
