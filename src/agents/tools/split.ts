/** A written list of tools → its items. Linear in the length of the text. */

export interface Split {
  readonly items: readonly string[]
  /** What had to be mended, one line each. */
  readonly notes: readonly string[]
}

/** A line of somebody else's text in a message of ours. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text)
}

/** A bullet or a number in front of an item; but "* (except Bash)" begins with all tools. */
const BULLET = /^(?:[-•+–]|\*(?! (?:\(|but|except|excluding|without|minus))|\d{1,3}[.)]) /
const SEPARATOR = /[,;|，、；]/

/**
 * Items between commas, semicolons, bars and line ends. Inside parentheses they belong to a pattern, as in
 * `Bash(git add:*, git status)`. A parenthesis that is never closed ends with its item, so that the items after it
 * are still seen.
 */
export function splitItems(text: string): Split {
  const notes: string[] = []
  const items = text
    .split(/\r\n|[\n\r]/)
    .flatMap(line => {
      const flat = line.replace(/\s+/g, ' ').trim()
      const bare = flat.replace(BULLET, '')
      // Bullets that a reader of YAML has folded into one line.
      return bare === flat ? [flat] : bare.split(' - ')
    })
    .flatMap(line => splitAt(line, SEPARATOR))
    .map(item => mended(item, notes))
    .filter(item => item !== '')
  return { items, notes }
}

/** Whether only blanks and line ends separate the items. */
export function hasNoSeparator(text: string): boolean {
  return splitAt(text, SEPARATOR).length === 1
}

/** Items between blanks: for a text that separates them by nothing else. A remark `(…)` stays with its name. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = []
  for (const word of splitAt(text, / /).map(bare)) {
    if (word === '' || /^[-–—]+$/.test(word)) continue
    if (word.startsWith('(') && words.length > 0) words.push(`${words.pop()} ${word}`)
    else words.push(word)
  }
  return words
}

/** Cuts at characters that stand in no closed pair of parentheses. */
export function splitAt(text: string, separator: RegExp): readonly string[] {
  const closed = closedParentheses(text)
  const items: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (closed.has(at)) depth += char === '(' ? 1 : -1
    else if (depth === 0 && separator.test(char)) {
      items.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...items, text.slice(start)].map(item => item.trim())
}

/** Where the parentheses stand that have a partner. */
function closedParentheses(text: string): ReadonlySet<number> {
  const open: number[] = []
  const closed = new Set<number>()
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '(') open.push(at)
    if (char !== ')') continue
    const partner = open.pop()
    if (partner !== undefined) closed.add(partner).add(at)
  }
  return closed
}

/** The item without its wrapping, and with as many closing parentheses as it has opening ones. */
function mended(item: string, notes: string[]): string {
  const name = bare(item)
  const missing = unclosed(name)
  if (missing > 0 && !name.startsWith('(')) {
    const whole = bare(name + ')'.repeat(missing))
    notes.push(`a parenthesis of ${quoted(name)} is not closed: read as ${whole}`)
    return whole
  }
  const open = name.indexOf('(')
  if (name.endsWith(open < 0 ? ')' : '))') && missing < 0) {
    const whole = name.slice(0, missing)
    if (/^[^)]*$|\)$/.test(whole)) {
      notes.push(`${quoted(name)} closes a parenthesis too many: read as ${whole}`)
      return whole
    }
  }
  return missing > 0 ? name.slice(1).trim() : name
}

function unclosed(text: string): number {
  let depth = 0
  for (const char of text) depth += char === '(' ? 1 : char === ')' ? -1 : 0
  return depth
}

const WRAPPING = new Set(['"', "'", '`', '“', '”', '‘', '’', '[', ']', '{', '}', '<', '>'])

/** Without quotes, backticks, brackets and bold around it; those inside a pattern stay. */
export function bare(item: string): string {
  let from = 0
  let to = item.length
  while (from < to && (WRAPPING.has(item.charAt(from)) || item.charAt(from) === ' ')) from += 1
  while (to > from && (WRAPPING.has(item.charAt(to - 1)) || item.charAt(to - 1) === ' ')) to -= 1
  const inner = item.slice(from, to)
  const bold = /^\*\*([^*]+)\*\*$/.exec(inner)
  return (bold?.[1] ?? inner).replace(/(?<=[A-Za-z)])\.$/, '')
}
