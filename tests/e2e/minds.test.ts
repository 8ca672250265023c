/** Rules, a model and a program at one table. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { foldLog, parseLog, verifyLog } from '../../src/index.ts'
import { deliberate, startAnthropicServer } from '../support/anthropic-server.ts'
import { synod } from '../support/processes.ts'
import { tempFolder } from '../support/temp.ts'

/** A program of somebody's own: reads the prompt, writes one JSON object. */
const SEAT = `
let prompt = ''
process.stdin.setEncoding('utf8').on('data', text => { prompt += text }).on('end', () => {
  const [, task, on] = /<turn role="SECURITY" task="([a-z]+)"(?: on="#(\\d+)")?>/.exec(prompt)
  const judgement = task === 'review' ? { verdict: 'AGREE', evidence: 'read #' + on, condition: null, withdraws: [] } : null
  console.log(JSON.stringify({ content: 'SECURITY on ' + task + ' by a program.', judgement, resolves: [], asks: [] }))
})
`
const SECURITY = `security@cli:${process.execPath} ./seat.mjs`

it('come to one agreement, are named in the header, and a log has no command run when it goes on', async () => {
  await using server = await startAnthropicServer({ replies: deliberate })
  const cwd = tempFolder({ 'seat.mjs': SEAT })
  const run = (...args: string[]) => synod(args, { cwd, env: { ANTHROPIC_BASE_URL: server.url } }).finished
  const workers = `architect,backend@claude-haiku-5-5,${SECURITY}`
  const begin = ['start', 'Design a rate limiter', '--log', 'log.md', '--mind', 'playbook']
  const paused = await run(...begin, '--workers', workers, '--max-entries', '4')
  expect(paused.code, paused.stderr).toBe(5)

  const refused = await run('resume', 'log.md')
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('SECURITY was opened with a command of its own')
  expect(refused.stderr).toContain("--minds 'security@cli:")

  const ended = await run('resume', 'log.md', '--mind', 'playbook', '--minds', `backend@haiku,${SECURITY}`)
  expect(ended.code, ended.stderr).toBe(0)
  const log = parseLog(readFileSync(join(cwd, 'log.md')))
  expect(verifyLog(log).holds).toBe(true)
  expect(log.header?.minds).toEqual({
    BACKEND: 'claude-haiku-5-5',
    SECURITY: SECURITY.replace('security@', ''),
  })
  const state = foldLog(log)
  expect(state.outcome?.kind).toBe('CONSENSUS')
  expect(state.models).toEqual(expect.arrayContaining(['playbook', 'claude-haiku-5-5', 'node']))

  const lines = readFileSync(join(cwd, 'log.trace.jsonl'), 'utf8').trim().split('\n')
  const minds = lines.map(line => JSON.parse(line)).map(({ role, mind }) => `${role} by ${mind}`)
  expect(new Set(minds)).toEqual(new Set(['BACKEND by anthropic', 'SECURITY by cli:node']))
  const shown = await run('trace', 'log.md')
  expect(shown.code, shown.stderr).toBe(0)
  expect(shown.stdout).toContain('claude-haiku-5-5')
})

it('are not chosen by a config that comes with a repository, as far as that would have a command run', async () => {
  const config = JSON.stringify({ workers: ['architect', 'backend@cli:./evil.sh'] })
  const cwd = tempFolder({
    'synod.config.json': config,
    'evil.sh': '#!/bin/sh\ntouch ran\n',
    '.git/HEAD': '',
  })
  const { code, stderr } = await synod(['start', 'Design a rate limiter'], { cwd }).finished
  expect(code).toBe(2)
  expect(stderr).toContain('SYN_CONFIG_INVALID')
  expect(stderr).toContain('backend@cli:./evil.sh')
})

it('stay who they were when a session goes on, by the command that was printed', async () => {
  await using server = await startAnthropicServer({ replies: deliberate, models: ['qwen3:32b'] })
  const cwd = tempFolder()
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    synod(args, { cwd, env }).finished
  const begin = ['start', 'Design a rate limiter', '--log', 'log.md', '--base-url', server.url]
  const paused = await run([...begin, '--model', 'qwen3:32b', '--max-entries', '3'])
  expect(paused.code, paused.stderr).toBe(5)
  expect(paused.stderr).toContain('paused: rounds: 3 of 3 entries are written')
  const asked = server.requests.length

  const bare = await run(['resume', 'log.md'], { ANTHROPIC_API_KEY: 'sk-ant-a-key-for-somebody-else' })
  expect(bare.code).toBe(2)
  expect(bare.stderr).toContain(`was opened with the server ${server.url}`)
  expect(server.requests).toHaveLength(asked)

  const printed = /^synod (resume .*)$/m.exec(paused.stderr)?.[1]?.split(' ') ?? []
  expect(printed).toEqual(expect.arrayContaining(['--model', 'qwen3:32b', '--max-entries']))
  const ended = await run([...printed.slice(0, -2), '--max-entries', '50'])
  expect(ended.code, ended.stderr).toBe(0)
  expect(foldLog(parseLog(readFileSync(join(cwd, 'log.md')))).models).toEqual(['qwen3:32b'])
})

it('do not begin to cost because there is a key', async () => {
  await using server = await startAnthropicServer({ replies: deliberate })
  const cwd = tempFolder()
  const env = { ANTHROPIC_API_KEY: 'sk-ant-a-key', ANTHROPIC_BASE_URL: server.url }
  const begin = ['start', 'Design a rate limiter', '--log', 'log.md', '--max-entries', '3']
  expect((await synod(begin, { cwd }).finished).code).toBe(5)
  const ended = await synod(['resume', 'log.md'], { cwd, env }).finished
  expect(ended.code, ended.stderr).toBe(0)
  expect(foldLog(parseLog(readFileSync(join(cwd, 'log.md')))).models).toEqual(['playbook'])
  expect(server.requests).toHaveLength(0)
})
