/** A program that can be a mind, as data: how it is called, and how what it writes is read. */
import type { Effort } from '../../agents/definition.ts'
import type { TokenUsage } from '../models.ts'

export interface Calling {
  readonly role: string
  readonly task: string
  /** As the user named it; null leaves it to the program. */
  readonly model: string | null
  readonly effort: Effort | null
  /** US dollars the call may cost, or null without a cap. */
  readonly usd: number | null
  /** Files with the prompt and with the JSON schema of the answer, outside of the folder the program runs in. */
  readonly promptPath: string
  readonly schemaPath: string
}

/**
 * `logged-out`: somebody has to log in first. `limited`: later it would answer. `over-budget`: it stopped at the money
 * it was given. `failed`: anything else.
 */
export type FaultKind = 'logged-out' | 'limited' | 'over-budget' | 'failed'

/** What a program says went wrong, in its own words. */
export interface Fault {
  readonly kind: FaultKind
  readonly message: string
}

/** What a program has written, read. Whatever it does not say is null. */
export interface Reading {
  /** A text with one JSON object in it, or that object. */
  readonly answer: { readonly text: string } | { readonly json: unknown } | null
  readonly usage: TokenUsage | null
  readonly usd: number | null
  readonly model: string | null
  readonly fault: Fault | null
}

export interface Written {
  readonly stdout: string
  readonly stderr: string
  /** Null when it ended by a signal. */
  readonly code: number | null
  /** The prompt of the turn: what stands there is nobody's answer, however it came to stdout. Default: nothing. */
  readonly shown?: string
}

export interface Program {
  /** For messages and the trace: `claude`. */
  readonly name: string
  /** The word it is started by: a name to be found in PATH, or a path. */
  readonly file: string
  /** What to do to log in; null where nobody knows. */
  readonly login: string | null
  /** Where it is to be had; null for commands of the user's own. */
  readonly install: string | null
  args(calling: Calling): readonly string[]
  /** What its environment has besides the user's, and, where undefined, has not. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Files put into the folder it runs in, by their path there. */
  readonly files: Readonly<Record<string, string>>
  /** Whether a whole line of its output is part of the answer; null: all of it is. */
  readonly isAnswering: ((line: string) => boolean) | null
  read(written: Written): Reading
}
