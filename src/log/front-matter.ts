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

/**
 * @throws Error when the front matter is not YAML, is too long, or uses YAML aliases (a few bytes of which can stand
 * for gigabytes). The message is one line.
 */
export function readFrontMatter(text: string): FrontMatter {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n')
  const open = /^---([^\n]*)\n/.exec(source)
  if (open === null) return { data: {}, body: source }
  // `---` and nothing else opens front matter: `----` is a rule, `---js` asks for an engine.
  if (/^-/.test(open[1] ?? '')) return { data: {}, body: source }
  const end = source.indexOf('\n---', open[0].length - 1)
  if (end < 0) throw new Error('front matter has no closing ---')
  if (end > MAX_LENGTH) throw new Error(`front matter is longer than ${MAX_LENGTH} characters`)
  const block = source.slice(open[0].length, end)
  if (/(?:^|[:[{,-])[ \t]*[&*][\w-]+(?:[ \t\]},]|$)/m.test(block))
    throw new Error('front matter uses YAML aliases')

  const parsed = matter(source, { engines: { javascript: refuse, js: refuse, json: refuse, coffee: refuse } })
  const data: Record<string, unknown> = Object.create(null)
  for (const [key, value] of Object.entries(parsed.data)) data[key] = value
  return { data, body: parsed.content }
}
