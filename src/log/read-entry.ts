/** The lines of one entry, heading and seal taken off → its type, fields and content. */
import type { EntryType, Fields } from './entry.ts'
import { readField, readType } from './grammar.ts'
import { normaliseContent, normaliseValue, unescapeFraming, withoutReturn } from './text.ts'

export interface EntryBody {
  readonly type: EntryType
  readonly writtenType: string
  readonly typeKnown: boolean
  readonly fields: Fields
  readonly content: string
}

/** A field may have any name, `constructor` too. An object without any prototype would take three times the memory. */
const NO_NAMES: object = Object.freeze(Object.create(null))

export function readEntryBody(text: string): EntryBody {
  const fields: Record<string, string[]> = Object.create(NO_NAMES)
  let written: string | undefined
  let position = 0
  let content = ''
  while (position < text.length) {
    const end = text.indexOf('\n', position)
    const line = withoutReturn(text.slice(position, end < 0 ? text.length : end))
    const read = readField(line)
    if (read === null && line.trim() !== '') {
      // Someone wrote their text without a Content line: it begins here.
      content = text.slice(position)
      break
    }
    position = end < 0 ? text.length : end + 1
    if (read === null) continue
    if (read.name === 'Content') {
      content = read.value === '' ? text.slice(position) : `${read.value}\n${text.slice(position)}`
      break
    }
    const value = normaliseValue(read.value)
    if (read.name === 'Type') written ??= value
    else if (value !== '') {
      const values = fields[read.name]
      if (values === undefined) fields[read.name] = [value]
      else values.push(value)
    }
  }
  const { type, written: writtenType, known } = readType(written)
  return { type, writtenType, typeKnown: known, fields, content: unescapeFraming(normaliseContent(content)) }
}
