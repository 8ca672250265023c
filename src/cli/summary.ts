/** The last lines of a command that has worked a session: how it ended, and the command to type next. */
import type { RunResult } from '../session/run.ts'
import { safeText } from '../views/safe.ts'
import type { Decision } from './decision-file.ts'
import { joinCommand, resumeCommand, shellWord } from './shell.ts'

export interface Ended {
  readonly path: string
  readonly result: RunResult
  /** Null where there is none, or it is another process that writes it. */
  readonly decision: Decision | null
  /** The role that was worked alone; null where this process ran the session. */
  readonly joined: string | null
  readonly interrupted: boolean
}

export function summary({ path, result, decision, joined, interrupted }: Ended): readonly string[] {
  const { state, error } = result
  const { outcome, consensus } = state
  const failed = error === null ? [] : [`synod: ${safeText(error.message)} [${error.code}]`]
  // A command to type stands alone on its line, to be copied.
  if (error?.code === 'SYN_LOG_DAMAGED') {
    return [
      ...failed,
      'To put back what was sealed, or to keep what is there now:',
      '',
      `synod repair ${shellWord(path)} --restore`,
      `synod repair ${shellWord(path)} --accept`,
    ]
  }
  if (outcome !== null && outcome.kind !== 'PAUSED') {
    return [
      ...failed,
      `${outcome.kind}: ${consensus.why}`,
      `log       ${safeText(path)}`,
      ...(decision === null ? [] : [`decision  ${safeText(decision.path)}`]),
    ]
  }
  if (joined !== null && interrupted) {
    return [
      ...failed,
      `${joined} is nobody's now; the session itself is not stopped. To take it again:`,
      '',
      joinCommand(path, joined),
    ]
  }
  const paused = outcome === null ? 'no decision' : `paused: ${outcome.reason}`
  return [
    ...failed,
    `${paused}. ${consensus.why}.`,
    'Nothing in the log is lost. To go on:',
    '',
    resumeCommand(path),
  ]
}
