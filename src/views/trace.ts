/** A trace as a page: its calls, when they ran, what they come to, what they had in common, and what is wrong with it. */
import { count } from './durations.ts'
import { safeText } from './safe.ts'
import { sharedPrefixes, type TracedCall, totalsOf, unpricedModels } from './trace-report.ts'
import { callLines, prefixLines, totalLines } from './trace-table.ts'
import { type WaterfallOptions, waterfall } from './trace-waterfall.ts'
import { cutTo, wrap } from './width.ts'

export interface TracePage {
  /** The trace's path. */
  readonly path: string
  /** Of the roles that were asked for, in the order they ended. */
  readonly calls: readonly TracedCall[]
  /** How many of them, from the end, are listed; figures are about all. */
  readonly tail: number
  /** US dollars of the same roles by the log, or null where it cannot be read. */
  readonly logUsd: number | null
  readonly faults: TraceFaults
}

export interface TraceFaults {
  /** Lines that are no calls. */
  readonly foreign: number
  /** Whether the last line is half of one. */
  readonly torn: boolean
  /** Fields that this version does not know, and in how many lines. */
  readonly unknown: readonly string[]
  readonly withUnknown: number
}

/** The page, ending in a newline. */
export function renderTrace(page: TracePage, options: WaterfallOptions): string {
  const { path, calls, tail, faults } = page
  const { style, width } = options
  const shown = tail === 0 ? [] : calls.slice(-tail)
  const models = [...new Set(calls.map(({ model }) => safeText(model)))].filter(model => model !== '')
  const some = shown.length < calls.length ? `, the last ${shown.length} listed` : ''
  const title = `${count(calls.length, 'call')}${some}${models.length === 0 ? '' : ` to ${models.join(', ')}`}`
  const prefixes = sharedPrefixes(calls)
  const cached = calls.some(call => call.prefixes.length > 0)
  const notes = [...spentLines(page), ...faultLines(faults)]
  const blocks: readonly (readonly string[])[] = [
    [...wrap(title, width).map(style.bold), ...wrap(safeText(path), width).map(style.dim)],
    ...titled('Calls', callLines(shown, options)),
    ...titled('Waterfall', waterfall(shown, options)),
    ...titled('Totals', [
      ...totalLines(calls, options),
      ...unpricedLines(calls).flatMap(line => wrap(line, width)),
    ]),
    ...titled(
      'Shared prefixes',
      prefixes.length > 0 ? prefixLines(prefixes, options) : cached ? ['no two calls had one in common'] : [],
    ),
    ...(notes.length === 0 ? [] : [notes.flatMap(note => wrap(note, width)).map(style.warn)]),
  ]
  return `${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`

  function titled(name: string, lines: readonly string[]): readonly (readonly string[])[] {
    return calls.length === 0 || lines.length === 0 ? [] : [[style.bold(name), ...lines]]
  }
}

function unpricedLines(calls: readonly TracedCall[]): readonly string[] {
  const models = unpricedModels(calls)
  if (models.length === 0) return []
  const which = safeText(models.join(' and '))
  return models.length === 1
    ? [`the price of ${which} is not known: its calls count as 0`]
    : [`the prices of ${which} are not known: their calls count as 0`]
}

/** Less is the rounding of the log. */
const LEAST_DIFFERENCE = 0.0001

/** Calls can be paid for and killed before their entry, and a log can have calls from runs without a trace. */
function spentLines({ calls, logUsd }: TracePage): readonly string[] {
  if (logUsd === null) return []
  const { usd } = totalsOf(calls)
  if (Math.abs(usd - logUsd) < LEAST_DIFFERENCE) return []
  const why = usd > logUsd ? 'calls ended before their entry was written' : 'not every call was traced'
  return [`spent by the trace ${usd.toFixed(4)} USD, by the log ${logUsd.toFixed(4)} USD: ${why}`]
}

const LONGEST_NAME = 40

/** What is wrong with a trace, in sentences. */
export function faultLines({ foreign, torn, unknown, withUnknown }: TraceFaults): readonly string[] {
  const names = unknown.map(name => cutTo(safeText(name), LONGEST_NAME)).join(', ')
  return [
    ...(foreign === 0 ? [] : [`${count(foreign, 'line')} of the trace cannot be read as a call`]),
    ...(torn ? ['the last line of the trace is cut off'] : []),
    ...(withUnknown === 0
      ? []
      : [`${count(withUnknown, 'line')} of the trace with fields this version does not know: ${names}`]),
  ]
}
