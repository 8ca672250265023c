import { describe, expect, it } from 'vitest'
import { foldLog } from '../../src/protocol/fold.ts'
import { type Activity, footerLines, nextActivity } from '../../src/views/footer.ts'
import { createStyle } from '../../src/views/style.ts'
import { displayWidth } from '../../src/views/width.ts'
import type { WorkerEvent } from '../../src/workers/events.ts'
import { buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

const style = createStyle({ color: false })
const state = foldLog(buildLog({ entries: SAMPLE }), { upTo: 6 })

function event(role: string, change: Partial<WorkerEvent> = {}): WorkerEvent {
  return { role, state: 'waiting', task: null, on: null, detail: '', at: 0, ...change }
}

function activities(...events: readonly WorkerEvent[]): ReadonlyMap<string, Activity> {
  return new Map(events.map(one => [one.role, nextActivity(undefined, one)]))
}

const busy = activities(
  event('SUPERVISOR'),
  event('ARCHITECT', { state: 'thinking', task: 'propose' }),
  event('BACKEND', { state: 'retrying', task: 'review', on: 5, detail: '429 in 12 s' }),
  event('SECURITY', { state: 'failed', detail: 'out of retries' }),
)

describe('footerLines', () => {
  it('has a line a role, the meter, and the cost', () => {
    expect(footerLines(busy, state, { style, columns: 80, height: 6, now: 12_300 })).toEqual([
      'SUPERVISOR           waiting',
      'ARCHITECT            thinking  propose  12 s',
      'BACKEND     $0.0158  retrying  review #5  12 s  429 in 12 s',
      'SECURITY             failed    out of retries',
      '1/3 agree on #5 (revision 1), 1 concern open: retry-storm (BACKEND)',
      'spent $0.0158, 19.9k tokens in, 862 out',
    ])
  })

  it('leaves out what each role has cost where there is no room for it', () => {
    expect(footerLines(busy, state, { style, columns: 59, height: 6, now: 12_300 }).slice(0, 4)).toEqual([
      'SUPERVISOR  waiting',
      'ARCHITECT   thinking  propose  12 s',
      'BACKEND     retrying  review #5  12 s  429 in 12 s',
      'SECURITY    failed    out of retries',
    ])
  })

  it.each([
    [{ maxCost: 0.5 }, 'spent 0.0158 of 0.5 USD, 19.9k tokens in, 862 out'],
    [{ maxTokens: 100_000 }, 'spent $0.0158, 19.9k tokens in, 862 out of 100.0k'],
    [{ maxCost: 2, maxTokens: 900 }, 'spent 0.0158 of 2 USD, 19.9k tokens in, 862 out of 900'],
  ])('tells the cost against %j', (caps, last) => {
    expect(footerLines(busy, state, { style, columns: 80, height: 6, now: 0, caps }).at(-1)).toBe(last)
  })

  it('keeps in sight who is needed, and what to type', () => {
    const needed = activities(
      event('ARCHITECT', { state: 'thinking' }),
      event('HUMAN', { state: 'needs-you', task: 'review', on: 5, detail: 'synod say x --agree 5' }),
    )
    expect(footerLines(needed, state, { style, columns: 80, height: 3, now: 0 })[0]).toBe(
      'HUMAN  needs you  review #5  synod say x --agree 5',
    )
  })

  it.each([
    [4, ['BACKEND', 'SECURITY', '1/3', 'spent']],
    [3, ['SECURITY', '1/3', 'spent']],
    [2, ['1/3', 'spent']],
    [1, ['1/3']],
  ])('keeps what matters most in %i lines', (height, first) => {
    const activity = activities(
      event('ARCHITECT'),
      event('BACKEND', { state: 'thinking' }),
      event('SECURITY', { state: 'failed' }),
    )
    const lines = footerLines(activity, state, { style, columns: 80, height, now: 0 })
    expect(lines.map(line => line.split(/ /)[0])).toEqual(first)
  })

  it.each([[5], [12], [30]])('never takes more than %i columns', columns => {
    const wide = activities(
      event('BACKEND', { state: 'thinking', task: 'review', on: 5, detail: '設計設計設計設計設計' }),
    )
    const lines = footerLines(wide, state, { style, columns, height: 6, now: 0 })
    expect(lines.filter(line => displayWidth(line) > columns)).toEqual([])
  })

  it('lets no escape through', () => {
    const nasty = activities(event('BACKEND', { state: 'retrying', detail: '\x1b[2J\r\nx' }))
    expect(footerLines(nasty, null, { style, columns: 80, height: 6, now: 0 })).toEqual([
      'BACKEND  retrying  0 s  <U+001B>[2J x',
    ])
  })
})

describe('nextActivity', () => {
  const thinking = nextActivity(
    undefined,
    event('BACKEND', { state: 'thinking', task: 'review', on: 5, at: 1000 }),
  )

  it.each<[string, Partial<WorkerEvent>, number]>([
    ['goes on while it writes', { state: 'writing', task: 'review', on: 5 }, 1000],
    ['goes on while it retries', { state: 'retrying', task: 'review', on: 5 }, 1000],
    ['starts anew for another proposal', { state: 'thinking', task: 'review', on: 8 }, 4000],
    ['starts anew when it waits', { state: 'waiting' }, 4000],
  ])('the clock of a turn %s', (_, change, since) => {
    expect(nextActivity(thinking, event('BACKEND', { ...change, at: 4000 })).since).toBe(since)
  })
})
