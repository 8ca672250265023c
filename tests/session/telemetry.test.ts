import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import type { Notice } from '../../src/log/entry.ts'
import { startTelemetry, type Telemetry } from '../../src/session/telemetry.ts'
import type { WorkerEvent } from '../../src/workers/events.ts'
import { callOf, FIRST_CALL } from '../support/calls.ts'
import { startOtlpServer } from '../support/otlp-server.ts'

async function start(env: Readonly<Record<string, string>>) {
  const notices: Notice[] = []
  const telemetry = await startTelemetry(env, { session: 'limits', onNotice: notice => notices.push(notice) })
  return { telemetry, notices }
}

const json = (url: string) => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' })
const event = (change: Partial<WorkerEvent>): WorkerEvent => ({
  role: 'BACKEND',
  state: 'waiting',
  task: null,
  on: null,
  detail: '',
  at: FIRST_CALL,
  ...change,
})

/** A turn of two calls, and a call of a role whose turn nobody told of. */
async function run({ onWorker, onCall, end }: Telemetry): Promise<void> {
  onWorker(event({}))
  onWorker(event({ state: 'thinking', task: 'review', on: 5, at: FIRST_CALL }))
  onCall(callOf({ outcome: 'failed', error: { code: 'SYN_MIND_CUT', message: 'cut' }, ms: 100 }))
  onWorker(event({ state: 'retrying', task: 'review', on: 5, at: FIRST_CALL + 150 }))
  onCall(callOf({ reason: 'retry', at: FIRST_CALL + 200, ms: 1_000 }))
  onWorker(event({ at: FIRST_CALL + 1_300 }))
  onCall(callOf({ role: 'QA' }))
  await end(null)
}

describe('spans', () => {
  it('are posted as JSON: calls under their turns, turns under the session, each with its own time', async () => {
    await using server = await startOtlpServer()
    const { telemetry, notices } = await start({
      ...json(server.url),
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=acme',
      OTEL_SERVICE_NAME: 'design',
      OTEL_RESOURCE_ATTRIBUTES: 'team=platform',
    })
    await run(telemetry)
    expect(server.posts.map(({ path }) => path)).toEqual(['/v1/traces'])
    expect(server.posts[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-tenant': 'acme' })
    expect(server.resource()).toEqual({ 'service.name': 'design', team: 'platform' })
    const spans = server.spans()
    const root = spans.find(({ name }) => name === 'invoke_workflow synod')
    const turn = spans.find(({ name }) => name === 'invoke_agent BACKEND')
    const nano = (ms: number) => `${FIRST_CALL + ms}000000`
    const times = (from: number, to: number) => ({ startTimeUnixNano: nano(from), endTimeUnixNano: nano(to) })
    const common = { traceId: root?.traceId, kind: 3 }
    expect(root).toMatchObject({
      kind: 1,
      status: { code: 0 },
      attributes: { 'gen_ai.conversation.id': 'limits' },
    })
    expect(root?.parentSpanId).toBeUndefined()
    expect(turn).toMatchObject({
      kind: 1,
      traceId: root?.traceId,
      parentSpanId: root?.spanId,
      ...times(0, 1_300),
      attributes: {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.provider.name': 'anthropic',
        'synod.on': 5,
      },
    })
    expect(spans.filter(({ kind }) => kind === 3)).toMatchObject([
      {
        ...common,
        name: 'chat claude-haiku-5-5',
        parentSpanId: turn?.spanId,
        ...times(0, 100),
        status: { code: 2 },
        attributes: { 'error.type': 'SYN_MIND_CUT' },
      },
      {
        ...common,
        parentSpanId: turn?.spanId,
        ...times(200, 1_200),
        status: { code: 0 },
        attributes: {
          'gen_ai.agent.name': 'BACKEND',
          'gen_ai.response.finish_reasons': ['tool_use'],
          'gen_ai.usage.input_tokens': 900,
          'server.port': 443,
          'synod.reason': 'retry',
        },
      },
      { ...common, parentSpanId: root?.spanId, attributes: { 'gen_ai.agent.name': 'QA' } },
    ])
    expect(spans).toHaveLength(5)
    expect(notices).toEqual([])
  })

  it('are posted as protobuf by default, to the very address that is given for spans', async () => {
    await using server = await startOtlpServer()
    const { telemetry, notices } = await start({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${server.url}/spans` })
    await run(telemetry)
    const [post] = server.posts
    expect(post).toMatchObject({ path: '/spans', headers: { 'content-type': 'application/x-protobuf' } })
    const text = post?.body.toString('latin1')
    for (const name of [
      'chat claude-haiku-5-5',
      'gen_ai.usage.cache_read.input_tokens',
      'invoke_agent BACKEND',
    ]) {
      expect(text).toContain(name)
    }
    expect(notices).toEqual([])
  })

  it('say what a turn and a session have failed of', async () => {
    await using server = await startOtlpServer()
    const { telemetry } = await start(json(server.url))
    telemetry.onWorker(event({ state: 'thinking', task: 'frame' }))
    const error = new SynodError('SYN_MIND_CREDENTIALS', 'no key')
    telemetry.onWorker(event({ state: 'failed', task: 'frame', error }))
    await telemetry.end('SYN_MIND_CREDENTIALS')
    expect(server.spans()).toMatchObject([
      {
        name: 'invoke_agent BACKEND',
        status: { code: 2 },
        attributes: { 'error.type': 'SYN_MIND_CREDENTIALS' },
      },
      {
        name: 'invoke_workflow synod',
        status: { code: 2 },
        attributes: { 'error.type': 'SYN_MIND_CREDENTIALS' },
      },
    ])
  })
})

/** Takes connections and never says a word. */
async function silentServer(): Promise<number> {
  const server: Server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

describe('an endpoint that cannot be used', () => {
  it('is told once, and nothing is thrown', async () => {
    const server = await startOtlpServer()
    await server[Symbol.asyncDispose]()
    const { telemetry, notices } = await start(json(server.url))
    await run(telemetry)
    const host = new URL(server.url).host
    const message = `OpenTelemetry: spans could not be sent to ${host}: ECONNREFUSED; the session goes on without`
    expect(notices).toEqual([{ code: 'telemetry-lost', line: 0, entry: null, message }])
  })

  it('that refuses is told with its status', async () => {
    await using server = await startOtlpServer(404)
    const { telemetry, notices } = await start(json(server.url))
    await run(telemetry)
    expect(notices.map(({ message }) => message)).toEqual([
      `OpenTelemetry: spans could not be sent to ${new URL(server.url).host}: HTTP 404; the session goes on without`,
    ])
  })

  it('that never answers holds the end up for three seconds at most', async () => {
    const port = await silentServer()
    const { telemetry, notices } = await start(json(`http://user:pass@127.0.0.1:${port}`))
    const before = performance.now()
    await run(telemetry)
    expect(performance.now() - before).toBeLessThan(3_500)
    expect(notices).toMatchObject([{ code: 'telemetry-lost' }])
    expect(notices[0]?.message).not.toContain('pass')
  })

  it.each([
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'grpc is not supported',
    ],
    [
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://x',
        OTEL_EXPORTER_OTLP_CERTIFICATE: '/no/such/ca.pem',
      },
      'could not be started: ENOENT',
    ],
  ])('by %j is told before anything is sent', async (env, why) => {
    const { telemetry, notices } = await start(env)
    await run(telemetry)
    expect(notices).toMatchObject([{ code: 'telemetry-lost' }])
    expect(notices[0]?.message).toContain(why)
  })
})

it('loads none of the libraries before an endpoint is named', () => {
  const source = readFileSync(new URL('../../src/session/telemetry.ts', import.meta.url), 'utf8')
  const loaded = [...source.matchAll(/^import (?!type ).* from '(.*)'$/gm)].map(([, from]) => from)
  expect(loaded).toEqual(['../minds/anthropic/redact.ts', './telemetry-config.ts', './telemetry-spans.ts'])
})
