/** One call to a model or a program, as the trace keeps it. Data alone: it goes into a file as it is. */
import type { Task } from '../protocol/state.ts'
import type { TokenUsage } from './models.ts'

/** Why a call was made: the turn's first, or what the one before it made necessary. */
export const CALL_REASONS = ['first', 'retry', 'repair', 'longer', 'continue'] as const
export type CallReason = (typeof CALL_REASONS)[number]

/** `answered`: whole, whether or not its entry can be used. `stopped`: by whoever runs the session. */
export const CALL_OUTCOMES = ['answered', 'failed', 'stopped'] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

export interface PromptPrefix {
  /** What it ends with: `system`, `seats`, `problem` or `#12`. */
  readonly upTo: string
  /** SHA-256 of everything up to there, in hexadecimal: calls with the same hash can share a cache. */
  readonly hash: string
  /** UTF-8 bytes up to there. */
  readonly bytes: number
}

export interface CallRecord {
  readonly role: string
  readonly task: Task
  readonly on: number | null
  readonly reason: CallReason
  /** Which mind: `anthropic`, `cli:claude`, … */
  readonly mind: string
  /** Host and port, or the program. */
  readonly server: string
  readonly model: string
  /** When it was sent, in milliseconds since the epoch. */
  readonly at: number
  /** From sent to the first of the answer, and to its end, in milliseconds. */
  readonly firstTokenMs: number | null
  readonly ms: number
  /** SHA-256 of the request, in hexadecimal, and its UTF-8 bytes. */
  readonly request: string
  readonly bytes: number
  /** Each ends where a cache breakpoint stands; empty where nothing is cached. */
  readonly prefixes: readonly PromptPrefix[]
  /** Null where nobody said. */
  readonly usage: TokenUsage | null
  readonly usd: number
  readonly outcome: CallOutcome
  readonly stopReason: string | null
  readonly error: { readonly code: string; readonly message: string } | null
  /** Request and answer in full, only where they were asked for; nothing in them is a key. */
  readonly body: { readonly request: unknown; readonly answer: unknown } | null
}
