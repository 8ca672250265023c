import { describe, expect, it } from 'vitest'
import { DEFAULT_MODEL, hasPrice, modelTable, priceOf, resolveModel } from '../../src/minds/models.ts'

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

describe('a table with models of its own', () => {
  const table = modelTable({
    'Meta-Llama/llama-5': { alias: 'llama', input: 1, output: 5 },
    'my-model': { input: 2, output: 4, cacheRead: 0.5, cacheWrite5m: 3, cacheWrite1h: 6 },
    'claude-opus-5-5': { alias: 'sonnet', input: 40, output: 200 },
    'cheap.gateway/claude-haiku-5.5': { input: 7, output: 7 },
    stepped: { input: 1, output: 1, long: { above: 1_000, input: 2, output: 3 } },
  })

  it.each([
    ['llama', 'Meta-Llama/llama-5'],
    ['meta-llama/LLAMA-5', 'Meta-Llama/llama-5'],
    ['my-model', 'my-model'],
    ['sonnet', 'claude-opus-5-5'],
    ['sonnet[1m]', 'claude-opus-5-5'],
    ['opus', 'claude-opus-5-5'],
    ['haiku', 'claude-haiku-5-5'],
    ['gpt-6', 'the-fallback'],
    [null, 'the-fallback'],
  ])('reads %j as %s', (written, id) => {
    expect(table.resolve(written, 'the-fallback')).toBe(id)
  })

  it.each([
    ['what is given', 'my-model', { input: MILLION, cacheRead: MILLION, output: MILLION }, 6.5],
    ['what writing costs', 'my-model', { cacheWrite5m: MILLION, cacheWrite1h: MILLION }, 9],
    ['a read as other input where nothing is said', 'Meta-Llama/llama-5', { cacheRead: MILLION }, 1],
    ['a write as Anthropic does where nothing is said', 'stepped', { cacheWrite5m: 800 }, 0.001],
    ['every token of a long prompt by other rates', 'stepped', { input: 1_001, output: 1_000 }, 0.005002],
    ['before what is built in', 'claude-opus-5-5', { input: MILLION }, 40],
    ['by the model behind a gateway', 'router/claude-opus-5.5', { input: MILLION }, 40],
    ['by the gateway where it is named', 'cheap.gateway/claude-haiku-5.5', { input: MILLION }, 7],
    ['else by what is built in', 'claude-haiku-5-5', { output: MILLION }, 0.5],
  ] as const)('prices %s', (_, model, usage, usd) => {
    expect(table.priceOf(model, { ...NOTHING, ...usage })).toBe(usd)
    expect(table.hasPrice(model)).toBe(true)
  })

  it('leaves the table of everybody else as it is', () => {
    expect(hasPrice('my-model')).toBe(false)
    expect(resolveModel('sonnet', 'the-fallback')).toBe('claude-sonnet-5-5')
  })
})

describe('the worst case of a call', () => {
  const table = modelTable({
    stepped: { input: 1, output: 5, long: { above: 1_000, input: 2, output: 10 } },
    uncached: { input: 4, output: 5, cacheRead: 1, cacheWrite5m: 0, cacheWrite1h: 0 },
  })

  it.each([
    ['claude-opus-5-5', 10_000, 32_000, { prompt: 0.08, answer: 0.64 }],
    ['stepped', 1_000, 100, { prompt: 0.002, answer: 0.0005 }],
    ['stepped', 1_001, 100, { prompt: 0.004004, answer: 0.001 }],
    ['uncached', 1_000, 0, { prompt: 0.004, answer: 0 }],
    ['llama-5', 1_000, 100, null],
  ])('of %s with %i tokens and an answer of %i', (model, input, output, worst) => {
    expect(table.worstCase({ model, input, output })).toEqual(worst)
  })
})
