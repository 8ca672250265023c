/**
 * Text somebody else wrote, put into a markdown document of ours: it keeps its look and loses its power. Headings stand
 * below ours; HTML is shown, not run; images become links, so that opening the document fetches nothing.
 *
 * Code may hold anything, so what counts as code must be beyond doubt for every reader of markdown. Hence fences are
 * written at the left margin, where no list or quote can make them mean something else, and always closed.
 */
import { defang } from './defang.ts'
import { safeText } from './safe.ts'

export interface EmbedOptions {
  /** The level of the content's highest heading, whatever it was; those below it keep their distance. */
  readonly level: number
}

const LOWEST = 6
const OPENING = /^([ \t]*)(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*)$/
/** Blanks, quote marks and list markers: what may stand before a heading. */
const CONTAINERS = '(?:[ \\t]|>|[-*+][ \\t]|\\d{1,9}[.)][ \\t])*'
const HEADING = new RegExp(`^(${CONTAINERS})(#{1,6})(?=[ \\t]|$)`)
const UNDERLINE = new RegExp(`^(${CONTAINERS})(=+|-+)[ \\t]*$`)

export function embed(content: string, { level }: EmbedOptions): string {
  const pieces = splitCode(safeText(content, { multiline: true }))
  const prose = pieces.flatMap(({ code, lines }) => (code ? [] : lines))
  const highest = prose.reduce((least, line) => Math.min(least, headingLevel(line) ?? least), LOWEST)
  const shift = level - highest
  const blocks = pieces.map(({ code, lines }) =>
    code ? lines.join('\n') : trimBlanks(lines.map(line => proseLine(line, shift)).join('\n')),
  )
  return blocks.filter(block => block !== '').join('\n\n')
}

function trimBlanks(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd()
}

/** Foreign text within one of our lines: no line breaks, and nothing that opens a block. */
export function inline(text: string): string {
  return defang(safeText(text))
}

/** The same for a cell of a table. */
export function cellText(text: string): string {
  return inline(text).replace(/\\?\|/g, '\\|')
}

/** The level of an ATX heading, or null. */
export function headingLevel(line: string): number | null {
  return HEADING.exec(line)?.[2]?.length ?? null
}

interface Piece {
  readonly code: boolean
  readonly lines: readonly string[]
}

/** Prose and fenced code in turn; the code comes with its fences, at the left margin and closed. */
function splitCode(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let prose: string[] = []
  let code: OpenCode | null = null
  for (const line of text.split('\n')) {
    const opened: OpenCode | null = code === null ? opening(line) : null
    if (opened !== null) {
      pieces.push({ code: false, lines: prose })
      code = opened
    } else if (code === null) {
      prose.push(line)
    } else if (closes(line, code.fence)) {
      pieces.push(fenced(code))
      code = null
      prose = []
    } else {
      code.lines.push(line.replace(code.indent, ''))
    }
  }
  return [...pieces, code === null ? { code: false, lines: prose } : fenced(code)]
}

interface OpenCode {
  readonly fence: string
  readonly indent: RegExp
  readonly info: string
  readonly lines: string[]
}

function opening(line: string): OpenCode | null {
  const match = OPENING.exec(line)
  if (match === null) return null
  const [, indent = '', fence = '', info = ''] = match
  return { fence, indent: new RegExp(`^[ \\t]{0,${indent.length}}`), info, lines: [] }
}

/** With a fence longer than anything inside it, and nothing but a language's name after it. */
function fenced({ info, lines }: OpenCode): Piece {
  const longest = lines.reduce((most, line) => Math.max(most, /^[ \t]*(`+)/.exec(line)?.[1]?.length ?? 0), 2)
  const fence = '`'.repeat(longest + 1)
  return { code: true, lines: [fence + (/^[\w+#.-]+/.exec(info)?.[0] ?? ''), ...lines, fence] }
}

function closes(line: string, fence: string): boolean {
  const bare = line.trim()
  return bare.length >= fence.length && bare === (fence[0] ?? '').repeat(bare.length)
}

/** A row of `=` or `-` would make the line above it a heading. */
function proseLine(line: string, shift: number): string {
  const underline = UNDERLINE.exec(line)
  if (underline !== null) {
    const [, before = '', row = ''] = underline
    return row.startsWith('-') && row.length > 2 ? `${before}***` : `${before}\\${row}`
  }
  const heading = HEADING.exec(line)
  if (heading === null) return defang(line)
  const [whole, before = '', marks = ''] = heading
  return `${before}${'#'.repeat(Math.min(LOWEST, marks.length + shift))}${defang(line.slice(whole.length))}`
}
