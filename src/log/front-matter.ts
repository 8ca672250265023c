/** The front matter of a markdown file, as data and never as a program. */
import matter from 'gray-matter'

export interface FrontMatter {
  /** Own, known-safe keys only: no prototype can be reached through it. */
  readonly data: Readonly<Record<string, unknown>>
  readonly body: string
}

/** The most a front matter may have, in characters. */
const MAX_LENGTH = 64 * 1024

/** gray-matter runs `---js` front matter unless each of its engines is taken away. */
const refuse = {
  parse(): never {
    throw new Error('front matter must be YAML: no other language is read, none is ever run')
  },
}
const engines = { javascript: refuse, js: refuse, json: refuse, coffee: refuse }

/** `&name` or `*name` where a value begins. Emphasis (`*so*`, `**so**`) in a block of text is none. */
const ALIAS = /(?:^|[:[{,?-])[ \t]*(?:!\S*[ \t]+)?[&*][\w.-]+(?:[ \t\]},]|$)/m

/**
 * @throws Error when the front matter is not YAML, is no mapping, is too long, or uses YAML aliases (a few bytes of
 * which can stand for gigabytes). The first line of the message says why.
 */
export function readFrontMatter(text: string): FrontMatter {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n')
  const open = /^---([^\n]*)\n/.exec(source)
  if (open === null) return { data: {}, body: source }
  // `---` and nothing else opens front matter: `----` is a rule, `---js` asks for an engine.
  const language = open[1] ?? ''
  if (language.startsWith('-')) return { data: {}, body: source }
  const end = source.indexOf('\n---', open[0].length - 1)
  if (end < 0) throw new Error('front matter has no closing ---')
  if (end > MAX_LENGTH) throw new Error(`front matter is longer than ${MAX_LENGTH} characters`)
  // Asked here as well: gray-matter looks engines up by any name, `constructor` among them.
  if (!/^[ \t]*(?:ya?ml)?[ \t]*$/i.test(language)) refuse.parse()
  if (ALIAS.test(source.slice(open[0].length, end))) throw new Error('front matter uses YAML aliases')

  const parsed: { readonly data: unknown; readonly content: string } = matter(source, { engines })
  if (!isMapping(parsed.data)) throw new Error('front matter must have the form "key: value", one a line')
  if (sharesParts(parsed.data)) throw new Error('front matter uses YAML aliases')
  const data: Record<string, unknown> = Object.create(null)
  for (const [key, value] of Object.entries(parsed.data)) if (key !== '__proto__') data[key] = value
  return { data, body: parsed.content }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Whether something stands in it twice, which only an alias can do, however it was spelled. */
function sharesParts(data: unknown): boolean {
  const seen = new Set<unknown>()
  const left = [data]
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    if (typeof part !== 'object' || part === null) continue
    if (seen.has(part)) return true
    seen.add(part)
    left.push(...Object.values(part))
  }
  return false
}
