/** Why a text that agrees does not count: the first that fits is told to its author. */
import { conditionIn } from './conditions.ts'
import { MASK } from './inline.ts'
import type { Lean } from './leaning.ts'

const UNKNOWN_FORM = 'it is not one sentence in a known form'

const NUMBER = /#(\d{1,9})(?!\d)/g
const NOT_NOW =
  /(?<![\w'-])(?:would|could|might|may|should|will|shall|did|had|have|was|were|agreed|approved|accepted|i'd|i'll|i've|going to|wish|want to|hope to|am about to)(?![\w-])/
const IN_PART =
  /(?<![\w'-])(?:mostly|mainly|partly|partially|largely|generally|basically|broadly|somewhat|in principle|in part|in general|most of|parts? of|half of|some of|the goal|the idea|the direction|tend to|more or less|by and large|think i|guess i|almost)(?![\w-])/
const SEVERAL =
  /(?<![\w'-])(?:we|we'd|we'll|we've|we're|our|us|all of us|everyone|everybody|the team)(?![\w-])/
const POINT =
  /(?:agree|disagree|approve|accept)[sd]? (?:\w+ly )?(?:to|with|of|on) (?!#|it(?!\w)|this(?![\w ])|(?:the |this |your )?(?:proposal|revision|design|plan|text|draft)(?!\w))\w/

export interface Statement {
  /** Lower-case plain words, quotations masked. */
  readonly text: string
  readonly reported: boolean
  readonly question: boolean
  readonly foreign: boolean
  readonly lean: Lean
}

export function reasonFor(
  { text, reported, question, foreign, lean }: Statement,
  live: number | null,
): string {
  if (foreign) return 'it has letters that only look like those of a known form'
  const numbers = new Set([...text.matchAll(NUMBER)].map(([, digits]) => Number(digits)))
  if (live === null) return 'there is no live proposal'
  if (reported) return 'it reports what somebody else thinks'
  if (question) return 'it is a question'
  const condition = lean === 'agree' ? conditionIn(text) : null
  if (condition !== null) return `it speaks of a condition: "${condition}"`
  if (numbers.size > 1) return `it names more than one number: ${[...numbers].map(n => `#${n}`).join(', ')}`
  const [named] = numbers
  if (named !== undefined && named !== live) return aboutAnother(named, live)
  if (text.includes(MASK)) return 'part of it is quoted, code or a link'
  if (lean === 'agree' && IN_PART.test(text)) return 'it agrees only in part'
  if (NOT_NOW.test(text)) return 'it does not speak of what holds now'
  if (SEVERAL.test(text)) return 'it does not speak for its author alone'
  if (POINT.test(text)) return 'it is about a person or a point, and not about the proposal'
  return lean === 'agree' ? UNKNOWN_FORM : 'it sounds like an objection and is no verdict'
}

export function aboutAnother(named: number, live: number): string {
  return `it is about #${named}, and the live proposal is #${live}`
}
