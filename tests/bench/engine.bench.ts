import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'vitest'
import { createLog, foldLog, parseLog, startSession, step, verifyLog } from '../../src/index.ts'
import type { Turn } from '../../src/minds/mind.ts'
import { draft, mindsOf, rosterOf } from '../support/panel.ts'
import { tempFolder } from '../support/temp.ts'
import { ms, percentile, printTable } from './table.ts'

const WORDS = 'The limiter answers with a reason that a client can act on. '.repeat(10)
const roster = rosterOf('ARCHITECT', 'BACKEND', 'FRONTEND', 'SECURITY')

/** Objects until the last revision, in no time at all. */
function stubborn(revisions: number): (turn: Turn) => ReturnType<typeof draft> {
  return ({ role, task, state }) => {
    if (task !== 'review') return draft(WORDS)
    if (role !== 'BACKEND' || state.proposals.length > revisions)
      return draft(WORDS, { verdict: 'AGREE', evidence: 'read' })
    return draft(WORDS, { verdict: 'OBJECT', concerns: [{ id: 'not-yet', reason: 'not yet' }] })
  }
}

it('time per turn that the engine itself adds', async () => {
  const rows: string[][] = []
  for (const revisions of [1, 25, 100]) {
    const started = performance.now()
    const { result } = startSession({
      problem: 'x',
      roster,
      minds: mindsOf(stubborn(revisions)),
      maxRevisions: 100,
      folder: tempFolder(),
    })
    const { state } = await result
    const elapsed = performance.now() - started
    rows.push([`${revisions}`, `${state.entries}`, ms(elapsed), ms(elapsed / state.entries)])
  }
  printTable(
    'A session of 5 roles with a mind that takes no time',
    ['revisions', 'entries', 'ms', 'ms a turn'],
    rows,
  )
})

it('append, parse and fold', async () => {
  const header = {
    synod: 1,
    session: 'bench',
    created: new Date(0).toISOString(),
    workers: ['A', 'B'],
    proposer: 'A',
    policy: 'unanimous',
    veto: [],
    external: [],
    with: [],
    deadlock: 'pause' as const,
    implement: false,
    maxRevisions: 3,
    mind: null,
  }
  const path = join(tempFolder(), 'log.md')
  const log = createLog(path, { header, title: 'Bench', problem: 'x' })
  const times: number[] = []
  for (let count = 0; count < 2_000; count += 1) {
    const started = performance.now()
    await log.append({
      role: count % 2 === 0 ? 'A' : 'B',
      type: 'ANALYSIS',
      fields: { Seen: ['#1'] },
      content: WORDS,
    })
    times.push(performance.now() - started)
  }
  const bytes = readFileSync(path)
  const megabytes = statSync(path).size / 1e6
  const parseStart = performance.now()
  const parsed = parseLog(bytes)
  const parseTime = performance.now() - parseStart
  const foldStart = performance.now()
  const state = foldLog(parsed)
  const foldTime = performance.now() - foldStart
  const last = parsed.entries.at(-1)
  const stepStart = performance.now()
  if (last !== undefined) step(state, last)
  const stepTime = performance.now() - stepStart
  if (!verifyLog(parsed).holds) throw new Error('the log does not verify')
  const perSecond = (time: number) => Math.round((parsed.entries.length / time) * 1000).toLocaleString('en')
  printTable(
    `A log of ${parsed.entries.length} entries, ${megabytes.toFixed(1)} MB`,
    ['what', 'figure'],
    [
      ['append with lock and fdatasync, p50', `${ms(percentile(times, 0.5))} ms`],
      ['append with lock and fdatasync, p99', `${ms(percentile(times, 0.99))} ms`],
      [
        'parse and verify',
        `${ms(parseTime)} ms, ${perSecond(parseTime)} entries/s, ${(megabytes / (parseTime / 1000)).toFixed(0)} MB/s`,
      ],
      ['fold', `${ms(foldTime)} ms, ${perSecond(foldTime)} entries/s`],
      ['one more entry on top', `${stepTime.toFixed(3)} ms`],
    ],
  )
})
