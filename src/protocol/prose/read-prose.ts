/**
 * What a person's free prose says about the live proposal; docs/protocol.md, section 2. The one place where prose may
 * count as agreement, so it counts only as a whole and only in a closed list of sentences (agreement.ts).
 */
import { agreedTo } from './agreement.ts'
import { masked } from './inline.ts'
import { type Lean, leanOf } from './leaning.ts'
import { groundOf, objectionIn } from './objection.ts'
import { ownText } from './own-text.ts'
import { lookAlike, plainText } from './plain-text.ts'
import { aboutAnother, reasonFor } from './reasons.ts'
import { sentencesOf, unemphasised } from './sentences.ts'
import { wholeSentence } from './whole-sentence.ts'

/** The live proposal, as far as prose can mean it. */
export interface LiveText {
  /** Number of the live proposal. */
  readonly entry: number
  /** No other proposal has ever been in this log. */
  readonly only: boolean
}

export type ProseReading =
  | { readonly verdict: 'AGREE'; readonly on: number }
  | {
      readonly verdict: 'unclear'
      readonly leans: Lean
      /** A short plain sentence without a full stop, for the person who wrote the text. */
      readonly reason: string
      /** It objects or takes an agreement back in the first person: no earlier verdict of the role may stand. */
      readonly objects: boolean
      /** What the objector gives as ground, on one line of at most 500 characters, or null. */
      readonly ground: string | null
    }
  | null

/** How far a text is searched for what it leans to, in characters. */
const SEARCHED = 1_000
/** Up to this many characters a nod ("ok", "+1") anywhere in the text is taken to be about the proposal. */
const SHORT = 280
const GREETING = /^(?:hi|hello|hey|dear|good (?:morning|day|evening))(?: [\w@-]+){0,3}[,.!:]?$/i
/** Minutes of a meeting name a speaker on each line. */
const SPEAKER = /^[A-Z][\w.-]{0,31}(?: [A-Z][\w.-]{0,31}){0,2}:(?= )/
const LABEL =
  /^(?:hello|hi|all|sorry|fyi|yes|no|ok|agreed|lgtm|approved|my verdict|note|ps|re|objections?|concerns?|object|verdict|answer|summary|edit|update|comment|vote|agree|my vote):/i
const VERDICT_FIELD = /verdict.{0,8}(agree|object)/i

/** Agreement, a leaning to be asked about, or null for a text that leans neither way. Never throws. */
export function readProse(content: string, live: LiveText | null): ProseReading {
  const whole = wholeSentence(content)
  const on = whole === null ? undefined : agreedTo(whole.written)
  if (whole === null || on === undefined) return leaning(content, live)
  if (live === null) return unclear('agree', 'there is no live proposal')
  if (on !== null) return on === live.entry ? agree(on) : unclear('agree', aboutAnother(on, live.entry))
  if (!live.only) return unclear('agree', 'it names no proposal, and there have been several')
  if (whole.quoting) return unclear('agree', 'it names no proposal and may be about what it quotes')
  return agree(live.entry)
}

/**
 * The first sentence of its author's own that speaks against an agreement to a text: it objects in a closed form, or
 * agrees to another number; or null.
 */
export function contradictionIn(content: string, on: number | null): string | null {
  for (const paragraph of ownText(content, content.length + 1).paragraphs) {
    const plain = unemphasised(plainText(paragraph))
    for (const sentence of sentencesOf(masked(plain))) {
      const named = on === null ? null : agreedTo(sentence)
      if (objectionIn(sentence) !== null || (named != null && named !== on)) return sentence
    }
  }
  return null
}

function agree(on: number): ProseReading {
  return { verdict: 'AGREE', on }
}

function unclear(leans: Lean, reason: string, objects = false, ground: string | null = null): ProseReading {
  return { verdict: 'unclear', leans, reason, objects, ground }
}

function leaning(content: string, live: LiveText | null): ProseReading {
  const { paragraphs, framed } = ownText(content, SEARCHED)
  const plain = paragraphs.map(paragraph => unemphasised(plainText(paragraph)))
  const own = GREETING.test(plain[0] ?? '') ? plain.slice(1) : plain
  const [said, first] = [own.map(masked), own[0] ?? '']
  const objection = objecting(first, said[0] ?? '', own[1] ?? '', live)
  if (objection !== null) return objection
  const found = spoken(said, live)
  if (found !== null) return found
  const field = framed.map(line => VERDICT_FIELD.exec(line)?.[1]).find(word => word !== undefined)
  if (field !== undefined)
    return unclear(
      field.toLowerCase() === 'agree' ? 'agree' : 'object',
      'its verdict is in the text and not in a field',
    )
  return said.some(paragraph => /[\p{L}\p{N}]/u.test(paragraph)) ? null : quoted(content)
}

/** An objection in a closed form at the beginning. */
function objecting(first: string, said: string, second: string, live: LiveText | null): ProseReading {
  for (const [own, words] of [
    [first, said],
    [lookAlike(first), masked(lookAlike(first))],
  ] as const) {
    const found = objectionIn(words)
    if (found === null) continue
    if (found.on !== null && found.on !== live?.entry)
      return unclear(
        'object',
        live === null ? 'there is no live proposal' : aboutAnother(found.on, live.entry),
      )
    const ground = groundOf(own.slice(found.end)) ?? groundOf(second)
    return unclear('object', 'it objects in prose and not by a verdict', true, ground)
  }
  return null
}

/** What the author's own sentences lean to: an objection outweighs any agreement. */
function spoken(paragraphs: readonly string[], live: LiveText | null): ProseReading {
  const short = paragraphs.reduce((sum, { length }) => sum + length, 0) <= SHORT
  const minutes = paragraphs.filter(isReported).length > 1
  const read = paragraphs.flatMap((paragraph, place) => {
    const reported = isReported(paragraph)
    if (reported && (minutes || !short)) return []
    const words = reported ? paragraph.replace(SPEAKER, '').trim() : paragraph
    return sentencesOf(words).flatMap((sentence, at) => {
      const text = lookAlike(sentence).toLowerCase()
      const lean = leanOf(text, short || (place === 0 && at === 0))
      if (lean === null) return []
      const foreign = text !== sentence.toLowerCase() && leanOf(sentence.toLowerCase(), true) === null
      return [{ ...lean, text, reported: reported || lean.reported, question: text.endsWith('?'), foreign }]
    })
  })
  const told = read.find(({ lean }) => lean === 'object') ?? read[0]
  if (told === undefined) return null
  const statement = { ...told, text: told.lean === 'agree' ? whole(paragraphs, told.text, short) : told.text }
  return unclear(told.lean, reasonFor(statement, live?.entry ?? null))
}

/** In a short text the condition may stand in another sentence than the agreement. */
function whole(paragraphs: readonly string[], sentence: string, short: boolean): string {
  return short ? lookAlike(paragraphs.join(' ')).toLowerCase() : sentence
}

function isReported(paragraph: string): boolean {
  return SPEAKER.test(paragraph) && !LABEL.test(paragraph)
}

/** A text that is all quotation: to see what it leans to, the marks of quotation are taken off. */
function quoted(content: string): ProseReading {
  const bare = plainText(content.slice(0, SEARCHED)).replace(/["'`~<>]|^ {1,8}|^\t/gm, ' ')
  const { paragraphs } = ownText(bare.replace(/^ +/gm, ''), SEARCHED)
  const read = paragraphs
    .flatMap(paragraph => sentencesOf(paragraph.toLowerCase()))
    .flatMap(sentence => leanOf(sentence.trim(), true) ?? [])
  const told = read.find(({ lean }) => lean === 'object') ?? read[0]
  return told === undefined ? null : unclear(told.lean, 'it is quoted')
}
