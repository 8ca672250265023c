import type { Anthropic } from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import { type CallRecord, chooseMind, type RunResult, seatRoster, startSession } from '../../src/index.ts'
import { PromptCache } from '../support/anthropic-cache.ts'
import { deliberate, type ReceivedRequest, startAnthropicServer } from '../support/anthropic-server.ts'
import { tempFolder } from '../support/temp.ts'

interface Played {
  readonly bodies: readonly Anthropic.MessageCreateParams[]
  readonly calls: readonly CallRecord[]
  readonly result: RunResult
}

/** A whole session of the built-in panel over the wire. */
async function play(replies: (request: ReceivedRequest) => ReturnType<typeof deliberate>): Promise<Played> {
  await using server = await startAnthropicServer({ replies })
  const calls: CallRecord[] = []
  const session = startSession({
    problem: 'Design a rate limiter for our public API.',
    roster: seatRoster(),
    minds: chooseMind({ mind: 'anthropic', model: 'claude-haiku-5-5', baseUrl: server.url, env: {} }),
    folder: tempFolder(),
    onCall: call => calls.push(call),
  })
  const result = await session.result
  return { bodies: server.requests.map(({ body }) => body), calls, result }
}

function textsOf({ messages }: Anthropic.MessageCreateParams): readonly string[] {
  const content = messages[0]?.content ?? []
  return typeof content === 'string'
    ? [content]
    : content.map(block => (block.type === 'text' ? block.text : ''))
}

describe('the requests of a session', () => {
  let played: Promise<Played> | null = null
  const once = () => {
    played ??= play(deliberate)
    return played
  }

  it('end in consensus, one for each entry', async () => {
    const { bodies, result } = await once()
    expect(result.state.outcome?.kind).toBe('CONSENSUS')
    expect(bodies).toHaveLength(result.state.entries)
  })

  it('all begin with the same bytes of tools and system', async () => {
    const { bodies } = await once()
    expect(new Set(bodies.map(({ tools, system }) => JSON.stringify([tools, system]))).size).toBe(1)
    expect(new Set(bodies.map(({ tool_choice }) => JSON.stringify(tool_choice))).size).toBe(1)
  })

  it('show of the log each a part of what the longest shows, and their own turn behind it', async () => {
    const { bodies } = await once()
    const logs = bodies.map(body => textsOf(body).slice(0, -1))
    const longest = logs.reduce((one, other) => (other.length > one.length ? other : one))
    for (const log of logs) expect(longest.slice(0, log.length)).toEqual(log)
    for (const body of bodies) expect(textsOf(body).at(-1)).toMatch(/^<turn role=/)
  })

  it('have four marks at most', async () => {
    const { bodies } = await once()
    for (const body of bodies)
      expect(JSON.stringify(body).match(/"cache_control"/g)?.length).toBeLessThanOrEqual(4)
  })

  it('write each part of the log into the cache once, however many are due at the same time', async () => {
    const { calls } = await once()
    const written = new Map<string, number>()
    for (const { prefixes, usage } of calls) {
      const last = prefixes.at(-1)
      if (last === undefined || usage === null || usage.cacheWrite5m === 0) continue
      written.set(last.hash, (written.get(last.hash) ?? 0) + 1)
    }
    expect([...written.values()].every(times => times === 1)).toBe(true)
    expect(written.size).toBeGreaterThan(4)
  })

  it('are accounted for in full, call by call as in the log', async () => {
    const { calls, result } = await once()
    const { spend } = result.state
    const sum = (pick: (call: CallRecord) => number) => calls.reduce((total, call) => total + pick(call), 0)
    expect(calls.every(({ outcome }) => outcome === 'answered')).toBe(true)
    expect(sum(({ usage }) => usage?.cacheRead ?? 0)).toBe(spend.cached)
    expect(sum(({ usage }) => (usage?.input ?? 0) + (usage?.cacheWrite5m ?? 0))).toBe(spend.input)
    expect(sum(({ usd }) => usd)).toBeCloseTo(spend.usd, 6)
    expect(spend.cached / (spend.cached + spend.input)).toBeGreaterThan(0.7)
  })
})

it('lets all who are due go on when the first of them has been refused', async () => {
  let count = 0
  const { result, bodies } = await play(request => {
    count += 1
    // The first of those who analyse.
    return count === 2
      ? { error: { status: 529, type: 'overloaded_error', headers: { 'retry-after-ms': '5' } } }
      : deliberate(request)
  })
  expect(result.state.outcome?.kind).toBe('CONSENSUS')
  expect(bodies.length).toBe(result.state.entries + 1)
})

it('reads in the second session what the first has written of the framework and the panel', async () => {
  const first = await play(deliberate)
  const second = await play(deliberate)
  const cache = new PromptCache(() => 0, 512)
  for (const body of first.bodies) cache.account(body)
  const [frame] = second.bodies
  expect(frame && cache.account(frame).cache_read_input_tokens).toBeGreaterThan(5_000)
})
