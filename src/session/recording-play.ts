/** A recording → the same session again, worked by the engine on recorded answers: its log comes out byte for byte. */
import { readFileSync } from 'node:fs'
import type { Roster } from '../agents/roster.ts'
import { SynodError } from '../errors.ts'
import type { Notice, ParsedLog } from '../log/entry.ts'
import { createLog, type FileLog } from '../log/file-log.ts'
import type { MindChoice } from '../minds/choose.ts'
import { createPace, type Pace } from '../minds/recorded/pace.ts'
import { differing, whole } from '../minds/recorded/parting.ts'
import { diverged, playedMinds } from '../minds/recorded/player.ts'
import { type Recording, readRecording } from '../minds/recorded/recording.ts'
import { foldLog } from '../protocol/fold.ts'
import { resumeEntry } from '../workers/pause.ts'
import { changedDefinitions, recordsOf } from './definitions.ts'
import { checkId, DEFAULT_FOLDER, freeId, logPathOf } from './places.ts'
import { type Course, courseOf, failureBehind, isPause } from './recording-course.ts'
import { type PlayedLog, playedLog } from './recording-log.ts'
import { everyRole, type RunOptions, type RunResult, runSession } from './run.ts'
import { asRunner, type SeatOptions } from './seats.ts'

export interface Played {
  readonly recording: Recording
  readonly course: Course
  readonly minds: MindChoice
  readonly pace: Pace
}

/**
 * What `--mind recorded:DIR` means.
 * @param patience milliseconds after which a turn or an entry that does not come is missed; default 20 seconds
 * @throws SynodError SYN_RECORDING_INVALID
 */
export function recordedChoice(folder: string, patience?: number): Played {
  const recording = readRecording(folder)
  const course = courseOf(recording.log, recording.answers)
  const pace = createPace(patience)
  const { entries } = recording.log
  const pauseFrom = (from: number) =>
    entries.find(entry => entry.number >= from && isPause(entry))?.number ?? null
  const resumedBy = (count: number) => course.steps.slice(0, count).lastIndexOf('resume') + 1
  return { recording, course, pace, minds: playedMinds(recording, { ...course, pauseFrom, resumedBy }, pace) }
}

export interface PlayedPlace {
  readonly roster: Roster
  /** The folder that holds sessions. Default `sessions`. */
  readonly folder?: string
  /** The name of its folder there. Default: the recorded session's, or the next that is free. */
  readonly id?: string
  /** The log's path, in place of both. */
  readonly path?: string
}

/**
 * Opens the recorded session anew: by its own id, time, problem and rules.
 * @throws SynodError SYN_SESSION_EXISTS, SYN_LOG_NOT_WRITABLE, SYN_RECORDING_INVALID
 */
export function openPlayed({ recording, pace }: Played, place: PlayedPlace): FileLog {
  const { folder = DEFAULT_FOLDER, roster } = place
  const { header, title, problem, entries } = recording.log
  if (header === null)
    throw new SynodError(
      'SYN_RECORDING_INVALID',
      `The log in ${recording.folder} has no header: record the session anew`,
    )
  const id = place.id === undefined ? freeId(folder, checkId(header.session)) : checkId(place.id)
  const now = () => {
    const recorded = pace.parted === null ? entries[pace.entries]?.time : null
    return recorded == null ? Date.now() : Date.parse(recorded)
  }
  const agents = recordedPaths(roster, header)
  return createLog(
    place.path ?? logPathOf(folder, id),
    { header: { ...header, ...(agents === null ? {} : { agents }) }, title, problem },
    { now },
  )
}

/** A definition is the same wherever its file was found; only what is in it counts. */
function recordedPaths(roster: Roster, header: NonNullable<ParsedLog['header']>) {
  if (header.agents === undefined) return null
  const now = recordsOf(roster)
  return Object.fromEntries(
    Object.entries(now).map(([role, record]) => {
      const before = header.agents?.[role]
      return [role, before?.hash === record.hash ? before : record]
    }),
  )
}

/**
 * Works it as its one runner up to where the recording ends, pauses and goings-on included. Caps and time limits have
 * no part in it: nothing is spent, and where one stopped the recorded session it is stopped again.
 */
export async function playSession(
  log: FileLog,
  played: Played,
  options: RunOptions & SeatOptions,
): Promise<RunResult> {
  const { recording, course, pace } = played
  const signal = options.signal ?? new AbortController().signal
  const { entries } = recording.log
  const name = options.name ?? log.path
  const inner = playedLog(log, { entries, steps: course.steps, pace, signal, name })
  const { header } = await log.read()
  const roles = everyRole(options.roster, header)
  const result = await asRunner(log.path, roles, options, own => runAll(inner, own, played, options))
  return judged(result, log.path, played, options)
}

async function runAll(
  log: PlayedLog,
  roles: readonly string[],
  { recording, course, pace, minds }: Played,
  options: RunOptions,
): Promise<RunResult> {
  const { maxCost: _c, maxTokens: _t, timeout: _l, turnTimeout: _m, wait: _w, ...rest } = options
  // A turn may wait for one that began after it: all must have begun.
  const run = { ...rest, minds, concurrency: roles.length + 1, maxEntries: Number.MAX_SAFE_INTEGER }
  for (let after = options.after ?? 0; ; ) {
    await log.catchUp()
    const result = await runSession(log, { ...run, after }, { roles })
    const isOver = pace.parted !== null || options.signal?.aborted === true
    const next = recording.log.entries[pace.entries]
    if (isOver || next === undefined) return result
    if (course.steps[pace.entries] === 'foreign') await log.catchUp()
    if (course.steps[pace.entries] !== 'resume' || result.state.outcome?.kind !== 'PAUSED') return result
    after = pace.entries
    await log.append(resumeEntry(changedDefinitions(options.roster, await log.read())), later =>
      foldLog(later).outcome === null ? 'already resumed' : null,
    )
  }
}

/** What a played session came to: the recorded log again, or where they part. */
function judged(
  result: RunResult,
  path: string,
  { recording, pace }: Played,
  { signal, onNotice = () => {} }: RunOptions,
): RunResult {
  const bytes = readFileSync(path)
  if (Buffer.compare(bytes, recording.bytes) === 0) {
    onNotice(notice('played again: the log is the recorded one, byte for byte'))
    // Turns that were under way when it was stopped end in errors of their own.
    const last = recording.log.entries.at(-1)
    const isFailed = result.state.outcome?.kind === 'PAUSED' && result.state.outcome.reason === 'error'
    const error = isFailed && last !== undefined ? failureBehind(last, recording.answers) : null
    return { ...result, error }
  }
  if (signal?.aborted === true && pace.parted === null) return result
  const error = pace.parted ?? diverged(whereItParts(bytes, recording))
  onNotice(notice(`played again, and not the recorded log: ${whereItParts(bytes, recording)}`))
  return { ...result, error }
}

function whereItParts(bytes: Uint8Array, { bytes: recorded, log }: Recording): string {
  const [was, is] = [Buffer.from(recorded).toString('utf8'), Buffer.from(bytes).toString('utf8')]
  const now = is.split('\n')
  const line = was.split('\n').findIndex((text, at) => text !== now[at]) + 1
  const entry = line === 0 ? log.entries.at(-1) : log.entries.findLast(candidate => candidate.line <= line)
  const place = entry === undefined ? 'before the first entry' : `in or after #${entry.number}`
  return `the logs differ ${differing(was, is, () => whole(place)) ?? place}`
}

function notice(message: string): Notice {
  return { code: 'recording-played', line: 0, entry: null, message }
}
