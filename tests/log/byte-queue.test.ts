import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteQueue } from '../../src/log/byte-queue.ts'

it('has what was pushed and not dropped, whatever comes in which order', () => {
  const chunk = fc.uint8Array({ maxLength: 40 })
  const steps = fc.array(fc.oneof(chunk, fc.nat(60)), { maxLength: 40 })
  fc.assert(
    fc.property(steps, given => {
      const queue = new ByteQueue()
      let expected: number[] = []
      for (const step of given) {
        if (typeof step === 'number') {
          const count = Math.min(step, expected.length)
          queue.drop(count)
          expected = expected.slice(count)
        } else {
          queue.push(step)
          expected.push(...step)
        }
        expect(queue.length).toBe(expected.length)
        expect([...queue.bytes]).toEqual(expected)
      }
    }),
  )
})

it('goes on beside a fork without either seeing what the other takes in', () => {
  const queue = new ByteQueue()
  queue.push(Uint8Array.of(1))
  queue.push(Uint8Array.of(2, 3))
  const fork = queue.fork()
  queue.push(Uint8Array.of(4))
  fork.push(Uint8Array.of(9, 9))
  queue.drop(1)
  expect([...queue.bytes]).toEqual([2, 3, 4])
  expect([...fork.bytes]).toEqual([1, 2, 3, 9, 9])
})

it('never writes into what it was given', () => {
  const room = Uint8Array.of(1, 2, 0, 0)
  const queue = new ByteQueue()
  queue.push(room.subarray(0, 2))
  queue.push(Uint8Array.of(7))
  expect([...room]).toEqual([1, 2, 0, 0])
})
