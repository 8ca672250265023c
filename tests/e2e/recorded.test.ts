import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Finished, REPO, synod } from '../support/processes.ts'
import { keptFolder } from '../support/temp.ts'

const PROBLEM = 'Design a job queue: 2k jobs a second, at least once'

function pathIn({ stderr }: Finished): string {
  return /^log +(\S+)$/m.exec(stderr)?.[1] ?? ''
}

describe('a session that was recorded', () => {
  const cwd = keptFolder()
  const run = (...args: string[]) => synod(args, { cwd }).finished
  const file = (...path: string[]) => readFileSync(join(cwd, ...path), 'utf8')
  let first: Finished

  beforeAll(async () => {
    mkdirSync(join(cwd, 'panel'))
    for (const name of ['architect.md', 'backend.md'])
      copyFileSync(join(REPO, 'agents', name), join(cwd, 'panel', name))
    const workers = 'architect=./panel/architect.md,backend=./panel/backend.md'
    first = await run('start', PROBLEM, '--workers', workers, '--record', 'tape')
  })

  it('is played again byte for byte, by its own id and into a folder of its own', async () => {
    expect(first.code).toBe(0)
    const again = await run('start', PROBLEM, '--mind', 'recorded:tape')
    expect(again.stderr).toContain('played again: the log is the recorded one, byte for byte')
    expect(again.code).toBe(0)
    expect(pathIn(again)).not.toBe(pathIn(first))
    expect(file(pathIn(again))).toBe(file(pathIn(first)))
    expect(file('tape', 'log.md')).toBe(file(pathIn(first)))
  })

  it('is not played on another problem, nor by other rules', async () => {
    const other = await run('start', 'Design a cache', '--mind', 'recorded:tape')
    expect(other.code).toBe(1)
    expect(other.stderr).toBe(
      `synod: The session parts from the recording at the problem: its line 1 was "${PROBLEM}", now "Design a cache" [SYN_RECORDING_DIVERGED]\n`,
    )
    const rules = await run('start', PROBLEM, '--policy', 'majority', '--mind', 'recorded:tape')
    expect(rules.stderr).toContain('at its rules: --policy was "unanimous", now "majority"')
  })

  it('is played by rules of its own without naming them', async () => {
    const rules = ['--policy', 'majority', '--max-revisions', '5', '--deadlock', 'owner']
    await run('start', PROBLEM, ...rules, '--workers', 'architect,backend', '--record', 'by-rules')
    const again = await run('start', '--mind', 'recorded:by-rules')
    expect(again.stderr).toContain('played again: the log is the recorded one, byte for byte')
    expect(again.code).toBe(0)
    const typed = await run('start', '--max-revisions', '3', '--mind', 'recorded:by-rules')
    expect(typed.stderr).toContain('at its rules: --max-revisions was "5", now "3"')
  })

  it('says where it parts when one line of a definition has changed', async () => {
    const path = join(cwd, 'panel', 'backend.md')
    const before = readFileSync(path, 'utf8')
    const line = before
      .split('\n')
      .findLast((text, at, all) => /^[A-Z]/.test(text) && all.indexOf('## Playbook') > at)
    if (line === undefined) throw new Error('the definition has no prose to change')
    writeFileSync(path, before.replace(line, `${line} Trust nobody.`))
    const changed = await run('start', PROBLEM, '--mind', 'recorded:tape')
    writeFileSync(path, before)
    expect(changed.code).toBe(1)
    expect(changed.stderr).toMatch(
      /synod: BACKEND's analysis \(answer \d of \d+\) parts from the recording: in the definition of BACKEND, line \d+ was ".+", now ".+Trust nobody\.".* \[SYN_RECORDING_DIVERGED\]/,
    )
    expect(changed.stderr).toContain('paused: error')
  })

  it('is not recorded over, and not played where it is no recording', async () => {
    const over = await run('start', 'Design a cache', '--record', 'tape')
    expect(over).toMatchObject({ code: 2 })
    expect(over.stderr).toContain('[SYN_RECORDING_INVALID]')
    const nothing = await run('start', PROBLEM, '--mind', 'recorded:nowhere')
    expect(nothing).toMatchObject({ code: 2 })
    expect(nothing.stderr).toContain('There is no folder nowhere')
  })
})
