import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { foldLog, parseLog, verifyLog } from '../../src/index.ts'
import { due } from '../../src/protocol/due.ts'
import { statusReport } from '../../src/views/status.ts'
import { type Finished, synod } from '../support/processes.ts'
import { keptFolder } from '../support/temp.ts'

const PROBLEM = 'Design a rate limiter for our public REST API: 3 plans, 20k requests a second, 3 regions'
const WORKERS = ['ARCHITECT', 'BACKEND', 'FRONTEND', 'SECURITY']

describe('a session on the embedded panel, with no key and no model', () => {
  const cwd = keptFolder()
  let ran: Finished
  let path: string
  let text: string
  const run = (...args: string[]) => synod(args, { cwd }).finished

  beforeAll(async () => {
    ran = await run('start', PROBLEM)
    path = /^log +(\S+)$/m.exec(ran.stderr)?.[1] ?? ''
    text = readFileSync(join(cwd, path), 'utf8')
  })

  it('ends in the consensus of every worker on the same number', () => {
    expect(ran.code).toBe(0)
    const state = foldLog(parseLog(text))
    const live = state.proposals.at(-1)
    expect(state.outcome).toMatchObject({ kind: 'CONSENSUS', on: live?.entry })
    expect(Object.keys(live?.verdicts ?? {}).toSorted()).toEqual(WORKERS)
    expect(Object.values(live?.verdicts ?? {}).every(({ verdict }) => verdict === 'AGREE')).toBe(true)
  })

  it('was argued: somebody objected, and the proposal was revised', () => {
    const state = foldLog(parseLog(text))
    expect(text).toMatch(/^\*\*Verdict\*\*: OBJECT #\d+$/m)
    expect(state.proposals.length).toBeGreaterThanOrEqual(2)
    expect(state.concerns.length).toBeGreaterThanOrEqual(1)
    expect(state.concerns.every(({ status }) => status === 'closed')).toBe(true)
  })

  it('leaves the decision record on stdout and in a file, with every concern, answer and sign-off linked', () => {
    expect(ran.stdout).toBe(readFileSync(join(cwd, path, '..', 'decision.md'), 'utf8'))
    const state = foldLog(parseLog(text))
    for (const { id, owner, raisedAt } of state.concerns) {
      expect(ran.stdout).toContain(id)
      expect(ran.stdout).toContain(owner)
      expect(ran.stdout).toContain(`[#${raisedAt}](log.md#`)
    }
    for (const role of WORKERS) expect(ran.stdout).toContain(role)
  })

  it('says on every view that the playbook is speaking, not a model', async () => {
    for (const view of [ran.stderr, ran.stdout]) expect(view).toMatch(/playbook/)
    for (const command of ['watch', 'replay', 'status']) {
      expect((await run(command, path)).stdout, command).toMatch(/playbook/)
    }
  })

  it('sends no escape byte to where there is no terminal', async () => {
    const views = await Promise.all([
      run('watch', path),
      run('replay', path),
      run('status', path),
      run('list'),
      run('verify', path),
    ])
    for (const { stdout, stderr, code } of [ran, ...views]) {
      expect(code).toBe(0)
      expect(stdout + stderr).not.toContain('\u001b')
    }
  })

  it('is verified, and an edited byte makes verify name the entry', async () => {
    expect(verifyLog(parseLog(text)).holds).toBe(true)
    expect(await run('verify', path)).toMatchObject({ code: 0 })
    const { entries } = parseLog(text)
    for (const { number } of entries) {
      const broken = join(cwd, `broken-${number}.md`)
      const start = [...text.matchAll(/^### \[/gm)][number - 1]?.index ?? 0
      const at = text.indexOf('**Content**:', start) + 16
      writeFileSync(broken, `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`)
      const { code, stdout } = await run('verify', broken)
      expect(code).toBe(6)
      expect(stdout).toContain(`#${number} `)
    }
  })

  it('shows at every entry exactly the fold of the entries up to it', async () => {
    const log = parseLog(text)
    for (const { number } of log.entries) {
      const { stdout } = await run('status', path, '--at', String(number), '--json')
      const state = foldLog({ header: log.header, entries: log.entries.slice(0, number) })
      expect(JSON.parse(stdout)).toEqual(
        JSON.parse(JSON.stringify(statusReport(log, state, { path }, due(state)))),
      )
    }
  })

  it('replays the same entries that the log has', async () => {
    const { stdout } = await run('replay', path, '--no-timing', '--json')
    const events = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { event: string; number: number })
    const entries = events.filter(({ event }) => event === 'entry')
    expect(entries).toHaveLength(parseLog(text).entries.length)
    for (const [index, { role, type, content, fields, time, number }] of parseLog(text).entries.entries()) {
      expect(entries[index]).toMatchObject({ role, type, content, fields: { ...fields }, time, number })
    }
  })

  it('gives the same contents for the same problem again, under a name of its own', async () => {
    const again = await run('start', PROBLEM)
    const second = /^log +(\S+)$/m.exec(again.stderr)?.[1] ?? ''
    expect(second).not.toBe(path)
    const contents = (source: string) =>
      parseLog(source).entries.map(({ role, fields, content }) => ({ role, fields, content }))
    expect(contents(readFileSync(join(cwd, second), 'utf8'))).toEqual(contents(text))
  })

  it('is found without being named, and refused a second ending', async () => {
    expect((await run('status', '--json')).code).toBe(0)
    expect((await run('list', '--json')).stdout.trim().split('\n')).toHaveLength(2)
    const resumed = await run('resume', path)
    expect(resumed).toMatchObject({ code: 2 })
    expect(resumed.stderr).toContain('SYN_SESSION_ENDED')
  })
})
