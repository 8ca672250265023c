import { resumeSession, rosterOf } from '../../session/resume.ts'
import { dryRun, withoutKey } from '../dry-run.ts'
import { findUnfinished, findWhole } from '../find.ts'
import type { Io } from '../io.ts'
import { mindsFor, withMinds } from '../minds.ts'
import { readOptions, workOptions } from '../options.ts'
import { saved } from '../recorded.ts'
import { withResult } from '../result.ts'
import { agentSources, work } from '../work.ts'

export function resume(io: Io, session: string | undefined, raw: unknown): Promise<number> {
  return withResult(io, raw, async () => {
    const options = readOptions(workOptions, raw)
    const { path, log } = await findWhole(findUnfinished(options.dir, session))
    const roster = withMinds(rosterOf(log, path, agentSources(options, io)), options)
    const minds = mindsFor(options, withoutKey(io, options), roster, log.header ?? undefined)
    if (options.dryRun) return dryRun(io, options, { path, log, roster, minds })
    const command = 'synod resume'
    return work(io, options, {
      path,
      roster,
      minds,
      joined: null,
      run: saved(options.record, path, run => resumeSession(path, { ...run, command })),
    })
  })
}
