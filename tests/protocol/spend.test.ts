import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addSpend, NOTHING_SPENT, readSpend, writeSpend } from '../../src/protocol/spend.ts'
import { byHand, OPENED, say, session } from '../support/log-builder.ts'

const SONNET = 'claude-sonnet-5-5 in 812 cached 9120 out 431 usd 0.0079'

describe('a cost', () => {
  it.each([
    [{ model: 'claude-sonnet-5-5', input: 812, cached: 9120, output: 431, usd: 0.0079 }, SONNET],
    [{ model: 'playbook', input: 0, cached: 0, output: 0, usd: 0 }, 'playbook in 0 cached 0 out 0 usd 0'],
    [{ model: 'm', input: 1, cached: 2, output: 3, usd: 10 }, 'm in 1 cached 2 out 3 usd 10'],
    [{ model: 'm', input: 1, cached: 2, output: 3, usd: 100.5 }, 'm in 1 cached 2 out 3 usd 100.5'],
    [{ model: 'm', input: 1, cached: 2, output: 3, usd: 0.000001 }, 'm in 1 cached 2 out 3 usd 0.000001'],
  ])('is written and read: %j', (spend, written) => {
    expect(writeSpend(spend)).toBe(written)
    expect(readSpend(written)).toEqual(spend)
  })

  it('is read with any blanks between its words', () => {
    const written = 'm \t in \t 1 \t cached \t 2 \t out \t 3 \t usd \t 4'
    expect(readSpend(written)).toEqual({ model: 'm', input: 1, cached: 2, output: 3, usd: 4 })
  })

  it('of a model with blanks in its name is readable', () => {
    const spend = { model: 'my own  model', input: 1, cached: 0, output: 0, usd: 0 }
    expect(readSpend(writeSpend(spend))?.model).toBe('my-own-model')
  })

  it('is read back for any numbers', () => {
    const tokens = fc.nat({ max: 999_999_999 })
    fc.assert(
      fc.property(tokens, tokens, tokens, fc.nat({ max: 9_999_999 }), (input, cached, output, millionths) => {
        const spend = { model: 'm', input, cached, output, usd: millionths / 1e6 }
        expect(readSpend(writeSpend(spend))).toEqual(spend)
      }),
    )
  })

  it.each([
    '',
    'm',
    'in 1 cached 2 out 3 usd 4',
    'm in 1 out 3 usd 4',
    'my own m in 1 cached 2 out 3 usd 4',
    'm in -1 cached 2 out 3 usd 4',
    'm in 1 cached 2 out 3 usd -4',
    'm in 1 cached 2 out 3 usd NaN',
    'm in 1 cached 2 out 3 usd 1e9',
    'm in 1.5 cached 2 out 3 usd 4',
    `m in ${'9'.repeat(400)} cached 0 out 0 usd 0`,
    `m in 0 cached 0 out 0 usd ${'9'.repeat(400)}`,
    `${SONNET} and more`,
  ])('is none: %j', written => expect(readSpend(written)).toBeNull())

  it('adds up in millionths', () => {
    const dime = { usd: 0.1, input: 1, cached: 2, output: 3 }
    const three = [dime, dime, dime].reduce(addSpend, NOTHING_SPENT)
    expect(three).toEqual({ usd: 0.3, input: 3, cached: 6, output: 9 })
  })
})

describe('what a session has cost', () => {
  const OPUS = 'claude-opus-5-5 in 1 cached 2 out 3 usd 0.5'

  it('is nothing at first', () => {
    expect(session([]).spend).toEqual({ usd: 0, input: 0, cached: 0, output: 0, byRole: {} })
  })

  it('is the sum over all entries and all their calls, in all and by role', () => {
    const state = session([
      say('BACKEND', { Spend: [SONNET, OPUS] }),
      say('SECURITY', { Spend: [OPUS] }),
      say('BACKEND', { Spend: [OPUS] }),
      say('SECURITY'),
    ])
    expect(state.spend).toEqual({
      usd: 1.5079,
      input: 815,
      cached: 9126,
      output: 440,
      byRole: {
        BACKEND: { usd: 1.0079, input: 814, cached: 9124, output: 437 },
        SECURITY: { usd: 0.5, input: 1, cached: 2, output: 3 },
      },
    })
    expect(state.models).toEqual(['claude-sonnet-5-5', 'claude-opus-5-5'])
  })

  it('names a hundred models at most, and counts what others cost', () => {
    const Spend = Array.from({ length: 101 }, (_, at) => `m${at} in 1 cached 0 out 0 usd 0`)
    const state = session([say('BACKEND', { Spend })])
    expect(state.models).toHaveLength(100)
    expect(state.models.at(-1)).toBe('m99')
    expect(state.spend.input).toBe(101)
  })

  it('goes on after a pause and after the end', () => {
    const stopped = session([
      say('SUPERVISOR', { Outcome: ['STOPPED'], Spend: [OPUS] }),
      say('BACKEND', { Spend: [OPUS] }),
    ])
    expect(stopped.spend.usd).toBe(1)
  })

  it('does not count what somebody else says a worker of the engine has cost', () => {
    expect(session([...OPENED, byHand('BACKEND', 'x', { Spend: [OPUS] })]).spend.usd).toBe(0)
  })

  it('does not count what cannot be read, and says so', () => {
    const state = session([say('BACKEND', { Spend: ['a lot', OPUS] })])
    expect(state.spend.usd).toBe(0.5)
    expect(state.notices).toMatchObject([{ code: 'spend-unreadable', entry: 1 }])
  })
})
