/** An answer without a tool: what a model is told instead, and the one JSON object that is looked for in its text. */
import { APPEND_ENTRY, TOOL_NAME } from './anthropic/tool.ts'

/** Whoever writes more objects than this has not written one answer; each is looked for in the log. */
const MOST_OBJECTS = 20
/** So many values of an object are looked for in the log: an entry has fewer. */
const MOST_VALUES = 200

/** Stands last in a prompt; the schema is that of the tool. */
export const JSON_ANSWER: string = `Here you have no tool ${TOOL_NAME}. Wherever you are told to call it, write its input as your answer instead: ONE JSON object and nothing else, no text before or after it and no code fence. Quote nothing from the log as JSON. The object has exactly the fields of this JSON schema:
${JSON.stringify(APPEND_ENTRY.input_schema)}`

export type JsonReading = { readonly json: unknown } | { readonly issue: string }

/**
 * The text itself when it is an object; else the only object in it that stands in a code fence or has `content`. Of two
 * nobody can say which one is the answer and which is a quotation: that is an issue, in words for whoever wrote it.
 * Time grows with the length of the text alone.
 * @param shown what the writer was shown: an object that stands there is a quotation
 */
export function readJsonAnswer(text: string, shown: readonly string[] = []): JsonReading {
  const spoken = withoutThoughts(text)
  if (spoken === null) return { issue: UNENDED }
  const answer = spoken.trim()
  const whole = answer.startsWith('{') && answer.endsWith('}') ? parse(answer) : null
  const { found, broken, thinking } =
    whole === null
      ? objectsIn(answer)
      : { found: [{ json: whole, source: answer }], broken: false, thinking: false }
  if (thinking) return { issue: UNENDED }
  const stands = quotations(shown)
  const own = found.filter(({ json, source }) => !shown.some(told => told.includes(source)) && !stands(json))
  const [first, second] = own
  if (broken) return { issue: 'it has a JSON object that is not whole, or not valid JSON' }
  if (first === undefined)
    return {
      issue:
        found.length > 0
          ? 'its only JSON object is copied from the log'
          : 'there is no JSON object with content in it',
    }
  if (second !== undefined)
    return { issue: `there are ${own.length} JSON objects in it: which of them is the answer cannot be told` }
  return { json: first.json }
}

/** Whether a value stands in what was shown, by all it says: however it is laid out, escaped, ordered or nested. */
export function isQuotation(json: unknown, shown: readonly string[]): boolean {
  return quotations(shown)(json)
}

/** What was shown is squeezed once, and only when there is something to look for. */
function quotations(shown: readonly string[]): (json: unknown) => boolean {
  let squeezed: readonly string[] | null = null
  return json => {
    if (shown.length === 0) return false
    const values = valuesIn(json).map(squeeze)
    squeezed ??= shown.map(squeeze)
    return values.length > 0 && squeezed.some(told => values.every(value => told.includes(value)))
  }
}

/** `"verdict":"AGREE"`, or `"no-retry"` where it stands in a list; what is empty says nothing. */
function valuesIn(json: unknown): readonly string[] {
  const values: string[] = []
  // No recursion: what is read here may be nested deeper than a stack is.
  const left: (readonly [name: string, value: unknown])[] = [['', json]]
  for (let one = left.pop(); one !== undefined && values.length < MOST_VALUES; one = left.pop()) {
    const [name, value] = one
    if (value === null || value === '') continue
    if (Array.isArray(value)) for (const item of value) left.push(['', item])
    else if (typeof value === 'object')
      for (const [key, item] of Object.entries(value)) left.push([`${JSON.stringify(key)}:`, item])
    else values.push(name + JSON.stringify(value))
  }
  return values
}

/** Without what the same JSON may be written with or without, also as a string in other JSON: blanks and escapes. */
function squeeze(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/[\s\\]+/g, '')
}

const UNENDED = 'it has a <think> that is not closed, so that all behind it is a thought and no answer'

/** What some local servers leave in the text: the thoughts before the answer, drafts of it included. Null: no end. */
function withoutThoughts(text: string): string | null {
  let spoken = text
  while (/^\s*<think(?:ing)?>/.test(spoken)) {
    const end = /<\/think(?:ing)?>/.exec(spoken)
    if (end === null) return null
    spoken = spoken.slice(end.index + end[0].length)
  }
  return spoken
}

interface Found {
  readonly json: object
  readonly source: string
}

interface Objects {
  readonly found: readonly Found[]
  /** There is one that is not whole, or no JSON. */
  readonly broken: boolean
  /** The text ends within a thought. */
  readonly thinking: boolean
}

/**
 * Objects at the top level; what only looks like one is passed over, one that does not come to its end is not. Those in
 * a thought are no answer.
 */
function objectsIn(text: string): Objects {
  const found: Found[] = []
  const start = /\{\s*"/g
  let broken = false
  let thinking = false
  let from = 0
  for (let at = start.exec(text); at !== null; at = start.exec(text)) {
    const end = endOf(text, at.index)
    if (at.index > from) thinking = thinksAfter(text.slice(from, at.index), thinking)
    // Whatever comes after is within it, for all that can be known.
    if (end === null) return { found, broken: true, thinking }
    start.lastIndex = end
    from = end
    if (thinking) continue
    const source = text.slice(at.index, end)
    const fenced = isFenced(text, at.index, end)
    if (!fenced && !source.includes('"content"')) continue
    const json = parse(source)
    if (json !== null && (fenced || Object.hasOwn(json, 'content'))) found.push({ json, source })
    if (found.length === MOST_OBJECTS) break
    broken ||= json === null && (fenced || /"content"\s*:/.test(source))
  }
  return { found, broken, thinking: thinksAfter(text.slice(from), thinking) }
}

/** Whether a thought goes on behind a text between objects; in an object such a tag is somebody's content. */
function thinksAfter(between: string, before: boolean): boolean {
  const last = [...between.matchAll(/<(\/?)think(?:ing)?>/g)].at(-1)
  return last === undefined ? before : last[1] === ''
}

/** Behind the brace that closes the one at `from`; braces in strings do not count. */
function endOf(text: string, from: number): number | null {
  const marks = /["\\{}]/g
  marks.lastIndex = from
  let depth = 0
  let quoted = false
  for (let at = marks.exec(text); at !== null; at = marks.exec(text)) {
    const [mark] = at
    if (mark === '\\') marks.lastIndex += quoted ? 1 : 0
    else if (mark === '"') quoted = !quoted
    else if (!quoted) depth += mark === '{' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return null
}

function isFenced(text: string, from: number, to: number): boolean {
  return (
    /```(?:json)?\s*$/i.test(text.slice(Math.max(from - 20, 0), from)) &&
    /^\s*```/.test(text.slice(to, to + 20))
  )
}

function parse(json: string): object | null {
  try {
    const read: unknown = JSON.parse(json)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : null
  } catch {
    return null
  }
}
