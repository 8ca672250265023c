import { EXIT, type ExitCode, type SynodError } from '../errors.ts'
import type { Outcome } from '../protocol/state.ts'

/** A session's outcome → the exit code of the command that worked it. */
export function exitOf(
  outcome: Outcome | null,
  error: SynodError | null = null,
  signal: 'SIGINT' | 'SIGTERM' = 'SIGINT',
): ExitCode {
  if (outcome === null) return error?.exitCode ?? EXIT.noAgreement
  if (outcome.kind === 'CONSENSUS' || outcome.kind === 'NO_OBJECTION') return EXIT.ok
  if (outcome.kind !== 'PAUSED') return EXIT.noAgreement
  switch (outcome.reason) {
    case 'interrupted':
      return signal === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted
    case 'budget':
    case 'rounds':
      return EXIT.cap
    case 'error':
      return error?.exitCode ?? EXIT.noAgreement
    default:
      return EXIT.noAgreement
  }
}
