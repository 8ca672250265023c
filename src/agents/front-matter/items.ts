/** The lines of a front matter → its top-level items, one a key, however broken their values are as YAML. */
import { isFamiliar } from './keys.ts'

export interface Item {
  /** As written. */
  readonly key: string
  /** 1-based, in the file. */
  readonly line: number
  /** What stands behind the colon. */
  readonly head: string
  /** The lines below, up to the next item. */
  readonly rest: readonly string[]
}

const ITEM = /^(?:"([^"]+)"|'([^']+)'|([A-Za-z_$][\w$.@/-]*))[ \t]*([:：])(.*)$/s
/** The same with what people put around a familiar key, or in it. */
const DECORATED = /^[*_`\u00A0\u200B]*([A-Za-z][\w-]*(?: [A-Za-z]+)?)[*_`]*[ \t]*[:：=][*_`]*(.*)$/s
/** What speakers and parts of an example are called: below a description they are prose, not keys. */
const SPEECH = /^(?:context|user|assistant|human|system|example|commentary|note|trigger)s?$/i
/** A quoted text that is not closed within so many lines has a stray quote. */
const LONGEST_QUOTE = 200

/** @param first the 1-based line of the file on which `lines` begin */
export function itemsOf(written: readonly string[], first: number): readonly Item[] {
  const lines = outdented(written)
  const items: { key: string; line: number; head: string; rest: string[] }[] = []
  const inExample = examplesIn(lines)
  let quotedTo = -1
  for (const [index, line] of lines.entries()) {
    const item = items.at(-1)
    const goesOn = item !== undefined && (inExample[index] === true || index <= quotedTo)
    // Formatters make a heading of the first line, and behind it `#` begins a comment.
    const found = goesOn ? null : startOf(item === undefined ? line.replace(/^#{1,6}[ \t]+/, '') : line)
    if (found !== null && begins(found.key, item)) {
      items.push({ ...found, line: first + index, rest: [] })
      quotedTo = endOfQuote(found.head, index, lines)
    } else item?.rest.push(line)
  }
  return items
}

/** Keys that are all indented, as when they were copied from a terminal, or all in a list are put where keys stand. */
function outdented(lines: readonly string[]): readonly string[] {
  const head = lines.find(line => line.trim() !== '') ?? ''
  const bulleted = /^[-*•][ \t]+(.*)$/.exec(head)?.[1]
  if (bulleted !== undefined && isFamiliar(startOf(bulleted)?.key ?? ''))
    return lines.map(line => line.replace(/^[-*•][ \t]+/, ''))
  if (!/^[ \t]/.test(head) || !isFamiliar(startOf(head.trim())?.key ?? '')) return lines
  const keys = lines.filter(line => isFamiliar(startOf(line.trim())?.key ?? ''))
  const most = Math.max(...keys.slice(0, 3).map(line => /^[ \t]*/.exec(line)?.[0].length ?? 0))
  return lines.map(line => line.slice(Math.min(most, /^[ \t]*/.exec(line)?.[0].length ?? 0)))
}

function startOf(line: string): { readonly key: string; readonly head: string } | null {
  const match = ITEM.exec(line)
  if (match === null) {
    const [, name = '', value = ''] = DECORATED.exec(line) ?? []
    return isFamiliar(name) ? { key: name, head: value.trim() } : null
  }
  const key = match[1] ?? match[2] ?? match[3] ?? ''
  const head = match[5] ?? ''
  // `http://…` and `Bash:Read` are no keys; `name:backend` is one that lacks its blank.
  const apart = head === '' || /^[ \t]/.test(head) || match[4] === '：' || /^["'[]/.test(head)
  return apart || isFamiliar(key) ? { key, head: head.trim() } : null
}

/** Whether a line that looks like an item is one: in prose, only what cannot be speech ends the text before it. */
function begins(key: string, before: { readonly key: string; readonly head: string } | undefined): boolean {
  if (before === undefined || isFamiliar(key)) return true
  const isProse = /^(?:description|prompt)$/i.test(before.key)
  return !isProse || !(SPEECH.test(key) || /^[A-Z]/.test(key))
}

/** For each line, whether an `<example>` is open before it that is closed further down. */
function examplesIn(lines: readonly string[]): readonly boolean[] {
  let left = lines.reduce((sum, line) => sum + count(line, /<\/example>/gi), 0)
  let open = 0
  return lines.map(line => {
    const inside = open > 0 && left > 0
    const closed = count(line, /<\/example>/gi)
    open = Math.max(0, open + count(line, /<example>/gi) - closed)
    left -= closed
    return inside
  })
}

function count(line: string, pattern: RegExp): number {
  return line.match(pattern)?.length ?? 0
}

/** The line on which a quoted text that begins in `head` is closed; -1 when it is closed at once, or never. */
function endOfQuote(head: string, index: number, lines: readonly string[]): number {
  const quote = head[0]
  if ((quote !== '"' && quote !== "'") || closes(head.slice(1), quote)) return -1
  for (let at = index + 1; at < Math.min(lines.length, index + LONGEST_QUOTE); at += 1) {
    const line = lines[at] ?? ''
    const isKey = isFamiliar(startOf(line)?.key ?? '')
    // `tools: Read, "Bash"` closes what it opens, and nothing before it.
    if (isKey && quotesIn(line, quote) % 2 === 0) return -1
    if (closes(line, quote)) return at
    if (isKey) return -1
  }
  return -1
}

function closes(line: string, quote: string): boolean {
  const end = line.trimEnd()
  return end.endsWith(quote) && !end.endsWith(`\\${quote}`)
}

function quotesIn(line: string, quote: string): number {
  return line.replace(/\\./g, '').split(quote).length - 1
}
