/** The sessions of a folder, one a row. */
import { count } from './durations.ts'
import { safeText } from './safe.ts'
import type { RenderOptions } from './style.ts'
import { type Cell, type Column, leastWidth, renderTable } from './table.ts'
import { wrap } from './width.ts'

export interface ListRow {
  readonly session: string
  /** One or two words: `consensus`, `paused budget`, `review`, … */
  readonly status: string
  readonly title: string
  /** How many roles decide. */
  readonly roles: number
  readonly entries: number
  readonly revisions: number
  /** As `formatAge` words it. */
  readonly age: string
  readonly usd: number
}

/** The outcomes that a session's own policy takes for a decision. */
const AGREED: readonly string[] = ['consensus', 'no objection', 'majority', 'supermajority']

const SESSION: Column = { header: 'session', min: 24 }
const REST: readonly Column[] = [
  { header: 'status' },
  { header: 'roles', align: 'right' },
  { header: 'entries', align: 'right' },
  { header: 'rev', align: 'right' },
  { header: 'age', align: 'right' },
  { header: 'cost', align: 'right' },
]
const TITLE: Column = { header: 'title', min: 16 }

/** Ends in a newline; '' for no sessions. An id names the title too, so the title is the first thing to go. */
export function renderList(rows: readonly ListRow[], { style, width }: RenderOptions): string {
  if (rows.length === 0) return ''
  const cells = rows.map((row): readonly Cell[] => [
    { text: safeText(row.session), paint: style.bold },
    { text: safeText(row.status), paint: AGREED.includes(row.status) ? style.good : style.warn },
    { text: String(row.roles) },
    { text: String(row.entries) },
    { text: String(row.revisions) },
    { text: safeText(row.age) },
    { text: `$${row.usd.toFixed(2)}` },
    { text: safeText(row.title) },
  ])
  const { min: _, ...uncut } = SESSION
  const columns = [
    [uncut, ...REST, TITLE],
    [SESSION, ...REST],
  ].find(some => leastWidth(some, cells) <= width)
  const lines =
    columns === undefined
      ? rows.flatMap(row => [style.bold(safeText(row.session)), ...inWords(row, width)])
      : renderTable(columns, cells, { style, width })
  return `${lines.join('\n')}\n`
}

/** Too narrow for columns: the whole id, which is what one copies, and the rest in words below it. */
function inWords(row: ListRow, width: number): readonly string[] {
  const facts = [
    safeText(row.status),
    count(row.roles, 'role'),
    count(row.entries, 'entry', 'entries'),
    count(row.revisions, 'revision'),
    safeText(row.age),
    `$${row.usd.toFixed(2)}`,
  ].join(', ')
  return [safeText(row.title), facts].flatMap(text => wrap(text, width - 2)).map(line => `  ${line}`)
}
