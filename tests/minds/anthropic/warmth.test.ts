import { expect, it } from 'vitest'
import { createWarmth } from '../../../src/minds/anthropic/warmth.ts'

const { signal } = new AbortController()

/** What has happened by the time everything that can go on has gone on. */
async function settled(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve))
}

it('lets one go ahead, and the others follow when its answer begins', async () => {
  const warmth = createWarmth()
  const went: string[] = []
  const first = await warmth.enter('p', signal)
  const others = ['b', 'c'].map(name => warmth.enter('p', signal).then(() => went.push(name)))
  await settled()
  expect(went).toEqual([])
  first(true)
  await Promise.all(others)
  expect(went).toEqual(['b', 'c'])
})

it('lets the next go ahead alone when the first has failed', async () => {
  const warmth = createWarmth()
  const went: string[] = []
  const first = await warmth.enter('p', signal)
  const second = warmth.enter('p', signal).then(begun => {
    went.push('second')
    return begun
  })
  const third = warmth.enter('p', signal).then(() => went.push('third'))
  first(false)
  const begun = await second
  await settled()
  expect(went).toEqual(['second'])
  begun(true)
  await third
  expect(went).toEqual(['second', 'third'])
})

it('does not wait for another prefix', async () => {
  const warmth = createWarmth()
  await warmth.enter('p', signal)
  await expect(warmth.enter('q', signal)).resolves.toBeTypeOf('function')
})

it('does not wait for what was read within the last four minutes, and does after that', async () => {
  let now = 0
  const warmth = createWarmth(() => now)
  const begun = await warmth.enter('p', signal)
  begun(true)
  now = 4 * 60_000 - 1
  const [again] = await Promise.all([warmth.enter('p', signal), warmth.enter('p', signal)])
  again(true)
  now += 4 * 60_000
  await warmth.enter('p', signal)
  let went = false
  const late = warmth.enter('p', AbortSignal.timeout(5)).then(
    () => {
      went = true
    },
    () => {},
  )
  await late
  expect(went).toBe(false)
})

it('stops waiting when the turn is stopped', async () => {
  const warmth = createWarmth()
  await warmth.enter('p', signal)
  const stop = new AbortController()
  const waiting = warmth.enter('p', stop.signal)
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'SYN_MIND_CUT' })
})
