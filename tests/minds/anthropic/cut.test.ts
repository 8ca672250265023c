import { describe, expect, it } from 'vitest'
import { ask, GOOD } from '../../support/ask.ts'

/** The events of GOOD: start, ping, block start, five deltas, block stop, message delta, stop. */
const EVENTS = 11

describe('an answer that breaks off', () => {
  it.each([0, 1, 2, 3, 5, 8, 9, EVENTS - 1])('after %i events is asked for again', async after => {
    const { answer, requests, slept } = await ask([{ ...GOOD, after }, GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
    expect(requests).toHaveLength(2)
    expect(slept).toEqual([1_000])
    // What the broken call had counted is not forgotten.
    expect(answer?.spend).toHaveLength(after === 0 ? 1 : 2)
  })

  it.each([0, 1, 5, EVENTS - 1])(
    'without a cut, its end missing after %i events, is no whole one',
    async after => {
      const { answer, requests } = await ask([{ ...GOOD, after, ending: 'end' }, GOOD])
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

  it('by an error event is asked for again while it may pass', async () => {
    const ending = { type: 'overloaded_error', message: 'Overloaded' }
    const { answer } = await ask([{ ...GOOD, after: 4, ending }, GOOD])
    expect(answer?.draft.verdict).toBe('AGREE')
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
      mind: { timeoutMs: 80 },
    })
    expect(error).toMatchObject({ code: 'SYN_MIND_CUT' })
    expect(requests).toHaveLength(3)
    expect(await Promise.all(requests.map(({ over }) => over))).toEqual(['broken', 'broken', 'broken'])
  })

  it('is not taken for slow: whoever keeps sending may take its time', async () => {
    const { answer, requests } = await ask([{ ...GOOD, eventDelayMs: 30 }], { mind: { timeoutMs: 150 } })
    expect(answer).not.toBeNull()
    expect(requests).toHaveLength(1)
  })
})
