import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { failing, prose } from '../../support/anthropic-server.ts'
import { ask, GOOD } from '../../support/ask.ts'

const SOON = { 'retry-after-ms': '5' }

describe('a server that is busy', () => {
  it('is asked again after 529, twice', async () => {
    const { answer, requests, told } = await ask([failing(529, SOON), failing(529, SOON), GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests).toHaveLength(3)
    expect(told).toEqual([
      'thinking',
      'retrying 529, again in 0.1 s',
      'thinking',
      'retrying 529, again in 0.1 s',
      'thinking',
      'writing',
    ])
    expect(answer?.spend).toHaveLength(1)
  })

  it('is obeyed when it says how long to wait', async () => {
    const { answer, told, slept } = await ask([failing(429, { 'retry-after': '30' }), GOOD])
    expect(answer).not.toBeNull()
    expect(slept).toEqual([30_000])
    expect(told).toContain('retrying 429, again in 30 s')
  })

  it('for ten minutes is asked a few times, longer apart each time, and then given up', async () => {
    const { error, requests, slept } = await ask(() => failing(529), { mind: { retries: 6 } })
    expect(requests).toHaveLength(7)
    expect(slept).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000])
    expect(error).toMatchObject({ code: 'SYN_MIND_OVERLOADED' })
    expect(error?.message).toContain('(529: scripted), also when asked 7 times over 24 s')
  })

  it('is never waited for longer than it was told to, and ten minutes at most', async () => {
    const { error, slept } = await ask(() => failing(529, { 'retry-after': '120' }), { mind: { retries: 4 } })
    expect(slept).toEqual([120_000, 120_000, 120_000, 120_000])
    expect(error?.message).toContain('also when asked 5 times over 480 s')
  })

  it('is not waited for when it asks for an hour', async () => {
    const { error, requests } = await ask([failing(429, { 'retry-after': '3600' }), GOOD])
    expect(error).toMatchObject({ code: 'SYN_MIND_OVERLOADED' })
    expect(requests).toHaveLength(1)
  })

  it.each([
    [529, 'is overloaded or failing (529: scripted)'],
    [500, 'is overloaded or failing (500: scripted)'],
    [429, 'limits how often claude-sonnet-5-5 may be asked (429: scripted)'],
  ])('fails the turn when %i does not end', async (status, message) => {
    const { error, requests } = await ask(() => failing(status, SOON))
    expect(requests).toHaveLength(3)
    expect(error).toMatchObject({ code: 'SYN_MIND_OVERLOADED', details: { status, spend: [] } })
    expect(error?.message).toContain(message)
    expect(error?.message).toContain('synod resume')
  })
})

describe('a server that says no', () => {
  const no = (status: number, type: string, message: string) => [{ error: { status, type, message } }]

  it.each([
    [401, 'authentication_error', 'bad key', 'SYN_MIND_CREDENTIALS', 'check ANTHROPIC_API_KEY'],
    [403, 'permission_error', 'not yours', 'SYN_MIND_CREDENTIALS', 'check what the key may do'],
    [402, 'billing_error', 'no plan', 'SYN_MIND_CREDENTIALS', 'check the plan and credit'],
    [
      400,
      'invalid_request_error',
      'Your credit balance is too low',
      'SYN_MIND_CREDENTIALS',
      'check the plan and credit',
    ],
    [400, 'invalid_request_error', 'effort: not here', 'SYN_MIND_REJECTED', 'change --model or --effort'],
    [400, 'invalid_request_error', 'prompt is too long: 2 > 1', 'SYN_MIND_REJECTED', 'a longer context'],
    [413, 'request_too_large', 'too large', 'SYN_MIND_REJECTED', 'a longer context'],
    [404, 'not_found_error', 'model: claude-9', 'SYN_MIND_REJECTED', 'name a model it has with --model'],
  ])('with %i %s "%s" ends in %s', async (status, type, message, code, advice) => {
    const { error, requests } = await ask(no(status, type, message))
    expect(error).toMatchObject({ code, details: { status, type, requestId: 'req_scripted', spend: [] } })
    expect(error?.message).toContain(`(${status}: ${message})`)
    expect(error?.message).toContain(advice)
    expect(requests).toHaveLength(1)
  })

  it('to the key it really got', async () => {
    const { error } = await ask([GOOD], { mind: { apiKey: 'sk-another' } })
    expect(error).toMatchObject({ code: 'SYN_MIND_CREDENTIALS', exitCode: 4 })
  })

  it('to a call without a key says that it wants one', async () => {
    const { error } = await ask([GOOD], { mind: { apiKey: null } })
    expect(error).toMatchObject({
      code: 'SYN_MIND_CREDENTIALS',
      message: expect.stringContaining('set ANTHROPIC_API_KEY'),
    })
  })

  it('to a model it does not have', async () => {
    const { error } = await ask([GOOD], { mind: { model: 'claude-opus-9' } })
    expect(error).toMatchObject({
      code: 'SYN_MIND_REJECTED',
      message: expect.stringContaining('claude-opus-9'),
    })
  })
})

describe('a server that is not there', () => {
  it('is told from one that is', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    const { error, told } = await ask([], { mind: { baseUrl: `http://127.0.0.1:${port}`, retries: 1 } })
    expect(error).toMatchObject({ code: 'SYN_MIND_UNREACHABLE', details: { spend: [] } })
    expect(error?.message).toContain(`127.0.0.1:${port} cannot be reached (ECONNREFUSED)`)
    expect(told).toEqual(['thinking', 'retrying no connection, again in 0.5 s', 'thinking'])
  })

  it('is given up when no answer begins in time', async () => {
    const { error } = await ask([{ ...GOOD, delayMs: 5_000 }], { mind: { timeoutMs: 60, retries: 0 } })
    expect(error).toMatchObject({ code: 'SYN_MIND_UNREACHABLE' })
    expect(error?.message).toContain('gave no answer within 0.1 s')
  })

  it('is known by what it sends: a page in place of an answer', async () => {
    const page = {
      status: 200,
      contentType: 'text/html',
      body: '<html><body>Log in to the hotel</body></html>',
    }
    const { error, requests } = await ask([{ raw: page }])
    expect(error).toMatchObject({ code: 'SYN_MIND_UNREACHABLE' })
    expect(error?.message).toContain('is not the Messages API, but sends text/html')
    expect(requests).toHaveLength(1)
  })

  it('does not get its error page into the message', async () => {
    const page = { status: 502, contentType: 'text/html', body: `<html>${'bad gateway '.repeat(500)}</html>` }
    const { error } = await ask(() => ({ raw: page }), { mind: { retries: 0 } })
    expect(error).toMatchObject({ code: 'SYN_MIND_OVERLOADED' })
    expect(error?.message).toContain('(502)')
    expect(error?.message).not.toContain('html')
    expect(String(error?.cause).length).toBeLessThan(1_100)
  })

  it.each([
    ['a page that says it is a stream', 'text/event-stream', '<html>nothing here</html>'],
    ['nothing at all', 'text/event-stream', ''],
    ['lines that are no events', 'text/event-stream', ': ping\nfoo\n\nretry: soon\n\n'],
    ['an event that is no JSON', 'text/event-stream', 'event: message_start\ndata: {"type": oops\n\n'],
    [
      'an end without a beginning',
      'text/event-stream',
      'event: message_stop\ndata: {"type":"message_stop"}\n\n',
    ],
  ])('is asked again when it sends %s', async (_, contentType, body) => {
    for (const isAnthropic of [true, false]) {
      const { error, requests } = await ask(() => ({ raw: { status: 200, contentType, body } }), {
        mind: { isAnthropic },
      })
      expect(error).toMatchObject({ code: 'SYN_MIND_CUT' })
      expect(requests).toHaveLength(3)
    }
  })

  it.each([
    ['nothing', ''],
    ['text', 'ok'],
    ['JSON that is no message', '{"status":"ok"}'],
    ['JSON that is no object', '[1]'],
  ])('is known by %s in place of a message', async (_, body) => {
    for (const isAnthropic of [true, false]) {
      const raw = { status: 200, contentType: 'application/json', body }
      const { error } = await ask(() => ({ raw }), { mind: { isAnthropic } })
      expect(error).toMatchObject({ code: 'SYN_MIND_UNREACHABLE' })
      expect(error?.message).toContain('is not the Messages API')
    }
  })
})

describe('a model that says no', () => {
  it('ends the turn with what it refused', async () => {
    const { error, requests } = await ask([
      prose('', {
        content: [],
        stopReason: 'refusal',
        stopDetails: { type: 'refusal', category: 'cyber', explanation: null },
      }),
    ])
    expect(error).toMatchObject({ code: 'SYN_MIND_REFUSED', details: { category: 'cyber' } })
    expect(error?.message).toContain("refused BACKEND's review of #5 (cyber)")
    expect(error?.details['spend']).toHaveLength(1)
    expect(requests).toHaveLength(1)
  })

  it('ends the turn when the log no longer fits', async () => {
    const { error } = await ask([prose('So', { stopReason: 'model_context_window_exceeded' })])
    expect(error).toMatchObject({
      code: 'SYN_MIND_REJECTED',
      message: expect.stringContaining('too long for claude-sonnet-5-5'),
    })
  })
})
