import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseLog } from '../../src/log/parse.ts'
import { type Caps, capReached, capsNear, entriesReached, timerOf } from '../../src/session/caps.ts'
import { resumeSession } from '../../src/session/resume.ts'
import { startSession } from '../../src/session/start.ts'
import { deliberate, mindsOf, rosterOf } from '../support/panel.ts'
import { tempFolder } from '../support/temp.ts'

const SPENT = { usd: 1.5, input: 100, cached: 200, output: 50 }

it.each<[Caps, number, string | null]>([
  [{}, 1e9, null],
  [{ maxCost: 1.6 }, 0, null],
  [{ maxCost: 1.5 }, 0, '1.5000 of 1.5 USD are spent'],
  [{ maxTokens: 351 }, 0, null],
  [{ maxTokens: 350 }, 0, '350 of 350 tokens are used'],
  [{ timeout: 2_000 }, 1_999, null],
  [{ timeout: 2_000 }, 2_000, 'the 2 seconds allowed have passed'],
])('within %j after %i ms: %s', (caps, elapsed, reached) => {
  expect(capReached(caps, SPENT, elapsed)).toBe(reached)
})

it.each<[Caps, number, string | null]>([
  [{}, 999, null],
  [{}, 1_000, '1000 of 1000 entries are written'],
  [{ maxEntries: 2_000 }, 1_999, null],
  [{ maxEntries: 6 }, 7, '7 of 6 entries are written'],
])('within %j at %i entries: %s', (caps, entries, reached) => {
  expect(entriesReached(caps, entries)).toBe(reached)
})

it.each<[Caps, number, number, readonly string[]]>([
  [{}, 1e9, 799, []],
  [{}, 0, 800, ['800 of 1000 entries are written']],
  [{ maxCost: 1.9 }, 0, 0, []],
  [{ maxCost: 1.875 }, 0, 0, ['1.5000 of 1.875 USD are spent']],
  [{ maxTokens: 438 }, 0, 0, []],
  [{ maxTokens: 437 }, 0, 0, ['350 of 437 tokens are used']],
  [{ timeout: 10_000 }, 7_999, 0, []],
  [{ timeout: 10_000 }, 8_000, 0, ['8 of the 10 seconds allowed have passed']],
  [{ maxCost: 1.5, maxEntries: 5 }, 0, 4, ['1.5000 of 1.5 USD are spent', '4 of 5 entries are written']],
])('of %j four fifths are used after %i ms and %i entries: %j', (caps, elapsed, entries, near) => {
  expect(capsNear(caps, SPENT, { elapsed, entries }).map(({ why }) => why)).toEqual(near)
})

it('never asks a timer for longer than it can wait, which would end the session at once', () => {
  expect(timerOf(10_000, 'near')).toBe(8_000)
  expect(timerOf(10_000, 'end')).toBe(10_000)
  expect(timerOf(1_000 * 3_600_000, 'end')).toBe(2_147_483_647)
})

it('pauses a session whose log is full, and one that is resumed with room goes on', async () => {
  const roster = rosterOf('ARCHITECT', 'BACKEND', 'SECURITY')
  const minds = mindsOf(deliberate)
  const problem = 'Design a rate limiter for our API'
  const { log, result } = startSession({ problem, roster, minds, folder: tempFolder(), maxEntries: 6 })
  const { state } = await result
  expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'rounds' })
  const { entries } = parseLog(readFileSync(log.path))
  expect(entries.at(-1)?.content).toMatch(/ \d of 6 entries are written\.\n/)
  const resumed = await resumeSession(log.path, { roster, minds })
  expect(resumed.state.outcome).toMatchObject({ kind: 'CONSENSUS' })
})
