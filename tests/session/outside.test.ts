import { expect, it, onTestFinished, vi } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { watchOutside } from '../../src/session/outside.ts'
import { agree, byHand, OPENED, object, outcome, type Part, session } from '../support/log-builder.ts'

const AGREED: readonly Part[] = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)]

interface Watched {
  readonly told: readonly string[]
  readonly waited: readonly string[]
  readonly see: (parts: readonly Part[], header?: Partial<Header>) => void
}

function watched(wait: number | null): Watched {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const [told, waited]: [string[], string[]] = [[], []]
  const outside = watchOutside({
    name: 'my-session',
    wait,
    onWorker: ({ role, state, task, on, detail }) => told.push(`${role} ${state} ${task} ${on} ${detail}`),
    onWaited: why => waited.push(why),
    now: () => 0,
  })
  onTestFinished(() => outside.close())
  return { told, waited, see: (parts, header = {}) => outside.changed(session(parts, header)) }
}

it('tells once a turn that a person is needed, with what to type, and when it is not any more', () => {
  const { told, see } = watched(null)
  const header = { with: ['HUMAN'] }
  see(OPENED, header)
  see(AGREED, header)
  see([...AGREED, agree('HUMAN', 5)], header)
  expect(told).toEqual([
    'HUMAN needs-you review 5 synod say my-session --agree 5, or --object 5 --concern "id: why"',
    'HUMAN waiting null null ',
  ])
})

it('waits no longer than it is to, and only while nobody else is due', () => {
  const { waited, see } = watched(2_000)
  const header = { with: ['HUMAN'], external: ['LEGAL'] }
  see(OPENED, header)
  vi.advanceTimersByTime(10_000)
  expect(waited).toEqual([])
  see(AGREED, header)
  vi.advanceTimersByTime(1_999)
  // Whoever speaks has come: the wait begins anew for the other.
  see([...AGREED, byHand('LEGAL', 'I agree to #5.')], header)
  vi.advanceTimersByTime(1_999)
  expect(waited).toEqual([])
  vi.advanceTimersByTime(1)
  expect(waited).toEqual(['HUMAN is asked to review #5; nobody has come within 2 seconds'])
})

it('does not wait in a pause, nor where it is to wait for ever', () => {
  const { waited, see } = watched(1_000)
  see([...AGREED, outcome('PAUSED interrupted')], { with: ['HUMAN'] })
  vi.advanceTimersByTime(5_000)
  expect(waited).toEqual([])
  const forEver = watched(null)
  forEver.see(AGREED, { with: ['HUMAN'] })
  vi.advanceTimersByTime(1e9)
  expect(forEver.waited).toEqual([])
})

it('says so where nobody at all is due', () => {
  const { told, waited, see } = watched(1_000)
  see([OPENED[0] ?? ''], { workers: [], external: ['LEGAL', 'QA'], proposer: '' })
  vi.advanceTimersByTime(1_000)
  expect(told).toEqual([])
  expect(waited).toEqual(['Nobody is due'])
})

it('is not woken by a timer that cannot be that long', () => {
  const { waited, see } = watched(1e12)
  see(AGREED, { with: ['HUMAN'] })
  vi.advanceTimersByTime(1e9)
  expect(waited).toEqual([])
})

it('asks an external role under its own name', () => {
  const { told, see } = watched(null)
  see([...AGREED, object('SECURITY', 5, 'a: why')], { external: ['LEGAL'] })
  expect(told).toEqual([
    'LEGAL needs-you review 5 synod say my-session --as LEGAL --agree 5, or --object 5 --concern "id: why"',
  ])
})
