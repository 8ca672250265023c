/** How many columns text takes on a terminal, and text made to fit. Works on text that went through `safeText`. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const PLAIN = /^[\x20-\x7e]*$/
const SGR = /\x1b\[[0-9;]*m/g
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]+$/u
/** East Asian wide and full-width blocks, and what is drawn as a picture. */
const WIDE = new RegExp(
  '^(?:\\p{Emoji_Presentation}|.\\u{FE0F}|[' +
    '\\u{1100}-\\u{115F}\\u{2329}\\u{232A}\\u{2E80}-\\u{303E}\\u{3041}-\\u{A4CF}\\u{A960}-\\u{A97F}' +
    '\\u{AC00}-\\u{D7A3}\\u{F900}-\\u{FAFF}\\u{FE10}-\\u{FE19}\\u{FE30}-\\u{FE6F}\\u{FF00}-\\u{FF60}' +
    '\\u{FFE0}-\\u{FFE6}\\u{16FE0}-\\u{18DFF}\\u{1B000}-\\u{1B2FF}\\u{1F200}-\\u{1F2FF}\\u{20000}-\\u{3FFFD}])',
  'u',
)
const TAB = 4
/** The segmenter's time grows with the square of the length: it gets short pieces, and never plain letters. */
const PIECES = /[\x20-\x7e]+|[^\x20-\x7e]{1,64}/gu

export function displayWidth(text: string): number {
  const bare = text.includes('\x1b') ? text.replace(SGR, '') : text
  let width = 0
  for (const [piece] of bare.matchAll(PIECES)) {
    if (PLAIN.test(piece)) width += piece.length
    else for (const { segment } of graphemes.segment(piece)) width += graphemeWidth(segment)
  }
  return width
}

function* graphemesOf(text: string): Generator<string> {
  for (const [piece] of text.matchAll(PIECES)) {
    if (PLAIN.test(piece)) yield* piece
    else for (const { segment } of graphemes.segment(piece)) yield segment
  }
}

function graphemeWidth(grapheme: string): number {
  if (grapheme === '\t') return TAB
  if (ZERO.test(grapheme)) return 0
  return WIDE.test(grapheme) ? 2 : 1
}

/** At most `columns` wide; what was cut off is marked by `…`. For text without colour. */
export function cutTo(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let width = 0
  for (const grapheme of graphemesOf(text)) {
    width += graphemeWidth(grapheme)
    if (width > columns - 1) break
    kept += grapheme
  }
  return `${kept.trimEnd()}…`
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)))
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - displayWidth(text))) + text
}

/**
 * Breaks one line between words. Later lines hang under its first word: past a list marker, behind the mark of a quote.
 * A word that is too long stays whole: a link must stay one to be followed.
 */
export function wrap(line: string, columns: number): readonly string[] {
  if (displayWidth(line) <= columns) return [line]
  const lead = /^\s*(?:>[ \t]?)*(?:(?:[-*+]|\d{1,3}[.)])\s+)?/.exec(line)?.[0] ?? ''
  const hang = displayWidth(lead) * 2 < columns ? lead.replace(/[^>\s]/g, ' ') : ''
  const lines: string[] = []
  let current = lead
  let empty = true
  for (const word of line.slice(lead.length).split(/ +/)) {
    if (!empty && displayWidth(current) + 1 + displayWidth(word) > columns) {
      lines.push(current)
      current = hang
      empty = true
    }
    current += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, current]
}
