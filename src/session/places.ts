/** Where sessions live: `sessions/<id>/log.md`, with the decision record beside it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { SynodError } from '../errors.ts'
import type { ParsedLog } from '../log/entry.ts'
import { fileError } from '../log/file-error.ts'
import { parseLog } from '../log/parse.ts'

const LOG_NAME = 'log.md'
const DECISION_NAME = 'decision.md'
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
  readonly log: ParsedLog
}

/** Every session of a folder, the newest first. A folder that is not there has none. */
export function sessionsIn(folder: string): readonly SessionPlace[] {
  const ids = existsSync(folder) ? readdirSync(folder) : []
  return ids
    .map(id => ({ id, path: logPathOf(folder, id) }))
    .filter(({ path }) => existsSync(path))
    .map(({ id, path }) => ({ id, path, log: readLog(path) }))
    .sort((left, right) => compare(createdAt(right), createdAt(left)) || compare(right.id, left.id))
}

/** @throws SynodError SYN_SESSION_NOT_FOUND, SYN_LOG_NOT_A_FILE, … */
export function readLog(path: string): ParsedLog {
  try {
    return parseLog(readFileSync(path))
  } catch (error) {
    throw fileError(error, path, 'read')
  }
}

/**
 * The log a user means by an id, the beginning of one, a session's folder or the path of any log file.
 * @throws SynodError SYN_SESSION_NOT_FOUND naming what there is, SYN_SESSION_AMBIGUOUS
 */
export function locateLog(folder: string, wanted: string): string {
  if (ID.test(wanted) && existsSync(logPathOf(folder, wanted))) return logPathOf(folder, wanted)
  if (existsSync(wanted)) {
    const inside = join(wanted, LOG_NAME)
    if (!statSync(wanted).isDirectory()) return wanted
    if (existsSync(inside)) return inside
    throw new SynodError(
      'SYN_LOG_NOT_A_FILE',
      `${wanted} is a folder without a ${LOG_NAME}: name a session or a log file`,
    )
  }
  const ids = existsSync(folder) ? readdirSync(folder).filter(id => existsSync(logPathOf(folder, id))) : []
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

function createdAt({ log, path }: SessionPlace): string {
  return log.header?.created || log.entries[0]?.time || statSync(path).mtime.toISOString()
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
