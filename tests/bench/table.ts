/** Figures as a markdown table, ready for docs/performance.md. */
export function printTable(
  title: string,
  headers: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = line(headers.map((_, index) => (index === 0 ? '---' : '--:')))
  process.stdout.write(`\n${title}\n\n${[line(headers), rule, ...rows.map(line)].join('\n')}\n`)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function ms(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0)
}

export function spread(values: readonly number[]): readonly string[] {
  return [percentile(values, 0.5), Math.min(...values), Math.max(...values)].map(ms)
}
