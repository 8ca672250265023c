import { expect, it } from 'vitest'
import { createPace } from '../../../src/minds/anthropic/pace.ts'
import { failing } from '../../support/anthropic-server.ts'
import { ask, GOOD } from '../../support/ask.ts'

const { signal } = new AbortController()
const OK = new Response('ok')

it('begins no more requests than allowed in any interval, whoever asks', async () => {
  const starts: number[] = []
  const pace = createPace({ perMinute: 2, interval: 300 })
  const send = () =>
    pace.send(async () => {
      starts.push(performance.now())
      return OK
    }, signal)
  await Promise.all([0, 1, 2, 3, 4].map(send))
  expect(starts).toHaveLength(5)
  // The queue's clock and this one tick apart, and its timers may be early.
  const apart = starts.slice(2).map((start, index) => start - (starts[index] ?? 0))
  expect(apart.every(ms => ms >= 280)).toBe(true)
})

it('lets everybody wait while it is paused, and says so', async () => {
  const pace = createPace()
  expect(pace.isHeld).toBe(false)
  const started = performance.now()
  pace.pauseFor(200)
  pace.pauseFor(50)
  expect(pace.isHeld).toBe(true)
  await pace.send(async () => OK, signal)
  expect(performance.now() - started).toBeGreaterThanOrEqual(190)
})

it('gives up a request that waits when it is stopped', async () => {
  const pace = createPace({ perMinute: 1, interval: 60_000 })
  await pace.send(async () => OK, signal)
  const stop = new AbortController()
  const waiting = pace.send(async () => OK, stop.signal)
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
})

it('is kept by all minds that share it when a server asks one of them to wait', async () => {
  const pace = createPace()
  const { answer } = await ask([failing(429, { 'retry-after-ms': '150' }), GOOD], { mind: { pace } })
  expect(answer).not.toBeNull()
  const second = await ask([failing(429, { 'retry-after-ms': '150' }), GOOD], { mind: { pace } })
  expect(second.told.some(told => told.startsWith('retrying'))).toBe(true)
})
