/** A problem as somebody typed it, in markdown or not, → its sentences. */

type ProseKind = 'heading' | 'item' | 'sentence'

export interface Prose {
  readonly kind: ProseKind
  readonly text: string
}

/** Headings, list items and the sentences of paragraphs, in order; what stands in code fences is left out. */
export function proseOf(markdown: string): readonly Prose[] {
  const found: Prose[] = []
  let paragraph: string[] = []
  let fence: string | null = null
  const close = () => {
    found.push(...sentencesOf(paragraph.join(' ')).map(text => ({ kind: 'sentence' as const, text })))
    paragraph = []
  }
  for (const line of markdown
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)) {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1]
    if (mark !== undefined || fence !== null) {
      close()
      if (fence === null) fence = mark ?? null
      else if (mark === fence) fence = null
      continue
    }
    const text = line.replace(/^[\s>]+/, '').trim()
    const atx = /^#{1,6}\s+(.*)$/.exec(text)?.[1]
    const heading = atx === undefined ? /^\*\*([^*]+)\*\*:?$/.exec(text)?.[1] : withoutHashes(atx)
    const item = /^(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.+)$/.exec(text)?.[1]
    if (text === '' || /^[-*_=|:\s]+$/.test(text)) close()
    else if (heading !== undefined) {
      close()
      found.push({ kind: 'heading', text: heading.trim() })
    } else if (item !== undefined || text.startsWith('|')) {
      close()
      found.push({
        kind: 'item',
        text: (item ?? cellsOf(text)).trim(),
      })
    } else paragraph.push(text)
  }
  close()
  return found.filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
}

function withoutHashes(heading: string): string {
  let end = heading.length
  while (end > 0 && heading.charAt(end - 1) === '#') end -= 1
  return heading.slice(0, end)
}

/** `| a | b |` → `a, b` */
function cellsOf(row: string): string {
  const cells = row.replace(/^\||\|$/g, '').split('|')
  return cells.map(cell => cell.trim()).join(', ')
}

const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|resp|incl|excl|max|min|no|nr|st|mr|mrs|dr|inc|ltd|cf)\.$/i

/** Splits after a stop that a new sentence follows. */
export function sentencesOf(text: string): readonly string[] {
  const parts = text
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(?<=[.!?][)"'’”*_`]{0,6})\s+(?=[\p{Lu}\p{N}"'“‘(`*_[$€£])|(?<=[。！？])/u)
  const whole: string[] = []
  for (const part of parts) {
    const last = whole.at(-1)
    if (last !== undefined && ABBREVIATION.test(last)) whole[whole.length - 1] = `${last} ${part}`
    else whole.push(part)
  }
  return whole.map(part => part.trim()).filter(Boolean)
}
