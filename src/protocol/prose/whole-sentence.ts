import { blockEnd, lineAt } from './own-text.ts'

const UNSEEN = /[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/

export interface WholeSentence {
  /** The last line, as it was written. */
  readonly written: string
  /** Quotations or code stand before it: "I agree" may then be about them. */
  readonly quoting: boolean
}

/**
 * The line that is all its author says: nothing before it but quotations, code and comments, each with an empty line
 * behind it, and nothing after it. Null when there is more, or something in the form of the log itself.
 */
export function wholeSentence(content: string): WholeSentence | null {
  let end = content.length
  while (end > 0 && isBlank(content, end - 1)) end -= 1
  const start = content.lastIndexOf('\n', end - 1) + 1
  const written = content.slice(start, end)
  let quoting = false
  let position = 0
  while (position < start) {
    const line = lineAt(content, position)
    const next = isBlankLine(line) ? position + line.length + 1 : blockEnd(content, position, line, false)
    if (next === position) return null
    const blank = isBlankLine(line)
    quoting ||= !blank
    // A quotation goes on until an empty line: Markdown takes the next words into it.
    if (!blank && next >= start) return null
    if (!blank && !/^ {0,3}>/.test(lineAt(content, next)) && !isBlankLine(lineAt(content, next))) return null
    position = next
  }
  return { written, quoting }
}

function isBlankLine(line: string): boolean {
  for (let at = 0; at < line.length; at += 1) if (!isBlank(line, at)) return false
  return true
}

/** Nothing to be seen. Most characters are told by their number: a text may have a quarter of a million. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13)
  return code > 126 && UNSEEN.test(text.charAt(at))
}
