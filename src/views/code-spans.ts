/** The code spans of one line, by the rules of CommonMark: a run of backticks up to the next run of the same length. */

export interface Span {
  /** Where its first backtick is, and where what follows it begins. */
  readonly start: number
  readonly end: number
  readonly code: string
  /** How many backticks stand on each side. */
  readonly ticks: number
}

export function codeSpans(line: string): readonly Span[] {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: run, index }) => ({ start: index, end: index + run.length }))
  const spans: Span[] = []
  for (const [at, { start, end }] of runs.entries()) {
    if (start < (spans.at(-1)?.end ?? 0)) continue
    const opens = isEscaped(line, start, spans.at(-1)?.end ?? 0) ? start + 1 : start
    const close = runs.slice(at + 1).find(run => run.end - run.start === end - opens)
    if (opens === end || close === undefined) continue
    spans.push({ start: opens, end: close.end, code: line.slice(end, close.start), ticks: end - opens })
  }
  return spans
}

/** An odd number of backslashes, counted from the end of the span before. */
function isEscaped(line: string, at: number, from: number): boolean {
  return (/\\*$/.exec(line.slice(from, at))?.[0].length ?? 0) % 2 === 1
}
