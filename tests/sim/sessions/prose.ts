/**
 * What people write without the fields, and what each of it says by docs/protocol.md, section 2: labelled by hand, so
 * that the reader of prose is held to what was meant and not to itself. `#N` stands for a number.
 */

export interface Meaning {
  /**
   * `agree`: counts as an agreement. `objects`: takes every verdict of its author back. `against`, `for`: leans one
   * way and is no verdict. `nothing`: says nothing about a verdict.
   */
  readonly says: 'agree' | 'objects' | 'against' | 'for' | 'nothing'
  /** What an objection gives as its ground. */
  readonly ground?: string
}

const agree: Meaning = { says: 'agree' }
const objects: Meaning = { says: 'objects' }
const against: Meaning = { says: 'against' }
const inFavour: Meaning = { says: 'for' }
const nothing: Meaning = { says: 'nothing' }

/** With a number: an agreement to that one, and to no other. */
export const NAMED_AGREEMENTS: readonly string[] = [
  'I agree to #N.',
  'I approve #N',
  'I accept the proposal #N.',
  'My verdict on #N is AGREE.',
  'I fully agree with revision #N.',
  '**I agree to #N.**',
  'i vote for #N',
  '> The limit is 10 a second.\n\nI agree to #N.',
]
/** Without one: an agreement as long as there has been but one proposal. */
export const BARE_AGREEMENTS: readonly string[] = ['I agree.', 'I agree to the proposal.', 'I approve.']

const TABLE: readonly (readonly [string, Meaning])[] = [
  ...[...NAMED_AGREEMENTS, ...BARE_AGREEMENTS].map(text => [text, agree] as const),
  ['> The limit is 10 a second.\n\nI agree.', inFavour],
  ['LGTM', inFavour],
  ['+1', inFavour],
  ['No objection.', inFavour],
  ['Agreed in principle.', inFavour],
  ['I agree to #N if the limit is lowered.', inFavour],
  ['I agree to #N, provided that the cache has a size.', inFavour],
  ['I would agree to #N.', inFavour],
  ['I agreed to #N.', inFavour],
  ['We agree to #N.', inFavour],
  ['I mostly agree to #N.', inFavour],
  ['I agree with BACKEND.', inFavour],
  ['BACKEND agrees to #N.', inFavour],
  ['I do not object to #N.', inFavour],
  ['I agree to #N and #N.', inFavour],
  ['Do I agree to #N?', nothing],
  ['> I agree to #N.', inFavour],
  ['```\nI agree to #N.\n```', inFavour],
  ['\u0406 agree to #N.', inFavour],
  ['I agree to #N.\n\nThe cache is missing, by the way.', inFavour],
  ['I agree to #N.\n**Verdict**: OBJECT #N', inFavour],
  ['### [BACKEND] [2026-01-01 00:00:00] UTC\nI agree to #N.', inFavour],
  ['I object to #N.', objects],
  ['I withdraw my agreement.', objects],
  ['I do not agree to #N.', objects],
  ['I object: the limit is too low.', { says: 'objects', ground: 'the limit is too low' }],
  ['I disagree, because nobody can run this.', { says: 'objects', ground: 'nobody can run this' }],
  ['This will not work.', against],
  ['I am worried about the cache.', against],
  ['Do not ship #N', against],
  ['Please do not touch the free plan.', nothing],
  ['Which clients are limited first?', nothing],
  ['Thank you all.', nothing],
  ['The mobile clients come back every minute.', nothing],
]

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(TABLE)

/** All of it but what agrees. */
export const OTHER_PROSE: readonly string[] = TABLE.filter(([, { says }]) => says !== 'agree').map(
  ([text]) => text,
)

/** What makes an AGREE depend on something, and how it goes on: of a line that was cut off the rest may be missing. */
const CONDITIONAL: readonly (readonly [string, string])[] = [
  ['I agree, provided', ' the limit is lowered.'],
  ['I agree once t', 'he cache has a size.'],
  ['We agree, except', ' for the retry header.'],
  ['The bucket is right. I agree, but only if', ' Redis is not asked twice.'],
  ['I agree as long as', ' the free plan stays as it is.'],
  ['I agree subject to', ' a load test.'],
]
export const CONDITIONS: readonly string[] = CONDITIONAL.map(([head, rest]) => `${head}${rest}`)

/** Puts a number, or two, in the place of `#N`. */
export function withNumber(text: string, number: number, second: number = number + 1): string {
  return text.replace('#N', `#${number}`).replace('#N', `#${second}`)
}

function bare(content: string): string {
  return content.replaceAll(/#\d+/g, '#N')
}

export function hasCondition(content: string): boolean {
  return content.split('\n').some(line => CONDITIONAL.some(([head]) => line.startsWith(head)))
}

/** Whether a confirmation says that the condition stands. */
export function insists(content: string): boolean {
  return content.includes('but only if') || saidIn(content).says === 'objects'
}

export interface Said extends Meaning {
  /** The number an agreement or an objection names, or null. */
  readonly about: number | null
}

/** As in the minutes of a meeting: whoever writes so speaks for others. */
const MINUTES = /^(?:[A-Z]+: I agree to #\d+\.\n?)+$/

/** What nobody has labelled says nothing. Where a torn line stands behind it, it is no whole sentence any more. */
export function saidIn(content: string): Said {
  const [first = ''] = content.split('\n')
  const whole = MINUTES.test(content) ? inFavour : MEANINGS.get(bare(content))
  const begun = MEANINGS.get(bare(first)) ?? nothing
  const meaning = whole ?? (begun.says === 'agree' ? inFavour : begun)
  const number = /#(\d+)/.exec(content)?.[1]
  return { ...meaning, about: number === undefined ? null : Number(number) }
}
