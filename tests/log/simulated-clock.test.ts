import { expect, it } from 'vitest'
import { simulatedClock } from '../../src/log/simulated-clock.ts'

const START = Date.UTC(2026, 0, 1)

it('wakes sleepers in the order of their times, and those of one time in the order they came', async () => {
  const clock = simulatedClock()
  const woken: string[] = []
  const sleep = async (name: string, ms: number) => {
    await clock.sleep(ms)
    woken.push(`${name} ${clock.now() - START}`)
  }
  await clock.run(
    Promise.all([sleep('late', 3_600_000), sleep('first', 10), sleep('second', 10), sleep('now', 0)]),
  )
  expect(woken).toEqual(['now 0', 'first 10', 'second 10', 'late 3600000'])
})

it('stands still while anybody has something left to do', async () => {
  const clock = simulatedClock()
  const seen: number[] = []
  const work = async () => {
    void clock.sleep(1_000).then(() => seen.push(clock.now() - START))
    for (let round = 0; round < 50; round += 1) await Promise.resolve()
    seen.push(clock.now() - START)
    await clock.sleep(2_000)
  }
  await clock.run(work())
  expect(seen).toEqual([0, 1_000])
})

it('gives the work what it comes to, and throws what it throws', async () => {
  const clock = simulatedClock(5)
  expect(await clock.run(clock.sleep(7).then(() => clock.now()))).toBe(12)
  await expect(clock.run(clock.sleep(1).then(() => Promise.reject(new Error('no'))))).rejects.toThrow('no')
})

it('says so when nobody sleeps and the work is not done', async () => {
  await expect(simulatedClock().run(new Promise(() => {}))).rejects.toThrow('nobody waits for the clock')
})

it.each([
  ['before', true],
  ['during', false],
])('ends a sleep by its signal, aborted %s it', async (_, before) => {
  const clock = simulatedClock()
  const controller = new AbortController()
  if (before) controller.abort('over')
  const sleeping = clock.sleep(1_000, controller.signal).catch((reason: unknown) => reason)
  controller.abort('over')
  expect(await clock.run(sleeping)).toBe('over')
  expect(clock.now()).toBe(START)
})
