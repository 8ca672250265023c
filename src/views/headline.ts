/** What an entry does, in words: its typed fields read out. */
import { type Entry, type FieldName, field, fieldAll } from '../log/entry.ts'
import { readIdAndText, readVerdictField } from '../protocol/refs.ts'
import { safeText } from './safe.ts'
import type { Style } from './style.ts'

/** In few words, for one line: `objects to #6`, `raises retry-storm`, … */
export function deeds(entry: Entry, style: Style): readonly string[] {
  const ids = (verb: string, name: FieldName) => {
    const names = fieldAll(entry, name).map(value => splitItem(value).id)
    return names.length === 0 ? [] : [`${verb} ${names.join(', ')}`]
  }
  return [...acts(entry, style), ...ids('raises', 'Concern').map(style.warn), ...ids('answers', 'Resolves')]
}

/** In full, a line each: reasons, answers and evidence too. */
export function deedLines(entry: Entry, style: Style): readonly string[] {
  const items = (verb: string, name: FieldName) =>
    fieldAll(entry, name).map(value => {
      const { id, text } = splitItem(value)
      return `${verb} ${id}${text === '' ? '' : `: ${text}`}`
    })
  const done = acts(entry, style)
  return [
    ...(done.length === 0 ? [] : [done.join(', ')]),
    ...items('raises', 'Concern').map(style.warn),
    ...items('answers', 'Resolves'),
    ...values(entry, 'Evidence').map(text => `checked: ${text}`),
    ...values(entry, 'Files').map(text => `files: ${text}`),
  ]
}

function acts(entry: Entry, style: Style): readonly string[] {
  const some = (verb: string, named: readonly string[]) =>
    named.length === 0 ? [] : [`${verb} ${named.join(', ')}`]
  const done = [
    ...some('outcome', values(entry, 'Outcome')).map(style.bold),
    ...some('revises', values(entry, 'Revises')),
    ...fieldAll(entry, 'Verdict').map(value => verdictWords(value, style)),
    ...some('withdraws', values(entry, 'Withdraws')),
    ...some('asks', values(entry, 'Asks')),
    ...some('to', values(entry, 'To')),
  ]
  const about = field(entry, 'Re')
  const isNamed = fieldAll(entry, 'Verdict').length + fieldAll(entry, 'Outcome').length > 0
  return about === undefined || isNamed ? done : [...done, `on ${safeText(about)}`]
}

/** `id: reason` as Concern and Resolves write it; people also write a reason alone. */
function splitItem(value: string): { readonly id: string; readonly text: string } {
  const read = readIdAndText(value)
  return read === null
    ? { id: 'a concern', text: safeText(value) }
    : { id: safeText(read.id), text: safeText(read.text) }
}

const VERDICT_WORDS = {
  AGREE: ['good', 'agrees to'],
  OBJECT: ['bad', 'objects to'],
  ABSTAIN: ['dim', 'abstains on'],
} as const

function verdictWords(value: string, style: Style): string {
  const read = readVerdictField(value)
  if (read === null) return `gives a verdict nobody can read: ${safeText(value)}`
  const [paint, words] = VERDICT_WORDS[read.verdict]
  return style[paint](`${words} #${read.on}`)
}

function values(entry: Entry, name: FieldName): readonly string[] {
  return fieldAll(entry, name).map(value => safeText(value))
}
