/**
 * The front matter of an agent definition: strictly as YAML first, and where that fails or would lose what was meant,
 * by lines. Nothing in it is run or expanded.
 */
import { readFrontMatter, withoutPrototypes } from '../../log/front-matter.ts'
import { cutFrontMatter } from './cut.ts'
import { type Item, itemsOf } from './items.ts'
import { type Key, keyOf, LIMITS } from './keys.ts'
import { limitsInBody, strayLimits } from './stray-limits.ts'
import { MAX_ALIASES, readItem } from './values.ts'

export interface AgentText {
  /** By the keys as written; objects have no prototype. */
  readonly data: Readonly<Record<string, unknown>>
  /** What stands under a key that stands more than once, all but the last: twice said, a limit holds twice. */
  readonly repeated: readonly (readonly [key: string, value: unknown])[]
  readonly body: string
  readonly hasFrontMatter: boolean
  /** What was not as YAML has it, with its line in the file and how it was read. */
  readonly recovered: readonly string[]
  readonly warnings: readonly string[]
}

/** Keys that take a text: what YAML makes a date, a number or a list of is read as it stands. */
const TEXTS: ReadonlySet<Key> = new Set([
  'name',
  'description',
  'model',
  'color',
  'prompt',
  'provider',
  'role',
  'memory',
  'isolation',
  'effort',
  'permissionMode',
] as const)

/** The most a front matter may have, in characters. */
const MAX_LENGTH = 64 * 1024

/** @throws Error for front matter in another language, or too long to be one; the message says why */
export function readAgentText(text: string): AgentText {
  return withSecond(text, readOne(text))
}

function readOne(text: string): AgentText {
  const json = jsonObject(text)
  if (json !== null) return { ...NOTHING, data: json, hasFrontMatter: true, recovered: [IS_JSON] }
  const { lines, first, body, recovered } = cutFrontMatter(text)
  if (lines === null) return { ...NOTHING, body, recovered, warnings: limitsInBody(body) }
  const block = lines.join('\n')
  if (block.length > MAX_LENGTH) throw new Error(`front matter is longer than ${MAX_LENGTH} characters`)
  const items = itemsOf(lines, first)
  const strict = strictly(block)
  // Prose between two rules is prose.
  if (items.length === 0 && strict === null && block.trim() !== '')
    return { ...NOTHING, body: text, recovered, warnings: limitsInBody(text) }
  const merge = lines.findIndex(line => /^[ \t]*["']?<<["']?[ \t]*:/.test(line))
  const isWhole = strict !== null && (sameKeys(strict, items) || merge >= 0)
  if (!isWhole && merge >= 0)
    throw new Error(
      `line ${first + merge}: what << puts in cannot be told where the front matter is no YAML: write the keys out`,
    )
  const read = isWhole ? byYaml(strict, items) : byLines(items, block)
  const stray = [...strayLimits(items), ...(recovered.length > 0 ? limitsInBody(body) : [])]
  return {
    ...read,
    body,
    hasFrontMatter: true,
    recovered: [...recovered, ...read.recovered],
    warnings: [...read.warnings, ...stray],
  }
}

const NOTHING: AgentText = {
  data: {},
  repeated: [],
  body: '',
  hasFrontMatter: false,
  recovered: [],
  warnings: [],
}
const IS_JSON = 'the file is a JSON object: its keys are read as front matter'

/** Some files have the front matter of their collection first, and below it that of the agent. */
function withSecond(text: string, first: AgentText): AgentText {
  const says = ({ data }: AgentText) => ['name', 'description'].some(key => key in data)
  if (!first.hasFrontMatter || !/^\s*---[ \t]*\n/.test(first.body)) return first
  // Blank lines in place of what was read keep the numbers of the lines.
  const above = text.slice(0, text.lastIndexOf(first.body)).split('\n').length - 1
  const second = readOne('\n'.repeat(above) + first.body)
  const limits = Object.keys(second.data).some(key => LIMITS.has(keyOf(key) ?? 'name'))
  if (!limits && (says(first) || !says(second))) return first
  const both = Object.entries(first.data).filter(([key]) => key in second.data)
  return {
    ...second,
    data: Object.assign(Object.create(null), first.data, second.data),
    repeated: [...first.repeated, ...second.repeated, ...both],
    recovered: [...first.recovered, ...second.recovered],
    warnings: [...first.warnings, ...second.warnings],
  }
}

/** Some programs keep their agents as JSON, with the prompt under a key. */
function jsonObject(text: string): Readonly<Record<string, unknown>> | null {
  if (!/^\s*\{/.test(text)) return null
  try {
    return withoutPrototypes(JSON.parse(text))
  } catch {
    // Text that begins with a bracket is text.
    return null
  }
}

function strictly(block: string): Readonly<Record<string, unknown>> | null {
  try {
    return readFrontMatter(`---\n${block}\n---\n`, { aliases: MAX_ALIASES }).data
  } catch {
    // Reading by lines says of each value what YAML does not take in it.
    return null
  }
}

/** An example whose lines YAML takes for keys would leave its description cut in the middle. */
function sameKeys(strict: Readonly<Record<string, unknown>>, items: readonly Item[]): boolean {
  const written = new Set(items.map(({ key }) => key))
  // A list or a mapping is no speech, whatever its key is called.
  const isKey = ([key, value]: readonly [string, unknown]) =>
    written.has(key) || (typeof value === 'object' && value !== null)
  return Object.entries(strict).every(isKey) || items.length === 0
}

type Read = Pick<AgentText, 'data' | 'repeated' | 'recovered' | 'warnings'>

function byYaml(strict: Readonly<Record<string, unknown>>, items: readonly Item[]): Read {
  const data: Record<string, unknown> = Object.assign(Object.create(null), strict)
  const recovered: string[] = []
  const warnings = items.filter(({ key }) => key === '__proto__').map(leftOut)
  for (const item of items) {
    const key = keyOf(item.key)
    if (key === null || !TEXTS.has(key)) continue
    const mended = mendText(key, strict[item.key], item)
    if (mended === null) continue
    data[item.key] = mended.text
    recovered.push(`line ${item.line}: ${item.key} ${mended.why}; taken as it stands`)
  }
  return { data, repeated: [], recovered, warnings }
}

/** What YAML made of a text that stands on one line without quotes, where that is not what stands there. */
function mendText(key: Key, value: unknown, { head, rest }: Item): { text: string; why: string } | null {
  if (/^&\w+;/.test(head) && value !== head)
    return { text: head, why: 'begins with &, which has a meaning in YAML' }
  if (/^["'|>&*!]/.test(head)) return null
  const oneLine = rest.every(line => line.trim() === '' || line.trim().startsWith('#'))
  if (typeof value === 'string' || value === null || value === undefined) {
    // `# ` begins a comment; `#60A5FA` and `#42` are meant.
    const isMeant = key === 'description' ? /[ \t]#[^ \t]/.test(head) : /^#[0-9a-f]{3,8}\b/i.test(head)
    if (!oneLine || !isMeant) return null
    const text = key === 'color' ? (/^#[0-9a-f]+/i.exec(head)?.[0] ?? head) : head
    return text === value ? null : { text, why: 'has a # that YAML takes for the beginning of a comment' }
  }
  if (!oneLine || head === '' || (/^[[{]/.test(head) && key !== 'description')) return null
  const text = head.replace(/(?<![ \t])[ \t]+#.*$/s, '')
  const why = value instanceof Date ? 'a date' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
  return { text, why: `would be ${why} to YAML` }
}

function leftOut({ line, key }: Item): string {
  return `line ${line}: ${key} is no key of a definition: it is left out`
}

function byLines(items: readonly Item[], block: string): Read {
  const data: Record<string, unknown> = Object.create(null)
  const recovered: string[] = []
  const warnings: string[] = []
  const repeated: (readonly [string, unknown])[] = []
  for (const item of items) {
    if (item.key === '__proto__') {
      warnings.push(leftOut(item))
      continue
    }
    const key = keyOf(item.key)
    const isText = key !== null && TEXTS.has(key)
    const isLimit = key !== null && LIMITS.has(key)
    const { value, why } = readItem(item, isText)
    if (isLimit && why !== null) refuseAliases(item, block)
    if (why !== null) recovered.push(`line ${item.line}: ${item.key} ${why}; read by lines`)
    if (item.key in data) {
      repeated.push([item.key, data[item.key]])
      const counts = isLimit ? 'both count' : 'the last one counts'
      warnings.push(`line ${item.line}: ${item.key} stands twice; ${counts}`)
    }
    const mended = isText && why === null ? mendText(key, value, item) : null
    data[item.key] = mended?.text ?? value
    if (mended !== null) recovered.push(`line ${item.line}: ${item.key} ${mended.why}; taken as it stands`)
  }
  if (recovered.length === 0 && items.length > 0)
    recovered.push('the front matter is no YAML as a whole; each key was read on its own')
  return { data, repeated, recovered, warnings }
}

/**
 * @throws Error where a limit refers to another part of the file: by lines, nobody can tell what is there
 */
function refuseAliases({ key, line, head, rest }: Item, block: string): void {
  const names = [head, ...rest].flatMap(text =>
    [...text.matchAll(/\*([\w.-]+)/g)].map(([, name]) => name ?? ''),
  )
  const name = names.find(alias => block.includes(`&${alias}`))
  if (name !== undefined)
    throw new Error(`line ${line}: ${key} refers to *${name}, and the front matter is no YAML: write it out`)
}
