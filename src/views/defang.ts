/**
 * One line of foreign markdown outside fenced code, made harmless: no HTML, no images, no links but plain ones.
 *
 * A code span is kept only where every reader of markdown takes exactly it for code; all other backticks are escaped,
 * so that none of them can pair with those. What is then left of `<`, `![` and `](` stands in prose, and is dealt with.
 */
import { codeSpans, type Span } from './code-spans.ts'

/** Where a link may lead: the web, a mail address, a place in this document, a file near it. */
const WEB = String.raw`(?:https?:\/\/|mailto:)[\w\-.~/?#@!$&+,;=%:]*`
const NEAR = String.raw`[\w\-.~/?#@!$+,;=%]+`
const LINK = new RegExp(String.raw`\]\((?:${WEB}|${NEAR})(?:[ \t]+"[^"\`]{0,200}")?\)`, 'y')

/** An address, which some readers let go on up to the next blank, over the backtick of a span. */
const ADDRESS = /(?:\/\/|www\.|mailto:|xmpp:)\S*/gi

export function defang(line: string): string {
  const spans = codeSpans(line)
  const split = spans.some(({ code }) => code.includes('|'))
  const addresses = [...line.matchAll(ADDRESS)].map(({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
  }))
  let next = 0
  const swallowed = (at: number) => {
    while ((addresses[next]?.end ?? at) < at) next += 1
    return (addresses[next]?.start ?? at) < at
  }
  const ends = [0, ...spans.map(span => span.end)]
  const parts = spans.map((span, at) => {
    const before = prose(line.slice(ends[at], span.start))
    const doubtful = swallowed(span.start) || line[span.start - 1] === '~' || isDoubtful(span.code, split)
    return before + (doubtful ? asText(span) : line.slice(span.start, span.end))
  })
  return [...parts, prose(line.slice(ends.at(-1)))].join('')
}

/**
 * Whether some reader may not take it for code: a bar ends a table's cell before code is looked for, and so tears a span
 * apart; some look for links and emphasis first.
 */
function isDoubtful(code: string, split: boolean): boolean {
  if (code.includes('](')) return true
  return /[<!]/.test(code) && (split || /\*|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u.test(code))
}

function asText({ code, ticks }: Span): string {
  const text = code.replace(/\\/g, '\\\\')
  const marks = '`'.repeat(ticks)
  return prose(marks + text + marks)
}

/** A backtick that is escaped already stays as it is; the other escapes are kept whole. */
function prose(text: string): string {
  const escaped = text.replace(/\\[^`]|\\`|`/g, found => (found === '`' ? '\\`' : found))
  const unpictured = escaped.replace(/(?<!!)!+\[(\]?)/g, '[$1').replace(/\[\](?=\()/g, '[link]')
  return links(unpictured.replace(/</g, '&lt;'))
}

/** Keeps plain links; takes the brackets' meaning from the others, and from definitions, which have none here. */
function links(text: string): string {
  return text.replace(/\](?=[(:[])/g, (bracket, at: number) => {
    LINK.lastIndex = at
    return LINK.test(text) ? bracket : `${bracket}\\`
  })
}
