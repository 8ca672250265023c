/** Columns of text that stand under each other. */
import type { RenderOptions } from './style.ts'
import { cutTo, displayWidth, padEnd, padStart } from './width.ts'

export interface Cell {
  readonly text: string
  readonly paint?: (text: string) => string
}

export interface Column {
  readonly header: string
  readonly align?: 'left' | 'right'
  /** May be cut down to this many columns where there is not enough room. */
  readonly min?: number
}

const GAP = '  '

/** Lines without blanks at their ends. What does not fit even with every column at its least is left over-wide. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { style, width }: RenderOptions,
): readonly string[] {
  const natural = naturalWidths(columns, rows)
  const widths = squeeze(columns, natural, width - GAP.length * (columns.length - 1))
  const header = columns.map(column => ({ text: column.header, paint: style.dim }))
  return [header, ...rows].map(cells => line(columns, widths, cells))
}

/** The least width a table can be cut down to. */
export function leastWidth(columns: readonly Column[], rows: readonly (readonly Cell[])[]): number {
  const least = naturalWidths(columns, rows).map((width, at) => Math.min(width, columns[at]?.min ?? width))
  return least.reduce((sum, width) => sum + width, GAP.length * (columns.length - 1))
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[]): readonly number[] {
  return columns.map((column, at) =>
    rows.reduce(
      (most, row) => Math.max(most, displayWidth(row[at]?.text ?? '')),
      displayWidth(column.header),
    ),
  )
}

function squeeze(columns: readonly Column[], natural: readonly number[], room: number): readonly number[] {
  let over = natural.reduce((sum, width) => sum + width, 0) - room
  const widths = [...natural]
  // From the right: names stand on the left, and are the last to be cut.
  for (let at = widths.length - 1; at >= 0; at -= 1) {
    const width = widths[at] ?? 0
    const taken = Math.max(0, Math.min(over, width - Math.min(width, columns[at]?.min ?? width)))
    over -= taken
    widths[at] = width - taken
  }
  return widths
}

function line(columns: readonly Column[], widths: readonly number[], cells: readonly Cell[]): string {
  const parts = columns.map((column, at) => {
    const cell = cells[at] ?? { text: '' }
    const text = cutTo(cell.text, widths[at] ?? 0)
    const painted = cell.paint === undefined ? text : cell.paint(text)
    const blanks = (column.align === 'right' ? padStart : padEnd)('', (widths[at] ?? 0) - displayWidth(text))
    return column.align === 'right' ? blanks + painted : painted + (at === columns.length - 1 ? '' : blanks)
  })
  return parts.join(GAP).trimEnd()
}
