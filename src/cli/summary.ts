/** The last lines of a command that has worked a session: how it ended, and the command to type next. */
import { due } from '../protocol/due.ts'
import type { State } from '../protocol/state.ts'
import type { RunResult } from '../session/run.ts'
import { formatUsd } from '../views/durations.ts'
import { spentWords } from '../views/footer.ts'
import { safeText } from '../views/safe.ts'
import { askWords, commandLine, commandsFor, neededFromOutside } from '../workers/needs.ts'
import type { Decision } from './decision-file.ts'
import { joinCommand, shellWord } from './shell.ts'

export interface Ended {
  readonly path: string
  readonly result: RunResult
  /** Null where there is none, or it is another process that writes it. */
  readonly decision: Decision | null
  /** The role that was worked alone; null where this process ran the session. */
  readonly joined: string | null
  readonly interrupted: boolean
  /** The command by which the session goes on; null where it cannot. */
  readonly resume: string | null
}

export function summary({ path, result, decision, joined, interrupted, resume }: Ended): readonly string[] {
  const { state, error, why } = result
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
      `${outcome.kind}${outcome.kind === 'DECIDED_WITH_DISSENT' ? ` on #${outcome.on}` : ''}: ${safeText(consensus.why)}`,
      ...spentLines(state),
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
  const paused =
    outcome === null
      ? 'no decision'
      : `paused: ${outcome.reason}${why === undefined ? '' : `: ${safeText(why)}`}`
  return [
    ...failed,
    `${paused}. ${safeText(consensus.why)}.`,
    ...neededLines(state, path),
    ...spentLines(state),
    ...(resume === null ? [] : ['Nothing in the log is lost. To go on:', '', ...waysOn(state, path, resume)]),
  ]
}

/** What it has cost, and whom: the dearest first. Nothing where no model was asked. */
function spentLines(state: State): readonly string[] {
  const { byRole, input, cached, output, usd } = state.spend
  if (input + cached + output + usd === 0) return []
  const each = Object.entries(byRole)
    .toSorted(([, left], [, right]) => right.usd - left.usd)
    .filter(([, spend]) => spend.usd > 0)
    .map(([role, spend]) => `${role} ${formatUsd(spend.usd)}`)
  return [`${spentWords(state)}${each.length === 0 ? '' : `: ${each.join(', ')}`}`]
}

/** `HUMAN is asked to review #6: synod say …` */
function neededLines(state: State, path: string): readonly string[] {
  return neededFromOutside(state).map(
    turn => `${askWords(turn)}: ${commandLine(turn, state, shellWord(path))}`,
  )
}

/** What answers for those who are waited for, and what ends a deadlock; then what goes on. */
function waysOn(state: State, path: string, resume: string): readonly string[] {
  const name = shellWord(path)
  const live = state.proposals.at(-1)
  const { outcome } = state
  if (outcome?.kind === 'PAUSED' && outcome.reason === 'deadlock' && live !== undefined) {
    return [`synod say ${name} "..."`, `synod decide ${name} --on ${live.entry} --reason "..."`, resume]
  }
  // Where nobody else could go on, resuming alone would wait again.
  const open = { ...state, outcome: null }
  const needed = neededFromOutside(state)
  const alone = due(open).length === needed.length
  return [...(alone ? needed.flatMap(turn => commandsFor(turn, open, name).slice(0, 1)) : []), resume]
}
