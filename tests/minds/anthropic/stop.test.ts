import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { failing } from '../../support/anthropic-server.ts'
import { ask, GOOD } from '../../support/ask.ts'

describe('a turn that is stopped', () => {
  it('while the answer comes closes the connection', async () => {
    const stop = new AbortController()
    const { error, requests } = await ask([{ ...GOOD, eventDelayMs: 20 }], {
      signal: stop.signal,
      onActivity: activity => activity === 'writing' && stop.abort(),
    })
    expect(error).toMatchObject({ code: 'SYN_MIND_CUT', message: expect.stringContaining('was stopped') })
    expect(await requests[0]?.over).toBe('broken')
    expect(requests).toHaveLength(1)
    expect(error?.details['spend']).toHaveLength(1)
  })

  it('before the answer begins closes the connection', async () => {
    const stop = new AbortController()
    const { error, requests } = await ask(
      () => {
        stop.abort()
        return { ...GOOD, delayMs: 30_000 }
      },
      { signal: stop.signal },
    )
    expect(error).toMatchObject({ code: 'SYN_MIND_CUT', details: { spend: [] } })
    expect(await requests[0]?.over).toBe('broken')
  })

  it('before it begins asks nobody', async () => {
    const { error, requests } = await ask([GOOD], { signal: AbortSignal.abort() })
    expect(error).toMatchObject({ code: 'SYN_MIND_CUT' })
    expect(requests).toHaveLength(0)
  })

  it('while a busy server is waited for does not wait to the end', async () => {
    const stop = new AbortController()
    const { error, requests } = await ask([failing(529, { 'retry-after': '60' }), GOOD], {
      signal: stop.signal,
      mind: { sleep: (ms, signal) => wait(ms, undefined, { signal }) },
      onActivity: activity => activity === 'retrying' && setTimeout(() => stop.abort(), 20),
    })
    expect(error).toMatchObject({ code: 'SYN_MIND_CUT' })
    expect(requests).toHaveLength(1)
  })

  it('while it waits to try a broken call again does not wait to the end', async () => {
    const stop = new AbortController()
    const { error, requests } = await ask([{ ...GOOD, after: 3 }, GOOD], {
      signal: stop.signal,
      mind: {
        sleep: (_, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason))
            stop.abort()
          }),
      },
    })
    expect(error).toMatchObject({ code: 'SYN_MIND_CUT', message: expect.stringContaining('was stopped') })
    expect(requests).toHaveLength(1)
  })
})
