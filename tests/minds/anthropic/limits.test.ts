/** What a server sends too much of, too slowly, or without saying what it cost. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SynodError } from '../../../src/errors.ts'
import { anthropicMind } from '../../../src/minds/anthropic/mind.ts'
import { entry, startAnthropicServer } from '../../support/anthropic-server.ts'
import { ask } from '../../support/ask.ts'
import { turnOf } from '../../support/turn-of.ts'

/** A server that answers every request by hand. */
async function answering(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response))
  })
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function failureOf(baseUrl: string): Promise<SynodError> {
  const mind = anthropicMind({ model: 'm', baseUrl, retries: 0, timeoutMs: 200, sleep: async () => {} })
  return mind.think(turnOf(), { signal: new AbortController().signal }).then(
    () => expect.fail('it has answered'),
    (error: SynodError) => error,
  )
}

describe('an answer that is not to be had', () => {
  it('ends when the body of a refusal never comes', async () => {
    const url = await answering(response => {
      response.writeHead(400, { 'content-type': 'application/json' }).flushHeaders()
    })
    expect((await failureOf(url)).code).toMatch(/^SYN_MIND_/)
  })

  it.each([
    ['a line of events', 'text/event-stream'],
    ['a message', 'application/json'],
  ])('ends when %s has no end', async (_, type) => {
    const url = await answering(response => {
      response.writeHead(200, { 'content-type': type })
      const chunk = 'x'.repeat(1_000_000)
      const more = (): void => {
        if (!response.destroyed) response.write(chunk, more)
      }
      more()
    })
    expect((await failureOf(url)).code).toMatch(/^SYN_MIND_/)
  })
})

it('counts of an answer that was cut what has come of it', async () => {
  const long = entry({ content: 'word '.repeat(6_000) })
  const events = 7
  const { error } = await ask(() => ({ ...long, after: events, ending: 'cut' }), {
    mind: { sleep: async () => {} },
  })
  const spend = error?.details['spend'] as readonly { readonly output: number }[]
  expect(spend).toHaveLength(3)
  for (const { output } of spend) expect(output).toBeGreaterThan(4_000)
})

it('counts what the server has searched the web for', async () => {
  await using server = await startAnthropicServer({
    replies: [{ ...entry({ content: 'Goal.' }), webSearches: 3 }],
  })
  const mind = anthropicMind({ model: 'claude-haiku-5-5', baseUrl: server.url })
  const { spend } = await mind.think(turnOf({ role: 'SUPERVISOR', task: 'frame', on: null, upTo: 0 }), {
    signal: new AbortController().signal,
  })
  expect(spend[0]?.usd).toBeGreaterThan(0.03)
})

it.each(['https//user:pw@gw', 'user:pw@gw:8443', 'https://user:pw@gw'])(
  'shows no password of the address %s',
  url => {
    expect(() => anthropicMind({ model: 'm', baseUrl: url })).toThrow(
      expect.objectContaining({ code: 'SYN_USAGE', message: expect.not.stringContaining('pw') }),
    )
  },
)
