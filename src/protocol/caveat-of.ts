/** What an AGREE says against itself: in its text, its evidence, or a field that the protocol does not know. */
import { type Entry, FIELD_ORDER, fieldAll } from '../log/entry.ts'
import { caveatIn } from './prose/caveat.ts'
import { contradictionIn } from './prose/read-prose.ts'

const KNOWN: ReadonlySet<string> = new Set(FIELD_ORDER)
const BY_NAME = /caveat|condition|reservation|proviso|exception|objection|unless/i
const SHOWN = 60

/** The words in which it is conditional or objects, or null. */
export function caveatOf(entry: Entry, on: number): string | null {
  return caveatIn(entry.content) ?? caveatInFields(entry) ?? objectionInText(entry.content, on)
}

function caveatInFields(entry: Entry): string | null {
  for (const written of fieldAll(entry, 'Evidence')) {
    const found = caveatIn(written)
    if (found !== null) return found
  }
  for (const [name, values] of Object.entries(entry.fields)) {
    if (KNOWN.has(name)) continue
    const found = BY_NAME.test(name) ? name.toLowerCase() : caveatIn(values.join('\n\n'))
    if (found !== null) return found
  }
  return null
}

/** A line in the form of a field of the log, which counts for nothing in the text. */
const FIELD_LINE = /^\*\*(Verdict|Concern)(?:\*\*:|:\*\*)[ \t]*(.{1,64})$/gim

/** An outright objection beside the field that agrees: one of the two is a mistake. */
function objectionInText(content: string, on: number | null): string | null {
  const field = [...content.matchAll(FIELD_LINE)].find(
    ([, name = '', value = '']) => name.toLowerCase() === 'concern' || /^object\b/i.test(value),
  )
  if (field !== undefined) return field[0].slice(0, SHOWN)
  return contradictionIn(content, on)?.slice(0, SHOWN) ?? null
}

const INSISTS =
  /\b(?:only (?:if|when|once|after)|not (?:before|until|unless)|unless|on condition|conditional|contingent|(?:it|this|that) is (?:a|my) concern)\b/i

/** Whether a confirmation says that the condition stands: then it is a concern, whatever its field says. */
export function insists(content: string): boolean {
  return INSISTS.test(content) || objectionInText(content, null) !== null
}
