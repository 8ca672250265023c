import { describe, expect, it } from 'vitest'
import { entryAnchor, entryAnchors, slug } from '../../src/views/anchors.ts'
import { buildLog } from '../support/build.ts'

const TIME = '2026-11-21T04:10:31.517Z'

describe('slug', () => {
  it.each([
    ['[BACKEND] [2026-11-21 04:10:31.517] UTC', 'backend-2026-11-21-041031517-utc'],
    ['[DATA_ENG-2] [2026-01-01 00:00:00.000] UTC', 'data_eng-2-2026-01-01-000000000-utc'],
    ['What, why & how?', 'what-why--how'],
    ['  Übersicht 設計 ', 'übersicht-設計'],
  ])('of %j is %j, as GitHub has it', (heading, wanted) => {
    expect(slug(heading)).toBe(wanted)
  })
})

describe('entryAnchor', () => {
  it('is the slug of the heading the log writes', () => {
    expect(entryAnchor({ role: 'BACKEND', time: TIME })).toBe('backend-2026-11-21-041031517-utc')
  })

  it('is null where the time could not be read', () => {
    expect(entryAnchor({ role: 'BACKEND', time: null })).toBeNull()
  })
})

describe('entryAnchors', () => {
  it('numbers headings that are the same, in order', () => {
    const entries = ['BACKEND', 'BACKEND', 'SECURITY', 'BACKEND'].map(role => ({
      role,
      time: TIME,
      content: 'x',
    }))
    expect([...entryAnchors(buildLog({ entries }))]).toEqual([
      [1, 'backend-2026-11-21-041031517-utc'],
      [2, 'backend-2026-11-21-041031517-utc-1'],
      [3, 'security-2026-11-21-041031517-utc'],
      [4, 'backend-2026-11-21-041031517-utc-2'],
    ])
  })

  it('counts the headings inside contents too', () => {
    const log = buildLog({
      problem: '## Backend 2026-11-21 041031517 UTC',
      entries: [{ role: 'BACKEND', time: TIME, content: 'x' }],
    })
    expect(entryAnchors(log).get(1)).toBe('backend-2026-11-21-041031517-utc-1')
  })
})
