import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DryRunReport } from '../../src/views/dry-run.ts'
import { startAnthropicServer } from '../support/anthropic-server.ts'
import { runSynod } from '../support/command-line.ts'
import { tempFolder } from '../support/temp.ts'

const PROBLEM = 'Design a rate limiter for our API: 3 plans, 20k requests a second'
const START = ['start', PROBLEM, '--workers', 'architect,backend,security', '--dry-run']

/** A command in this process has the process's own working folder. */
function inside(cwd: string): readonly string[] {
  return ['--dir', join(cwd, 'sessions')]
}

async function reportOf(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<DryRunReport> {
  const { code, stdout, stderr } = await runSynod([...args, '--json', ...inside(cwd)], { cwd, env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as DryRunReport
}

/** Everything under a folder, with what is in it. */
function contents(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter(file => file.isFile())
    .map(file => join(file.parentPath, file.name))
    .sort()
    .map(path => [path, readFileSync(path, 'utf8')] as const)
}

describe('start --dry-run', () => {
  it('without a key tells who would speak, sizes by their bytes, an estimate, and writes nothing', async () => {
    const cwd = tempFolder()
    const { code, stdout, stderr } = await runSynod([...START, '--mind', 'anthropic', ...inside(cwd)], {
      cwd,
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Rate limiter for our API')
    expect(stdout).toMatch(/^role +mind +definition +tokens$/m)
    expect(stdout).toMatch(/^SUPERVISOR +claude-\S+ +\S*agents\/supervisor\.md +\d+$/m)
    expect(stdout).toMatch(/^SECURITY +claude-\S+ +\S*agents\/security\.md +\d+$/m)
    expect(stdout).toMatch(/^counted as bytes divided by four: there is no key and no server to count them$/m)
    expect(stdout).toMatch(
      /^estimate {2}11 to 17 turns, [\d.]+k to [\d.]+k tokens, 0\.\d{4} to \d\.\d{4} USD$/m,
    )
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('No model was asked and nothing was written.')
    expect(contents(cwd)).toEqual([])
    expect(existsSync(join(cwd, 'sessions'))).toBe(false)
  })

  it('counts with the server that would be asked, and asks no model', async () => {
    await using server = await startAnthropicServer({ replies: [] })
    const args = [...START, '--mind', 'anthropic', '--base-url', server.url]
    const report = await reportOf(args, tempFolder())
    expect(report.prompt).toMatchObject({ countedBy: new URL(server.url).host, why: null })
    expect(report.prompt.shared).toBeGreaterThan(1_000)
    expect(report.roles.every(({ tokens }) => tokens > 0)).toBe(true)
    expect(server.requests).toEqual([])
  })

  it('goes by bytes where the server cannot be reached', async () => {
    const args = [...START, '--mind', 'anthropic', '--base-url', 'http://127.0.0.1:1']
    expect((await reportOf(args, tempFolder())).prompt).toMatchObject({
      countedBy: null,
      why: '127.0.0.1:1 cannot be reached',
    })
  })

  it('of the playbook costs nothing, and asks nobody although there is a server', async () => {
    await using server = await startAnthropicServer({ replies: [] })
    const report = await reportOf([...START, '--mind', 'playbook', '--base-url', server.url], tempFolder())
    expect(report.roles.map(({ mind }) => mind)).toEqual(Array(4).fill('playbook'))
    expect(report.estimate).toMatchObject({
      tokens: { least: 0, most: 0 },
      usd: { least: 0, most: 0 },
    })
    expect(report.prompt.why).toBe('nobody speaks by a model of a server')
  })

  it('of a program tells tokens and that its price is not known', async () => {
    const args = [...START, '--mind', `cli:${process.execPath}`, '--max-cost', '1']
    const report = await reportOf(args, tempFolder())
    expect(report.roles[0]?.priced).toBe(false)
    expect(report.estimate.tokens.least).toBeGreaterThan(10_000)
    expect(report.estimate.usd).toEqual({ least: 0, most: 0 })
    expect(report.caps).toEqual([{ flag: '--max-cost', cap: 1, verdict: 'cannot hold' }])
  })

  it('takes prices from synod.config.json, and holds the estimate against the caps', async () => {
    const models = { dear: { input: 1_000, output: 1_000 }, free: { input: 0, output: 0 } }
    const cwd = tempFolder({ 'synod.config.json': JSON.stringify({ models }) })
    const capsWith = async (model: string, ...caps: readonly string[]) => {
      const args = [...START, '--mind', 'anthropic', '--model', model, ...caps]
      return (await reportOf(args, cwd)).caps.map(({ verdict }) => verdict)
    }
    expect(await capsWith('dear', '--max-cost', '1')).toEqual(['too little'])
    expect(await capsWith('free', '--max-cost', '0.01', '--max-tokens', '90000000')).toEqual([
      'enough',
      'enough',
    ])
    const { estimate } = await reportOf([...START, '--mind', 'anthropic', '--model', 'dear'], cwd)
    const between = (estimate.usd.least + estimate.usd.most) / 2
    expect(await capsWith('dear', '--max-cost', between.toFixed(2))).toEqual(['may be reached'])
  })

  it.each([
    [['start', '', '--dry-run'], 'SYN_PROBLEM_EMPTY'],
    [[...START, '--proposer', 'nobody'], 'SYN_ROLE_UNKNOWN'],
    [[...START, '--mind', 'recorded:there'], 'SYN_'],
    [[...START, '--mind', 'cli:./nothing-that-is-there'], 'SYN_MIND_MISSING'],
  ])('refuses what start would refuse: %j', async (args, code) => {
    const cwd = tempFolder()
    const ran = await runSynod([...args, ...inside(cwd)], { cwd })
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain(code)
    expect(contents(cwd)).toEqual([])
  })
})

describe('resume --dry-run', () => {
  it('tells what is left to do, with what there is in the log, and leaves the log as it is', async () => {
    const cwd = tempFolder()
    const begin = [...START.slice(0, -1), '--mind', 'playbook', '--max-entries', '5']
    expect((await runSynod([...begin, ...inside(cwd)], { cwd })).code).toBe(5)
    const before = contents(cwd)
    const whole = await reportOf([...START, '--mind', 'anthropic'], mkdirIn(cwd))
    const left = await reportOf(['resume', '--dry-run', '--mind', 'anthropic'], cwd)
    expect(left.prompt.log).toBeGreaterThan(100)
    expect(left.estimate.turns.least).toBeLessThan(whole.estimate.turns.least)
    expect(left.log).toMatch(/log\.md$/)
    expect(contents(cwd)).toEqual(before)
  })
})

function mkdirIn(folder: string): string {
  const inner = join(folder, 'elsewhere')
  mkdirSync(inner)
  return inner
}
