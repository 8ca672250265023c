import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ERRORS, EXIT, SynodError } from '../src/errors.ts'

/** The expected side is written out: a red test here means that a public promise is about to change. */
const PINNED = {
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
}

it('has these error codes with these exit codes', () => {
  expect(ERRORS).toEqual(PINNED)
  expect(EXIT).toEqual({
    ok: 0,
    failure: 1,
    usage: 2,
    noAgreement: 3,
    credentials: 4,
    cap: 5,
    log: 6,
    interrupted: 130,
    terminated: 143,
  })
})

it('documents every code with its exit code, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/errors.md'), 'utf8')
  const documented = [...page.matchAll(/^\| `(SYN_\w+)` \| (\d) \|/gm)].map(([, code, exit]) => [
    code,
    Number(exit),
  ])
  expect(Object.fromEntries(documented)).toEqual(PINNED)
})

it('uses every code somewhere in the source', () => {
  const source = join(import.meta.dirname, '../src')
  const text = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && name !== 'errors.ts')
    .map(name => readFileSync(join(source, name), 'utf8'))
    .join('\n')
  expect(Object.keys(PINNED).filter(code => !text.includes(code))).toEqual([])
})

it('is an Error with a code, an exit code, details and its cause', () => {
  const cause = new Error('disk full')
  const error = new SynodError('SYN_LOG_NOT_WRITABLE', 'Cannot write', { cause, details: { path: 'x' } })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: 'SynodError',
    code: 'SYN_LOG_NOT_WRITABLE',
    exitCode: 6,
    cause,
    details: { path: 'x' },
  })
})
