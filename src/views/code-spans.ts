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
  const runs = [...line.matchAll(/`+/g)].map(({ 0: run, index }) => ({ start: index, end: index + run.length }))
  const spans: Span[] = []
  for (const [at, { start, end }] of runs.entries()) {
    const before = spans.at(-1)?.end ?? 0
    if (start < before || isEscaped(line.slice(before, start))) continue
    const ticks = end - start
    const close = runs.slice(at + 1).find(run => run.end - run.start === ticks)
    if (close !== undefined) spans.push({ start, end: close.end, code: line.slice(end, close.start), ticks })
  }
  return spans
}

function isEscaped(before: string): boolean {
  return (/\\*$/.exec(before)?.[0].length ?? 0) % 2 === 1
}
