import { describe, expect, it } from 'vitest'
import { modelTable } from '../../src/minds/models.ts'
import type { Grant, Quote } from '../../src/minds/purse.ts'
import type { Spend, SpendTotals } from '../../src/protocol/state.ts'
import type { Caps } from '../../src/session/caps.ts'
import { createPurse, type SessionPurse } from '../../src/session/purse.ts'

/** A thousand tokens in cost a cent, a thousand out a dime. */
const models = modelTable({
  priced: { input: 10, output: 100, cacheWrite5m: 10, cacheWrite1h: 10 },
  free: { input: 0, output: 0 },
})
const QUOTE: Quote = { model: 'priced', input: 1_000, output: 8_000 }
const never = new AbortController().signal

function paying(usd: number, tokens = 0): Spend {
  return { model: 'priced', input: tokens, cached: 0, output: 0, usd }
}

function total(usd: number, tokens = 0): SpendTotals {
  return { usd, input: tokens, cached: 0, output: 0 }
}

function purseOf(caps: Caps, before: SpendTotals = total(0)): SessionPurse {
  const purse = createPurse({ caps, models })
  purse.follow({ ...before, byRole: { BACKEND: before } })
  return purse
}

/** What a promise has come to once everything that can happen has happened. */
async function now<T>(promise: Promise<T>): Promise<T | 'waits'> {
  return Promise.race([promise, new Promise<'waits'>(resolve => setImmediate(() => resolve('waits')))])
}

describe('a purse without caps', () => {
  it('grants what is asked for', async () => {
    const grant = await purseOf({}).of('BACKEND').draw(QUOTE, never)
    expect(grant).toMatchObject({ output: 8_000, usd: null })
  })
})

describe('a call', () => {
  it.each<[string, Caps, number, number, number | null]>([
    ['gets all it asks for where there is room', { maxCost: 0.81 }, 0, 8_000, 0.81],
    ['gets a shorter answer where there is less', { maxCost: 0.5 }, 0, 4_900, 0.5],
    ['gets no less than 4000 tokens', { maxCost: 0.41 }, 0, 4_000, 0.41],
    ['has what the log leaves', { maxCost: 1 }, 0.5, 4_900, 0.5],
    ['gets all it asks for within a cap on tokens', { maxTokens: 9_000 }, 0, 8_000, null],
    ['gets as many tokens as are left', { maxTokens: 6_500 }, 0, 5_500, null],
    ['gets what fits both caps', { maxCost: 0.71, maxTokens: 6_000 }, 0, 5_000, 0.71],
  ])('%s', async (_, caps, spent, output, usd) => {
    const grant = await purseOf(caps, total(spent)).of('BACKEND').draw(QUOTE, never)
    expect(grant.output).toBe(output)
    expect(grant.usd).toBe(usd)
  })

  it.each<[string, Caps, Quote, string]>([
    [
      'money',
      { maxCost: 0.4 },
      QUOTE,
      'a call of priced with an answer of up to 4000 tokens could cost 0.4100 USD, and 0.4000 of 0.4 USD are left: raise --max-cost to go on',
    ],
    [
      'money of a short answer',
      { maxCost: 0.1 },
      { ...QUOTE, output: 1_000 },
      'a call of priced with an answer of up to 1000 tokens could cost 0.1100 USD, and 0.1000 of 0.1 USD are left: raise --max-cost to go on',
    ],
    [
      'tokens',
      { maxTokens: 4_999, maxCost: 9 },
      QUOTE,
      'a call of priced with an answer of up to 4000 tokens could use 5000 tokens, and 4999 of 4999 tokens are left: raise --max-tokens to go on',
    ],
  ])('that could cross the cap on %s is not made', async (_, caps, quote, message) => {
    const refused = purseOf(caps).of('BACKEND').draw(quote, never)
    await expect(refused).rejects.toMatchObject({ code: 'SYN_CAP_REACHED', message })
  })

  it('of a model without a price is made for as long as anything is left', async () => {
    const quote = { ...QUOTE, model: 'unheard-of' }
    expect(await purseOf({ maxCost: 0.01 }).of('BACKEND').draw(quote, never)).toMatchObject({ output: 8_000 })
    const spent = purseOf({ maxCost: 0.01 }, total(0.01)).of('BACKEND').draw(quote, never)
    await expect(spent).rejects.toMatchObject({ code: 'SYN_CAP_REACHED' })
  })

  it('of a model that costs nothing is made under any cap', async () => {
    const quote = { ...QUOTE, model: 'free' }
    expect(await purseOf({ maxCost: 0.000_001 }).of('BACKEND').draw(quote, never)).toMatchObject({
      output: 8_000,
    })
  })

  it('of which nobody can say how long its answer gets is asked for as if it were long', async () => {
    const quote = { ...QUOTE, output: 0 }
    const grant = await purseOf({ maxTokens: 40_000 }).of('BACKEND').draw(quote, never)
    expect(grant.output).toBe(0)
    await expect(purseOf({ maxTokens: 4_999 }).of('BACKEND').draw(quote, never)).rejects.toMatchObject({
      code: 'SYN_CAP_REACHED',
    })
  })
})

describe('a call of which nobody can say what it costs', () => {
  const open: Quote = { model: 'claude', input: 1_000, output: 0 }
  const usdOf = (come: readonly (Grant | 'waits')[]) =>
    come.map(one => (one === 'waits' || one.usd === null ? one : Number(one.usd.toFixed(6))))

  it('gets a share of what is left, and the next one of what that leaves', async () => {
    const purse = purseOf({ maxCost: 2 }, total(1))
    const draws = ['A', 'B', 'C', 'D'].map(role => purse.of(role).draw(open, never))
    expect(usdOf(await Promise.all(draws))).toEqual([0.25, 0.1875, 0.140625, 0.105469])
  })

  it('gets no less than 0.05 USD, and waits for that while others are under way', async () => {
    const purse = purseOf({ maxCost: 0.12 })
    const draws = ['A', 'B', 'C', 'D'].map(role => purse.of(role).draw(open, never))
    const come = await Promise.all(draws.map(now))
    expect(usdOf(come)).toEqual([0.05, 0.05, 'waits', 'waits'])
    for (const one of come) if (one !== 'waits') one.settle(paying(0.01))
    expect(usdOf(await Promise.all(draws))).toEqual([0.05, 0.05, 0.05, 0.05])
  })

  it('gets what is left where that is less, when nobody else is under way', async () => {
    const purse = purseOf({ maxCost: 0.3 }, total(0.29))
    const grant = await purse.of('A').draw(open, never)
    expect(usdOf([grant])).toEqual([0.01])
    const next = purse.of('B').draw(open, never)
    expect(await now(next)).toBe('waits')
    grant.settle(paying(0.01))
    await expect(next).rejects.toMatchObject({ code: 'SYN_CAP_REACHED' })
  })

  it('gets no crumb that is only a rounding', async () => {
    const purse = purseOf({ maxCost: 0.3 }, total(0.1))
    const paid = await purse.of('A').draw(open, never)
    paid.settle(paying(0.2))
    await expect(purse.of('B').draw(open, never)).rejects.toMatchObject({ code: 'SYN_CAP_REACHED' })
  })

  it('gets what a long answer could cost, where its model has a price and that is more', async () => {
    const purse = purseOf({ maxCost: 4 })
    expect(usdOf([await purse.of('A').draw({ ...open, model: 'priced' }, never)])).toEqual([3.21])
    const next = purse.of('B').draw({ ...open, model: 'priced' }, never)
    expect(await now(next)).toBe('waits')
    const rich = purseOf({ maxCost: 40 })
    expect(usdOf([await rich.of('A').draw({ ...open, model: 'priced' }, never)])).toEqual([10])
  })

  it('gets a share as well where its model costs nothing', async () => {
    const purse = purseOf({ maxCost: 1 })
    const draws = ['A', 'B'].map(role => purse.of(role).draw({ ...open, model: 'free' }, never))
    expect(usdOf(await Promise.all(draws))).toEqual([0.25, 0.1875])
  })

  it('is told of no limit where there is none on money', async () => {
    const purse = purseOf({ maxTokens: 100_000 })
    const draws = ['A', 'B'].map(role => purse.of(role).draw(open, never))
    expect(usdOf(await Promise.all(draws))).toEqual(
      [null, null].map(() => expect.objectContaining({ usd: null })),
    )
  })
})

describe('what is paid', () => {
  it('is counted at once, and once only when the log has it', async () => {
    const purse = purseOf({ maxCost: 2 }, total(0.1))
    const backend = purse.of('BACKEND')
    const paid = await backend.draw(QUOTE, never)
    paid.settle(paying(0.3))
    const left = async () => {
      const grant = await backend.draw({ ...QUOTE, output: 1_000 }, never)
      grant.settle(null)
      return grant.usd
    }
    expect(await left()).toBeCloseTo(1.6)
    purse.follow({ ...total(0.4), byRole: { BACKEND: total(0.4) } })
    expect(await left()).toBeCloseTo(1.6)
    // What others write comes on top, also under the name of a role that has not paid here.
    purse.follow({ ...total(0.9), byRole: { BACKEND: total(0.4), SECURITY: total(0.5) } })
    expect(await left()).toBeCloseTo(1.1)
  })

  it('stays counted when another role of the process writes more than it has drawn', async () => {
    const purse = purseOf({ maxCost: 1 })
    const backend = purse.of('BACKEND')
    const first = await backend.draw(QUOTE, never)
    first.settle(paying(0.3))
    purse.follow({ ...total(0.2), byRole: { SECURITY: total(0.2) } })
    expect((await backend.draw({ ...QUOTE, output: 1_000 }, never)).usd).toBeCloseTo(0.5)
  })

  it('is counted once however often it is told', async () => {
    const purse = purseOf({ maxTokens: 10_000 })
    const grant = await purse.of('BACKEND').draw(QUOTE, never)
    grant.settle(paying(0, 2_000))
    grant.settle(paying(0, 2_000))
    const next = await purse.of('BACKEND').draw(QUOTE, never)
    expect(next.output).toBe(7_000)
  })
})

describe('while others are under way', () => {
  async function holding(caps: Caps): Promise<{ readonly purse: SessionPurse; readonly held: Grant }> {
    const purse = purseOf(caps)
    return { purse, held: await purse.of('BACKEND').draw(QUOTE, never) }
  }

  it('a call waits for what they leave instead of failing, and then goes on', async () => {
    const { purse, held } = await holding({ maxCost: 1 })
    const draw = purse.of('SECURITY').draw(QUOTE, never)
    expect(await now(draw)).toBe('waits')
    held.settle(paying(0.2))
    expect(await draw).toMatchObject({ output: 7_900 })
  })

  it('a call fails when what they leave was not enough', async () => {
    const { purse, held } = await holding({ maxCost: 1 })
    const draw = purse.of('SECURITY').draw(QUOTE, never)
    expect(await now(draw)).toBe('waits')
    held.settle(paying(0.8))
    await expect(draw).rejects.toMatchObject({ code: 'SYN_CAP_REACHED' })
  })

  it('a call that could not be made with all they hold is refused at once', async () => {
    const { purse } = await holding({ maxCost: 1 })
    const draw = purse.of('SECURITY').draw({ ...QUOTE, input: 90_000 }, never)
    await expect(draw).rejects.toMatchObject({ code: 'SYN_CAP_REACHED' })
  })

  it('never have more reserved among them than is left', async () => {
    const purse = purseOf({ maxCost: 2 })
    const draws = ['A', 'B', 'C', 'D'].map(role => purse.of(role).draw(QUOTE, never))
    const come = await Promise.all(draws.map(now))
    expect(come.map(one => (one === 'waits' ? one : one.output))).toEqual([8_000, 8_000, 'waits', 'waits'])
    for (const one of come) if (one !== 'waits') one.settle(paying(0.05))
    expect((await Promise.all(draws)).map(({ output }) => output)).toEqual([8_000, 8_000, 8_000, 8_000])
  })

  it('a long answer is made shorter rather than waited for, down to 16000 tokens', async () => {
    const purse = purseOf({ maxTokens: 60_000 })
    const long = { ...QUOTE, output: 32_000 }
    await purse.of('A').draw(long, never)
    expect(await purse.of('B').draw(long, never)).toMatchObject({ output: 26_000 })
    const tight = purseOf({ maxTokens: 49_000 })
    await tight.of('A').draw(long, never)
    expect(await now(tight.of('B').draw(long, never))).toBe('waits')
  })

  it('the wait ends when the turn is stopped', async () => {
    const { purse, held } = await holding({ maxCost: 1 })
    const stop = new AbortController()
    const draw = purse.of('SECURITY').draw(QUOTE, stop.signal)
    expect(await now(draw)).toBe('waits')
    stop.abort(new Error('Ctrl-C'))
    await expect(draw).rejects.toMatchObject({ code: 'SYN_MIND_CUT', cause: new Error('Ctrl-C') })
    // Nothing is kept for whoever has gone.
    held.settle(null)
    expect(await purse.of('SECURITY').draw(QUOTE, never)).toMatchObject({ usd: 1 })
    await expect(purse.of('SECURITY').draw(QUOTE, stop.signal)).rejects.toMatchObject({
      code: 'SYN_MIND_CUT',
    })
  })
})
