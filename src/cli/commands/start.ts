import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { roleOf } from '../../agents/identity.ts'
import { DEFAULT_WORKERS, seatRoster } from '../../agents/roster.ts'
import { SynodError } from '../../errors.ts'
import { leadSession, openUnlessRunning } from '../../session/start.ts'
import { readPreset } from '../config.ts'
import type { Io } from '../io.ts'
import { showOpened } from '../opened.ts'
import { given, readOptions, startOptions } from '../options.ts'
import { withResult } from '../result.ts'
import { agentSources, mindsFor, work } from '../work.ts'

export function start(io: Io, words: readonly string[], raw: unknown): Promise<number> {
  return withResult(io, raw, async () => {
    const options = readOptions(startOptions, raw)
    const problem = await readProblem(io, words, options.file)
    const { title, id, proposer, maxRevisions, log: path, dir: folder } = options
    const { policy, veto, with: people, external, deadlock, implement } = options
    const preset = readPreset(io.cwd, options.preset)
    const named = options.workers.length > 0 ? options.workers : (preset.workers ?? DEFAULT_WORKERS)
    const roster = seatRoster({
      ...agentSources(options, io, preset),
      ...given({ supervisor: options.supervisor }),
      workers: named.filter(name => !external.includes(roleOf(name))),
      least: Math.max(1, 2 - external.length - (people?.length ?? 0)),
    })
    const minds = mindsFor(options, io)
    const log = await openUnlessRunning({
      problem,
      roster,
      mind: minds.name,
      folder,
      external,
      implement,
      ...given({ title, id, proposer, maxRevisions, path, policy, veto, with: people, deadlock }),
    })
    if (options.open) return showOpened(io, options, log.path, roster)
    const command = 'synod start'
    return work(io, options, {
      path: log.path,
      roster,
      minds,
      joined: null,
      run: run => leadSession(log, { ...run, command }),
    })
  })
}

async function readProblem(io: Io, words: readonly string[], file: string | undefined): Promise<string> {
  if (file !== undefined && words.length > 0) {
    throw new SynodError('SYN_USAGE', 'The problem stands on the command line and in --file: give it once')
  }
  if (file === undefined) return words.length === 1 && words[0] === '-' ? text(io.stdin) : words.join(' ')
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SynodError('SYN_FILE_UNREADABLE', `Cannot read the problem from ${file}: ${why}`, {
      cause: error,
    })
  }
}
