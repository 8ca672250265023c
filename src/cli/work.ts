/** A session at work in this terminal: what `start` and `resume` have in common. */
import { rmSync, writeFileSync } from 'node:fs'
import { defaultAgentFolders, type Roster, type RosterOptions } from '../agents/roster.ts'
import { SynodError } from '../errors.ts'
import type { Entry } from '../log/entry.ts'
import { chooseMind, type MindChoice } from '../minds/choose.ts'
import { due } from '../protocol/due.ts'
import { foldLog } from '../protocol/fold.ts'
import type { State } from '../protocol/state.ts'
import { decisionPathOf, readLog } from '../session/places.ts'
import type { RunOptions, RunResult } from '../session/run.ts'
import { renderDecision } from '../views/decision.ts'
import { entryEvent, headerEvent, resultEvent, stateEvent, workerEvent } from '../views/events.ts'
import { createLive } from '../views/live.ts'
import { safeJson, safeText } from '../views/safe.ts'
import { PLAYBOOK } from '../views/speaker.ts'
import { wantsFooter } from '../views/style.ts'
import type { WorkerEvent } from '../workers/events.ts'
import { exitOf } from './exit.ts'
import { isEnded } from './find.ts'
import { type Io, styleOf, write } from './io.ts'
import { given, type WorkOptions } from './options.ts'

/** Where definitions are looked for: what was named, then `./agents`, then the built-in panel. */
export function agentSources({ agents }: WorkOptions, io: Io): Pick<RosterOptions, 'agents' | 'nearby'> {
  return { agents, nearby: defaultAgentFolders(io.cwd) }
}

export function mindsFor(options: WorkOptions, io: Io): MindChoice {
  const { mind, model, effort, baseUrl } = options
  return chooseMind({ mind, env: io.env, ...given({ model, effort, baseUrl }) })
}

export interface Work {
  readonly path: string
  readonly roster: Roster
  readonly minds: MindChoice
  readonly run: (options: RunOptions) => Promise<RunResult>
}

/** Runs the session with everything a person or a program wants to see of it, and leaves the decision record. */
export async function work(
  io: Io,
  options: WorkOptions,
  { path, roster, minds, run }: Work,
): Promise<number> {
  const view = options.json ? jsonView(io) : liveView(io, roster)
  const log = readLog(path)
  view.begin(path, log, minds.describe, [
    ...roster.warnings,
    ...(minds.name === PLAYBOOK ? borrowed(roster) : []),
  ])
  const interrupt = new AbortController()
  let signalled: 'SIGINT' | 'SIGTERM' = 'SIGINT'
  const off = io.onSignal(name => {
    if (interrupt.signal.aborted) io.exit(name === 'SIGTERM' ? 143 : 130)
    signalled = name
    interrupt.abort()
  })
  let result: RunResult
  try {
    const { maxCost, maxTokens, timeout, concurrency } = options
    const { onEntry, onWorker } = view
    const caps = given({ maxCost, maxTokens, timeout })
    result = await run({ roster, minds, concurrency, signal: interrupt.signal, onEntry, onWorker, ...caps })
  } finally {
    off()
    view.end()
  }
  const exit = exitOf(result.state.outcome, result.error, signalled)
  const decision = saveDecision(path)
  await view.result(path, result, exit, decision)
  return exit
}

/** On every way a command can fail, `--json` still ends with a whole `result` line. */
export async function withResult(io: Io, raw: unknown, command: () => Promise<number>): Promise<number> {
  try {
    return await command()
  } catch (error) {
    const failure =
      error instanceof SynodError ? error : new SynodError('SYN_INTERNAL', String(error), { cause: error })
    if ((raw as { json?: boolean }).json === true) {
      await write(
        io.stdout,
        `${safeJson(resultEvent({ log: null, parsed: null, state: null, exit: failure.exitCode, decision: null, error: failure }))}\n`,
      )
    }
    throw error
  }
}

interface WorkView {
  begin(path: string, log: ReturnType<typeof readLog>, mind: string, notes: readonly string[]): void
  onEntry(entry: Entry, state: State): void
  onWorker(event: WorkerEvent): void
  end(): void
  result(path: string, result: RunResult, exit: number, decision: Decision | null): Promise<void>
}

function jsonView(io: Io): WorkView {
  const line = (event: object) => write(io.stdout, `${safeJson(event)}\n`)
  return {
    begin(path, log) {
      void line(headerEvent(log, path))
      for (const entry of log.entries) void line(entryEvent(entry))
    },
    onEntry(entry, state) {
      void line(entryEvent(entry))
      void line(stateEvent(state, due(state)))
    },
    onWorker: event => void line(workerEvent(event)),
    end() {},
    async result(path, { state, error }, exit, decision) {
      await line(
        resultEvent({
          log: path,
          parsed: readLog(path),
          state,
          exit,
          decision: decision?.path ?? null,
          error,
        }),
      )
    },
  }
}

function liveView(io: Io, roster: Roster): WorkView {
  const colors = Object.fromEntries(
    [roster.supervisor, ...roster.workers].map(({ role, color }) => [role, color]),
  )
  const style = styleOf(io.stderr, io.env, colors)
  const live = createLive(io.stderr, {
    style,
    isTTY: wantsFooter({ isTTY: io.stderr.isTTY === true, env: io.env }),
    columns: () => io.stderr.columns ?? 80,
    rows: () => io.stderr.rows ?? 24,
  })
  return {
    begin(path, log, mind, notes) {
      live.note(`${style.bold(safeText(log.title))}`)
      live.note(`log   ${safeText(path)}`)
      live.note(`mind  ${safeText(mind)}`)
      for (const note of notes) live.note(`note  ${safeText(note)}`)
    },
    onEntry: (entry, state) => live.entry(entry, state),
    onWorker: event => live.worker(event),
    end: () => live.end(),
    async result(path, { state, error }, _, decision) {
      if (decision !== null) await write(io.stdout, decision.text)
      const lines = summary(path, state, decision)
      if (error !== null) lines.unshift(`synod: ${safeText(error.message)} [${error.code}]`)
      await write(io.stderr, `\n${lines.join('\n')}\n`)
    },
  }
}

function summary(path: string, state: State, decision: Decision | null): string[] {
  const { outcome, consensus } = state
  if (decision !== null) {
    return [
      `${outcome?.kind}: ${consensus.why}`,
      `log       ${safeText(path)}`,
      `decision  ${safeText(decision.path)}`,
    ]
  }
  const paused = outcome?.kind === 'PAUSED' ? `paused: ${outcome.reason}` : 'no decision'
  // The command to type stands alone on its line, to be copied.
  return [
    `${paused}. ${consensus.why}.`,
    'Nothing in the log is lost. To go on:',
    '',
    `synod resume ${shellWord(safeText(path))}`,
  ]
}

function shellWord(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

interface Decision {
  readonly path: string
  readonly text: string
}

/** Null while the session has not decided. */
function saveDecision(logPath: string): Decision | null {
  const log = readLog(logPath)
  if (!isEnded(log)) return null
  const path = decisionPathOf(logPath)
  const text = renderDecision(log, foldLog(log), { path: logPath })
  try {
    writeFileSync(path, text)
  } catch (error) {
    // Half a record would be taken for the whole.
    rmSync(path, { force: true })
    const why = error instanceof Error ? error.message : String(error)
    throw new SynodError(
      'SYN_LOG_NOT_WRITABLE',
      `The session has decided, but ${path} cannot be written (${why}): synod export prints the record`,
      { cause: error },
    )
  }
  return { path, text }
}

function borrowed({ supervisor, workers }: Roster): readonly string[] {
  return [supervisor, ...workers]
    .filter(({ borrowedFrom }) => borrowedFrom !== null)
    .map(
      ({ role, borrowedFrom }) =>
        `${role} has no playbook of its own: it borrows that of the built-in ${borrowedFrom}`,
    )
}
