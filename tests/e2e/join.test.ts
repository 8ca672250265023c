import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { chooseMind, due, type Entry, foldLog, parseLog, resumeSession, verifyLog } from '../../src/index.ts'
import { rosterOf } from '../../src/session/resume.ts'
import {
  deliberate,
  failing,
  type ReceivedRequest,
  type Reply,
  startAnthropicServer,
} from '../support/anthropic-server.ts'
import { type Finished, fileUntil, type Running, synod } from '../support/processes.ts'
import { tempFolder } from '../support/temp.ts'

const PROBLEM = 'Design a rate limiter for our public REST API: 3 plans, 20k requests a second, 3 regions'
const KEY = 'sk-ant-a-secret-that-must-not-leak'
const ROLES = ['supervisor', 'architect', 'backend', 'frontend', 'security']

interface Table {
  readonly path: string
  readonly requests: readonly ReceivedRequest[]
  readonly run: (...args: readonly string[]) => Talking
  readonly join: (role: string, ...flags: readonly string[]) => Talking
}

interface Talking extends Running {
  /** Resolves when it has said this on stderr. */
  readonly says: (pattern: RegExp) => Promise<void>
}

/** A session that is open and that nobody works, on a model whose answers the test gives; without one, on the playbook. */
async function opened(
  test: (table: Table) => Promise<void>,
  reply?: (request: ReceivedRequest) => Reply | Promise<Reply>,
): Promise<void> {
  await using server = await startAnthropicServer({ replies: reply ?? [], apiKey: KEY })
  const cwd = tempFolder()
  const env: Record<string, string> =
    reply === undefined ? {} : { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: server.url }
  const run = (...args: readonly string[]) => {
    const running = synod(args, { cwd, env })
    onTestFinished(() => void running.child.kill('SIGKILL'))
    return talking(running)
  }
  const ran = await run('start', PROBLEM, '--open', '--log', 'log.md').finished
  expect(ran.code, ran.stderr).toBe(0)
  expect(ran.stdout.trimEnd().split('\n')).toEqual(ROLES.map(role => `synod join log.md --role ${role}`))
  const joined = (role: string, ...flags: readonly string[]) =>
    run('join', 'log.md', '--role', role, ...flags)
  await test({ path: join(cwd, 'log.md'), requests: server.requests, run, join: joined })
}

const read = (path: string) => parseLog(readFileSync(path))
const sealed = (text: string) => (text.match(/^<!-- #/gm) ?? []).length

type Said = Pick<Entry, 'role' | 'type' | 'fields' | 'content'>

/** Who wrote what, whatever the order in which those wrote who were due at the same time. */
function saidIn(entries: readonly Entry[]): readonly Said[] {
  return entries
    .map(({ role, type, fields, content }) => ({ role, type, fields, content }))
    .toSorted((left, right) => left.role.localeCompare(right.role))
}

/** What one process says next when it goes on from the first entries of a log, until all have spoken who are due then. */
async function saidNext(path: string, upTo: number, turns: number): Promise<readonly Said[]> {
  const text = readFileSync(path, 'utf8')
  const ends = [...text.matchAll(/^<!-- #.*-->\n/gm)].map(({ index, 0: seal }) => index + seal.length)
  const end = upTo === 0 ? text.indexOf('\n### [') : ends[upTo - 1]
  const copy = join(tempFolder({ 'log.md': text.slice(0, end) }), 'log.md')
  const roster = rosterOf(read(copy), copy)
  await resumeSession(copy, { roster, minds: chooseMind({ mind: 'playbook', env: {} }) })
  return saidIn(read(copy).entries.slice(upTo, upTo + turns))
}

/** Whose turn a request is about. */
function turnOf({ body }: ReceivedRequest): string {
  const [, role, task] = /<turn role=\\"([^"\\]+)\\" task=\\"([^"\\]+)\\"/.exec(JSON.stringify(body)) ?? []
  return `${role} ${task}`
}

describe('five processes, a role each', () => {
  it('write on the playbook what one process writes from the same log, at every turn, and the supervisor alone leaves the record', () =>
    opened(async ({ path, run, join: joined }) => {
      const one = await run('start', PROBLEM, '--log', 'one.md').finished
      expect(one.code, one.stderr).toBe(0)
      const ran = await Promise.all(ROLES.map(role => joined(role).finished))
      for (const { code, stderr } of ran) {
        expect(code, stderr).toBe(0)
        expect(stderr).toMatch(/^CONSENSUS: /m)
      }
      expect(verifyLog(read(path))).toMatchObject({ holds: true, unsealed: 0 })
      const { entries, header } = read(path)
      const whoWrote = (from: string) =>
        read(from)
          .entries.map(({ role, type }) => `${role} ${type}`)
          .toSorted()
      expect(whoWrote(path)).toEqual(whoWrote(join(path, '..', 'one.md')))
      for (let at = 0; at < entries.length; ) {
        const turns = due(foldLog({ header, entries }, { upTo: at })).length
        expect(saidIn(entries.slice(at, at + turns))).toEqual(await saidNext(path, at, turns))
        at += turns
      }
      const record = readFileSync(join(path, '..', 'decision.md'), 'utf8')
      expect(ran.map(({ stdout }) => stdout)).toEqual([record, '', '', '', ''])
      expect(foldLog(read(path)).notices).toEqual([])
    }))

  it('lose nothing but the unwritten entry to kill -9, and its role is free at once', async () => {
    let killed = () => {}
    const isKilled = new Promise<void>(resolve => {
      killed = resolve
    })
    let asked = () => {}
    const isAsked = new Promise<void>(resolve => {
      asked = resolve
    })
    let hangs = true
    const reply = async (request: ReceivedRequest) => {
      if (hangs && turnOf(request) === 'BACKEND review') {
        hangs = false
        asked()
        await isKilled
      }
      return deliberate(request)
    }
    await opened(async ({ path, run, join: joined }) => {
      const processes = new Map(ROLES.map(role => [role, joined(role)]))
      await isAsked
      await fileUntil(path, text => sealed(text) === 8)
      const backend = processes.get('backend')
      const before = readFileSync(path)

      const second = await joined('backend').finished
      expect(second.code, second.stderr).toBe(6)
      expect(second.stderr).toMatch(/^synod: .*SYN_ROLE_TAKEN\]\n$/)
      expect(second.stderr).toMatch(new RegExp(`\\b${backend?.child.pid}\\b`))
      const runner = run('resume', 'log.md')
      await runner.says(/note {2}SECURITY is run by process \d+/)
      const third = await run('resume', 'log.md').finished
      expect(third.code, third.stderr).toBe(6)
      expect(third.stderr).toMatch(/^synod: .*SYN_SESSION_RUNNING\]\n$/)
      expect(third.stderr).toMatch(new RegExp(`\\b${runner.child.pid}\\b`))
      const fourth = await run('start', PROBLEM, '--log', 'log.md').finished
      expect(fourth.stderr).toMatch(/^synod: .*SYN_SESSION_RUNNING\]\n$/)
      expect(readFileSync(path)).toEqual(before)

      backend?.child.kill('SIGKILL')
      expect((await backend?.finished)?.signal).toBe('SIGKILL')
      killed()
      await runner.says(/note {2}BACKEND is due and nobody runs it: synod join log\.md --role backend/)
      processes.set('backend', joined('backend'))
      const ran = await Promise.all([...processes.values(), runner].map(({ finished }) => finished))
      for (const { code, stderr } of ran) expect(code, stderr).toBe(0)
      expect(verifyLog(read(path)).holds).toBe(true)
      const { outcome, notices, proposals } = foldLog(read(path))
      expect(outcome?.kind).toBe('CONSENSUS')
      expect(proposals).toHaveLength(2)
      expect(notices).toEqual([])
    }, reply)
  })
})

describe('one role in a process of its own', () => {
  it('ends alone at Ctrl-C, and says how to take it again', () => {
    const reply = async (request: ReceivedRequest) =>
      turnOf(request) === 'SUPERVISOR frame'
        ? { ...deliberate(request), delayMs: 60_000 }
        : deliberate(request)
    return opened(async ({ path, requests, join: joined }) => {
      const running = joined('supervisor')
      await expect.poll(() => requests.length, { timeout: 20_000 }).toBe(1)
      running.child.kill('SIGINT')
      const ran = await running.finished
      expect(ran.code, ran.stderr).toBe(130)
      expect(ran.stderr).toMatch(/^synod join log\.md --role supervisor$/m)
      expect(ran.stdout).toBe('')
      expect(foldLog(read(path)).outcome).toBeNull()
      expect(await requests[0]?.over).toBe('broken')
    }, reply)
  })

  it('pauses the session when its model is lost, and the others go on when it is resumed', () => {
    let healthy = false
    const reply = (request: ReceivedRequest) =>
      !healthy && turnOf(request) === 'BACKEND review' ? failing(404) : deliberate(request)
    return opened(async ({ path, run, join: joined }) => {
      const others = ['supervisor', 'architect', 'frontend', 'security'].map(role => joined(role))
      const lost = await joined('backend', '--json').finished
      expect(lost.code, lost.stderr).toBe(1)
      expect(lastLine(lost)).toMatchObject({
        event: 'result',
        exit: 1,
        outcome: { kind: 'PAUSED', reason: 'error' },
        decision: null,
        error: { code: 'SYN_MIND_REJECTED' },
      })
      await others[0]?.says(/^SUPERVISOR waits: the session is paused \(error\)$/m)
      healthy = true
      const resumed = await run('resume', 'log.md').finished
      expect(resumed.code, resumed.stderr).toBe(0)
      // It had no part in closing the session.
      expect(resumed.stdout).toBe('')
      for (const { finished } of others) expect((await finished).code).toBe(0)
      expect(foldLog(read(path)).outcome?.kind).toBe('CONSENSUS')
      expect(existsSync(join(path, '..', 'decision.md'))).toBe(true)
    }, reply)
  })

  it('is refused where there is no such role, and when the session is over', () =>
    opened(async ({ run, join: joined }) => {
      const unknown = await joined('wizard').finished
      expect(unknown.code).toBe(2)
      expect(unknown.stderr).toMatch(
        /^synod: .*SUPERVISOR, ARCHITECT, BACKEND, FRONTEND, SECURITY \[SYN_ROLE_UNKNOWN\]\n$/,
      )
      const nobody = await run('join', 'log.md').finished
      expect(nobody.code).toBe(2)
      expect(nobody.stderr).toMatch(/^synod: .*--role.*\[SYN_USAGE\]\n$/)
      expect((await run('resume', 'log.md').finished).code).toBe(0)
      expect((await joined('backend').finished).stderr).toMatch(/\[SYN_SESSION_ENDED\]\n$/)
    }))
})

function lastLine({ stdout }: Finished): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
}

function talking(running: Running): Talking {
  let said = ''
  const { child, finished } = running
  child.stderr?.on('data', (text: string) => {
    said += text
  })
  const says = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (pattern.test(said)) resolve()
      }
      child.stderr?.on('data', look)
      void finished.then(({ stderr }) => reject(new Error(`It ended before it said ${pattern}: ${stderr}`)))
      look()
    })
  return { ...running, says }
}
