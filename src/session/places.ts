/** Where sessions live: `sessions/<id>/log.md`, with the decision record and the trace beside it. */
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { SynodError } from '../errors.ts'
import type { ParsedLog } from '../log/entry.ts'
import { LogFollower } from '../log/follow.ts'
import { journalOf } from '../log/journal.ts'
import { LogStream } from '../log/stream.ts'

const LOG_NAME = 'log.md'
const DECISION_NAME = 'decision.md'
const TRACE_END = '.trace.jsonl'
export const DEFAULT_FOLDER = 'sessions'

const ID = /^[a-z0-9][a-z0-9._-]{0,79}$/i

export function checkId(id: string): string {
  if (ID.test(id) && !id.includes('..') && !id.endsWith('.')) return id
  throw new SynodError(
    'SYN_USAGE',
    `"${id}" cannot be a session id: expected letters, digits, -, _ and . (at most 80)`,
  )
}

export function logPathOf(folder: string, id: string): string {
  return join(folder, id, LOG_NAME)
}

/** `decision.md` for a `log.md`; for a log of another name, that name with `.decision.md`. */
export function decisionPathOf(logPath: string): string {
  const name = basename(logPath)
  return join(
    dirname(logPath),
    name === LOG_NAME ? DECISION_NAME : `${name.replace(/\.md$/i, '')}.${DECISION_NAME}`,
  )
}

/** `log.trace.jsonl` for a `log.md`: the log's own name, so that several logs of a folder have a trace each. */
export function tracePathOf(logPath: string): string {
  return join(dirname(logPath), `${basename(logPath).replace(/\.md$/i, '')}${TRACE_END}`)
}

/** An id no session has yet: the wished one, or with -2, -3, … behind it. */
export function freeId(folder: string, wished: string): string {
  for (let next = 2, id = wished; ; next += 1) {
    if (!existsSync(join(folder, id))) return id
    id = `${wished}-${next}`
  }
}

export interface SessionPlace {
  readonly id: string
  readonly path: string
  /** ISO 8601: what the header says, else the first entry, else the file's own time. */
  readonly created: string
}

/** Every session of a folder, the newest first. A folder that is not there has none. */
export function sessionsIn(folder: string): readonly SessionPlace[] {
  return idsIn(folder)
    .map(id => ({ id, path: logPathOf(folder, id), created: createdAt(logPathOf(folder, id)) }))
    .sort((left, right) => compare(right.created, left.created) || compare(right.id, left.id))
}

/**
 * A whole log, in memory.
 * @throws SynodError SYN_SESSION_NOT_FOUND, SYN_LOG_NOT_A_FILE, SYN_LOG_TOO_LARGE, …
 */
export function readLog(path: string): ParsedLog {
  const follower = new LogFollower(path, { now: Date.now })
  follower.refresh()
  return follower.reader.snapshot()
}

/**
 * The log a user means by an id, the beginning of one, a session's folder or the path of any log file.
 * @throws SynodError SYN_SESSION_NOT_FOUND naming what there is, SYN_SESSION_AMBIGUOUS
 */
export function locateLog(folder: string, wanted: string): string {
  if (ID.test(wanted) && isSession(logPathOf(folder, wanted))) return logPathOf(folder, wanted)
  if (existsSync(wanted)) {
    const inside = join(wanted, LOG_NAME)
    if (!statSync(wanted).isDirectory()) return wanted
    if (isThere(inside)) return inside
    throw new SynodError(
      'SYN_LOG_NOT_A_FILE',
      `${wanted} is a folder without a ${LOG_NAME}: name a session or a log file`,
    )
  }
  if (existsSync(journalOf(wanted))) return wanted
  const ids = idsIn(folder)
  const found = ids.filter(id => id.startsWith(wanted))
  const [only] = found
  if (only !== undefined && found.length === 1) return logPathOf(folder, only)
  if (found.length > 1) {
    throw new SynodError(
      'SYN_SESSION_AMBIGUOUS',
      `"${wanted}" may be ${found.join(', ')}: give more of the id`,
    )
  }
  const there =
    ids.length === 0
      ? `there are none in ${folder}`
      : `there are ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}`
  throw new SynodError('SYN_SESSION_NOT_FOUND', `No session "${wanted}": ${there}; synod list shows them`)
}

/** What a deleted log said stands in its journal: where it is shown, and not worked on, that will do. */
export function readableLog(path: string): { readonly path: string; readonly deleted: boolean } {
  const deleted = !existsSync(path) && existsSync(journalOf(path))
  return { path: deleted ? journalOf(path) : path, deleted }
}

/** Folders of that name with a log in them, or with the journal of one that was deleted. */
function idsIn(folder: string): readonly string[] {
  const there = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  return there
    .filter(entry => !entry.isFile())
    .map(({ name }) => name)
    .filter(id => isSession(logPathOf(folder, id)))
}

/** A log that was deleted can be put back from its journal. */
function isThere(path: string): boolean {
  return existsSync(path) || existsSync(journalOf(path))
}

function isSession(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? existsSync(journalOf(path))
}

function createdAt(path: string): string {
  const file = readableLog(path).path
  const stream = new LogStream(file)
  try {
    const first = stream.entries().next().value
    return stream.frame.header?.created || first?.time || statSync(file).mtime.toISOString()
  } catch (error) {
    // One that cannot be read has its place among the others all the same; who opens it is told.
    if (!(error instanceof SynodError)) throw error
    return statSync(file).mtime.toISOString()
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
