/** Text brought to plain ASCII where that cannot change what it says, and to what it only looks like where it may. */

/** Not seen at all: soft hyphen, joiners, zero-width blanks, direction marks, byte order mark. */
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/g
const BLANKS = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
const APOSTROPHES = /[\u2018-\u201b\u02bc\u2032]/g
const QUOTES = /[\u201c-\u201f\u2033\u00ab\u00bb\u2039\u203a\u300c-\u300f\u301d-\u301f]/g
const DASHES = /[\u2010-\u2015\u2212]/g
const LINE_ENDS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g
/** The width of an input method, not another letter. */
const FULL_WIDTH = /[\uff01-\uff5e]/g

const MARKS = /\p{M}/gu
const NOT_ASCII = /[^\n -~]/
const NOT_ASCII_ALL = /[^\n -~]/gu

/** Letters drawn like a Latin one that no normal form of Unicode brings back to it, in pairs. */
const PAIRS =
  'аaсcԁdеeһhіiјjкkмmоoрpѕsтtуyхxвbнhԛqԝwгrӏlαaεeιiοoρpνvτtυuκkχxηnɑaɡgıiɩiłløoօoցgհhոnսuᴀaᴄcᴅdᴇeɢgɪiᴊjᴋkᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwᴢz'
const LOOKS_LIKE: ReadonlyMap<string, string> = pairs(PAIRS)

function pairs(written: string): ReadonlyMap<string, string> {
  const letters = [...written]
  return new Map(letters.flatMap((letter, at) => (at % 2 === 0 ? [[letter, letters[at + 1] ?? '']] : [])))
}

/**
 * Blanks, quotes, dashes, line ends and full-width characters as ASCII has them; invisible characters dropped.
 * Nothing else is changed: NFKC as a whole would make `#12` of a `#1` with a raised 2.
 */
export function plainText(text: string): string {
  if (!NOT_ASCII.test(text)) return text
  return text
    .replace(LINE_ENDS, '\n')
    .replace(INVISIBLE, '')
    .replace(BLANKS, ' ')
    .replace(APOSTROPHES, "'")
    .replace(QUOTES, '"')
    .replace(DASHES, '-')
    .replace(FULL_WIDTH, wide => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .normalize('NFC')
}

/** Only what a keyboard with Latin letters has. */
export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text)
}

/** Every letter as the Latin one it looks like: to see what a text leans to, never to count it. */
export function lookAlike(text: string): string {
  if (!NOT_ASCII.test(text)) return text
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(NOT_ASCII_ALL, letter => LOOKS_LIKE.get(letter.toLowerCase()) ?? letter)
}
