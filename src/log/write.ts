/** Drafts and headers → the bytes of a log. The one form Synod writes. */
import { SynodError } from '../errors.ts'
import { ENTRY_TYPES, type EntryDraft, FIELD_ORDER, type Fields, ROLE_PATTERN } from './entry.ts'
import { readField, writeField, writeHeading } from './grammar.ts'
import { escapeFraming, normaliseContent, normaliseValue } from './text.ts'

/** The most an entry may take in a log, in bytes. */
export const MAX_ENTRY_BYTES: number = 256 * 1024

/**
 * An entry up to its seal, ending in a newline.
 * @throws SynodError SYN_ENTRY_INVALID, SYN_ENTRY_TOO_LARGE
 */
export function writeEntry(draft: EntryDraft, time: string): string {
  if (!ROLE_PATTERN.test(draft.role)) {
    throw new SynodError(
      'SYN_ENTRY_INVALID',
      `"${draft.role}" cannot be a role: expected ${ROLE_PATTERN.source}`,
    )
  }
  if (!ENTRY_TYPES.includes(draft.type)) {
    throw new SynodError(
      'SYN_ENTRY_INVALID',
      `"${draft.type}" is no entry type: expected ${ENTRY_TYPES.join(', ')}`,
    )
  }
  const content = escapeFraming(normaliseContent(draft.content))
  const lines = [
    writeHeading(draft.role, time),
    writeField('Type', draft.type),
    ...writeFields(draft.fields),
    // Content of several lines begins on a line of its own: lists and headings stay what they are.
    `**Content**:${content === '' ? '' : content.includes('\n') ? '\n' : ' '}${content}`,
  ]
  const text = `${lines.join('\n')}\n`
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_ENTRY_BYTES) {
    throw new SynodError(
      'SYN_ENTRY_TOO_LARGE',
      `The entry of ${draft.role} has ${bytes} bytes, more than the ${MAX_ENTRY_BYTES} a log takes: shorten it, or put the long part into a file and name it in Files`,
    )
  }
  return text
}

/** The same entry at another time: what is written while others wait for the lock is its first line. */
export function stampEntry(text: string, role: string, time: string): string {
  return `${writeHeading(role, time)}${text.slice(text.indexOf('\n'))}`
}

function writeFields(fields: Fields): string[] {
  const names = Object.keys(fields)
  const unknown = names.filter(name => !(FIELD_ORDER as readonly string[]).includes(name))
  return [...FIELD_ORDER, ...unknown].flatMap(name => {
    if (unknown.includes(name) && !canBeAdded(name)) {
      throw new SynodError(
        'SYN_ENTRY_INVALID',
        `"${name}" cannot be a field name: expected up to 32 letters, blanks and hyphens, and none of ${FIELD_ORDER.join(', ')}, Type and Content in another spelling`,
      )
    }
    return (fields[name] ?? [])
      .map(normaliseValue)
      .filter(value => value !== '')
      .map(value => writeField(name, value))
  })
}

/** A name that is read back as it is; `Content` would end the fields, and `verdict` would be read as a verdict. */
function canBeAdded(name: string): boolean {
  return name !== 'Type' && name !== 'Content' && readField(writeField(name, ''))?.name === name
}
