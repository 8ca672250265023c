/**
 * The words at the beginning of a text that say, in the first person, that its author does not agree or no longer
 * does. Wider than the list of agreements: one taken for more than it is costs a question as well.
 */
const OPENER =
  '(?:(?:(?:sorry|no|nope|well|wait|actually|unfortunately|however|then|hm|hi|hello|on (?:second|further|more) thoughts?|on reflection|after all|i (?:have )?changed my mind|(?:hi|hello|hey|dear)(?: [\\w-]+){1,3})[,:;.!]|actually|unfortunately|then|but|and) ){0,2}'
const HOW =
  '(?:(?:strongly|also|firmly|formally|hereby|explicitly|fully|completely|entirely|still|now|therefore|must|do|have to|simply|really|totally|absolutely|respectfully) ){0,2}'
const NOT =
  "(?:do not|don't|dont|cannot|can't|cant|can not|could not|couldn't|no longer|can no longer|will not|won't|am not able to|am unable to|refuse to)"
const VERDICT = '(?:agreement|approval|consent|acceptance|endorsement|support|verdict|vote|yes|agree)'
const FORMS: readonly string[] = [
  `i ${HOW}(?:object|disagree|dissent|oppose|reject|veto)(?: (?:strongly|completely|entirely|fully|totally|firmly))?`,
  `i ${NOT} ${HOW}(?:agree|approve|accept|consent|endorse)(?: (?:any more|anymore|any longer))?`,
  'i (?:can )?no longer (?:support|back|stand (?:by|behind))',
  'i (?:have )?changed my mind',
  'i take (?:it|that|this|all of it) back',
  'i (?:hereby )?(?:retract|revoke|withdraw|rescind) (?:that|it|this|what i said|what i wrote)',
  '(?:please )?(?:scratch|forget|ignore|disregard|strike) (?:that|what i (?:said|wrote)|my last (?:message|entry|word))',
  `withdrawing my (?:\\w+ )?${VERDICT}`,
  'i was wrong to (?:agree|approve|accept|consent)',
  `(?:please )?(?:disregard|ignore|discard|strike|cancel) my (?:\\w+ )?${VERDICT}`,
  `my (?:\\w+ )?${VERDICT} no longer (?:stands|holds|counts|applies)`,
  'i (?:hereby )?vote (?:no|against)',
  "(?:i am|i'm) (?:(?!not )\\w+ )?(?:against|opposed)",
  "(?:i am|i'm) (?:now |hereby )?withdrawing my (?:agreement|approval|consent|verdict|vote)",
  'my (?:agreement|approval|consent) is (?:hereby |now )?(?:withdrawn|revoked|void)',
  'withdraw my (?:agreement|approval|consent|verdict|vote)',
  `i (?:(?:hereby|must|now|formally|have to) )?(?:withdraw|take back|revoke|retract|rescind) my (?:\\w+ )?${VERDICT}`,
  'i (?:raise|have|make|file|enter) (?:an|one|a) (?:\\w+ )?objection',
  'i have objections',
  'my (?:verdict|vote) is (?:no|object|against|reject)',
  'objections?',
  'object(?= ?[:#])',
]
const FORM = new RegExp(`^${OPENER}(?:${FORMS.join('|')})(?![\\w-])`)
/** What it is about, where it says so. */
const ABOUT =
  /^ ?(?:(?:to|with|against|on|for|of|from|about) )?(?:(?:the |this |your )?(?:(?:\w+ )?(?:proposal|revision|design|plan|text|draft|version) )?#(\d{1,9})|(?:the|this|your) (?:\w+ )?(?:proposal|revision|design|plan|text|draft|version|approach)|this|it)(?![\w'-])/
const GROUND =
  /^(?: (?:in this form|as it stands|as written|yet|at all|any ?more|any longer))?(?:[.!:;,]|\s-|$|,? (?:because|since|as|for|in the strongest|on the grounds?|on [\w-]+ grounds|due|until|unless|before|while|and|but|so)(?![\w-]))/
/** An objection to part of the design: `I object to storing keys`, `I cannot accept shared keys`. */
const TO_PART = /^ to (?!(?:nothing|none|no one|nobody|neither)(?![\w-]))[\w(#]/
const PART = /^ (?!(?:to|with|nothing|none|no one|nobody|neither|more)(?![\w-]))[\w(#]/
const PERSONAL =
  /^ (?:(?:to|with) )?(?:(?:that|his|her|their|your|you|him|them|its)(?![\w-])|(?:the |this |those |these )?(?:[\w-]+ )?(?:[\w-]+ )?(?:[\w-]+'s?|points?|arguments?|remarks?|comments?|wording|tone|claims?|ideas?|assumptions?|statements?|reviews?|questions?|suggestions?|objections?|concerns?)(?![\w-]))/
/** "I object?" */
const ASKED = /^[^.!;:,]*\?/
/** "I object if …" */
const SUPPOSED = /^,? (?:if|when|once|in case)(?![\w-])/
/** "Objection: none" */
const NONE = /^(?: to nothing(?![\w-])|: ?(?:none|no|nil|n\/a|-)[.!]?$)/

export interface Objection {
  /** The number it names, or null. */
  readonly on: number | null
  /** Where in the paragraph its ground begins. */
  readonly end: number
}

/** The objection a paragraph opens with, or null. The paragraph is masked; case does not matter. */
export function objectionIn(paragraph: string): Objection | null {
  const text = paragraph.toLowerCase()
  const form = FORM.exec(text)
  if (form === null) return null
  const rest = text.slice(form[0].length)
  if (ASKED.test(rest) || SUPPOSED.test(rest) || NONE.test(rest)) return null
  const about = ABOUT.exec(rest)
  const end = form[0].length + (about?.[0].length ?? 0)
  const behind = text.slice(end)
  if (SUPPOSED.test(behind)) return null
  if (GROUND.test(behind) || (about !== null && /^ (?!\u0001)/.test(behind)))
    return { on: about?.[1] === undefined ? null : Number(about[1]), end }
  if (/object$/.test(form[0]) && rest.startsWith(' that ')) return { on: null, end }
  // Names are written with capitals: `I object to BACKEND`.
  const named = /^ (?:(?:to|with) )?[A-Z]/.test(paragraph.slice(form[0].length))
  const part = /(?:oppose|against|reject|veto|accept|approve|endorse)$/.test(form[0]) ? PART : TO_PART
  if (named || about !== null || PERSONAL.test(rest) || !part.test(rest)) return null
  return { on: null, end: form[0].length }
}

/** What stands behind the objection as one line, at most 500 characters, or null for nothing. */
export function groundOf(rest: string): string | null {
  const line = rest
    .slice(0, 2_000)
    .replace(/\s+/g, ' ')
    .replace(/^[\s.!:;,-]+/, '')
    .replace(/^(?:because(?: of)?|since|that|on the grounds? that) /i, '')
    .trim()
  const ended = line.slice(0, 500).trim()
  const ground = ended.endsWith('.') && !ended.endsWith('..') ? ended.slice(0, -1) : ended
  return /[\p{L}\p{N}]/u.test(ground) ? ground : null
}
