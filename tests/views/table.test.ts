import { expect, it } from 'vitest'
import { createStyle } from '../../src/views/style.ts'
import { type Column, leastWidth, renderTable } from '../../src/views/table.ts'

const style = createStyle({ color: false })
const COLUMNS: readonly Column[] = [
  { header: 'name', min: 6 },
  { header: 'n', align: 'right' },
  { header: 'title', min: 6 },
]
const ROWS = [
  [{ text: 'alpha-beta' }, { text: '1' }, { text: 'a long title' }],
  [{ text: '設計' }, { text: '12' }, { text: 'b' }],
]

it('puts columns under each other by what they take on the screen', () => {
  expect(renderTable(COLUMNS, ROWS, { style, width: 80 })).toEqual([
    'name         n  title',
    'alpha-beta   1  a long title',
    '設計        12  b',
  ])
})

it('cuts the columns that may be cut, from the right', () => {
  expect(renderTable(COLUMNS, ROWS, { style, width: 20 })).toEqual([
    'name       n  title',
    'alpha-b…   1  a lon…',
    '設計      12  b',
  ])
})

it('tells how narrow it can get', () => {
  expect(leastWidth(COLUMNS, ROWS)).toBe(18)
})

it('paints a cell without moving the others', () => {
  const bold = createStyle({ color: true }).bold
  expect(
    renderTable([{ header: 'a' }, { header: 'b' }], [[{ text: 'x', paint: bold }, { text: 'y' }]], {
      style,
      width: 80,
    })[1],
  ).toBe('\x1b[1mx\x1b[22m  y')
})
