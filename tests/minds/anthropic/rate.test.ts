import { expect, it } from 'vitest'
import { rateLimited } from '../../../src/minds/anthropic/rate.ts'
import { failing, startAnthropicServer } from '../../support/anthropic-server.ts'
import { GOOD } from '../../support/ask.ts'

async function ask(fetch: typeof globalThis.fetch, url: string): Promise<number> {
  const response = await fetch(`${url}/v1/messages`, { method: 'POST', body: '{}' })
  await response.arrayBuffer()
  return response.status
}

it('begins no more requests than allowed in any interval, whoever asks', async () => {
  await using server = await startAnthropicServer({ replies: [] })
  const starts: number[] = []
  const limited = rateLimited({
    perMinute: 2,
    interval: 300,
    fetch: (url, init) => {
      starts.push(performance.now())
      return fetch(url, init)
    },
  })
  await Promise.all([0, 1, 2, 3, 4].map(() => ask(limited, server.url)))
  expect(starts).toHaveLength(5)
  // A millisecond less: the queue's clock and this one tick apart.
  const apart = starts.slice(2).map((start, index) => start - (starts[index] ?? 0))
  expect(apart.every(ms => ms >= 298)).toBe(true)
})

it('lets everybody wait when one is told to', async () => {
  await using server = await startAnthropicServer({
    replies: [failing(429, { 'retry-after-ms': '300' }), GOOD],
  })
  const limited = rateLimited()
  const headers = { 'anthropic-version': '2026-10-21' }
  const body = JSON.stringify({
    model: 'claude-haiku-5-5',
    max_tokens: 10,
    messages: [{ role: 'user', content: 'x' }],
  })
  const post = () => limited(`${server.url}/v1/messages`, { method: 'POST', headers, body })
  expect((await post()).status).toBe(429)
  const started = performance.now()
  expect((await post()).status).toBe(200)
  expect(performance.now() - started).toBeGreaterThanOrEqual(290)
})

it('gives up a request that waits when it is stopped', async () => {
  await using server = await startAnthropicServer({ replies: [] })
  const limited = rateLimited({ perMinute: 1, interval: 60_000 })
  await ask(limited, server.url)
  const stop = new AbortController()
  const waiting = limited(`${server.url}/v1/messages`, { signal: stop.signal })
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
})
