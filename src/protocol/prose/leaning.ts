/** What words lean to that are no closed form. Never more than a reason to ask. Lower case in, quotations masked. */
import { words } from './words.ts'

export type Lean = 'agree' | 'object'

const I = "(?:i|we|i'm|i am|i'd|i'll|i've|we'd|we'll|we've|we're|me),?"
/** Up to five words between who speaks and what they do. */
const GAP = "(?: [\\w'#\\u0001-]+,?){0,5}?"
const TEXT = '(?:(?:\\w+ ){0,2}(?:proposal|revision|design|plan|text|draft|approach|version|idea))'
const THE_TEXT = `(?:#\\d+|(?:the|your|this|that|all of|most of|parts? of) ${TEXT})`
/** As the object of a verb: "reject it", but not "reject it at the gateway" nor "reject requests". */
const TARGET = `(?: (?:of|to|with|for))?(?: ${THE_TEXT}| (?:this|it|that|anything|all)(?=[.!,;]|$)|(?=[.!,;]|$)| in principle| as (?:is|it stands|written))`
const NEVER = "(?:not|[a-z]+n't|dont|cant|cannot|never|no longer|hardly|unable to|refuse to)"
const GOOD =
  '(?:good|fine|great|ok|okay|solid|acceptable|right|sound|reasonable|perfect|excellent|ready|enough)'
const BAD =
  '(?:risky|wrong|bad|dangerous|unsafe|broken|premature|unacceptable|insecure|flawed|a mistake|worrying|scary|fragile|naive|overkill|incomplete|a show-?stopper|a deal-?breaker|a no-go)'
const IS = '(?:is|looks|seems|feels|sounds|reads|remains)'
const VERY = '(?: (?:still|too|very|rather|quite|so|really|just|a bit|a little|way|all|pretty|to me)){0,3}'
const THIS = `(?:${THE_TEXT}|this)`
/** "it" and "that" are mostly something else, so nothing may follow. */
const ALONE = '(?= (?:to|for|with) me|[.!,;]|$)'

/** "I do not object": taken for agreement by the eye, for objection by a search. */
const NOT_OBJECTING = words(
  [
    `${NEVER}(?: \\w+)? (?:object|oppose|opposed|against (?:#|it|this)|disagree|disagreeing|veto)`,
    '(?:no|nor|without|neither)(?: \\w+)? (?:objections?|concerns|reservations|doubts)',
    '(?:no|without any) (?:problems?|issues?) with (?:#|this|it|that|the (?:proposal|design))',
    'objections?: (?:none|no|nil)',
    'nothing (?:against|to object)',
    'object to nothing',
    "(?:don't|do not|doesn't) have (?:any |an |a )(?:\\w+ )?(?:objections?|concerns?|problems? with|issues? with|reservations?|doubts?)",
    '(?:withdraw|drop|take back) my (?:\\w+ )?(?:objections?|concerns?|veto)',
    'objections? withdrawn',
    "(?:cannot|can't|could not|couldn't) agree more",
  ],
  'g',
)

const OBJECTING = words([
  `${I}${GAP} (?:object|objected|objecting|disagree|disagreed|dissent)`,
  `i (?:\\w+ly )?(?:oppose|reject|veto|${NEVER} (?:accept|approve|endorse|support))`,
  `${I}${GAP} (?:oppose|opposed|reject|rejected|veto)${TARGET}`,
  `${I}${GAP} ${NEVER}(?: \\w+){0,3}? (?:agree|agreed|consent|convinced|happy with|comfortable|on board|in favou?r)`,
  `${I}${GAP} ${NEVER}(?: \\w+){0,2}? (?:accept|approve|endorse|support|like|want)${TARGET}`,
  `${I} (?:do not|don't|dont|cannot|can't) (?:think|find|believe|see)(?: \\w+)? (?:${THIS}|it|that)(?: \\w+){0,3} ${GOOD}`,
  `${I}${GAP} (?:unconvinced|unhappy|uncomfortable|uneasy|sceptical|skeptical|worried|worry)`,
  `${I}${GAP} (?:against|concerned about|concerned by)${TARGET}`,
  `${I}${GAP} (?:have|got|see|has)${GAP} (?:concerns?|doubts|reservations?|objections?|misgivings|(?:problems?|issues?) with (?:#|this|it|the (?:proposal|design)))`,
  `${I}${GAP} (?:vote no|vote against|voted no|voted against|would rather not)`,
  `${I}${GAP} (?:withdraw|take back|revoke|retract|rescind) (?:my|our) (?:\\w+ )?(?:agreement|approval|consent|support|vote|verdict)`,
  'my (?:(?:only|main|biggest|\\w+) )?(?:concern|objection|worry) (?:is|remains)',
  '(?:my )?(?:vote|verdict)(?: is|:) (?:no|object)',
  "(?:please )?(?:do not|don't|dont) (?:ship|merge|adopt|accept|release|build|do|approve) (?:this|it|that|#\\d+|the (?:proposal|design|plan|revision))",
  `(?:this|it|that|which|${THE_TEXT}) (?:will not|won't|cannot|can't|does not|doesn't) (?:work|fly|scale|hold)(?=[.!,;]|$| (?:in|at|for|with|under))`,
  `${THIS} ${IS}${VERY} ${BAD}`,
  `(?:it|that) ${IS}${VERY} ${BAD}${ALONE}`,
  `(?:it|that) (?:${IS} not|isn't)(?: \\w+)? ${GOOD}${ALONE}`,
  `${THIS} (?:${IS} not|isn't|is no|doesn't look|does not look)(?: \\w+)? ${GOOD}`,
  `${THIS} (?:needs|requires) (?:\\w+ )?(?:work|rework|changes)`,
  "i(?: have|'ve)? changed my mind",
  `(?:consider|find) (?:${THIS}|it) ${BAD}`,
  '(?:bad|terrible|awful) idea',
  '(?:show-?stopper|deal-?breaker|no-go|nack|thumbs down)',
  '(?:strong(?:ly)?|still) (?:against|opposed)',
  'not (?:acceptable|ready|good enough|ok|okay|agreed|in this form)(?=[.!,;]|$| (?:in|to|for|with) )',
])
const OBJECTS_FIRST =
  /^(?:object|objection|disagree|no|nope|nay|nack|rejected|reject|veto|never|no way|-1|not (?:agreed|good|ok|okay|fine|yet))(?: ?[:,.!;-]|$| (?:to|with|on|from|for) (?:me|#\d|the proposal|this|that))/
const MINUS = /(?:^|\s)-1(?:[\s.,:!]|$)|👎|❌|🚫/u

const AGREEING = words([
  `(?:i|i'm|i am|i'd|i'll|i've|me),?${GAP} (?:agree|agreed|agreeing|approve|approved|accept|accepted|consent|consented|endorse|endorsed|concur|second this|sign off)`,
  `${I}${GAP} (?:agree|agreed)(?! (?:on|upon|to (?!#|it|this|the)))`,
  `${I}${GAP} (?:approve|approved|accept|accepted|consent to|endorse|support|can support)${TARGET}`,
  `${I}${GAP} (?:vote yes|vote for|vote to (?:approve|accept|adopt)|vote in favou?r|in favou?r|on board|satisfied|convinced)`,
  `${I}${GAP} (?:live with|go along with) (?:this|it|that|#\\d+|the|your)`,
  `(?:i|we)(?: (?:really|do|quite|also))? (?:like|love)(?= (?:this|it|#))${TARGET}`,
  `${I}${GAP} (?:fine|happy|ok|okay|good|comfortable) (?:with|to (?:agree|approve|accept|go|proceed|ship|adopt))`,
  "i(?:'m| am)(?: \\w+)? (?:fine|happy|ok|okay|good|in)(?=[.!]*$)",
  'my (?:\\w+ )?(?:agreement|approval) (?:to|on|of|for) #\\d+',
  '(?:my )?(?:vote|verdict)(?: on #\\d+)?(?: is|:) (?:yes|agree|for)',
  `${THIS} ${IS}${VERY} ${GOOD}`,
  `(?:it|that) ${IS}${VERY} ${GOOD}${ALONE}`,
  '(?:looks|sounds|seems|all)(?: (?:very|really|quite|pretty|all))? (?:good|fine|great|ok|okay)',
  '(?:ok|okay|fine|good|works|acceptable|alright) (?:with|by|for|to) (?:me|us)',
  '(?:lgtm|ship it|thumbs up|good to go|count me in|count me as a yes|go for it|me too|same here)',
  'you have (?:my|our) (?:\\w+ )?(?:agreement|approval|consent|vote|support|blessing|yes|ok)',
  'agreed (?:to|with|on) #\\d+',
])
const AGREES_FIRST =
  /^(?:yes|yep|yeah|yup|ok|okay|sure|fine|agreed|agree|approved|approve|accepted|accept|ack|aye|seconded|support|in favou?r|good|great|perfect|exactly|absolutely|definitely|of course|go ahead|consent|endorsed)(?: ?[.!]*$|,? (?:to|with|on|from|for|by|of|in principle|i) |[,:]? #\d| \d{1,9}[.!]*$|[,:;-] ?(?:but|if|once|when|except|provided|go ahead|do it|ship)(?![\w-]))/
const PLUS = /(?:^|\s)\+1(?:[\s.,:!]|$)|👍|✅|🆗|👌/u

/** Somebody else, or everybody. */
const REPORTED = words([
  '(?!(?:it|this|that|which|what|i|we) )[\\w-]+ (?:agrees|consents|concurs|objects|disagrees)',
  `[\\w-]+ (?:approves|accepts|endorses|rejects|opposes)${TARGET}`,
  "[\\w-]+ (?:does not|doesn't) agree",
  '(?:he|she|they|all|everyone|everybody|team|group|panel|both|others)(?: all| also| have| has)? (?:agree|agreed|object|objected|disagree)(?! on)',
  '(?:says?|said|thinks?|thought|wrote|writes|told me|believes?|claims?|claimed|reports?|reported)(?: \\w+)?(?: that)?:? (?:i|we|he|she|they) (?:\\w+ )?(?:agree|approve|accept|object|disagree)(?:s|d|ed)?',
])
const REPORTED_OBJECTION = words(["(?:objects?|disagrees?|rejects?|opposes?|objected|does not|doesn't)"])
const BRACKETS = /[()[\]]/g
/** A statement with a question mark, and not a question. */
const STATEMENT = /^(?:i|agree|agreed|approve|object|my verdict) /

export interface SentenceLean {
  readonly lean: Lean
  readonly reported: boolean
}

/**
 * One sentence in lower-case plain words. `whole`: it is one of few, so that a nod ("ok", "+1") is about the proposal
 * and not a word in passing.
 */
export function leanOf(sentence: string, whole: boolean): SentenceLean | null {
  if (sentence.endsWith('?') && !STATEMENT.test(sentence)) return null
  const open = sentence.replace(BRACKETS, '')
  const rest = open.replace(NOT_OBJECTING, ' ')
  if (OBJECTING.test(rest) || (whole && (OBJECTS_FIRST.test(rest) || MINUS.test(rest))))
    return { lean: 'object', reported: REPORTED.test(rest) }
  if (rest !== open || AGREEING.test(rest) || (whole && (AGREES_FIRST.test(rest) || PLUS.test(rest))))
    return { lean: 'agree', reported: REPORTED.test(rest) }
  if (!whole || !REPORTED.test(rest)) return null
  return { lean: REPORTED_OBJECTION.test(rest) ? 'object' : 'agree', reported: true }
}
