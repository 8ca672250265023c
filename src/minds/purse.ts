/** What a call is allowed to cost: asked before it is sent, told when it is over. */
import type { Spend } from '../protocol/state.ts'

/** The most a call can use, known before it is sent. */
export interface Quote {
  readonly model: string
  /** Tokens of the prompt; rather too many than too few. */
  readonly input: number
  /** The most tokens the answer may take; 0 where nobody can say, as with a program that is run. */
  readonly output: number
}

export interface Grant {
  /** The most tokens the answer may take; at most what the quote said. */
  readonly output: number
  /** US dollars that are left for this call, or null without a cap on money. */
  readonly usd: number | null
  /** Called once, when the call is over: what it is known to have cost, or null. */
  settle(spend: Spend | null): void
}

/** Shared by all workers of a process: what one call may still cost, the others may not. */
export interface Purse {
  /**
   * Waits while what is left is reserved by calls under way.
   * @throws SynodError SYN_CAP_REACHED when the call could cross a cap even with a short answer; the signal's reason
   */
  draw(quote: Quote, signal: AbortSignal): Promise<Grant>
}

/** Without caps. */
export const BOTTOMLESS: Purse = {
  draw: async ({ output }) => ({ output, usd: null, settle: () => {} }),
}
