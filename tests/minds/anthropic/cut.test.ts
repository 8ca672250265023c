import { describe, expect, it } from 'vitest'
import type { Reply } from '../../support/anthropic-server.ts'
import { ask, GOOD } from '../../support/ask.ts'

/** As a model writes: it thinks, says a word and uses the tool. */
const LIVE: Reply = {
  content: [
    { type: 'thinking', thinking: 'Is every limit a number? Let me see.' },
    { type: 'text', text: 'I have checked it.' },
    ...(GOOD.content ?? []),
  ],
}
/** Start, ping, three blocks of start, deltas and stop (with a signature, an empty delta), message delta, stop. */
const EVENTS = 2 + (1 + 4 + 1 + 1) + (1 + 4 + 1) + (1 + 1 + 4 + 1) + 2
const BOUNDARIES = Array.from({ length: EVENTS }, (_, after) => after)

describe('an answer that breaks off', () => {
  it.each(BOUNDARIES)('after %i events is asked for again', async after => {
    const { answer, requests, slept } = await ask([{ ...LIVE, after }, GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests).toHaveLength(2)
    expect(slept).toEqual([1_000])
    // What the broken call had counted is not forgotten.
    expect(answer?.spend).toHaveLength(after === 0 ? 1 : 2)
  })

  it('is whole after the last of them', async () => {
    const { answer, requests } = await ask([{ ...LIVE, after: EVENTS }, GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests).toHaveLength(1)
  })

  it.each(BOUNDARIES)('without a cut, its end missing after %i events, is no whole one', async after => {
    const { answer, requests } = await ask([{ ...LIVE, after, ending: 'end' }, GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests).toHaveLength(2)
  })

  it.each(BOUNDARIES)('by an error event after %i events is asked for again', async after => {
    const ending = { type: 'overloaded_error', message: 'Overloaded' }
    const { answer, requests } = await ask([{ ...LIVE, after, ending }, GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests).toHaveLength(2)
  })

  it.each(BOUNDARIES.filter(after => after % 4 === 1))(
    'at another server after %i events is asked for again, too',
    async after => {
      const { answer, requests } = await ask([{ ...LIVE, after }, GOOD], { mind: { isAnthropic: false } })
      expect(answer?.draft.verdict).toBe('AGREE')
      expect(requests).toHaveLength(2)
    },
  )

  it('three times ends the turn, and says what was spent', async () => {
    const { error, requests, told, slept } = await ask(() => ({ ...GOOD, after: 5 }))
    expect(error).toMatchObject({ code: 'SYN_MIND_CUT', message: expect.stringContaining('synod resume') })
    expect(error?.details['spend']).toHaveLength(3)
    expect(requests).toHaveLength(3)
    expect(slept).toEqual([1_000, 2_000])
    expect(told.filter(what => what.startsWith('retrying'))).toEqual([
      'retrying broken off, again in 1 s',
      'retrying broken off, again in 2 s',
    ])
  })

  it('waits a little less by chance, so that workers do not all come back at once', async () => {
    const { slept } = await ask(() => ({ ...GOOD, after: 2 }), { mind: { random: () => 0.8 } })
    expect(slept).toEqual([800, 1_600])
  })

  it('by error events that do not end says so', async () => {
    const ending = { type: 'overloaded_error', message: 'Overloaded' }
    const { error, requests } = await ask(() => ({ ...GOOD, after: 4, ending }))
    expect(error).toMatchObject({
      code: 'SYN_MIND_OVERLOADED',
      message: expect.stringContaining('Overloaded'),
    })
    expect(requests).toHaveLength(3)
  })

  it.each([
    ['invalid_request_error', 'SYN_MIND_REJECTED'],
    ['permission_error', 'SYN_MIND_CREDENTIALS'],
  ])('by an error event %s is not asked for again', async (type, code) => {
    const ending = { type, message: 'no such effort' }
    const { error, requests } = await ask([{ ...GOOD, after: 1, ending }])
    expect(error).toMatchObject({ code, message: expect.stringContaining('no such effort') })
    expect(requests).toHaveLength(1)
  })

  it('because nothing more comes is not waited for', async () => {
    const { error, requests } = await ask(() => ({ ...GOOD, eventDelayMs: 5_000 }), {
      mind: { timeoutMs: 300 },
    })
    expect(error).toMatchObject({ code: 'SYN_MIND_CUT' })
    expect(requests).toHaveLength(3)
    expect(await Promise.all(requests.map(({ over }) => over))).toEqual(['broken', 'broken', 'broken'])
  })

  it('is not taken for slow: whoever keeps sending may take its time', async () => {
    const { answer, requests } = await ask([{ ...GOOD, eventDelayMs: 40 }], { mind: { timeoutMs: 300 } })
    expect(answer).not.toBeNull()
    expect(requests).toHaveLength(1)
  })

  it('drop by drop, each in time, is ended by whoever gives the turn its time', async () => {
    const drops: Reply = {
      content: [{ type: 'text', text: 'x'.repeat(400) }],
      pieces: 400,
      eventDelayMs: 100,
    }
    const began = performance.now()
    const { error, requests } = await ask([drops], {
      mind: { timeoutMs: 2_000 },
      signal: AbortSignal.timeout(700),
    })
    expect(error).toMatchObject({ code: 'SYN_MIND_CUT', message: expect.stringContaining('was stopped') })
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(await requests[0]?.over).toBe('broken')
  })
})
