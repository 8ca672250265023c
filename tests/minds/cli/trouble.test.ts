import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cliMind } from '../../../src/minds/cli/mind.ts'
import { tempFolder } from '../../support/temp.ts'
import { turnOf } from '../../support/turn-of.ts'
import { ask, failure, PROGRAMS } from './fake-programs.ts'

const AGENT = join(PROGRAMS, 'agent')

describe('a program that cannot answer', () => {
  it.each([
    [
      'claude',
      'claude is not logged in (Not logged in · Please run /login): run claude and type /login, or set ANTHROPIC_API_KEY',
    ],
    [
      'codex',
      'codex is not logged in (unexpected status 401 Unauthorized: Missing bearer or basic authentication in header): run codex login',
    ],
    [
      'gemini',
      'gemini is not logged in (Please set an Auth method in your settings.json or specify GEMINI_API_KEY): run gemini once and sign in, or set GEMINI_API_KEY',
    ],
    ['opencode', 'opencode is not logged in (no credentials): run opencode auth login'],
    [AGENT, 'agent is not logged in (error: you are not logged in): log in to it as it says'],
  ])('says how to log in: %s', async (spec, message) => {
    const asked = await ask(spec, { fake: 'logged-out' })
    expect(failure(asked)).toBe(`SYN_MIND_CREDENTIALS: ${message}, or choose another mind with --mind`)
    expect(asked.seen).toHaveLength(1)
  })

  it.each(['claude', 'codex', 'gemini', 'opencode'])('says that a limit is reached: %s', async spec => {
    const asked = await ask(spec, { fake: 'limited' })
    expect(failure(asked)).toContain(`SYN_MIND_OVERLOADED: ${spec} has reached a limit of its service (`)
  })

  it('says what it stopped at, when that was the budget', async () => {
    const asked = await ask('claude', { fake: 'over-budget' })
    expect(failure(asked)).toContain(
      'SYN_CAP_REACHED: claude stopped at what was left for this call (Reached maximum budget ($0.01))',
    )
    expect(asked.error?.details['spend']).toMatchObject([{ usd: 0.0125 }])
  })

  it.each(['claude', 'codex', 'gemini', 'opencode', AGENT])(
    'says how it crashed, and hides keys: %s',
    async spec => {
      const asked = await ask(spec, {
        fake: 'crash',
        env: { SOME_API_KEY: 'sk-very-secret-value' },
        bodies: true,
      })
      expect(asked.error?.code).toBe('SYN_MIND_FAILED')
      expect(asked.error?.message).toMatch(/ failed with exit code 3: fatal: out of luck with \[key\]\. /)
      expect(asked.error?.details).toMatchObject({ exitCode: 3, spend: [] })
      expect(JSON.stringify(asked.calls)).not.toContain('sk-very')
      expect(asked.calls).toMatchObject([{ outcome: 'failed', error: { code: 'SYN_MIND_FAILED' } }])
    },
  )

  it('hides a key before the line it stands in is cut', async () => {
    // Of 2000 characters that are kept, half a key would be the first.
    const code = `process.stderr.write('x'.repeat(5_000) + process.env.SOME_API_KEY + ' ' + 'y'.repeat(1_990)); process.exitCode = 1`
    const env = { SOME_API_KEY: 'sk-very-secret-value' }
    const asked = await ask(`"${process.execPath}" -e "${code}"`, { env })
    expect(failure(asked)).toContain('SYN_MIND_FAILED: node failed with exit code 1: xxxx[key] yyyy')
  })

  it('says which signal ended it', async () => {
    expect(failure(await ask('codex', { fake: 'killed' }))).toContain(
      'SYN_MIND_FAILED: codex failed, ended by SIGKILL without a word on stderr',
    )
  })

  it.each([
    [
      'claude',
      'SYN_MIND_MISSING: The program claude was not found: install it (npm install -g @anthropic-ai/claude-code), or choose another mind with --mind',
    ],
    [
      'no-such-agent',
      'SYN_MIND_MISSING: The program no-such-agent was not found: choose another mind with --mind',
    ],
    [
      '/no/such/agent',
      'SYN_MIND_MISSING: The program /no/such/agent was not found: choose another mind with --mind',
    ],
  ])('is missing: %s', async (spec, message) => {
    expect(failure(await ask(spec, { env: { PATH: '/nowhere' } }))).toBe(message)
  })

  it('may not be run', async () => {
    expect(failure(await ask('./not-executable', { cwd: PROGRAMS }))).toMatch(
      /^SYN_MIND_MISSING: The program .*not-executable is not a program that may be run: /,
    )
  })

  it.each(['no-such-agent', '/no/such/agent', 'fixtures/cli-minds/agent', './not-executable'])(
    'is refused before it is asked anything: %s',
    spec => {
      const options = { spec, model: null, effort: null, env: { PATH: '/nowhere' }, cwd: PROGRAMS }
      expect(() => cliMind(options)).toThrow(expect.objectContaining({ code: 'SYN_MIND_MISSING' }))
    },
  )

  it('is missed as well when it has gone since', async () => {
    const folder = tempFolder({ agent: '' })
    const file = join(folder, 'agent')
    chmodSync(file, 0o755)
    const mind = cliMind({ spec: file, model: null, effort: null, env: {} })
    rmSync(file)
    const message = `The program ${file} was not found: choose another mind with --mind`
    await expect(mind.think(turnOf(), { signal: new AbortController().signal })).rejects.toMatchObject({
      code: 'SYN_MIND_MISSING',
      message,
      details: { spend: [] },
    })
    expect(() => cliMind({ spec: file, model: null, effort: null, env: {} })).toThrow(message)
  })

  it('is ended when it writes without end', async () => {
    const asked = await ask('claude', { fake: 'huge', mostOutput: 2 ** 20 })
    expect(failure(asked)).toContain('SYN_MIND_FAILED: claude wrote more than 1 MB and was ended')
  })
})

/** A process that has ended and nobody has waited for is gone all the same. */
function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  if (existsSync('/proc/self/stat')) return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8'))
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function pidsIn(folder: string): readonly number[] {
  return JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8'))
}

describe('a program that hangs', () => {
  it('is ended with all it has started when the time is up, also when it will not', async () => {
    const asked = await ask('claude', { fake: 'hang-hard', timeoutMs: 3_000, graceMs: 200 })
    expect(failure(asked)).toBe(
      'SYN_MIND_TIMEOUT: claude gave no answer within 3 s and was ended: go on with synod resume, or choose another mind with --mind',
    )
    const pids = pidsIn(asked.folder)
    expect(pids).toHaveLength(2)
    await expect.poll(() => pids.filter(isRunning)).toEqual([])
  })

  it.each(['codex', AGENT])('is ended with all it has started when the turn is stopped: %s', async spec => {
    const stop = new AbortController()
    // It writes when it and what it has started are up.
    const asked = await ask(spec, {
      fake: 'hang',
      signal: stop.signal,
      onWriting: () => stop.abort(),
    })
    expect(failure(asked)).toMatch(
      /^SYN_MIND_CUT: The call of (codex|agent) was stopped before it had answered$/,
    )
    expect(asked.calls).toMatchObject([{ outcome: 'stopped', error: { code: 'SYN_MIND_CUT' } }])
    const pids = pidsIn(asked.folder)
    await expect.poll(() => pids.filter(isRunning)).toEqual([])
  })

  it('is not started when the turn was stopped before', async () => {
    const asked = await ask('claude', { signal: AbortSignal.abort(new Error('enough')) })
    expect(asked.error?.code).toBe('SYN_MIND_CUT')
    expect(asked.answer).toBeNull()
  })

  it('is not waited for by what it leaves behind', async () => {
    const { answer } = await ask(AGENT, { fake: 'leaves-one-behind', graceMs: 200 })
    expect(answer?.draft.verdict).toBe('OBJECT')
  })
})
