import { describe, expect, it } from 'vitest'
import { requestOf } from '../../../src/minds/anthropic/request.ts'
import { buildEntry } from '../../support/build.ts'
import { agentOf, turnOf } from '../../support/turn-of.ts'

const MANNER = { model: 'claude-sonnet-5-5', effort: null, maxTokens: 32_000 }
const agents = ['ARCHITECT', 'BACKEND', 'SECURITY'].map(role => agentOf({ role }))
const request = (parts: Parameters<typeof turnOf>[0] = {}, manner: Partial<typeof MANNER> = {}) =>
  requestOf({ ...turnOf(parts), agents }, { ...MANNER, ...manner })

function content({ params }: ReturnType<typeof requestOf>) {
  const blocks = params.messages[0]?.content ?? []
  return typeof blocks === 'string' ? [] : blocks
}

describe('what is cached of a request', () => {
  it('is marked at the framework, at boundaries, and where the horizon is; never in the turn', () => {
    const sent = request()
    const marked = content(sent).flatMap((block, at) => ('cache_control' in block ? [at] : []))
    expect(marked).toEqual([0, 6])
    expect(sent.params.system).toMatchObject([{ cache_control: { type: 'ephemeral' } }])
    expect(sent.prefixes.map(({ upTo }) => upTo)).toEqual(['system', 'seats', '#5'])
    expect(content(sent)).toHaveLength(8)
  })

  it('is the same for every role and task that sees the same log, and another for another model', () => {
    const prefixes = [
      request(),
      request({ role: 'SECURITY' }),
      request({ role: 'ARCHITECT', task: 'revise' }),
    ].map(sent => sent.prefixes)
    expect(prefixes[1]).toEqual(prefixes[0])
    expect(prefixes[2]).toEqual(prefixes[0])
    expect(request({}, { model: 'claude-opus-5-5' }).prefixes[0]?.hash).not.toBe(prefixes[0]?.[0]?.hash)
  })

  it('grows with the log, and keeps what it had', () => {
    const [shorter, longer] = [request({ upTo: 5 }), request({ upTo: 9, on: 8 })]
    expect(longer.prefixes.slice(0, 2)).toEqual(shorter.prefixes.slice(0, 2))
    expect(content(longer).slice(0, 6)).toEqual(content(shorter).slice(0, 6))
    expect(longer.prefixes.at(-1)?.bytes).toBeGreaterThan(shorter.prefixes.at(-1)?.bytes ?? 0)
  })

  it('is read up to the live text where nobody reads on from, and not written beyond', () => {
    const decide = request({ role: 'SUPERVISOR', task: 'decide', on: 8, upTo: 10 })
    expect(decide.prefixes.map(({ upTo }) => upTo)).toEqual(['system', 'seats', '#8'])
    const review = request({ on: 8, upTo: 8 })
    expect(decide.prefixes.at(-1)?.hash).toBe(review.prefixes.at(-1)?.hash)
    const summarise = request({ role: 'SUPERVISOR', task: 'summarise', on: null, upTo: 7 })
    expect(summarise.prefixes.at(-1)?.upTo).toBe('#5')
  })

  it('is nothing where the server caches nothing', () => {
    const plain = requestOf(turnOf(), MANNER, [], ({ messages, ...params }) => ({
      ...params,
      system: 'Without a mark.',
      messages,
    }))
    expect(plain.prefixes).toEqual([])
  })

  it('is kept for an hour where turns take long', () => {
    const slow = [0, 6, 12].map(minute =>
      buildEntry({ role: 'BACKEND', time: new Date(minute * 60_000).toISOString() }),
    )
    const { params } = requestOf({ ...turnOf(), entries: slow }, MANNER)
    expect(params.system).toMatchObject([{ cache_control: { type: 'ephemeral', ttl: '1h' } }])
  })
})

it('has a hash of everything that is sent', () => {
  const { hash } = request()
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(request().hash).toBe(hash)
  const said = [{ role: 'user' as const, content: 'Again.' }]
  const others = [
    request({ role: 'SECURITY' }),
    request({ upTo: 6 }),
    request({}, { model: 'claude-opus-5-5' }),
    requestOf({ ...turnOf(), agents }, MANNER, said),
  ]
  expect(new Set([hash, ...others.map(other => other.hash)]).size).toBe(5)
})
