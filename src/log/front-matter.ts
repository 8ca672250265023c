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

export interface FrontMatterOptions {
  /** How many values aliases may stand for, counted where they stand. Default 0: none are taken. */
  readonly aliases?: number
}

/** `&name` or `*name` where a value begins. Emphasis (`*so*`, `**so**`) in a block of text is none. */
const ALIAS = /(?:^|[:[{,?-])[ \t]*(?:!\S*[ \t]+)?[&*][\w.-]+(?:[ \t\]},]|$)/m

/**
 * @throws Error when the front matter is not YAML, is no mapping, is too long, or uses YAML aliases (a few bytes of
 * which can stand for gigabytes) beyond what is allowed. The first line of the message says why.
 */
export function readFrontMatter(text: string, { aliases = 0 }: FrontMatterOptions = {}): FrontMatter {
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
  if (aliases === 0 && ALIAS.test(source.slice(open[0].length, end)))
    throw new Error('front matter uses YAML aliases')

  const parsed: { readonly data: unknown; readonly content: string } = matter(
    withoutGaps(source.slice(0, end)) + source.slice(end),
    { engines },
  )
  if (!isMapping(parsed.data)) throw new Error('front matter must have the form "key: value", one a line')
  const most = aliases === 0 ? Number.POSITIVE_INFINITY : aliases
  return { data: ownCopy(parsed.data, aliases === 0, { left: most }), body: parsed.content }
}

const MOST_BLANK = 64

/** gray-matter looks for comments in a time that grows with the square of a run of blank lines: a run ends at 64. */
function withoutGaps(block: string): string {
  let blank = 0
  const isKept = (line: string) => {
    blank = line.trim() === '' ? blank + 1 : 0
    return blank <= MOST_BLANK
  }
  return block.split('\n').filter(isKept).join('\n')
}

/** The same data, of a mapping that another parser has read, in objects through which no prototype can be reached. */
export function withoutPrototypes(data: object): Readonly<Record<string, unknown>> {
  return ownCopy({ ...data }, false, { left: Number.POSITIVE_INFINITY })
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/**
 * The same data in objects without a prototype, so that no key of it can reach one. An alias, however it was spelled,
 * shows in a part that stands twice.
 */
function ownCopy(
  data: Readonly<Record<string, unknown>>,
  refuseAliases: boolean,
  budget: { left: number },
): Record<string, unknown> {
  const seen = new Set<unknown>()
  const within = new Set<unknown>()
  const copy = (part: unknown): unknown => {
    budget.left -= 1
    if (budget.left < 0) throw new Error('front matter has YAML aliases that stand for too much')
    if (typeof part !== 'object' || part === null || part instanceof Date) return part
    if (within.has(part)) throw new Error('front matter has a YAML alias inside of itself')
    if (refuseAliases && seen.has(part)) throw new Error('front matter uses YAML aliases')
    seen.add(part)
    within.add(part)
    const made = Array.isArray(part) ? part.map(copy) : mapping(part, copy)
    within.delete(part)
    return made
  }
  return mapping(data, copy)
}

function mapping(part: object, copy: (value: unknown) => unknown): Record<string, unknown> {
  const made: Record<string, unknown> = Object.create(null)
  for (const [key, value] of Object.entries(part)) if (key !== '__proto__') made[key] = copy(value)
  return made
}
