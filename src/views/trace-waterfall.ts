/** When each call ran: a bar a call, over the time in which there were any. Idle time is left out, and said where it was. */
import { formatDuration } from './durations.ts'
import type { RenderOptions, Style } from './style.ts'
import type { TracedCall } from './trace-report.ts'
import { entryWord, span, taskWords } from './trace-words.ts'
import { cutTo, displayWidth, padEnd } from './width.ts'

export interface WaterfallOptions extends RenderOptions {
  /** Without anything but ASCII. */
  readonly ascii: boolean
}

interface Marks {
  /** Until the first token, and from it to the end. */
  readonly waiting: string
  readonly writing: string
  readonly gap: string
}

const BLOCKS: Marks = { waiting: '░', writing: '█', gap: '┆' }
const ASCII: Marks = { waiting: '-', writing: '#', gap: ':' }

/** An idle time is cut out that is this part of the active time, or as long as that; a shorter one is drawn. */
const GAP_SHARE = 0.05
const LONG_GAP = 10_000
const SHORTEST_GAP = 1_000
const LEAST_BAR = 10
/** Wider bars show no more; off a terminal nobody says how wide a page is. */
const WIDEST = 200
const WIDTH_OF_A_PAGE = 120
const SPAN_COLUMNS = 2 + '12 min 34 s'.length

interface Idle {
  readonly from: number
  readonly to: number
  /** Milliseconds of idle time before this one. */
  readonly before: number
}

/** One line a call in the order they were sent, and one for each idle time between them. */
export function waterfall(calls: readonly TracedCall[], options: WaterfallOptions): readonly string[] {
  const { style, width, ascii } = options
  const marks = ascii ? ASCII : BLOCKS
  const sorted = calls
    .map(call => ({ call, from: Date.parse(call.time), to: Date.parse(call.time) + call.ms }))
    .sort((left, right) => left.from - right.from)
  const [first] = sorted
  if (first === undefined) return []
  const idle = idleTimes(sorted)
  const end = sorted.reduce((latest, { to }) => Math.max(latest, to), first.to)
  const active = Math.max(1, end - first.from - idleUntil(idle, end))

  const names = sorted.map(({ call }) => `${entryWord(call)} ${call.role} ${taskWords(call)}`)
  const widest = names.reduce((most, name) => Math.max(most, displayWidth(name)), 0)
  const bounded = Number.isFinite(width) ? Math.min(width, WIDEST) : WIDTH_OF_A_PAGE
  const label = Math.min(widest, Math.max(8, Math.floor(bounded / 3)))
  const withSpan = bounded - label - 1 - SPAN_COLUMNS >= LEAST_BAR
  const room = Math.max(LEAST_BAR, bounded - label - 1 - (withSpan ? SPAN_COLUMNS : 0))

  /** Columns from the left for a moment, with the idle time before it left out. */
  const column = (moment: number) => ((moment - first.from - idleUntil(idle, moment)) / active) * room
  let next = 0
  return sorted.flatMap(({ call, from, to }, at) => {
    const lines: string[] = []
    for (let gap = idle[next]; gap !== undefined && gap.to <= from; gap = idle[next]) {
      lines.push(gapLine(gap, label + 1 + column(gap.from), bounded, marks, style))
      next += 1
    }
    const bar = barOf(
      call,
      { from: column(from), first: column(from + (call.firstTokenMs ?? 0)), to: column(to) },
      room,
      marks,
    )
    const name = padEnd(cutTo(names[at] ?? '', label), label)
    const paint = call.outcome === 'failed' ? style.bad : (text: string) => style.role(call.role, text)
    const time = withSpan ? `${' '.repeat(room - displayWidth(bar))}  ${span(call.ms)}` : ''
    return [...lines, `${paint(name)} ${bar.replace(/\S+/, paint)}${time}`]
  })
}

/** Times between calls in which there was none, long enough to be cut out. In the order of time. */
function idleTimes(sorted: readonly { readonly from: number; readonly to: number }[]): readonly Idle[] {
  const all: Omit<Idle, 'before'>[] = []
  let until = sorted[0]?.from ?? 0
  for (const { from, to } of sorted) {
    if (from > until) all.push({ from: until, to: from })
    until = Math.max(until, to)
  }
  const between = all.reduce((sum, { from, to }) => sum + to - from, 0)
  const active = until - (sorted[0]?.from ?? 0) - between
  let before = 0
  return all
    .filter(({ from, to }) => to - from >= Math.max(SHORTEST_GAP, Math.min(LONG_GAP, active * GAP_SHARE)))
    .map(gap => {
      before += gap.to - gap.from
      return { ...gap, before: before - (gap.to - gap.from) }
    })
}

/** Milliseconds of idle time before a moment. */
function idleUntil(idle: readonly Idle[], moment: number): number {
  let [low, high] = [0, idle.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((idle[middle]?.from ?? 0) < moment) low = middle + 1
    else high = middle
  }
  const last = idle[low - 1]
  return last === undefined ? 0 : last.before + Math.min(moment, last.to) - last.from
}

/** At least one column long, and with at least one of what it has come to. */
function barOf(
  { firstTokenMs }: TracedCall,
  columns: { readonly from: number; readonly first: number; readonly to: number },
  room: number,
  marks: Marks,
): string {
  const start = Math.min(Math.floor(columns.from), room - 1)
  const end = Math.min(room, Math.max(start + 1, Math.round(columns.to)))
  const turn = firstTokenMs === null ? end : Math.min(end - 1, Math.max(start, Math.round(columns.first)))
  return ' '.repeat(start) + marks.waiting.repeat(turn - start) + marks.writing.repeat(end - turn)
}

function gapLine({ from, to }: Idle, column: number, width: number, marks: Marks, { dim }: Style): string {
  const text = `${marks.gap} ${formatDuration(to - from)} idle`
  const at = Math.max(0, Math.min(Math.round(column), width - displayWidth(text)))
  return `${' '.repeat(at)}${dim(text)}`
}
