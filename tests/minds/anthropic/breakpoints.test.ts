import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logBreakpoints, ttlFor } from '../../../src/minds/anthropic/breakpoints.ts'

const LOOK_BACK = 20

describe('the marks in a log', () => {
  it.each([
    [0, []],
    [1, [0]],
    [2, [0, 1]],
    [15, [0, 14]],
    [16, [0, 15]],
    [17, [0, 15, 16]],
    [40, [15, 30, 39]],
    [46, [30, 45]],
  ])('of %i blocks are at its end and at boundaries before it', (blocks, places) => {
    expect(logBreakpoints(blocks)).toEqual(places)
  })

  it('are three at most, in order, and within the log', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), blocks => {
        const places = logBreakpoints(blocks)
        expect(places.length).toBeLessThanOrEqual(3)
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))
        expect(places.every(place => place >= 0 && place < blocks)).toBe(true)
      }),
    )
  })

  it('find what a shorter log has marked, as long as it is no more than thirty blocks shorter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 30 }), (blocks, more) => {
        const marked = Math.max(...logBreakpoints(blocks))
        const seen = logBreakpoints(blocks + more).some(mark => mark >= marked && mark - marked < LOOK_BACK)
        expect(seen).toBe(true)
      }),
    )
  })
})

describe('how long a prefix is kept', () => {
  const at = (...minutes: readonly number[]) =>
    minutes.map(minute => ({ time: new Date(minute * 60_000).toISOString() }))

  it.each([
    ['before anybody has spoken', at(), '5m'],
    ['while somebody speaks every minute', at(0, 1, 2, 3), '5m'],
    ['when a turn has taken six minutes', at(0, 1, 7, 8), '1h'],
    ['when that was long ago', at(0, 7, ...Array.from({ length: 12 }, (_, index) => 8 + index)), '5m'],
    ['where times cannot be read', [{ time: null }, { time: null }], '5m'],
  ])('%s', (_, entries, ttl) => {
    expect(ttlFor(entries)).toBe(ttl)
  })
})
