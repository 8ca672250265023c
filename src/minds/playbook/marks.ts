/** Where a statement comes from, at its end: `(BACKEND #4: retry-storm; ARCHITECT: counter-key)`. */

export interface Mark {
  readonly role: string
  /** The entry that asked for it; null for what its author brings in. */
  readonly entry: number | null
  readonly id: string | null
}

const MARK = String.raw`[A-Z][A-Z0-9_-]{0,31}(?: #\d{1,15}(?:: [a-z0-9-]+)?|: [a-z0-9]+(?:-[a-z0-9]+)*)`
const MARKS = new RegExp(String.raw`^(.*\S)[ \t]+\((${MARK}(?:; ${MARK})*)\)$`, 's')

export function renderMarks(marks: readonly Mark[]): string {
  if (marks.length === 0) return ''
  const written = marks.map(
    ({ role, entry, id }) => `${role}${entry === null ? '' : ` #${entry}`}${id === null ? '' : `: ${id}`}`,
  )
  return ` (${written.join('; ')})`
}

/** A line → its text and the marks at its end. */
export function splitMarks(line: string): { readonly text: string; readonly marks: readonly Mark[] } {
  const match = MARKS.exec(line)
  if (match === null) return { text: line, marks: [] }
  const marks = (match[2] ?? '').split('; ').map(written => {
    const [, role = '', entry, id] = /^([A-Z0-9_-]+)(?: #(\d+))?(?:: (.+))?$/.exec(written) ?? []
    return { role, entry: entry === undefined ? null : Number(entry), id: id ?? null }
  })
  return { text: match[1] ?? '', marks }
}

export function mergeMarks(some: readonly Mark[], more: readonly Mark[]): readonly Mark[] {
  const fresh = more.filter(({ role, id }) => !some.some(mark => mark.role === role && mark.id === id))
  return [...some, ...fresh]
}
