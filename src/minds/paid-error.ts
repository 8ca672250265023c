/** What a turn that failed has cost travels in its error, so that it comes into the log all the same. */
import { SynodError } from '../errors.ts'
import type { Spend } from '../protocol/state.ts'

/** The same error, with what the calls before it have cost in `details.spend`. */
export function withSpend(error: SynodError, spend: readonly Spend[]): SynodError {
  return new SynodError(error.code, error.message, {
    cause: error.cause,
    details: { ...error.details, spend },
  })
}

/** What an error tells of costs; nothing where it tells nothing. */
export function spendIn(error: unknown): readonly Spend[] {
  const spend = error instanceof SynodError ? error.details['spend'] : undefined
  return Array.isArray(spend) ? (spend as readonly Spend[]) : []
}
