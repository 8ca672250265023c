import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { roleOf } from '../../agents/identity.ts'
import { DEFAULT_WORKERS, seatRoster } from '../../agents/roster.ts'
import { readSeatSpec } from '../../agents/seat-spec.ts'
import { SynodError } from '../../errors.ts'
import type { MindChoice } from '../../minds/choose.ts'
import { leadSession, openUnlessRunning, planSession } from '../../session/start.ts'
import { PLAYBOOK } from '../../views/speaker.ts'
import { readPreset } from '../config.ts'
import { dryRun, withoutKey } from '../dry-run.ts'
import type { Io } from '../io.ts'
import { mindsFor, withMinds } from '../minds.ts'
import { showOpened } from '../opened.ts'
import { given, readOptions, startOptions } from '../options.ts'
import { recordingNamed, startPlayed } from '../played.ts'
import { checkRecorded, saved } from '../recorded.ts'
import { withResult } from '../result.ts'
import { agentSources, work } from '../work.ts'

export function start(io: Io, words: readonly string[], raw: unknown): Promise<number> {
  return withResult(io, raw, async () => {
    const options = readOptions(startOptions, raw)
    const recording = recordingNamed(options.mind)
    if (recording !== null) {
      if (options.dryRun)
        throw new SynodError('SYN_USAGE', 'A recording asks no model: play it without --dry-run')
      const isGiven = words.length > 0 || options.file !== undefined
      const same = isGiven ? await readProblem(io, words, options.file) : null
      return startPlayed(io, options, recording, same)
    }
    if (options.record !== undefined) checkRecorded(options.record, options)
    const problem = await readProblem(io, words, options.file)
    const { title, id, proposer, maxRevisions, log: path, dir: folder } = options
    const { policy, veto, with: people, external, deadlock, implement } = options
    const preset = readPreset(io.cwd, options.preset)
    const named = options.workers.length > 0 ? options.workers : (preset.workers ?? DEFAULT_WORKERS)
    const seated = seatRoster({
      ...agentSources(options, io, preset),
      ...given({ supervisor: options.supervisor }),
      workers: named.filter(name => !external.includes(roleOf(readSeatSpec(name).seat))),
      least: Math.max(1, 2 - external.length - (people?.length ?? 0)),
    })
    const roster = withMinds(seated, options)
    const minds = mindsFor(options, withoutKey(io, options), roster)
    const session = {
      problem,
      roster,
      mind: minds.spec ?? minds.name,
      ...given({ server: minds.server }),
      folder,
      external,
      implement,
      ...contextFor(options.context, minds),
      ...given({ title, id, proposer, maxRevisions, path, policy, veto, with: people, deadlock }),
    }
    if (options.dryRun) {
      const { path: planned, ...begun } = planSession(session)
      const log = { ...begun, entries: [], notices: [] }
      return dryRun(io, options, { path: planned, log, roster, minds })
    }
    const log = await openUnlessRunning(session)
    if (options.open) return showOpened(io, options, log.path, roster)
    const command = 'synod start'
    return work(io, options, {
      path: log.path,
      roster,
      minds,
      joined: null,
      run: saved(options.record, log.path, run => leadSession(log, { ...run, command })),
    })
  })
}

/** Tokens. Models read more than this, and dearly: in most sessions it is never reached. */
const DEFAULT_CONTEXT = 80_000

/** Rules have no use for a summary. */
function contextFor(wanted: number | undefined, { name }: MindChoice): { readonly context?: number } {
  if (wanted === 0 || (wanted === undefined && name === PLAYBOOK)) return {}
  return { context: wanted ?? DEFAULT_CONTEXT }
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
