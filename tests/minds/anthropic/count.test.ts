import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { countTokens } from '../../../src/minds/anthropic/count.ts'
import { readServer } from '../../../src/minds/anthropic/server.ts'
import { startAnthropicServer } from '../../support/anthropic-server.ts'

const KEY = 'sk-secret-1234567'
const PARAMS = {
  model: 'claude-opus-5-5',
  messages: [{ role: 'user' as const, content: 'How many tokens are these words?' }],
}

async function serverThat(answer: { readonly status: number; readonly body: string } | 'hangs') {
  const state = { asked: 0 }
  const server = createServer((_, response) => {
    state.asked += 1
    if (answer === 'hangs') return
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, state, server: readServer({ apiKey: KEY, baseUrl: `http://${host}` }) }
}

it('tells what the server counts, and asks no model', async () => {
  await using server = await startAnthropicServer({ replies: [] })
  const counted = await countTokens(readServer({ baseUrl: server.url }), PARAMS)
  expect(counted.why).toBeNull()
  expect(counted.tokens).toBeGreaterThan(5)
  expect(server.requests).toEqual([])
})

it.each([
  [404, '{}', 'does not count tokens'],
  [501, '', 'does not count tokens'],
  [200, '<html>', 'does not count tokens'],
  [200, '{}', 'does not count tokens'],
  [200, '{"input_tokens": "12"}', 'does not count tokens'],
  [200, '{"input_tokens": -1}', 'does not count tokens'],
  [401, `{"error": {"type": "authentication_error", "message": "${KEY}"}}`, 'does not accept the key'],
  [500, KEY, 'does not count them (it answers 500)'],
])('says what became of it where the server answers %i %s, after one request', async (status, body, why) => {
  const { host, state, server } = await serverThat({ status, body })
  expect(await countTokens(server, PARAMS)).toEqual({ tokens: null, why: `${host} ${why}` })
  expect(state.asked).toBe(1)
})

it('does not wait for ever', async () => {
  const { host, server } = await serverThat('hangs')
  const counted = await countTokens(server, PARAMS, AbortSignal.timeout(100))
  expect(counted).toEqual({ tokens: null, why: `${host} cannot be reached` })
})

it('says of a server that is not there that it cannot be reached', async () => {
  const counted = await countTokens(readServer({ baseUrl: 'http://127.0.0.1:1' }), PARAMS)
  expect(counted).toEqual({ tokens: null, why: '127.0.0.1:1 cannot be reached' })
})
