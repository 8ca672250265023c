import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { foldLog, parseLog, verifyLog } from '../../src/index.ts'
import {
  type AnthropicServerOptions,
  deliberate,
  entry,
  failing,
  type ReceivedRequest,
  type Reply,
  startAnthropicServer,
} from '../support/anthropic-server.ts'
import { fileUntil, synod } from '../support/processes.ts'
import { tempFolder } from '../support/temp.ts'

const KEY = 'sk-ant-a-secret-that-must-not-leak'
const START = ['start', 'Design a rate limiter', '--log', 'log.md']

async function served(
  replies: AnthropicServerOptions['replies'],
  test: (run: Run) => Promise<void>,
): Promise<void> {
  await using server = await startAnthropicServer({ replies, apiKey: KEY })
  const cwd = tempFolder()
  const env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: server.url }
  await test({
    path: join(cwd, 'log.md'),
    requests: server.requests,
    start: (...more) => synod([...START, ...more], { cwd, env }),
    resume: (...more) => synod(['resume', 'log.md', ...more], { cwd, env }),
  })
}

interface Run {
  readonly path: string
  readonly requests: readonly ReceivedRequest[]
  readonly start: (...more: string[]) => ReturnType<typeof synod>
  readonly resume: (...more: string[]) => ReturnType<typeof synod>
}

function stateAt(path: string) {
  const log = parseLog(readFileSync(path))
  expect(verifyLog(log).holds).toBe(true)
  return foldLog(log)
}

/** Does something else the first time, and deliberates from then on. */
function first(...replies: readonly Reply[]): (request: ReceivedRequest) => Reply {
  const waiting = [...replies]
  return request => waiting.shift() ?? deliberate(request)
}

it('works a whole session to consensus over the wire, and counts what it cost', () =>
  served(deliberate, async ({ start, path, requests }) => {
    const ran = await start().finished
    expect(ran.code, ran.stderr).toBe(0)
    const state = stateAt(path)
    expect(state.outcome?.kind).toBe('CONSENSUS')
    expect(state.proposals).toHaveLength(2)
    expect(state.spend.usd).toBeGreaterThan(0)
    expect(state.spend.output).toBe(40 * requests.length)
    expect(ran.stdout + ran.stderr + readFileSync(path, 'utf8')).not.toContain(KEY)
  }))

it.each<[string, readonly Reply[]]>([
  [
    'the provider is overloaded twice',
    [failing(529, { 'retry-after-ms': '5' }), failing(529, { 'retry-after-ms': '5' })],
  ],
  ['the provider limits the rate once', [failing(429, { 'retry-after-ms': '5' })]],
  ['a stream is cut in the middle of an answer', [entry({ content: 'half' }, { after: 4, ending: 'cut' })]],
  ['an answer breaks the schema', [entry({ content: '', verdict: 'MAYBE' })]],
])('still ends in consensus when %s', (_, replies) =>
  served(first(...replies), async ({ start, path, requests }) => {
    const ran = await start().finished
    expect(ran.code, ran.stderr).toBe(0)
    expect(stateAt(path).outcome?.kind).toBe('CONSENSUS')
    expect(requests.length).toBeGreaterThan(stateAt(path).entries)
  }),
)

const NONSENSE = entry({ content: 3 })
it.each<[string, number, string, Reply]>([
  ['the model declines', 1, 'SYN_MIND_REFUSED', { content: [], stopReason: 'refusal' }],
  ['the model answers nonsense', 1, 'SYN_MIND_NONSENSE', NONSENSE],
  ['the key is refused', 4, 'SYN_MIND_CREDENTIALS', failing(401)],
  ['the model is unknown', 1, 'SYN_MIND_REJECTED', failing(404)],
  [
    'the server speaks no JSON',
    1,
    'SYN_MIND_',
    { raw: { status: 200, contentType: 'text/html', body: '<h1>Hello</h1>' } },
  ],
])('pauses with the reason when %s, and goes on when resumed', (_, code, error, reply) => {
  let healthy = false
  return served(
    request => (healthy ? deliberate(request) : reply),
    async ({ start, resume, path }) => {
      const ran = await start().finished
      expect(ran.code, ran.stderr).toBe(code)
      expect(ran.stderr).toMatch(new RegExp(`^synod: .*\\[${error}`, 'm'))
      expect(ran.stderr).toMatch(/^synod resume log\.md$/m)
      expect(stateAt(path).outcome).toMatchObject({ kind: 'PAUSED', reason: 'error' })
      expect(ran.stderr + readFileSync(path, 'utf8')).not.toContain(KEY)
      healthy = true
      expect((await resume().finished).code).toBe(0)
      expect(stateAt(path).outcome?.kind).toBe('CONSENSUS')
    },
  )
})

it('says that the wrong key is refused, without repeating it', async () => {
  await using server = await startAnthropicServer({ replies: deliberate, apiKey: KEY })
  const env = { ANTHROPIC_API_KEY: 'sk-ant-another-secret', ANTHROPIC_BASE_URL: server.url }
  const ran = await synod([...START, '--json'], { cwd: tempFolder(), env }).finished
  expect(ran.code).toBe(4)
  expect(ran.stdout + ran.stderr).not.toContain('another-secret')
  expect(JSON.parse(ran.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    event: 'result',
    exit: 4,
    outcome: { kind: 'PAUSED', reason: 'error' },
    error: { code: 'SYN_MIND_CREDENTIALS' },
  })
})

it('loses nothing but the unwritten entry to kill -9, at several moments, and resumes to consensus', () =>
  served(
    request => ({ ...deliberate(request), delayMs: 20 }),
    async ({ start, resume, path }) => {
      let running = start()
      for (const entries of [1, 4, 6, 8]) {
        await fileUntil(path, text => (text.match(/^<!-- #/gm) ?? []).length >= entries)
        running.child.kill('SIGKILL')
        expect((await running.finished).signal).toBe('SIGKILL')
        expect(verifyLog(parseLog(readFileSync(path))).holds).toBe(true)
        running = resume()
      }
      expect((await running.finished).code).toBe(0)
      const state = stateAt(path)
      expect(state.outcome?.kind).toBe('CONSENSUS')
      expect(state.notices).toEqual([])
    },
  ))

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('pauses at %s, leaves the command to go on with, and exits with %i', (signal, code) =>
  served(
    request => ({ ...deliberate(request), delayMs: 30 }),
    async ({ start, resume, path }) => {
      const running = start()
      await fileUntil(path, text => text.includes('<!-- #5 '))
      running.child.kill(signal)
      const ran = await running.finished
      expect(ran.code, ran.stderr).toBe(code)
      expect(ran.stderr).toMatch(/^synod resume log\.md$/m)
      expect(ran.stdout).toBe('')
      expect(stateAt(path).outcome).toMatchObject({ kind: 'PAUSED', reason: 'interrupted' })
      expect((await resume().finished).code).toBe(0)
    },
  ),
)

it('stops at the cap on money, and says that it is the cap', () =>
  served(deliberate, async ({ start, path }) => {
    const ran = await start('--max-cost', '0.01').finished
    expect(ran.code, ran.stderr).toBe(5)
    expect(stateAt(path).outcome).toMatchObject({ kind: 'PAUSED', reason: 'budget' })
  }))
