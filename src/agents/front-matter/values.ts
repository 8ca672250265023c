/** One item of a broken front matter → its value, as near to what YAML would have made of it as it goes. */
import { readFrontMatter } from '../../log/front-matter.ts'
import type { Item } from './items.ts'

/** How many values the aliases of a front matter may stand for. */
export const MAX_ALIASES: number = 10_000

export interface ItemValue {
  readonly value: unknown
  /** Why it was not read as YAML; null when it was. */
  readonly why: string | null
}

/** @param isText whether the key takes a text, so that `[a` or `a: b` is one and not a broken list or mapping */
export function readItem(item: Item, isText: boolean): ItemValue {
  const { head, rest } = item
  const source = ['value: '.concat(head), ...rest].join('\n')
  const strict = yaml(source)
  if (strict !== null && (!isText || typeof strict.value === 'string' || strict.value === null))
    return { value: strict.value, why: null }
  const tabs = source.includes('\t') ? yaml(source.replaceAll('\t', '  ')) : null
  if (tabs !== null && !isText) return { value: tabs.value, why: 'has tabs where YAML takes blanks' }
  const entries = isText ? null : listed(rest)
  if (head === '' && entries !== null) return { value: entries, why: 'is no list as YAML has it' }
  return { value: textOf(head, rest), why: whyNot(head, rest) }
}

function yaml(source: string): { readonly value: unknown } | null {
  try {
    const { data } = readFrontMatter(`---\n${source}\n---\n`, { aliases: MAX_ALIASES })
    // A quote that is closed too early, and prose with a colon, make further keys of what follows.
    return Object.keys(data).length === 1 ? { value: data['value'] } : null
  } catch {
    // That it is no YAML is the answer: the caller reads it by lines and says so.
    return null
  }
}

/** `- a` lines with anything behind the dash. */
function listed(rest: readonly string[]): readonly string[] | null {
  const lines = rest.map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'))
  if (lines.length === 0 || !lines.every(line => /^[-*•][ \t]*\S/.test(line))) return null
  return lines.map(line => unquote(line.replace(/^[-*•][ \t]*/, '')))
}

function textOf(head: string, rest: readonly string[]): string {
  const block = /^[|>][-+\d]*[ \t]*$/.test(head)
  // Outside of a block of text, `#` at the head of a line begins a comment.
  const lines = dedent(block ? rest : rest.filter(line => !line.startsWith('#')))
  const folded = head.startsWith('>')
  const joined = (block ? lines : [head, ...lines]).join('\n').trim()
  const text = folded ? joined.replace(/(\S)\n(?=\S)/g, '$1 ') : joined
  return block ? text : unquote(text)
}

function dedent(lines: readonly string[]): readonly string[] {
  const indents = lines.filter(line => line.trim() !== '').map(line => /^[ \t]*/.exec(line)?.[0].length ?? 0)
  const least = indents.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  return Number.isFinite(least) ? lines.map(line => line.slice(least).trimEnd()) : lines.map(() => '')
}

/** What a text in double quotes may spell out. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(["\\/nt]))/g, (_, code: string | undefined, sign: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    return sign === 'n' ? '\n' : sign === 't' ? '\t' : sign
  })
}

/** Without the quotes around it, or the one that stands alone at an end. */
function unquote(text: string): string {
  const quote = text[0]
  const isQuote = (char: string | undefined) => char === '"' || char === "'"
  if (isQuote(quote) && text.length > 1 && text.endsWith(quote ?? '')) {
    const inner = text.slice(1, -1)
    return quote === '"' ? unescaped(inner) : inner.replaceAll("''", "'")
  }
  if (isQuote(quote) && !text.slice(1).includes(quote ?? '')) return text.slice(1).trim()
  const last = text.at(-1)
  return last === '"' && !text.slice(0, -1).includes(last) ? text.slice(0, -1).trim() : text
}

function whyNot(head: string, rest: readonly string[]): string {
  const text = [head, ...rest].join('\n')
  if (/^["']/.test(head)) return 'has a quote inside its quotes, or one that is not closed'
  if (/^[[{]/.test(head)) return 'has a bracket that is not closed where YAML takes it to be'
  if (/^[*&!%@`|>]/.test(head)) return `begins with ${head[0]}, which has a meaning in YAML`
  if (rest.some(line => line.trim() !== '' && !/^[ \t]/.test(line)))
    return 'goes on in lines that are not indented'
  if (/:[ \t]|:$/m.test(text)) return 'is not quoted and has a colon in it'
  return 'is no YAML'
}
