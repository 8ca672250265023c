import { EXIT, type ExitCode } from '../errors.ts'
import type { Outcome } from '../protocol/state.ts'
import type { RunResult } from '../session/run.ts'

/** What the session's own policy takes for a decision. */
const CARRIED: readonly Outcome['kind'][] = ['CONSENSUS', 'NO_OBJECTION', 'MAJORITY', 'SUPERMAJORITY']

export type Signal = 'SIGINT' | 'SIGTERM'

/**
 * A session's outcome → the exit code of the command that worked it.
 * @param left the command was one role's and was interrupted: the session goes on without it
 */
export function exitOf(
  {
    state: { outcome },
    error,
  }: Pick<RunResult, 'error'> & { readonly state: { readonly outcome: Outcome | null } },
  signal: Signal = 'SIGINT',
  left: boolean = false,
): ExitCode {
  if (error?.code === 'SYN_LOG_DAMAGED') return error.exitCode
  if (outcome !== null && CARRIED.includes(outcome.kind)) return EXIT.ok
  if (outcome !== null && outcome.kind !== 'PAUSED') return EXIT.noAgreement
  if (left) return interruptedBy(signal)
  switch (outcome?.reason) {
    case 'interrupted':
      return interruptedBy(signal)
    case 'budget':
    case 'rounds':
      return EXIT.cap
    case undefined:
    case 'error':
      return error?.exitCode ?? EXIT.noAgreement
    default:
      return EXIT.noAgreement
  }
}

function interruptedBy(signal: Signal): ExitCode {
  return signal === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted
}
