/** A key and its value → YAML that every reader of front matter takes for exactly that. */
import { isDeepStrictEqual } from 'node:util'
import matter from 'gray-matter'
import { SynodError } from '../errors.ts'
import { readFrontMatter } from '../log/front-matter.ts'

const OPEN = '---\n'
const CLOSE = '\n---\n'
/** How deep lists and maps stand within each other; nobody nests by hand as deep, and what goes deeper may never end. */
const DEEPEST = 100

/** Lists in one line, `tools: [Read, Grep]`, or one item a line. */
export type YamlStyle = 'line' | 'block'

/**
 * Without a line end. Texts that YAML would misread (`yes`, `#60A5FA`, dates, numbers) are in quotes, long lines stay
 * whole, and what the reader would take for an alias is spelled by its code.
 *
 * @throws SynodError SYN_AGENT_INVALID where lists and maps stand too deep within each other
 */
export function yamlItem(key: string, value: unknown, style: YamlStyle = 'block'): string {
  if (depthOf(value) > DEEPEST) {
    const shown = JSON.stringify(key.slice(0, 40)).slice(1, -1)
    throw new SynodError(
      'SYN_AGENT_INVALID',
      `${shown} has lists or maps more than ${DEEPEST} deep within each other: make it flatter`,
    )
  }
  const written = dump({ [key]: value }, style === 'line' ? 1 : -1)
  if (reads(written, key, value)) return written
  return `${/^[A-Za-z][\w-]*$/.test(key) ? key : quoted(key)}: ${flow(value)}`
}

/** Level by level, because a call for each would use up the stack. Stops where it is too deep. */
function depthOf(value: unknown): number {
  let level: readonly unknown[] = [value]
  for (let depth = 0; ; depth += 1) {
    const parts = level.filter(part => typeof part === 'object' && part !== null)
    if (parts.length === 0 || depth > DEEPEST) return depth
    level = parts.flatMap(part => Object.values(part ?? {}))
  }
}

/** `noRefs`: a part that stands twice is written twice, because aliases are not read. */
function dump(data: Readonly<Record<string, unknown>>, flowLevel: number): string {
  const options = { language: 'yaml', lineWidth: -1, noRefs: true, flowLevel }
  const file = matter.stringify('', data, options)
  return file.slice(OPEN.length, file.lastIndexOf(CLOSE))
}

function reads(written: string, key: string, value: unknown): boolean {
  try {
    const { data } = readFrontMatter(`${OPEN}${written}${CLOSE}`)
    // Copied, because objects with and without a prototype are the same data here.
    return isDeepStrictEqual(structuredClone({ ...data }), structuredClone({ [key]: value }))
  } catch {
    // Whatever the reader objects to, the form in quotes has nothing of it.
    return false
  }
}

function flow(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value !== 'object' || value === null || value instanceof Date)
    return dump({ value }, -1).slice('value: '.length)
  const items = Object.entries(value).map(([key, item]) => `${quoted(key)}: ${flow(item)}`)
  return `{${items.join(', ')}}`
}

/** The quotes of JSON are those of YAML. `&` and `*` begin an alias even there, for a reader that only looks. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[&*\u007f-\u{10ffff}]/gu, char =>
    [...Array(char.length).keys()].map(at => escaped(char.charCodeAt(at))).join(''),
  )
}

function escaped(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`
}
