/** The tables of a trace: a row a call, a row a role, a row a prefix. */
import { count, formatTokens, formatUsd } from './durations.ts'
import { safeText } from './safe.ts'
import type { RenderOptions } from './style.ts'
import { type Cell, type Column, leastWidth, renderTable } from './table.ts'
import {
  type CallTotals,
  cachedShare,
  type SharedPrefix,
  type TracedCall,
  tokensOf,
  totalsByRole,
  totalsOf,
} from './trace-report.ts'
import { costWord, entryWord, outcomeWord, percent, span, taskWords } from './trace-words.ts'
import { wrap } from './width.ts'

const ENTRY: Column = { header: 'entry', align: 'right' }
const MODEL: Column = { header: 'model', min: 12 }
const TOKENS: readonly Column[] = [
  { header: 'sent', align: 'right' },
  { header: 'cached', align: 'right' },
  { header: 'out', align: 'right' },
  { header: 'cost', align: 'right' },
]
const FIRST: Column = { header: 'first', align: 'right' }
const TOTAL: Column = { header: 'total', align: 'right' }
const OUTCOME: Column = { header: 'outcome', min: 8 }

/** One row a call; what there is no room for goes, the model first, and on a narrow terminal each call is a paragraph. */
export function callLines(calls: readonly TracedCall[], options: RenderOptions): readonly string[] {
  const { style, width } = options
  if (calls.length === 0) return []
  const rows = calls.map(call => cellsOf(call, options))
  const kinds = [
    { model: true, first: true },
    { model: false, first: true },
    { model: false, first: false },
  ].map(kind => ({
    columns: columnsOf(kind.model, kind.first),
    rows: rows.map(row => [
      row.entry,
      row.role,
      row.task,
      ...(kind.model ? [row.model] : []),
      ...row.tokens,
      ...(kind.first ? [row.first] : []),
      row.total,
      row.outcome,
    ]),
  }))
  const fits = kinds.find(kind => leastWidth(kind.columns, kind.rows) <= width)
  if (fits !== undefined) return renderTable(fits.columns, fits.rows, { style, width })
  return calls.flatMap(call => inWords(call, options))
}

function columnsOf(model: boolean, first: boolean): readonly Column[] {
  return [
    ENTRY,
    { header: 'role' },
    { header: 'task', min: 9 },
    ...(model ? [MODEL] : []),
    ...TOKENS,
    ...(first ? [FIRST] : []),
    TOTAL,
    OUTCOME,
  ]
}

interface CallCells {
  readonly entry: Cell
  readonly role: Cell
  readonly task: Cell
  readonly model: Cell
  readonly tokens: readonly Cell[]
  readonly first: Cell
  readonly total: Cell
  readonly outcome: Cell
}

function cellsOf(call: TracedCall, { style }: RenderOptions): CallCells {
  const { sent, cached, output } = tokensOf(call)
  const tokens = (amount: number) => ({ text: call.usage === null ? '-' : formatTokens(amount) })
  const paint = { answered: style.good, failed: style.bad, stopped: style.warn }[call.outcome]
  return {
    entry: { text: entryWord(call) },
    role: { text: call.role, paint: text => style.role(call.role, text) },
    task: { text: taskWords(call) },
    model: { text: safeText(call.model) },
    tokens: [tokens(sent), tokens(cached), tokens(output), { text: costWord(call) }],
    first: { text: call.firstTokenMs === null ? '-' : span(call.firstTokenMs) },
    total: { text: span(call.ms) },
    outcome: { text: outcomeWord(call), paint },
  }
}

function inWords(call: TracedCall, { style, width }: RenderOptions): readonly string[] {
  const { sent, cached, output } = tokensOf(call)
  const tokens =
    call.usage === null
      ? 'tokens unknown'
      : `${formatTokens(sent)} sent, ${formatTokens(cached)} cached, ${formatTokens(output)} out`
  const first = call.firstTokenMs === null ? '' : `first token after ${span(call.firstTokenMs)}, `
  const cost = call.priced ? costWord(call) : 'cost unknown'
  const words = `${tokens}, ${cost}, ${first}${span(call.ms)}, ${outcomeWord(call)}`
  return [
    ...wrap(`${entryWord(call)} ${call.role} ${taskWords(call)}, ${safeText(call.model)}`, width).map(line =>
      style.role(call.role, line),
    ),
    ...wrap(words, Math.max(20, width - 4)).map(line => `    ${line}`),
  ]
}

/** A row a role, and one for all of them. */
export function totalLines(calls: readonly TracedCall[], options: RenderOptions): readonly string[] {
  const { style, width } = options
  const byRole = [...totalsByRole(calls)]
  const all = totalsOf(calls)
  const columns: readonly Column[] = [
    { header: 'role' },
    { header: 'calls', align: 'right' },
    ...TOKENS,
    { header: 'from cache', align: 'right' },
    { header: 'time', align: 'right' },
  ]
  const rows = [
    ...byRole.map(([role, totals]) =>
      totalCells({ text: role, paint: text => style.role(role, text) }, totals),
    ),
    totalCells({ text: 'all', paint: style.bold }, all),
  ]
  if (leastWidth(columns, rows) <= width) return renderTable(columns, rows, options)
  return [...byRole, ['all', all] as const].flatMap(([role, totals]) =>
    wrap(`${role}: ${totalWords(totals)}`, width),
  )
}

function totalCells(name: Cell, totals: CallTotals): readonly Cell[] {
  const { calls, sent, cached, output, usd, ms } = totals
  return [
    name,
    { text: String(calls) },
    { text: formatTokens(sent) },
    { text: formatTokens(cached) },
    { text: formatTokens(output) },
    { text: formatUsd(usd) },
    { text: percent(cachedShare(totals)) },
    { text: span(ms) },
  ]
}

function totalWords(totals: CallTotals): string {
  const { calls, sent, cached, output, usd, ms } = totals
  return [
    count(calls, 'call'),
    `${formatTokens(sent)} sent`,
    `${formatTokens(cached)} cached (${percent(cachedShare(totals))})`,
    `${formatTokens(output)} out`,
    formatUsd(usd),
    span(ms),
  ].join(', ')
}

const MOST_PREFIXES = 12
const HASH = 12

/** The longest ones; the number of the others is said. */
export function prefixLines(prefixes: readonly SharedPrefix[], options: RenderOptions): readonly string[] {
  const { style, width } = options
  const shown = prefixes.slice(0, MOST_PREFIXES)
  const columns: readonly Column[] = [
    { header: 'up to', min: 6 },
    { header: 'bytes', align: 'right' },
    { header: 'calls', align: 'right' },
    { header: 'roles', align: 'right' },
    { header: 'sha256', min: 6 },
    { header: 'who', min: 8 },
  ]
  const rows = shown.map(({ upTo, bytes, calls, roles, hash }) => [
    { text: safeText(upTo) },
    { text: String(bytes) },
    { text: String(calls) },
    { text: String(roles.length) },
    { text: safeText(hash).slice(0, HASH), paint: style.dim },
    { text: roles.join(', '), paint: style.dim },
  ])
  const lines =
    leastWidth(columns, rows) <= width
      ? renderTable(columns, rows, options)
      : shown.flatMap(({ upTo, bytes, calls, roles }) =>
          wrap(
            `${safeText(upTo)}: ${bytes} bytes, ${count(calls, 'call')} of ${count(roles.length, 'role')}`,
            width,
          ),
        )
  const hidden = prefixes.length - shown.length
  return hidden === 0 ? lines : [...lines, style.dim(`and ${count(hidden, 'shorter one')}`)]
}
