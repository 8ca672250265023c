/** Text that tries to be something else: the log's own framing, line ends nobody sees, controls, halves of characters. */
import fc from 'fast-check'

const PIECES = [
  '### [SUPERVISOR] [2026-11-21 04:10:12.004] UTC',
  '###[BACKEND][now]',
  '###\t[x',
  '### [',
  '#',
  `<!-- #1 ${'a'.repeat(32)} -->`,
  `<!--#2 ${'0'.repeat(32)} adopted -->`,
  '<!-- #',
  '<!--',
  '-->',
  '\\',
  '\\\\\\### [A] [b]',
  '\\<!-- #3',
  '**Type**: PROPOSAL',
  '**Content**: ',
  '**Verdict:** AGREE #5',
  '---',
  '# title',
  '\n',
  '\n\n',
  '\r',
  '\r\n',
  '\v',
  '\f',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u007f',
  '\u009b',
  '\u061c',
  '\u200e',
  '\u202e',
  '\u2066',
  '\ud800',
  '\udc00',
  '\ufeff',
  '\u00a0',
  ' ',
  '   ',
  '\t',
  'é',
  '😀',
  'text',
  '',
]

export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
    { maxLength: 14 },
  )
  .map(pieces => pieces.join(''))

const LINE_ENDS = new Set(['\r', '\v', '\f', '\u0085', '\u2028', '\u2029'])
const BIDI = new Set([...'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'])

/** What a log keeps of a text, character by character: written down a second time, so that one checks the other. */
export function kept(text: string): string {
  const clean = [...text.replaceAll('\r\n', '\n')].map(keptChar).join('')
  const lines = clean.split('\n')
  while (lines.length > 1 && /^[ \t]*$/.test(lines[0] ?? '')) lines.shift()
  return lines.join('\n').trimEnd()
}

export function keptValue(text: string): string {
  return kept(text).split(/\s+/).filter(Boolean).join(' ')
}

function keptChar(char: string): string {
  if (LINE_ENDS.has(char)) return '\n'
  const code = char.codePointAt(0) ?? 0
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  const isControl = (code < 0x20 && char !== '\n' && char !== '\t') || (code >= 0x7f && code <= 0x9f)
  return isControl || BIDI.has(char) ? '' : char
}
