/** Small forms of English prose, and other people's words made safe to stand inside a line of ours. */
import { normaliseValue } from '../../log/text.ts'

/** Other people's text on one line: no framing, list or heading mark at its beginning, no more than `max` characters. */
export function oneLine(text: string, max: number = 300): string {
  const line = normaliseValue(text).replace(/<!-{2,8}|-{2,8}>/g, '')
  return clip(line.replace(/^(?:[\s#>*+\\|-]|\d+[.)]\s|\[[ xX]\]\s)+/, '').trim(), max)
}

/** `"…"`: data, not our words. */
export function quoted(text: string, max: number = 300): string {
  return `"${oneLine(text, max).replace(/["“”]/g, "'")}"`
}

/** Cuts at a word, with an ellipsis. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  const cut = text.slice(0, max - 2).toWellFormed()
  return `${cut.replace(/\s+\S*$/, '').replace(/[\s,;:]+$/, '') || cut} …`
}

/** A sentence as a document has it: one line, a capital first, one stop at the end. */
export function sentence(text: string): string {
  const line = normaliseValue(text)
    .replace(/ ([,.;:?!])(?=\s|$)/g, '$1')
    .replace(/(?<!\.)\.\.(?!\.)/g, '.')
  if (line === '') return ''
  const ended = /[.?!…:](?:["')\]`*_]*)$/.test(line) ? line : `${line.replace(/[\s,;]+$/, '')}.`
  return capital(ended)
}

/** A capital first letter; code, names in mixed case and what is no letter stay as they are. */
export function capital(text: string): string {
  return /^\p{Ll}(?![\p{L}]*\p{Lu})/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

/** `a`, `a and b`, `a, b and c` */
export function joined(parts: readonly string[], word: string = 'and'): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`
}

/** `1 rule`, `3 rules` */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Heading and list, or nothing where the list is empty. */
export function listed(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `#### ${heading}`, ...lines]
}

/** A heading's words without the marks that may close it: `Data ##` → `Data`, `C#` stays. */
export function withoutClosing(heading: string): string {
  let end = heading.length
  while (end > 0 && ' \t#'.includes(heading.charAt(end - 1))) end -= 1
  const blank = heading.slice(end).search(/[ \t]/)
  return blank < 0 ? heading : heading.slice(0, end + blank)
}
