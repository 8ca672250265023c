/**
 * The sentences that count as agreement: first person, present, positive, about the proposal and nothing else. Every
 * other way to agree in prose costs a question, and none of these can mean less than it says.
 */
import { isAscii, plainText } from './plain-text.ts'

const FULLY = '(?:fully|completely|entirely|wholly|unconditionally)'
const HOW = `(?:hereby |explicitly |hereby explicitly )?(?:${FULLY} )?`
const NAMED = '(?:(?:the |this )?(?:proposal|revision) )?#([1-9]\\d{0,8})'
const ANY = `(?:${NAMED}|(?:the|this) proposal)`

const FORMS: readonly string[] = [
  `i ${HOW}agree(?: ${FULLY})?(?: (?:to|with) ${ANY})?`,
  `i ${HOW}approve(?:(?: of)? ${ANY})?`,
  `i ${HOW}accept(?: ${ANY})?`,
  `i ${HOW}consent(?: to ${ANY})?`,
  `i ${HOW}endorse ${ANY}`,
  `i (?:hereby )?vote yes(?: on ${ANY})?`,
  `i (?:hereby )?vote (?:for|in favou?r of) ${ANY}`,
  `my verdict is agree(?: (?:on |to )?${ANY})?`,
  `my verdict on ${ANY} is agree`,
  `agree #([1-9]\\d{0,8})`,
]
const FORM = new RegExp(`^(?:${FORMS.join('|')})$`, 'i')
/** Longer than anybody writes it. */
const LONGEST = 80
/** Code, as Markdown reads it. */
const INDENTED = /^(?:[\s\u200b-\u200f]{0,3}\t|[\s\u200b-\u200f]{4})/
/** Emphasis that opens a sentence and closes it. */
const EMPHASIS: readonly string[] = ['***', '___', '**', '__', '*', '_']

/** The one sentence as it was written → the number it names, or null for none; undefined when it is not of this list. */
export function agreedTo(written: string): number | null | undefined {
  if (written.length > 4 * LONGEST) return undefined
  const plain = plainText(written)
  if (!isAscii(plain) || plain.includes('\n') || INDENTED.test(written)) return undefined
  const whole = plain.trim().replace(/[ \t]+/g, ' ')
  const sentence = unmarked(whole)
  if (sentence.length > LONGEST) return undefined
  const match = FORM.exec(sentence)
  if (match === null) return undefined
  const number = match.slice(1).find(group => group !== undefined)
  return number === undefined ? null : Number(number)
}

/** Without one final dot or exclamation mark and without emphasis around the whole of it. */
function unmarked(sentence: string): string {
  const open = EMPHASIS.find(mark => sentence.startsWith(mark)) ?? ''
  const ended = /[.!]$/.test(sentence) ? sentence.slice(0, -1) : sentence
  if (open === '') return ended
  const inner = ended.slice(open.length, ended.length - open.length)
  if (!ended.endsWith(open) || ended.length <= 2 * open.length) return sentence
  return ended === sentence ? inner.replace(/[.!]$/, '') : inner
}
