/** What text may stand in a log, and how a line that looks like the log's own framing is told from it. */

/** Everything a reader somewhere takes for a line end: CR, VT, FF, NEL, U+2028, U+2029. */
const LINE_ENDS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g

/** C0 and C1 controls but newline and tab, DEL, and the bidirectional controls that let text show as other text. */
const DROPPED = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** What is in LINE_ENDS or in DROPPED. */
const UNCLEAN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/

/** A value without it, and without blanks around it, is normalised as it is: printable ASCII with single blanks. */
const UNPLAIN = /[^ -~]| {2}/

/** A line that could open an entry or close one. */
const FRAMING = /^(\\*)(###[ \t]*\[|<!--[ \t]*#)/gm
const ESCAPED_FRAMING = /^\\(\\*)(###[ \t]*\[|<!--[ \t]*#)/gm

/** Content as a log holds it: newlines only, no controls, no blank lines around, no blanks at the end. */
export function normaliseContent(text: string): string {
  const formed = text.toWellFormed()
  // Nearly every text is clean, and one look is quicker than two replacements.
  const clean = (
    UNCLEAN.test(formed) ? formed.replace(LINE_ENDS, '\n').replace(DROPPED, '') : formed
  ).trimEnd()
  // Searched and cut, not replaced by a pattern: `\s+$` takes minutes on a long run of blanks, and a repeated group
  // runs out of stack on a long run of newlines.
  const first = clean.search(/[^ \t\n]/)
  return first < 0 ? '' : clean.slice(clean.lastIndexOf('\n', first) + 1)
}

/** A field's value: content on one line. */
export function normaliseValue(text: string): string {
  const value = text.trim()
  if (!UNPLAIN.test(value)) return value
  return normaliseContent(text).replace(/\s+/g, ' ').trim()
}

/** A line of a file with CRLF, split at its newlines. */
export function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

/** Puts a backslash before each line that could be read as framing; `unescape` takes it off again. */
export function escapeFraming(content: string): string {
  return content.replace(FRAMING, '\\$1$2')
}

export function unescapeFraming(written: string): string {
  return written.includes('\\') ? written.replace(ESCAPED_FRAMING, '$1$2') : written
}
