import { describe, expect, it } from 'vitest'
import { createStyle } from '../../src/views/style.ts'
import type { TracedCall } from '../../src/views/trace-report.ts'
import { waterfall } from '../../src/views/trace-waterfall.ts'
import { displayWidth } from '../../src/views/width.ts'
import { FIRST_CALL, tracedCall } from '../support/calls.ts'

const style = createStyle({ color: false })

/** A call from one second of the session to another. */
function from(seconds: number, to: number, change: Partial<TracedCall> = {}): TracedCall {
  const time = new Date(FIRST_CALL + seconds * 1000).toISOString()
  return tracedCall({ time, ms: (to - seconds) * 1000, ...change })
}

function draw(calls: readonly TracedCall[], width = 60, ascii = false): string {
  return waterfall(calls, { style, width, ascii }).join('\n')
}

const CALLS = [
  from(0, 4, { role: 'SUPERVISOR', task: 'frame', on: null, entry: 1, firstTokenMs: 1_000 }),
  from(724, 730, { role: 'QA', entry: null, firstTokenMs: 3_000 }),
  from(724, 726, { role: 'DB', outcome: 'failed', firstTokenMs: null }),
]

describe('waterfall', () => {
  it('draws each call over the time in which there were any, and says where none was', () => {
    expect(draw(CALLS)).toBe(
      [
        '#1 SUPERVISOR frame ░░░████████                  4.0 s',
        '                               ┆ 12 min 00 s idle',
        '- QA review #5                ░░░░░░░░░████████  6.0 s',
        '#6 DB review #5               ░░░░░░             2.0 s',
      ].join('\n'),
    )
  })

  it('is drawn without anything but ASCII where that is wanted', () => {
    expect(draw(CALLS, 60, true)).toMatch(/^[ -~\n]+$/)
    expect(draw(CALLS, 60, true).split('\n')[0]).toMatch(/^#1 SUPERVISOR frame -+#+ +4\.0 s$/)
  })

  it('keeps to the width of the terminal, and lets the figures go before the bars', () => {
    for (const width of [20, 24, 33, 40, 52, 80, 300]) {
      for (const line of waterfall(CALLS, { style, width, ascii: false })) {
        expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(width, 20))
      }
    }
    expect(draw(CALLS, 24)).not.toContain('4.0 s')
  })

  it('draws calls that ran at once over each other, in the order they were sent', () => {
    const lines = waterfall([from(2, 4, { role: 'B' }), from(0, 8, { role: 'A' })], {
      style,
      width: 60,
      ascii: true,
    })
    expect(lines.map(line => line.slice(3, 4))).toEqual(['A', 'B'])
    expect(lines.join('')).not.toContain('idle')
  })

  it('gives a call of no time a column all the same', () => {
    expect(draw([from(0, 0, { firstTokenMs: 0 })], 60, true)).toBe(
      '#6 BACKEND review #5 #                           0.0 s',
    )
    expect(draw([])).toBe('')
  })

  it('takes figures that cannot be true', () => {
    const odd = [from(0, 1, { ms: 1e12, firstTokenMs: 1e12 }), tracedCall({ time: '0001-01-01T00:00:00Z' })]
    expect(draw(odd).split('\n')).toHaveLength(3)
  })

  it('cuts each of many waits out, and draws the short ones', () => {
    const many = Array.from({ length: 5_000 }, (_, at) => from(at * 20, at * 20 + (at % 2 === 0 ? 1 : 15)))
    const lines = waterfall(many, { style, width: 80, ascii: false })
    expect(lines.filter(line => line.includes('idle'))).toHaveLength(2_500)
    expect(lines.at(-1)).toMatch(/█ {2}15\.0 s$/)
  })
})
