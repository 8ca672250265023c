import PQueue from 'p-queue'
import { expect, it } from 'vitest'
import { inRosterOrder } from '../../src/session/turns.ts'

it('begins turns that arrive together in the order of the roster', async () => {
  const turns = inRosterOrder(new PQueue({ concurrency: 4 }))
  const begun: number[] = []
  const take = (place: number) => turns(place)(async () => begun.push(place))
  const late = (place: number) => Promise.resolve().then(() => take(place))
  await Promise.all([take(2), late(0), take(1)])
  expect(begun).toEqual([0, 1, 2])
  await Promise.all([take(1), take(0)])
  expect(begun).toEqual([0, 1, 2, 0, 1])
})

it('keeps to the room there is, and hands on what a turn comes to', async () => {
  const turns = inRosterOrder(new PQueue({ concurrency: 1 }))
  let [now, most] = [0, 0]
  const take = (place: number) =>
    turns(place)(async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise(resolve => setImmediate(resolve))
      now -= 1
      if (place === 1) throw new Error('one')
      return place
    })
  expect(await Promise.allSettled([take(0), take(1)])).toMatchObject([
    { value: 0 },
    { reason: { message: 'one' } },
  ])
  expect(most).toBe(1)
})
