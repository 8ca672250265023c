/** A session at work in this terminal: what `start`, `resume` and `join` have in common. */
import type { Roster, RosterOptions } from '../agents/roster.ts'
import { standardSources } from '../agents/sources.ts'
import { SynodError } from '../errors.ts'
import { type Notice, SUPERVISOR } from '../log/entry.ts'
import type { Holder } from '../log/lease.ts'
import type { MindChoice } from '../minds/choose.ts'
import { readLog } from '../session/places.ts'
import type { RunOptions, RunResult } from '../session/run.ts'
import type { SeatOptions } from '../session/seats.ts'
import { formatTime } from '../views/durations.ts'
import { PLAYBOOK } from '../views/speaker.ts'
import { type Preset, presetSources, readModels, readPreset } from './config.ts'
import { saveDecision } from './decision-file.ts'
import { exitOf, type Signal } from './exit.ts'
import { homeOf, type Io } from './io.ts'
import { RECORDED } from './minds.ts'
import { observe } from './observe.ts'
import { given, type WorkOptions } from './options.ts'
import { joinCommand, resumeCommand, resumeFlags, shellWord } from './shell.ts'
import { createWorkView } from './work-view.ts'

/** Where definitions are looked for: what was named here, in the config, and the standard folders; the built-in panel comes behind. */
export function agentSources(
  { agents }: Pick<WorkOptions, 'agents'>,
  io: Io,
  preset: Preset = readPreset(io.cwd, undefined),
): Pick<RosterOptions, 'agents' | 'nearby'> {
  return { agents, nearby: [...presetSources(preset), ...standardSources(io.cwd, homeOf(io))] }
}

export interface Work {
  readonly path: string
  readonly roster: Roster
  readonly minds: MindChoice
  /** The role that is worked alone; null for all that nobody else works. */
  readonly joined: string | null
  readonly run: (options: RunOptions & SeatOptions) => Promise<RunResult>
}

/** Runs the session with everything a person or a program wants to see of it, and leaves the decision record. */
export async function work(
  io: Io,
  options: WorkOptions,
  { path, roster, minds, joined, run }: Work,
): Promise<number> {
  if (joined !== null && options.record !== undefined)
    throw new SynodError(
      'SYN_USAGE',
      '--record has no part in one role alone: record where the session is run',
    )
  const name = shellWord(path)
  const view = createWorkView(io, options, roster, name)
  const log = readLog(path)
  const notes = [...roster.warnings, ...(minds.name === PLAYBOOK ? borrowed(roster, joined) : [])]
  const interrupt = new AbortController()
  let signalled: Signal = 'SIGINT'
  const off = io.onSignal(name => {
    if (interrupt.signal.aborted) io.exit(name === 'SIGTERM' ? 143 : 130)
    signalled = name
    interrupt.abort()
  })
  const observer = await observe(io, options, {
    path,
    session: log.header?.session || path,
    onNotice: view.onNotice,
  })
  let result: RunResult
  try {
    const { maxCost, maxTokens, maxEntries, timeout, turnTimeout, wait, concurrency } = options
    result = await run({
      roster,
      minds,
      concurrency,
      signal: interrupt.signal,
      after: log.entries.length,
      onEntry: view.onEntry,
      onWorker(event) {
        observer.onWorker(event)
        view.onWorker(event)
      },
      onCall: observer.onCall,
      bodies: observer.bodies,
      onNotice: view.onNotice,
      onSeated({ elsewhere }) {
        view.begin(path, log, minds.describe, notes)
        observer.begun()
        for (const { role, holder } of elsewhere) view.onNotice(runElsewhere(role, holder))
      },
      onVacant: ({ role }) => view.onNotice(vacant(role, path)),
      name,
      models: readModels(io.cwd),
      ...given({ maxCost, maxTokens, maxEntries, timeout, turnTimeout, wait }),
    })
  } catch (error) {
    await observer.end(error instanceof SynodError ? error.code : 'SYN_INTERNAL')
    throw error
  } finally {
    off()
    view.end()
  }
  const interrupted = interrupt.signal.aborted
  const exit = exitOf(result, signalled, joined !== null && interrupted)
  // The record is written by the process that closed the session, and by no other.
  const closes = result.roles.includes(SUPERVISOR) && result.error?.code !== 'SYN_LOG_DAMAGED'
  const decision = closes ? saveDecision(path) : null
  await observer.end(result.error?.code ?? null)
  const flags = resumeFlags(options, roster, result.state)
  // A recording is played from its beginning, and a session that parts from it is nobody's to go on with.
  const resume = options.mind.startsWith(RECORDED) ? null : resumeCommand(path, flags)
  await view.result({ path, result, decision, joined, interrupted, resume }, exit)
  return exit
}

function runElsewhere(role: string, holder: Holder | null): Notice {
  const by =
    holder === null || holder.pid === 0
      ? 'another process'
      : `process ${holder.pid} on ${holder.host} since ${formatTime(holder.since)} (${holder.command})`
  return { code: 'role-elsewhere', line: 0, entry: null, message: `${role} is run by ${by}` }
}

function vacant(role: string, path: string): Notice {
  const message = `${role} is due and nobody runs it: ${joinCommand(path, role)}`
  return { code: 'role-vacant', line: 0, entry: null, message }
}

function borrowed({ supervisor, workers }: Roster, joined: string | null): readonly string[] {
  return [supervisor, ...workers]
    .filter(({ role, borrowedFrom }) => borrowedFrom !== null && (joined ?? role) === role)
    .map(
      ({ role, borrowedFrom }) =>
        `${role} has no playbook of its own: it borrows that of the built-in ${borrowedFrom}`,
    )
}
