/** The session a command is about. */
import { SynodError } from '../errors.ts'
import type { ParsedLog } from '../log/entry.ts'
import { foldLog } from '../protocol/fold.ts'
import { locateLog, readLog, type SessionPlace, sessionsIn } from '../session/places.ts'

export interface Found {
  readonly path: string
  readonly log: ParsedLog
}

/** The one that is named, else the newest. @throws SynodError SYN_SESSION_… */
export function findSession(folder: string, wanted: string | undefined): Found {
  if (wanted === undefined) return newest(folder, () => true, 'no session')
  const path = locateLog(folder, wanted)
  return { path, log: readLog(path) }
}

/** The one that is named, else the newest that has no outcome yet. */
export function findUnfinished(folder: string, wanted: string | undefined): Found {
  if (wanted !== undefined) return findSession(folder, wanted)
  return newest(folder, ({ log }) => !isEnded(log), 'no unfinished session')
}

export function isEnded(log: ParsedLog): boolean {
  const { outcome } = foldLog(log)
  return outcome !== null && outcome.kind !== 'PAUSED'
}

function newest(folder: string, fits: (place: SessionPlace) => boolean, none: string): Found {
  const found = sessionsIn(folder).find(fits)
  if (found !== undefined) return found
  throw new SynodError(
    'SYN_SESSION_NOT_FOUND',
    `There is ${none} in ${folder}: start one with synod start "...", or name another folder with --dir`,
  )
}
