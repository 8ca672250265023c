/** The session a command is about. */
import { SynodError } from '../errors.ts'
import type { ParsedLog } from '../log/entry.ts'
import { foldLog } from '../protocol/fold.ts'
import type { State } from '../protocol/state.ts'
import { foldFile } from '../session/fold-file.ts'
import { locateLog, readLog, sessionsIn } from '../session/places.ts'

export interface Found {
  readonly path: string
  readonly log: ParsedLog
}

/** The path of the one that is named, else of the newest. @throws SynodError SYN_SESSION_… */
export function findPath(folder: string, wanted: string | undefined): string {
  return wanted === undefined ? newest(folder, () => true, 'no session') : locateLog(folder, wanted)
}

/** The one that is named, else the newest, with all its entries. @throws SynodError SYN_SESSION_… */
export function findSession(folder: string, wanted: string | undefined): Found {
  const path = findPath(folder, wanted)
  return { path, log: readLog(path) }
}

/** The one that is named, else the newest that has no outcome yet. */
export function findUnfinished(folder: string, wanted: string | undefined): Found {
  const isOpen = (path: string) => !hasEnded(foldFile(path).state)
  const path =
    wanted === undefined ? newest(folder, isOpen, 'no unfinished session') : locateLog(folder, wanted)
  return { path, log: readLog(path) }
}

export function isEnded(log: ParsedLog): boolean {
  return hasEnded(foldLog(log))
}

function hasEnded({ outcome }: State): boolean {
  return outcome !== null && outcome.kind !== 'PAUSED'
}

function newest(folder: string, fits: (path: string) => boolean, none: string): string {
  const found = sessionsIn(folder).find(({ path }) => fits(path))
  if (found !== undefined) return found.path
  throw new SynodError(
    'SYN_SESSION_NOT_FOUND',
    `There is ${none} in ${folder}: start one with synod start "...", or name another folder with --dir`,
  )
}
