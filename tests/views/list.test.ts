import { describe, expect, it } from 'vitest'
import { type ListRow, renderList } from '../../src/views/list.ts'
import { createStyle } from '../../src/views/style.ts'
import { displayWidth } from '../../src/views/width.ts'

const style = createStyle({ color: false })
const ROWS: readonly ListRow[] = [
  {
    session: '2026-11-21-rate-limiter-for-the-public-api',
    status: 'consensus',
    title: 'Rate limiter for the public API',
    roles: 5,
    entries: 21,
    revisions: 3,
    age: '5 min',
    usd: 0.423,
  },
  {
    session: '2026-11-20-billing',
    status: 'paused budget',
    title: 'Billing',
    roles: 1,
    entries: 1,
    revisions: 1,
    age: '1 d',
    usd: 12.1,
  },
]

describe('renderList', () => {
  it.each([
    ['majority', '32'],
    ['no objection', '32'],
    ['decided with dissent', '33'],
    ['paused deadlock', '33'],
  ])('paints %s in colour %s', (status, code) => {
    const [row] = ROWS
    if (row === undefined) throw new Error('There are rows')
    const text = renderList([{ ...row, status }], { style: createStyle({ color: true }), width: 120 })
    expect(text).toContain(`\x1b[${code}m${status}`)
  })

  it('is a table with titles where there is room', () => {
    expect(
      renderList(ROWS, { style, width: 120 }),
    ).toBe(`session                                     status         roles  entries  rev    age    cost  title
2026-11-21-rate-limiter-for-the-public-api  consensus          5       21    3  5 min   $0.42  Rate limiter for the pub…
2026-11-20-billing                          paused budget      1        1    1    1 d  $12.10  Billing
`)
  })

  it('leaves the titles out on 80 columns, which the ids name too', () => {
    expect(
      renderList(ROWS, { style, width: 80 }),
    ).toBe(`session                        status         roles  entries  rev    age    cost
2026-11-21-rate-limiter-for-…  consensus          5       21    3  5 min   $0.42
2026-11-20-billing             paused budget      1        1    1    1 d  $12.10
`)
  })

  it('says it in words on 40 columns', () => {
    expect(renderList(ROWS, { style, width: 40 })).toBe(`2026-11-21-rate-limiter-for-the-public-api
  Rate limiter for the public API
  consensus, 5 roles, 21 entries, 3
  revisions, 5 min, $0.42
2026-11-20-billing
  Billing
  paused budget, 1 role, 1 entry, 1
  revision, 1 d, $12.10
`)
  })

  it('never takes more than 80 columns there', () => {
    const wide = ROWS.map(row => ({ ...row, session: row.session.repeat(3), title: '設計'.repeat(60) }))
    const lines = renderList(wide, { style, width: 80 }).split('\n')
    expect(lines.filter(line => displayWidth(line) > 80)).toEqual([])
  })

  it('is empty for no sessions', () => {
    expect(renderList([], { style, width: 80 })).toBe('')
  })
})
