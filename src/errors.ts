/** Every error a user can meet. docs/errors.md lists the same codes; a test compares the two both ways. */

export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  noAgreement: 3,
  credentials: 4,
  cap: 5,
  log: 6,
  interrupted: 130,
  terminated: 143,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Code → exit code, one of `EXIT`. A retired code is never used again. */
export const ERRORS = {
  SYN_INTERNAL: 1,
  SYN_USAGE: 2,
  SYN_PROBLEM_EMPTY: 2,
  SYN_PROBLEM_TOO_LARGE: 2,
  SYN_FILE_UNREADABLE: 2,
  SYN_FILE_EXISTS: 2,
  SYN_FILE_NOT_WRITABLE: 1,
  SYN_CONFIG_INVALID: 2,
  SYN_ROLE_UNKNOWN: 2,
  SYN_ROLE_INVALID: 2,
  SYN_ROLE_EXTERNAL: 2,
  SYN_AGENT_INVALID: 2,
  SYN_AGENTS_NONE: 2,
  SYN_MIND_UNKNOWN: 2,
  SYN_SESSION_EXISTS: 2,
  SYN_SESSION_NOT_FOUND: 2,
  SYN_SESSION_AMBIGUOUS: 2,
  SYN_SESSION_ENDED: 2,
  SYN_ENTRY_NOT_FOUND: 2,
  SYN_SAY_EMPTY: 2,
  SYN_PROPOSAL_NOT_LIVE: 2,
  SYN_PROPOSAL_UNKNOWN: 2,
  SYN_CONCERN_UNKNOWN: 2,
  SYN_CONSENSUS_REACHED: 2,
  SYN_EDITOR_FAILED: 1,
  SYN_MIND_CREDENTIALS: 4,
  SYN_MIND_UNREACHABLE: 1,
  SYN_MIND_OVERLOADED: 1,
  SYN_MIND_REJECTED: 1,
  SYN_MIND_REFUSED: 1,
  SYN_MIND_CUT: 1,
  SYN_MIND_NONSENSE: 1,
  SYN_MIND_SCRIPT: 1,
  SYN_MIND_MISSING: 2,
  SYN_MIND_FAILED: 1,
  SYN_MIND_TIMEOUT: 1,
  SYN_CAP_REACHED: 5,
  SYN_RECORDING_INVALID: 2,
  SYN_RECORDING_DIVERGED: 1,
  SYN_TRACE_NOT_FOUND: 2,
  SYN_ENTRY_INVALID: 1,
  SYN_ENTRY_TOO_LARGE: 1,
  SYN_LOG_NOT_WRITABLE: 6,
  SYN_LOG_NOT_A_FILE: 6,
  SYN_LOG_TOO_LARGE: 6,
  SYN_LOG_DAMAGED: 6,
  SYN_LOG_LOCKED: 6,
  SYN_SESSION_RUNNING: 6,
  SYN_ROLE_TAKEN: 6,
} as const
export type ErrorCode = keyof typeof ERRORS

export interface SynodErrorOptions extends ErrorOptions {
  /** More about it, for programs: shapes differ by code. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** The one error class of Synod: the message says what happened, to what, and what to do. */
export class SynodError extends Error {
  override readonly name = 'SynodError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: SynodErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.details = options.details ?? {}
  }

  get exitCode(): ExitCode {
    return ERRORS[this.code]
  }
}
