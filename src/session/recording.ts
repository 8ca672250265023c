/** A session whose answers are saved while it is worked, run after run, into one recording. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SynodError } from '../errors.ts'
import { sha256 } from '../log/digest.ts'
import type { ParsedLog } from '../log/entry.ts'
import { fileError } from '../log/file-error.ts'
import { makeFolder, saveFile } from '../minds/recorded/files.ts'
import { MANIFEST, type Manifest, RECORDED_LOG, RECORDING_VERSION } from '../minds/recorded/format.ts'
import { type Recorder, recorderIn, recordingMinds } from '../minds/recorded/recorder.ts'
import { readAnswers, readManifest } from '../minds/recorded/recording.ts'
import { foldLog } from '../protocol/fold.ts'
import { readLog } from './places.ts'
import type { RunOptions, RunResult } from './run.ts'
import type { SeatOptions } from './seats.ts'
import { asSynodError } from './stopping.ts'

type Run = (options: RunOptions & SeatOptions) => Promise<RunResult>

/**
 * Whether a session may be recorded there: a new one in a folder that is empty or not there yet, one that goes on in
 * its own recording.
 * @param log null for a session that is not opened yet
 * @throws SynodError SYN_RECORDING_INVALID
 */
export function checkRecordable(folder: string, log: Pick<ParsedLog, 'header' | 'entries'> | null): void {
  if (isEmpty(folder)) {
    if (log === null || log.entries.length === 0) return
    throw new SynodError(
      'SYN_RECORDING_INVALID',
      `${folder} has no recording of this session, whose log has ${log.entries.length} entries already: a recording begins with its session, so name the folder it was begun in`,
    )
  }
  const isRecording = existsSync(join(folder, MANIFEST))
  const manifest = isRecording ? readManifest(folder) : null
  if (
    manifest !== null &&
    log?.header?.session === manifest.session &&
    log.header.created === manifest.created
  )
    return
  const what = manifest === null ? 'files that are no recording' : `the recording of ${manifest.session}`
  throw new SynodError(
    'SYN_RECORDING_INVALID',
    `${folder} has ${what}: name an empty or a new folder with --record`,
  )
}

/**
 * The same run with every answer saved, and the log as it ended. What cannot be saved of an answer ends the session as
 * a failure of its mind does; what cannot be saved at the end is the error of the result.
 */
export function recorded(run: Run, path: string, folder: string): Run {
  return async options => {
    let open: { readonly recorder: Recorder; readonly manifest: Manifest } | null = null
    const recorder = (): Recorder => {
      if (open === null) throw new SynodError('SYN_INTERNAL', 'A mind was asked before the session was begun')
      return open.recorder
    }
    const result = await run({
      ...options,
      minds: recordingMinds(options.minds, recorder),
      // Not before the session is this process's own: another one may be recording it.
      onSeated(seating) {
        open = begin(folder, path, options.minds.name)
        options.onSeated?.(seating)
      },
      onEntry(entry, state) {
        open?.recorder.logged(entry.number)
        options.onEntry?.(entry, state)
      },
    })
    try {
      finish(folder, path, open)
      return result
    } catch (error) {
      return { ...result, error: result.error ?? asSynodError(error) }
    }
  }
}

function begin(folder: string, path: string, mind: string): { recorder: Recorder; manifest: Manifest } {
  const log = readLog(path)
  checkRecordable(folder, log)
  const isNew = isEmpty(folder)
  const before = isNew ? null : readManifest(folder)
  const answers = isNew ? [] : readAnswers(folder)
  makeFolder(folder)
  const manifest: Manifest = {
    version: RECORDING_VERSION,
    session: log.header?.session ?? '',
    created: log.header?.created ?? '',
    title: log.title,
    mind: before?.mind ?? log.header?.mind ?? mind,
    runs: (before?.runs ?? 0) + 1,
    ended: null,
  }
  save(folder, manifest)
  const blocks = answers.at(-1)?.prompt.blocks ?? []
  const recorder = recorderIn(folder, { answers: answers.length, blocks })
  // A session that is paused goes on by an entry of its own, before any answer.
  const isPaused = foldLog(log).outcome?.kind === 'PAUSED'
  recorder.logged(log.entries.length + (isPaused ? 1 : 0))
  return { recorder, manifest }
}

function finish(
  folder: string,
  path: string,
  open: { readonly recorder: Recorder; readonly manifest: Manifest } | null,
): void {
  if (open === null) return
  const bytes = bytesOf(path)
  saveFile(join(folder, RECORDED_LOG), bytes)
  const { entries } = readLog(path)
  const ended = { entries: entries.length, answers: open.recorder.answers, sha256: sha256([bytes]) }
  save(folder, { ...open.manifest, ended })
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw fileError(error, path, 'read')
  }
}

function save(folder: string, manifest: Manifest): void {
  saveFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
}

function isEmpty(folder: string): boolean {
  if (!existsSync(folder)) return true
  try {
    return readdirSync(folder).length === 0
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SynodError(
      'SYN_RECORDING_INVALID',
      `Nothing can be recorded in ${folder} (${why}): name a folder`,
      {
        cause: error,
      },
    )
  }
}
