/** The code spans of one line, by the rules of CommonMark: a run of backticks up to the next run of the same length. */

export interface Span {
  /** Where its first backtick is, and where what follows it begins. */
  readonly start: number
  readonly end: number
  readonly code: string
  /** How many backticks stand on each side. */
  readonly ticks: number
}

/** A run behind a backslash opens none here, though the rest of it might: one span less is never wrong to escape. */
export function codeSpans(line: string): readonly Span[] {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: run, index }) => ({
    start: index,
    end: index + run.length,
  }))
  const spans: Span[] = []
  for (const [at, { start, end }] of runs.entries()) {
    const before = spans.at(-1)?.end ?? 0
    if (start < before || isEscaped(line, start, before)) continue
    const ticks = end - start
    let close = at + 1
    while (close < runs.length && length(runs[close]) !== ticks) close += 1
    const last = runs[close]
    if (last !== undefined) spans.push({ start, end: last.end, code: line.slice(end, last.start), ticks })
  }
  return spans
}

/** An odd number of backslashes, counted back to where the span before it ends. */
function isEscaped(line: string, at: number, from: number): boolean {
  let first = at
  while (first > from && line[first - 1] === '\\') first -= 1
  return (at - first) % 2 === 1
}

function length(run: { readonly start: number; readonly end: number } | undefined): number {
  return run === undefined ? 0 : run.end - run.start
}
