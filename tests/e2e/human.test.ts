import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { due, parseLog, type State, verifyLog } from '../../src/index.ts'
import { desk } from '../support/beside.ts'
import type { Finished } from '../support/processes.ts'

const PROBLEM = 'Design a rate limiter for our public REST API: 3 plans, 20k requests a second, 3 regions'

const lastLine = ({ stdout }: Finished): unknown => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
const isProposed = ({ proposals }: State) => proposals.length > 0

describe('a session with a person', () => {
  it('takes an objection out of the file, is revised by it, and is not agreed to before the person says so', async () => {
    const { begin, run, path, until, type, state, text } = desk()
    const session = begin('start', PROBLEM, '--with', 'human', '--log', 'log.md')
    const { proposals } = await until(isProposed)
    const first = proposals[0]?.entry ?? 0
    type('HUMAN', 'I object: the limits have to hold when a whole region is cut off from the others.')

    const revised = await until(
      now =>
        now.proposals.length > 1 && due(now).length > 0 && due(now).every(({ role }) => role === 'HUMAN'),
    )
    const live = revised.proposals.at(-1)?.entry ?? 0
    expect(live).toBeGreaterThan(first)
    expect(revised.outcome).toBeNull()
    expect(revised.consensus.missing).toEqual(['HUMAN'])
    expect(revised.concerns).toContainEqual(
      expect.objectContaining({ owner: 'HUMAN', kind: 'implied', status: 'answered', on: first }),
    )
    expect(text()).toMatch(/\n\*\*Asks\*\*: HUMAN\n/)

    const status = await run(['status', 'log.md'])
    expect(status.stdout).toMatch(
      new RegExp(`^Needs {2}HUMAN \\(human\\) to review #${live}: synod say log\\.md --agree ${live},`, 'm'),
    )
    // What is not the live text is refused, and nothing is written.
    const before = readFileSync(path)
    const stale = await run(['say', 'log.md', '--agree', String(first)])
    expect(stale.code).toBe(2)
    expect(stale.stderr).toMatch(
      new RegExp(`#${first} is replaced by #\\d+.*\\[SYN_PROPOSAL_NOT_LIVE\\]\\n$`),
    )
    expect(readFileSync(path)).toEqual(before)

    const said = await run(['say', 'log.md', '--agree', `#${live}`])
    expect(said.code, said.stderr).toBe(0)
    expect(said.stdout).toMatch(new RegExp(`^#\\d+ by HUMAN: agrees to #${live}\\n`))
    const ended = await session.finished
    expect(ended.code, ended.stderr).toBe(0)
    expect(ended.stderr).toMatch(
      new RegExp(`^HUMAN is asked to review #${first}: synod say log\\.md --agree ${first}, or `, 'm'),
    )
    expect(state().outcome).toMatchObject({ kind: 'CONSENSUS', on: live })
    expect(verifyLog(parseLog(Buffer.from(text())))).toMatchObject({ holds: true, unsealed: 0 })
    expect(ended.stdout).toMatch(/^\| HUMAN \| AGREE \|/m)
  })

  it('pauses when nobody comes, and goes on from what was said meanwhile', async () => {
    const { run, state, text } = desk()
    const ran = await run(['start', PROBLEM, '--with', 'human', '--wait', '2s', '--log', 'log.md'])
    expect(ran.code, ran.stderr).toBe(3)
    const paused = state()
    expect(paused.outcome).toMatchObject({ kind: 'PAUSED', reason: 'stalled' })
    expect(paused.consensus.missing).toEqual(['HUMAN'])
    const live = paused.proposals.at(-1)?.entry ?? 0
    expect(text()).toContain(`HUMAN is asked to review #${live}; nobody has come within 2 seconds.`)
    expect(ran.stderr.trimEnd().split('\n').slice(-4)).toEqual([
      'Nothing in the log is lost. To go on:',
      '',
      `synod say log.md --agree ${live}`,
      'synod resume log.md --wait 2s',
    ])
    expect(ran.stderr).toContain(`\nHUMAN is asked to review #${live}: synod say log.md --agree ${live}, or `)

    const said = await run(['say', 'log.md', '--agree', String(live), '--json'], '')
    expect(lastLine({ ...said, stdout: said.stdout })).toMatchObject({
      schema: 1,
      said: { role: 'HUMAN', fields: { Verdict: [`AGREE #${live}`] } },
      consensus: { reached: true },
      needed: [],
      notices: [],
    })
    const resumed = await run(['resume', 'log.md'])
    expect(resumed.code, resumed.stderr).toBe(0)
    expect(state().outcome).toMatchObject({ kind: 'CONSENSUS', on: live })
  })

  it('is asked for a clear word when its own can be read in two ways', async () => {
    const { run, state } = desk()
    await run(['start', PROBLEM, '--with', 'human', '--wait', '1s', '--log', 'log.md'])
    const said = await run(['say', 'log.md'], 'Looks good to me, I guess.\n')
    expect(said.code, said.stderr).toBe(0)
    expect(said.stdout).toMatch(/^note {2}it is no verdict yet: /m)
    expect(state().consensus.missing).toEqual(['HUMAN'])
    const resumed = await run(['resume', 'log.md', '--wait', '1s'])
    expect(resumed.code, resumed.stderr).toBe(3)
    expect(state().consensus.reached).toBe(false)
    expect(state().questions.every(({ answeredIn }) => answeredIn !== null)).toBe(true)
  })
})

describe('a deadlock', () => {
  it('is reported, and a person decides it with the dissent on record', async () => {
    const { begin, run, until, state, text, cwd } = desk()
    const session = begin(
      ...['start', PROBLEM, '--max-revisions', '0', '--external', 'critic', '--log', 'log.md'],
    )
    const objecting = async (live: number) => {
      const args = ['say', 'log.md', '--as', 'critic', '--object', String(live)]
      const said = await run([...args, '--concern', 'lock-in: it ties us to one cloud for good'])
      expect(said.code, said.stderr).toBe(0)
    }
    const waiting = (proposals: number) => (now: State) =>
      now.proposals.length === proposals && now.proposals.at(-1)?.verdicts['CRITIC'] === undefined
    const proposed = await until(waiting(1))
    await objecting(proposed.proposals[0]?.entry ?? 0)
    const mediated = await until(({ mediation }) => mediation !== null)
    await objecting(mediated.proposals.at(-1)?.entry ?? 0)
    const again = await until(waiting(2))
    const live = again.proposals.at(-1)?.entry ?? 0
    await objecting(live)

    const ended = await session.finished
    expect(ended.code, ended.stderr).toBe(3)
    expect(state().outcome).toMatchObject({ kind: 'PAUSED', reason: 'deadlock' })
    expect(ended.stderr.trimEnd().split('\n').slice(-3)).toEqual([
      'synod say log.md "..."',
      `synod decide log.md --on ${live} --reason "..."`,
      'synod resume log.md',
    ])
    const report = parseLog(Buffer.from(text())).entries.at(-1)?.content ?? ''
    expect(report).toContain(`- CRITIC objects to #${live} in #`)
    expect(report).toMatch(/^- lock-in, by CRITIC in #\d+: it ties us to one cloud for good \(/m)
    expect(report).toMatch(new RegExp(`^- \`synod decide \\S+ --on ${live} --reason "\\.\\.\\."\``, 'm'))

    const decided = await run([
      'decide',
      'log.md',
      '--on',
      String(live),
      '--reason',
      'We are on that cloud anyway.',
    ])
    expect(decided.code, decided.stderr).toBe(0)
    expect(decided.stdout).toBe(readFileSync(join(cwd, 'decision.md'), 'utf8'))
    expect(decided.stdout).toMatch(/^\*\*Status\*\*: decided with dissent on /m)
    expect(decided.stdout).toMatch(/^Decided by HUMAN in \[#\d+\]\(\S+\): We are on that cloud anyway\.$/m)
    expect(decided.stdout).toMatch(/^- CRITIC objects in /m)
    expect(decided.stdout).toMatch(
      /^- lock-in by CRITIC, .* is still open: it ties us to one cloud for good$/m,
    )
    expect(state().outcome).toMatchObject({ kind: 'DECIDED_WITH_DISSENT', on: live })
    expect(state().notices).toEqual([])
    expect(verifyLog(parseLog(Buffer.from(text()))).holds).toBe(true)
  })

  it('can be decided while the session is at work: its process then ends by itself', async () => {
    const { begin, run, until, state } = desk()
    const session = begin('start', PROBLEM, '--with', 'human', '--external', 'critic', '--log', 'log.md')
    const open = await until(({ consensus }) => consensus.missing.join() === 'CRITIC,HUMAN')
    const live = open.proposals.at(-1)?.entry ?? 0
    const decided = await run(['decide', 'log.md', '--on', String(live), '--reason', 'Now.', '--json'])
    expect(decided.code, decided.stderr).toBe(0)
    expect(lastLine(decided)).toMatchObject({
      event: 'result',
      exit: 0,
      outcome: { kind: 'DECIDED_WITH_DISSENT', on: live },
      decision: 'decision.md',
    })
    const ended = await session.finished
    expect(ended.code, ended.stderr).toBe(3)
    expect(ended.stdout).toMatch(/^- CRITIC has given no verdict on /m)
    expect(ended.stdout).not.toMatch(/^- HUMAN /m)
    expect(state().outcome?.kind).toBe('DECIDED_WITH_DISSENT')
  })
})

describe('a policy', () => {
  it('other than unanimous decides under its own name, and exits with 0', async () => {
    const { run, state } = desk()
    const ran = await run([
      'start',
      PROBLEM,
      '--policy',
      'majority',
      '--external',
      'critic',
      '--log',
      'log.md',
    ])
    expect(ran.code, ran.stderr).toBe(0)
    expect(state().outcome?.kind).toBe('MAJORITY')
    expect(ran.stdout).toMatch(/^\*\*Status\*\*: accepted by majority \(4 of 5\), not by consensus, on /m)
    expect(ran.stdout).toMatch(/^- CRITIC has given no verdict on /m)
  })
})
