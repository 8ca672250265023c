import { describe, expect, it } from 'vitest'
import { modelTable } from '../../src/minds/models.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import { assumptionsOf, estimate, type SeatEstimate } from '../../src/session/estimate.ts'
import { buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

/** A token in is a millionth of a dollar, whether cached or not, and one out ten. */
const models = modelTable({ flat: { input: 1, output: 10, cacheRead: 1, cacheWrite5m: 1 } })
const ROLES = ['SUPERVISOR', 'ARCHITECT', 'BACKEND', 'SECURITY']
const seats = (change: Partial<SeatEstimate> = {}): readonly SeatEstimate[] =>
  ROLES.map(role => ({ role, model: 'flat', cached: true, prefix: 1_000, particular: 100, ...change }))

function stateAt(entries: number, header = {}) {
  return foldLog(buildLog({ entries: SAMPLE, header }), { upTo: entries })
}

describe('the turns of a session', () => {
  it.each([
    [0, {}, 11, 17],
    [1, {}, 10, 16],
    [2, {}, 9, 15],
    [0, { maxRevisions: 0 }, 8, 8],
    [0, { maxRevisions: 1 }, 11, 11],
    [0, { implement: true }, 20, 26],
    [5, {}, 6, 12],
    [6, {}, 5, 11],
  ])('with %i entries and %j are between %i and %i', (entries, header, least, most) => {
    const { turns } = estimate(stateAt(entries, header), seats(), 0, models)
    expect(turns).toEqual({ least, most })
  })

  it('leave out those of people and of roles nobody runs here, but not what they write', () => {
    const header = { maxRevisions: 0, with: ['HUMAN'] }
    const { turns } = estimate(stateAt(0, header), seats(), 0, models)
    expect(turns).toEqual({ least: 8, most: 8 })
    const fewer = seats().filter(({ role }) => role !== 'SECURITY')
    expect(estimate(stateAt(0, { maxRevisions: 0 }), fewer, 0, models).turns).toEqual({ least: 6, most: 6 })
  })
})

describe('what they use', () => {
  const state = stateAt(0, { maxRevisions: 0 })

  it('is all that is sent and answered, each turn with the log before it', () => {
    // frame, 3 analyses, a proposal, 2 reviews, a decision; then what the log has before each of them.
    const sent = 8 * 1_100 + 3 * 400 + 1_600 + 2 * 2_800 + 3_400
    const answered = 400 + 3 * 400 + 1_200 + 2 * 300 + 400 + 8 * 200
    const { tokens, usd } = estimate(state, seats(), 0, models)
    expect(tokens.least).toBe(sent + answered)
    expect(usd.least).toBe(Math.round(sent + 10 * answered) / 1e6)
    expect(tokens.most).toBeGreaterThan(tokens.least)
  })

  it('grows with the log that is there, once for each turn', () => {
    const [bare, full] = [0, 500].map(inLog => estimate(state, seats(), inLog, models).tokens.least)
    expect((full ?? 0) - (bare ?? 0)).toBe(8 * 500)
  })

  it('is dearer the less is read from the cache, and dearest without one', () => {
    const cheap = modelTable({ flat: { input: 1, output: 0, cacheRead: 0, cacheWrite5m: 1 } })
    const cached = estimate(state, seats({ particular: 0 }), 0, cheap).usd
    const none = estimate(state, seats({ particular: 0, cached: false }), 0, cheap).usd
    expect(cached.least / none.least).toBeCloseTo(0.1, 2)
    expect(cached.most / none.most).toBeCloseTo(0.5, 2)
  })

  it('is nothing where rules speak, and no money where the price is not known', () => {
    expect(estimate(state, seats({ model: null }), 0, models).tokens).toEqual({ least: 0, most: 0 })
    const { tokens, usd } = estimate(state, seats({ model: 'cli:claude', cached: false }), 0, models)
    expect(tokens.least).toBeGreaterThan(10_000)
    expect(usd).toEqual({ least: 0, most: 0 })
  })
})

it('says what it assumes', () => {
  expect(assumptionsOf({ maxRevisions: 3, implement: true })).toEqual([
    'least: 1 revision, short entries (a review 300 tokens, a proposal 1200) and 200 tokens of thinking a turn',
    'most: 3 revisions, long entries (a review 1200 tokens, a proposal 4000) and 4000 tokens of thinking a turn',
    'of what a turn has in common with others, 90 % (least) or 50 % (most) is read from the cache; programs cache nothing',
    'every worker reviews every text once, and each implementation; no questions, no mediation, no answer that has to be given twice',
  ])
  expect(assumptionsOf({ maxRevisions: 0, implement: false })[0]).toContain('least: no revision,')
  expect(assumptionsOf({ maxRevisions: 1, implement: false })[1]).toContain('most: 1 revision,')
})
