import { rmSync, writeFileSync } from 'node:fs'
import { SynodError } from '../errors.ts'
import { foldLog } from '../protocol/fold.ts'
import { decisionPathOf, readLog } from '../session/places.ts'
import { renderDecision } from '../views/decision.ts'
import { isEnded } from './find.ts'

export interface Decision {
  readonly path: string
  readonly text: string
}

/** Writes the decision record beside the log. Null while the session has not decided. */
export function saveDecision(logPath: string): Decision | null {
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
