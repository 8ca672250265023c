/**
 * A terminal in a few lines: what `live` writes, as one would see it. Knows text, newline, CR, cursor up and erase
 * below. Made narrower it breaks its lines anew, as most terminals do.
 */

export interface Screen {
  write(text: string): void
  /** Every line, those scrolled out of sight too, without blanks at the end and without colour. */
  lines(): readonly string[]
  /** What was written, call by call. */
  readonly writes: readonly string[]
}

export function createScreen(columns: () => number): Screen {
  const writes: string[] = []
  const lines: string[] = ['']
  let line = 0
  let column = 0

  const height = (text: string) => Math.max(1, Math.ceil(text.length / columns()))
  const up = (count: number) => {
    const above = lines.slice(0, line).reduce((sum, text) => sum + height(text), 0)
    let target = Math.max(0, above + Math.floor(column / columns()) - count)
    line = 0
    while (target >= height(lines[line] ?? '')) {
      target -= height(lines[line] ?? '')
      line += 1
    }
    column = target * columns() + (column % columns())
  }
  const put = (letter: string) => {
    const before = (lines[line] ?? '').padEnd(column)
    lines[line] = before.slice(0, column) + letter + before.slice(column + letter.length)
    column += letter.length
  }
  const eraseBelow = () => {
    lines.splice(line, lines.length, (lines[line] ?? '').slice(0, column))
  }
  const newline = () => {
    line += 1
    column = 0
    lines[line] ??= ''
  }

  return {
    writes,
    write(text) {
      writes.push(text)
      for (const [token] of text.matchAll(/\x1b\[[0-9;]*[A-Za-z]|[\s\S]/gu)) {
        const rows = /^\x1b\[(\d+)A$/.exec(token)?.[1]
        if (rows !== undefined) up(Number(rows))
        else if (token === '\x1b[J') eraseBelow()
        else if (token === '\n') newline()
        else if (token === '\r') column -= column % columns()
        else if (!/^\x1b\[[0-9;]*m$/.test(token)) put(token)
      }
    },
    lines: () => lines.map(text => text.trimEnd()).slice(0, lines.at(-1) === '' ? -1 : undefined),
  }
}
