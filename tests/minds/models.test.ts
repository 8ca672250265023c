import { describe, expect, it } from 'vitest'
import { DEFAULT_MODEL, hasPrice, priceOf, resolveModel } from '../../src/minds/models.ts'

const NOTHING = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }
const MILLION = 1_000_000

describe('a written model name', () => {
  it.each([
    ['opus', 'claude-opus-5-5'],
    ['sonnet', 'claude-sonnet-5-5'],
    ['haiku', 'claude-haiku-5-5'],
    ['fable', 'claude-fable-5-2'],
    [' Opus ', 'claude-opus-5-5'],
    ['sonnet[1m]', 'claude-sonnet-5-5'],
    ['claude-opus-5-5', 'claude-opus-5-5'],
    ['claude-sonnet-5.5', 'claude-sonnet-5-5'],
    ['anthropic/claude-haiku-5.5', 'claude-haiku-5-5'],
    ['claude-haiku-4-5-20251001', 'claude-haiku-4-5-20251001'],
    ['claude-not-out-yet', 'claude-not-out-yet'],
    ['inherit', 'the-fallback'],
    ['', 'the-fallback'],
    [null, 'the-fallback'],
    ['gpt-6', 'the-fallback'],
    ['opusplan', 'the-fallback'],
  ])('%j means %s', (written, id) => {
    expect(resolveModel(written, 'the-fallback')).toBe(id)
  })

  it('has a default that can be priced', () => {
    expect(hasPrice(DEFAULT_MODEL)).toBe(true)
  })
})

describe('a price', () => {
  it.each([
    ['claude-opus-5-5', { input: MILLION }, 4],
    ['claude-opus-5-5', { output: MILLION }, 20],
    ['claude-opus-5-5', { cacheRead: MILLION }, 0.2],
    ['claude-opus-5-5', { cacheWrite5m: MILLION }, 5],
    ['claude-opus-5-5', { cacheWrite1h: MILLION }, 8],
    ['claude-sonnet-5-5', { input: MILLION, output: MILLION }, 12],
    ['claude-sonnet-5-5', { cacheRead: MILLION }, 0.1],
    ['claude-fable-5-2', { input: MILLION, output: MILLION }, 48],
    ['claude-haiku-5-5', { input: 100_000 }, 0.01],
    ['claude-haiku-5-5', { input: 100_000, output: 1_000 }, 0.0105],
    ['claude-sonnet-5-5', { input: 812, cacheRead: 9_120, output: 431 }, 0.006846],
  ] as const)('of %s for %j is %d USD', (model, usage, usd) => {
    expect(priceOf(model, { ...NOTHING, ...usage })).toBe(usd)
  })

  it('of haiku is five times as much for every token once the prompt has more than 100000', () => {
    expect(priceOf('claude-haiku-5-5', { ...NOTHING, input: 100_001, output: 1_000 })).toBe(0.052501)
    expect(priceOf('claude-haiku-5-5', { ...NOTHING, input: 1, cacheRead: 100_000, output: 0 })).toBe(
      0.005001,
    )
  })

  it.each([
    'anthropic/claude-opus-5.5',
    'claude-opus-5-5-20260922',
    'claude-opus-5-5@20260922',
    'anthropic.claude-opus-5-5',
  ])('of %s is that of the model it names', model => {
    expect(priceOf(model, { ...NOTHING, input: MILLION })).toBe(4)
  })

  it('of an unknown model is nothing, and can be told apart', () => {
    expect(priceOf('llama-5', { ...NOTHING, input: MILLION })).toBe(0)
    expect(hasPrice('llama-5')).toBe(false)
  })
})
