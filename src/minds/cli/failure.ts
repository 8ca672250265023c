/** Whatever can go wrong with a process → one error a user can act on. */
import { type ErrorCode, SynodError } from '../../errors.ts'
import { type Redact, redactedCause, systemCode } from '../anthropic/redact.ts'
import type { Turn } from '../mind.ts'
import type { Fault, Program } from './program.ts'
import type { Ran } from './run.ts'
import type { Absence } from './there.ts'

const LONGEST_QUOTE = 300
const LONGEST_PROSE = 200
const LONGEST_ISSUES = 500
const OTHER = 'choose another mind with --mind'

export interface FailureContext {
  readonly program: Program
  readonly redact: Redact
  readonly timeoutMs: number
  readonly mostOutput: number
}

/** A process that did not end by itself, or never began; null for one that did. */
export function endedEarly(
  ran: Ran,
  { program, redact, timeoutMs, mostOutput }: FailureContext,
): SynodError | null {
  const { name } = program
  const fail = (code: ErrorCode, message: string) =>
    new SynodError(code, message, { cause: redactedCause(ran.error, redact), details: facts(ran, program) })
  switch (ran.ending) {
    case 'exited':
      return null
    case 'stopped':
      return fail('SYN_MIND_CUT', `The call of ${name} was stopped before it had answered`)
    case 'timeout':
      return fail(
        'SYN_MIND_TIMEOUT',
        `${name} gave no answer within ${minutes(timeoutMs)} and was ended: go on with synod resume, or ${OTHER}`,
      )
    case 'too-much':
      return fail(
        'SYN_MIND_FAILED',
        `${name} wrote more than ${mostOutput / 2 ** 20} MB and was ended: see what it writes, or ${OTHER}`,
      )
    case 'absent':
      return absent(ran, program, fail)
  }
}

function absent(
  { error }: Ran,
  program: Program,
  fail: (code: ErrorCode, message: string) => SynodError,
): SynodError {
  const code = systemCode(error)
  if (code === 'ENOENT' || code === 'EACCES') return fail('SYN_MIND_MISSING', missingWords(program, code))
  return fail(
    'SYN_MIND_FAILED',
    `The program ${called(program)} could not be started (${code ?? 'for an unknown reason'}): ${OTHER}`,
  )
}

/** A program that is not there, or may not be run: told before it is asked for anything. */
export function missing(program: Program, why: Absence): SynodError {
  return new SynodError('SYN_MIND_MISSING', missingWords(program, why), {
    details: { program: program.name },
  })
}

function missingWords(program: Program, why: Absence): string {
  const said = why === 'ENOENT' ? 'was not found' : 'is not a program that may be run'
  const how = program.install === null ? '' : `install it (${program.install}), or `
  return `The program ${called(program)} ${said}: ${how}${OTHER}`
}

function called({ name, file }: Program): string {
  return file.includes('/') ? file : name
}

/** What the program itself says went wrong. */
export function faultError(fault: Fault, ran: Ran, { program, redact }: FailureContext): SynodError {
  const { name, login } = program
  const said = oneLine(redact(fault.message), LONGEST_QUOTE)
  const quoted = said === '' ? '' : ` (${said})`
  const fail = (code: ErrorCode, message: string) =>
    new SynodError(code, message, { details: facts(ran, program) })
  switch (fault.kind) {
    case 'logged-out':
      return fail(
        'SYN_MIND_CREDENTIALS',
        `${name} is not logged in${quoted}: ${login ?? `log in to it as it says`}, or ${OTHER}`,
      )
    case 'limited':
      return fail(
        'SYN_MIND_OVERLOADED',
        `${name} has reached a limit of its service${quoted}: wait a little, then go on with synod resume, or ${OTHER}`,
      )
    case 'over-budget':
      return fail(
        'SYN_CAP_REACHED',
        `${name} stopped at what was left for this call${quoted}: raise the cap with synod resume`,
      )
    case 'failed':
      return fail(
        'SYN_MIND_FAILED',
        `${name} failed${how(ran)}${said === '' ? ' without a word on stderr' : `: ${said}`}. Run it by hand to see why, then go on with synod resume`,
      )
  }
}

/** Two answers that were no entry: what was wrong with the second, and how it began. */
export function nonsense(
  turn: Turn,
  written: string,
  issues: readonly string[],
  { program, redact }: FailureContext,
): SynodError {
  const prose = oneLine(redact(written), LONGEST_PROSE)
  return new SynodError(
    'SYN_MIND_NONSENSE',
    `${program.name} twice gave no usable entry for ${what(turn)} (${oneLine(redact(issues.join('; ')), LONGEST_ISSUES)}); it wrote "${prose}": go on with synod resume, or ${OTHER}`,
    { details: { program: program.name, issues } },
  )
}

/** `BACKEND's turn to review #5` */
function what({ role, task, on }: Turn): string {
  return `${role}'s turn to ${task}${on === null ? '' : ` #${on}`}`
}

function how({ code, signal }: Ran): string {
  if (signal !== null) return `, ended by ${signal}`
  return code === 0 ? '' : ` with exit code ${code ?? 'unknown'}`
}

function facts({ code, signal }: Ran, { name }: Program): Readonly<Record<string, unknown>> {
  return { program: name, exitCode: code, signal }
}

function minutes(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms / 6_000) / 10} min`
}

/** Nothing in it breaks the line, moves a cursor or hides. */
function oneLine(text: string, longest: number): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed()
}
