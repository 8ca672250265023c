/** An answer without a tool: what a model is told instead, and the one JSON object that is looked for in its text. */
import { APPEND_ENTRY, TOOL_NAME } from './anthropic/tool.ts'

/** Whoever writes more objects than this has not written one answer; each is looked for in the log. */
const MOST_OBJECTS = 20

/** Stands last in a prompt; the schema is that of the tool. */
export const JSON_ANSWER: string = `Here you have no tool ${TOOL_NAME}. Wherever you are told to call it, write its input as your answer instead: ONE JSON object and nothing else, no text before or after it and no code fence. Quote nothing from the log as JSON. The object has exactly the fields of this JSON schema:
${JSON.stringify(APPEND_ENTRY.input_schema)}`

export type JsonReading = { readonly json: unknown } | { readonly issue: string }

/**
 * The text itself when it is an object; else the only object in it that stands in a code fence or has `content`. Of two
 * nobody can say which one is the answer and which is a quotation: that is an issue, in words for whoever wrote it.
 * Time grows with the length of the text alone.
 * @param shown what the writer was shown: an object that stands there word for word is a quotation
 */
export function readJsonAnswer(text: string, shown: readonly string[] = []): JsonReading {
  const answer = withoutThoughts(text).trim()
  const whole = answer.startsWith('{') && answer.endsWith('}') ? parse(answer) : null
  const { found, broken } =
    whole === null ? objectsIn(answer) : { found: [{ json: whole, source: answer }], broken: false }
  const own = found.filter(({ source }) => !shown.some(told => told.includes(source)))
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

/** What some local servers leave in the text: the thoughts before the answer, drafts of it included. */
function withoutThoughts(text: string): string {
  const begun = /^\s*<think(?:ing)?>/.exec(text)
  if (begun === null) return text
  const end = /<\/think(?:ing)?>/.exec(text)
  return end === null ? text : text.slice(end.index + end[0].length)
}

interface Found {
  readonly json: object
  readonly source: string
}

/** Objects at the top level; what only looks like one is passed over, one that does not come to its end is not. */
function objectsIn(text: string): { readonly found: readonly Found[]; readonly broken: boolean } {
  const found: Found[] = []
  const start = /\{\s*"/g
  let broken = false
  for (let at = start.exec(text); at !== null; at = start.exec(text)) {
    const end = endOf(text, at.index)
    // Whatever comes after is within it, for all that can be known.
    if (end === null) return { found, broken: true }
    start.lastIndex = end
    const source = text.slice(at.index, end)
    const fenced = isFenced(text, at.index, end)
    if (!fenced && !source.includes('"content"')) continue
    const json = parse(source)
    if (json !== null && (fenced || Object.hasOwn(json, 'content'))) found.push({ json, source })
    if (found.length === MOST_OBJECTS) break
    broken ||= json === null && (fenced || /"content"\s*:/.test(source))
  }
  return { found, broken }
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
