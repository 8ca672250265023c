/** The session a command is about. */
import { SynodError } from '../errors.ts'
import { checkLog } from '../log/check.ts'
import type { ParsedLog } from '../log/entry.ts'
import { repairLog } from '../log/repair.ts'
import { foldLog } from '../protocol/fold.ts'
import type { State } from '../protocol/state.ts'
import { foldFile } from '../session/fold-file.ts'
import { locateLog, readableLog, readLog, sessionsIn } from '../session/places.ts'
import { shellWord } from './shell.ts'

export interface Found {
  readonly path: string
  readonly log: ParsedLog
}

/** The path of the one that is named, else of the newest. @throws SynodError SYN_SESSION_… */
export function findPath(folder: string, wanted: string | undefined): string {
  return wanted === undefined ? newest(folder, () => true, 'no session') : locateLog(folder, wanted)
}

/** The same, to be read: one that was deleted is only in its journal. @throws SynodError SYN_SESSION_… */
export function findReadable(folder: string, wanted: string | undefined): string {
  const path = findPath(folder, wanted)
  if (!readableLog(path).deleted) return path
  throw new SynodError(
    'SYN_SESSION_NOT_FOUND',
    `${path} was deleted: synod repair ${shellWord(path)} puts it back from its journal`,
  )
}

/**
 * To be worked on: what can be mended is mended first, and what was tampered with is refused before anybody thinks.
 * @throws SynodError SYN_SESSION_…, SYN_LOG_DAMAGED
 */
export async function findWhole(path: string): Promise<Found> {
  const { holds } = await checkLog(path)
  if (!holds) await repairLog(path, null, new Date())
  return { path, log: readLog(path) }
}

/** The path of the one that is named, else of the newest that has no outcome yet. */
export function findUnfinished(folder: string, wanted: string | undefined): string {
  const isOpen = (path: string) => !hasEnded(foldFile(readableLog(path).path).state)
  return wanted === undefined ? newest(folder, isOpen, 'no unfinished session') : locateLog(folder, wanted)
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
