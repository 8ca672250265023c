/** Untrusted text made harmless for a terminal: whatever would act, reorder or hide is shown by its code point. */

/** Controls, bidi, zero-width, tags, fillers, annotation marks, line and paragraph separators, half pairs. */
const HIDDEN = '[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u{FFF9}-\\u{FFFB}]'

/** Joiners and selectors that belong to what they stand in: emoji, the three tagged flags, written variants. */
const PICTURE = '\\p{Extended_Pictographic}[\\u{1F3FB}-\\u{1F3FF}\\u{FE0E}\\u{FE0F}]{0,2}'
const FLAG_TAGS = [
  '\\u{E0065}\\u{E006E}\\u{E0067}',
  '\\u{E0073}\\u{E0063}\\u{E0074}',
  '\\u{E0077}\\u{E006C}\\u{E0073}',
]
const WHOLE = [
  `\\u{1F3F4}\\u{E0067}\\u{E0062}(?:${FLAG_TAGS.join('|')})\\u{E007F}`,
  `${PICTURE}(?:\\u{200D}${PICTURE})*`,
  '\\p{Script=Han}[\\u{E0100}-\\u{E01EF}]',
  `(?!${HIDDEN}).[\\u{FE00}-\\u{FE0F}]`,
].join('|')

const ANY_HIDDEN = new RegExp(`(?![\\n\\t])${HIDDEN}`, 'u')
const EVERY_HIDDEN = new RegExp(`(?!\\n)${HIDDEN}`, 'gu')
const WHOLE_OR_HIDDEN = new RegExp(`${WHOLE}|((?![\\n\\t])${HIDDEN})`, 'gu')

export interface SafeTextOptions {
  /** Keeps newlines and tabs; without it every run of blanks around one becomes a single blank. Default false. */
  readonly multiline?: boolean
}

export function safeText(text: string, options: SafeTextOptions = {}): string {
  const lines = text.replace(/\r\n?/g, '\n')
  const kept = options.multiline === true ? lines : lines.replace(/[ \t\n]+/g, oneBlank).trim()
  if (!ANY_HIDDEN.test(kept)) return kept
  return kept.replace(WHOLE_OR_HIDDEN, (whole: string, hidden: string | undefined) =>
    hidden === undefined ? whole : reveal(hidden),
  )
}

/** JSON with the same characters written as `\u` escapes: the same data, and harmless to print. */
export function safeJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(EVERY_HIDDEN, hidden =>
    Array.from({ length: hidden.length }, (_, at) => `\\u${hex(hidden.charCodeAt(at)).toLowerCase()}`).join(
      '',
    ),
  )
}

function oneBlank(blanks: string): string {
  return /[\t\n]/.test(blanks) ? ' ' : blanks
}

function reveal(hidden: string): string {
  return `<U+${hex(hidden.codePointAt(0) ?? 0)}>`
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0')
}
