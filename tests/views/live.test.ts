import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/log/entry.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import type { State } from '../../src/protocol/state.ts'
import { createLive, type Live } from '../../src/views/live.ts'
import { createStyle } from '../../src/views/style.ts'
import type { WorkerEvent } from '../../src/workers/events.ts'
import { buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'
import { createScreen, type Screen } from '../support/screen.ts'

const log = buildLog({ entries: SAMPLE })

interface Stage {
  readonly live: Live
  readonly screen: Screen
  readonly size: { columns: number; rows: number }
  advance(milliseconds: number): void
  append(number: number): void
  work(role: string, change?: Partial<WorkerEvent>): void
}

function stage(isTTY: boolean): Stage {
  const size = { columns: 80, rows: 24 }
  const screen = createScreen(() => size.columns)
  let now = 0
  let timers: readonly { readonly at: number; readonly callback: () => void }[] = []
  const live = createLive(screen, {
    style: createStyle({ color: false }),
    isTTY,
    columns: () => size.columns,
    rows: () => size.rows,
    now: () => now,
    setTimer(callback, milliseconds) {
      const timer = { at: now + milliseconds, callback }
      timers = [...timers, timer]
      return () => {
        timers = timers.filter(other => other !== timer)
      }
    },
  })
  const advance = (milliseconds: number) => {
    const end = now + milliseconds
    for (;;) {
      const [next] = timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)
      if (next === undefined) break
      timers = timers.filter(timer => timer !== next)
      now = next.at
      next.callback()
    }
    now = end
  }
  return {
    live,
    screen,
    size,
    advance,
    append(number) {
      const [entry, state] = at(number)
      live.entry(entry, state)
    },
    work: (role, change = {}) =>
      live.worker({ role, state: 'waiting', task: null, on: null, detail: '', at: now, ...change }),
  }
}

function at(number: number): readonly [Entry, State] {
  const entry = log.entries[number - 1]
  if (entry === undefined) throw new Error(`The sample has no #${number}`)
  return [entry, foldLog(log, { upTo: number })]
}

const ENTRY_2 = [
  '#2 ARCHITECT ANALYSIS 2026-11-21 04:10:22 UTC [playbook, not a model]',
  '',
  '    Two layers: gateway and service.',
  '',
]
const ENTRY_3 = [
  '#3 BACKEND ANALYSIS 2026-11-21 04:10:32 UTC [claude-sonnet-5-5]',
  '',
  '    Redis is already there.',
  '',
]

describe('on a terminal', () => {
  it('has the entries, and a footer below them', () => {
    const { screen, append, work, advance } = stage(true)
    work('ARCHITECT')
    work('BACKEND', { state: 'thinking', task: 'analyse' })
    append(2)
    advance(3300)
    expect(screen.lines()).toEqual([
      ...ENTRY_2,
      'ARCHITECT  waiting',
      'BACKEND    thinking  analyse  3 s',
      'no proposal yet: 1/3 have analysed',
      'spent $0.00, 0 tokens in, 0 out',
    ])
  })

  it('leaves nothing but entries and notes behind', () => {
    const { screen, live, append, work, advance } = stage(true)
    live.note('Rate limiter')
    for (const number of [2, 3]) {
      work('BACKEND', { state: 'thinking', task: 'analyse' })
      advance(1700)
      append(number)
      advance(90)
    }
    live.end()
    expect(screen.lines()).toEqual(['Rate limiter', ...ENTRY_2, ...ENTRY_3])
  })

  it('prints each entry once, and only erases its own footer', () => {
    const { screen, live, append, work, advance } = stage(true)
    work('BACKEND', { state: 'thinking', task: 'analyse' })
    append(2)
    advance(5000)
    live.end()
    expect(screen.writes.join('').split('Two layers').length - 1).toBe(1)
    expect(
      screen.writes
        .join('')
        .match(/\x1b\[[0-9;]*[A-Z]/g)
        ?.every(code => /^\x1b\[(?:[123]A|J)$/.test(code)),
    ).toBe(true)
  })

  it('paints four times a second at most', () => {
    const { screen, work, advance } = stage(true)
    for (let step = 0; step < 99; step += 1) {
      work('BACKEND', { state: 'writing', task: 'analyse', detail: `${step} tokens` })
      advance(10)
    }
    expect(screen.writes.length).toBe(4)
    advance(250)
    expect(screen.lines()).toEqual(['BACKEND  writing   analyse  1 s  98 tokens'])
  })

  it('shows time going by once a second while somebody works, and is still otherwise', () => {
    const { screen, work, advance } = stage(true)
    work('BACKEND', { state: 'thinking', task: 'analyse' })
    advance(2000)
    expect(screen.writes.length).toBe(3)
    work('BACKEND')
    advance(60_000)
    expect(screen.writes.length).toBe(4)
  })

  it('takes a third of the height at most', () => {
    const { screen, size, append, work, advance } = stage(true)
    size.rows = 9
    for (const role of ['ARCHITECT', 'BACKEND', 'SECURITY', 'FRONTEND']) work(role)
    append(2)
    advance(300)
    expect(screen.lines().slice(ENTRY_2.length)).toEqual([
      'ARCHITECT  waiting',
      'no proposal yet: 1/3 have analysed',
      'spent $0.00, 0 tokens in, 0 out',
    ])
  })

  it('erases its whole footer, and no more, after the window was made narrower', () => {
    const { screen, size, append, work, advance, live } = stage(true)
    append(2)
    work('BACKEND', { state: 'thinking', task: 'analyse', detail: 'x'.repeat(60) })
    advance(300)
    size.columns = 30
    advance(1000)
    expect(screen.lines().slice(ENTRY_2.length)).toEqual([
      'BACKEND  thinking  analyse…',
      'no proposal yet: 1/3 have an…',
      'spent $0.00, 0 tokens in, 0…',
    ])
    live.end()
    expect(screen.lines()).toEqual(ENTRY_2)
  })

  it('prints plainly what is said after its end', () => {
    const { screen, live, work, advance } = stage(true)
    work('BACKEND', { state: 'thinking', task: 'analyse' })
    live.end()
    live.note('done')
    advance(60_000)
    expect(screen.lines()).toEqual(['done'])
  })
})

describe('elsewhere', () => {
  it('has a line an entry and a line for each change that matters', () => {
    const { screen, live, append, work } = stage(false)
    live.note('Rate limiter')
    work('BACKEND')
    work('BACKEND', { state: 'thinking', task: 'review', on: 5 })
    work('BACKEND', { state: 'thinking', task: 'review', on: 5 })
    work('BACKEND', { state: 'writing', task: 'review', on: 5 })
    work('BACKEND', { state: 'retrying', task: 'review', on: 5, detail: '429 in 12 s' })
    append(6)
    live.state(at(6)[1])
    work('HUMAN', { state: 'needs-you', task: 'review', on: 5, detail: 'synod say x --agree 5' })
    work('HUMAN')
    work('BACKEND', { detail: 'the session is paused (error)' })
    work('BACKEND', { state: 'done' })
    live.end()
    expect(screen.writes.join('')).toBe(`Rate limiter
BACKEND thinks: review #5
BACKEND retries: 429 in 12 s
#6 BACKEND REVIEW 2026-11-21 04:11:02 UTC [claude-sonnet-5-5] objects to #5, raises retry-storm
1/3 agree on #5 (revision 1), 1 concern open: retry-storm (BACKEND)
HUMAN is asked to review #5: synod say x --agree 5
BACKEND waits: the session is paused (error)
`)
  })

  it('never moves the cursor', () => {
    const { screen, append, work, advance } = stage(false)
    work('BACKEND', { state: 'failed', detail: '\x1b[2J\rgone' })
    append(2)
    advance(10_000)
    expect(screen.writes).toEqual([
      'BACKEND failed: <U+001B>[2J gone\n',
      '#2 ARCHITECT ANALYSIS 2026-11-21 04:10:22 UTC [playbook, not a model]\n',
    ])
  })
})
