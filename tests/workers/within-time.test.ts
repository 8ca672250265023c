import { expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import { withinTime } from '../../src/workers/within-time.ts'

const turn = { role: 'BACKEND', task: 'review', on: 6, horizon: 6 } as const
const never = new AbortController().signal

/** Rejects with this when it is stopped. */
function stoppable(error: unknown): (signal: AbortSignal) => Promise<never> {
  return signal => new Promise((_, reject) => signal.addEventListener('abort', () => reject(error)))
}

it('ends a turn that takes longer, says so, and keeps what its calls have cost', async () => {
  const spend = [{ model: 'm', input: 1, cached: 2, output: 3, usd: 0.1 }]
  const cut = new SynodError('SYN_MIND_CUT', 'The stream was cut', { details: { spend } })
  await expect(withinTime({ turn, limit: 20, signal: never }, stoppable(cut))).rejects.toMatchObject({
    code: 'SYN_MIND_TIMEOUT',
    message:
      'BACKEND took longer than 0.02 s to review #6: allow more with --turn-timeout, or choose a mind that is faster',
    cause: cut,
    details: { spend },
  })
})

it('ends a turn whose mind does not even end when it is stopped', async () => {
  const deaf = () => new Promise<never>(() => {})
  await expect(withinTime({ turn, limit: 10, signal: never, grace: 10 }, deaf)).rejects.toMatchObject({
    code: 'SYN_MIND_TIMEOUT',
  })
})

it('takes an answer that comes although the time is up', async () => {
  const late = (signal: AbortSignal) =>
    new Promise<string>(resolve => signal.addEventListener('abort', () => resolve('paid for')))
  expect(await withinTime({ turn, limit: 10, signal: never }, late)).toBe('paid for')
})

it.each([undefined, 1_000, 1_000 * 3_600_000])('leaves alone what is done in time, of %s ms', async limit => {
  expect(await withinTime({ turn, limit, signal: never }, async () => 'answer')).toBe('answer')
  const failed = new SynodError('SYN_MIND_REFUSED', 'no')
  const failing = withinTime({ turn, limit, signal: never }, async () => {
    await new Promise(resolve => setTimeout(resolve, 5))
    throw failed
  })
  await expect(failing).rejects.toBe(failed)
})

it('is no time limit when somebody else stops the turn', async () => {
  const stop = new AbortController()
  const cut = new SynodError('SYN_MIND_CUT', 'stopped')
  const thinking = withinTime({ turn, limit: 60_000, signal: stop.signal }, stoppable(cut))
  stop.abort()
  await expect(thinking).rejects.toBe(cut)
})
