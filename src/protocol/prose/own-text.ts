/**
 * What of a text its author says: fenced and indented code, quoted lines, comments and lines in the form of the log
 * itself are left out.
 */
import { isFramed } from './framed.ts'

/** With a backtick behind it on the line it is code within a sentence. */
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/
const QUOTED = /^ {0,3}>/
const INDENTED = /^(?: {4}|\t)/
const COMMENT = /^ {0,3}<!--/
/** Comments in a row are left out together, so that a line full of them is read once. */
const MORE = /[ \t]*<!--/y
/** A heading, a list item or a row of a table: it begins a paragraph of its own. */
const OPENS = /^ {0,3}(?:#{1,6} |[-*+] |\d{1,9}[.)] |\|)/
const MARKER = /^ {0,3}(?:#{1,6} |[-*+] (?:\[[ xX]\] )?|\d{1,9}[.)] )?/

export interface OwnText {
  /** One item a paragraph, heading or list item, each on one line. */
  readonly paragraphs: readonly string[]
  /** Lines in the form of the log itself, such as `**Verdict**: AGREE #5`. */
  readonly framed: readonly string[]
}

/** At most `limit` characters of it, from the beginning; plain text in. */
export function ownText(text: string, limit: number): OwnText {
  const [paragraphs, framed]: [string[], string[]] = [[], []]
  let [parts, used, afterBlank]: [string[], number, boolean] = [[], 0, true]
  const close = () => {
    if (parts.length > 0) paragraphs.push(parts.join(' '))
    parts = []
  }
  let position = 0
  while (position < text.length && used < limit) {
    if (text.charCodeAt(position) === 10) {
      close()
      afterBlank = true
      position += 1
      continue
    }
    const line = lineAt(text, position)
    const left = blockEnd(text, position, line, afterBlank)
    if (left > position || line.trim() === '') {
      close()
      afterBlank = line.trim() === '' || afterBlank
      position = left > position ? left : position + line.length + 1
      continue
    }
    position += line.length + 1
    afterBlank = false
    if (isFramed(line)) {
      close()
      framed.push(line.slice(0, limit))
      used += line.length
      continue
    }
    if (OPENS.test(line)) close()
    const own = line
      .slice(0, limit - used)
      .replace(MARKER, '')
      .trim()
    if (own !== '') parts.push(own)
    used += line.length
  }
  close()
  return { paragraphs, framed }
}

/** Where the code, quotation or comment ends that begins with this line; its own position when it is none. */
export function blockEnd(text: string, position: number, line: string, afterBlank: boolean): number {
  const next = position + line.length + 1
  if (QUOTED.test(line) || (afterBlank && INDENTED.test(line) && line.trim() !== '')) return next
  const fence = FENCE.exec(line)?.[1]
  if (fence !== undefined) return fenceEnd(text, next, fence)
  if (!COMMENT.test(line) || isFramed(line)) return position
  let end = text.indexOf('-->', position)
  while (end >= 0) {
    MORE.lastIndex = end + 3
    if (!MORE.test(text)) break
    end = text.indexOf('-->', MORE.lastIndex)
  }
  if (end < 0) return text.length
  // What stands behind it on its line is the author's again.
  const rest = lineAt(text, end + 3)
  return rest.trim() === '' ? end + 3 + rest.length + 1 : end + 3
}

function fenceEnd(text: string, from: number, fence: string): number {
  let position = from
  while (position < text.length) {
    const line = lineAt(text, position)
    position += line.length + 1
    const closing = FENCE.exec(line)?.[1]
    if (closing?.startsWith(fence) && line.trim() === closing) return position
  }
  return text.length
}

export function lineAt(text: string, position: number): string {
  const end = text.indexOf('\n', position)
  return text.slice(position, end < 0 ? text.length : end)
}
