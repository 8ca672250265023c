/** Front matter by what its keys mean, in whatever spelling; what no field takes is kept. */
import { type Key, keyOf, LIMITS } from './front-matter/keys.ts'

export interface Fields {
  raw(key: Key): unknown
  /** One line or block of text; null where nothing is said. */
  text(key: Key): string | null
  list(key: Key): readonly string[]
  /** What nothing here takes, as read. Without a prototype. */
  readonly extra: Record<string, unknown>
  /** What was not as expected and how it was read, and what was left out; grows as fields are asked for. */
  readonly recovered: string[]
  readonly warnings: string[]
}

export function createFields(data: Readonly<Record<string, unknown>>): Fields {
  const { values, extra } = sorted(data)
  const recovered: string[] = []
  const warnings: string[] = []
  return {
    extra,
    recovered,
    warnings,
    raw: key => values.get(key),
    text(key) {
      const value = values.get(key)
      if (value === null || value === undefined) return null
      if (typeof value === 'string') return value.trim() === '' ? null : value.trim()
      if (typeof value === 'number' || typeof value === 'boolean') return `${value}`
      const first = Array.isArray(value) ? value.find(item => typeof item === 'string') : undefined
      extra[first === undefined ? key : asWritten(key)] = value
      if (first === undefined) warnings.push(`${key} is no text: it is kept, and not used`)
      else if (!recovered.some(line => line.startsWith(`${key} is a list`)))
        recovered.push(`${key} is a list: its first, "${first}", is taken`)
      return first ?? null
    },
    list(key) {
      const value = values.get(key)
      if (typeof value === 'string')
        return value
          .split(',')
          .map(item => item.trim())
          .filter(Boolean)
      if (value === null || value === undefined) return []
      const items = Array.isArray(value) ? value : [value]
      const texts = items.filter(item => typeof item === 'string' || typeof item === 'number')
      if (texts.length < items.length) {
        extra[asWritten(key)] = value
        warnings.push(`${key} has more than names in it: it is kept, and only the names are used`)
      }
      return texts.map(item => `${item}`.trim()).filter(Boolean)
    },
  }
}

/** Where the whole of a value is kept of which only a part is used. */
function asWritten(key: Key): string {
  return `${key}AsWritten`
}

/** The exact spelling of a key before any other. */
function sorted(data: Readonly<Record<string, unknown>>): {
  readonly values: ReadonlyMap<Key, unknown>
  readonly extra: Record<string, unknown>
} {
  const values = new Map<Key, unknown>()
  const extra: Record<string, unknown> = Object.create(null)
  const entries = Object.entries(data)
  for (const [written, value] of entries) {
    const key = keyOf(written)
    if (key === written) values.set(key, value)
  }
  for (const [written, value] of entries) {
    const key = keyOf(written)
    if (key === written) continue
    if (key === null) extra[written] = value
    else if (!values.has(key)) values.set(key, value)
    // Another spelling of a limit limits too; of anything else, it is kept.
    else if (!LIMITS.has(key)) extra[written] = value
  }
  return { values, extra }
}
