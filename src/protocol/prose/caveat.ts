/**
 * The condition that a typed AGREE carries in its prose: its author is then asked whether it is one. A condition in a
 * sentence about the design ("if a client exceeds the limit it gets a 429") is no condition of the agreement, so what
 * counts is where it stands: with the agreement, alone as a sentence, or with something that is to be changed.
 */
import { CHANGED, conditionIn, plainCondition } from './conditions.ts'
import { demandIn } from './demands.ts'
import { faultIn } from './faults.ts'
import { masked } from './inline.ts'
import { ownText } from './own-text.ts'
import { plainText } from './plain-text.ts'
import { sentencesOf, unemphasised } from './sentences.ts'
import { words } from './words.ts'

/** A sentence is looked at in pieces of this many characters. */
const PIECE = 600
/** No condition has fewer characters. */
const SHORTEST = 5
/** Takes back something of the sentence before it. */
const TURN =
  /^(but|however|that said|then again|on the other hand|nevertheless|still|though|although|yet)(?![\w-])/

const GOOD =
  '(?:good|fine|great|ok|okay|solid|acceptable|right|sound|reasonable|perfect|ready|enough|an? agree|an? yes|mergeable|shippable)'
const TEXT =
  '(?:this|it|#\\d+|(?:the|your|this) (?:\\w+ )?(?:proposal|revision|design|plan|text|draft|approach|version))'
const AM = "(?:i am|i'm|we are|we're|i'd be|i would be|i will be|i'll be|am)"
/** Somebody speaks of agreeing, or says that the text will do. */
const STANCE = words([
  "(?:i|we|i'd|i'll|i've|we'd|we'll)(?: [\\w']+){0,3}? (?:agree|approve|accept|endorse|support|consent|sign off|vote|withdraw|stand behind|live with|can go|go along)",
  `${AM}(?: \\w+){0,2} (?:fine|happy|ok|okay|good|comfortable|satisfied|content|confident|convinced|on board|in favou?r|willing|for it|for this)`,
  '(?:my|our|this|the|an) (?:\\w+ )?(?:agreement|approval|agree|verdict|vote|consent|yes|sign-?off)',
  `${TEXT} (?:is|looks|seems|sounds|reads|will be|would be|becomes)(?: \\w+){0,2}? ${GOOD}`,
  `${TEXT} (?:works|will do|would do|can ship|can merge|can go|goes)`,
  '(?:looks|sounds) (?:good|fine|great|ok|okay)',
  '(?:ok|okay|fine|good|works|acceptable) (?:with|by|for|to) (?:me|us)',
  '(?:concerns?|objections?|points?|[a-z]+-[a-z-]+)(?: \\w+)? (?:is|are)(?: now)? (?:met|resolved|addressed|answered|closed)',
  '(?:consider|regard|see) (?:my|our|the) (?:\\w+ )?(?:concerns?|objections?)',
  '(?:lgtm|good to go|ready to (?:merge|ship|go)|ship it|thumbs up|no objections?|no further concerns)',
])
const STANCE_FIRST =
  /^(?:agree|agreed|approve|approved|accept|accepted|ok|okay|fine|good|great|yes|yep|sure|lgtm|ship|\+1|👍|acceptable|go ahead|go|ready|happy|endorsed|support|conditional)(?![\w-])/u
const BUT = words([
  '(?:but|however|though|although|albeit|yet)',
  '(?:mostly|mainly|partly|partially|largely|in principle|in general|in part|for now|for the time being|reluctantly|grudgingly|under protest|for the sake of|with (?:some |a heavy )?(?:hesitation|reluctance|misgivings|doubts?|heart))',
  '(?:most|parts?|half|some) of',
  '(?:would|could|might) (?:agree|approve|accept|be (?:fine|happy|ok|okay))',
])

/** What is given as the reason of an agreement, or as what it says, describes the design. */
const REASON =
  /(?:: | - |,? because |,? since |,?(?<!long|soon|same|well|much|far|such) as (?=the |all |it (?!will |would |should )|my )|(?<=agree|satisfied|happy|confident|convinced|glad) that )/

const LEAD = '^(?:(?:and|but|though|also|only|so|then|yet|even then|however|that said),? ){0,2}'
/** Alone, without a verb of its own, it can only be about the agreement. */
const BARE = new RegExp(
  `${LEAD}(subject to|pending|modulo|except(?: for)?|apart from|aside from|other than|barring|minus|save for|with the exception of|conditional (?:on|upon)|depending (?:on|upon)|on (?:the )?condition|only after|only with)(?![\\w-])`,
)
const CLAUSE = new RegExp(
  `${LEAD}((?:provided|providing|assuming|supposing)(?: that)?|unless|(?:as|so) long as|only if|if|once|when|after|as soon as|until|before)(?![\\w-])(?! (?:by|in|for|with)(?![\\w-]))`,
)
/** These stand in plain description as often as not. */
const OFTEN_PLAIN: ReadonlySet<string> = new Set(['if', 'once', 'when', 'after', 'as soon as', 'before'])
const VERBS =
  /(?<![\w'-])(?:(?:is|are|was|were|has|have|had|gets?|will|must|may|can|cannot|should|does|do|applies|apply|stays?|holds?|remains?|returns?|answers?|receives?|fails?|runs?)(?: (?:not|been|be|also|still))*)(?![\w-])/g
const CHANGES = words([CHANGED])
const ENDS_CHANGED = new RegExp(
  `(?<![\\w'-])${CHANGED}(?: (?:first|too|again|there|before \\w+|(?:to|in|into|from|by|with|for) [^,]{1,40}))?[.!;]*$`,
)

/** The words of the condition as they were found, in lower case, or null. Quotations, code and comments do not count. */
export function caveatIn(content: string): string | null {
  let agreed = false
  for (const written of ownText(content, content.length + 1).paragraphs) {
    const paragraph = masked(unemphasised(plainText(written))).toLowerCase()
    for (const sentence of sentencesOf(paragraph)) {
      if (sentence.length < SHORTEST) continue
      const found = caveatInPieces(sentence) ?? (agreed ? TURN.exec(sentence)?.[1] : null)
      if (found !== null && found !== undefined) return found
      agreed = isStance(sentence.slice(0, PIECE))
    }
  }
  return null
}

function caveatInPieces(sentence: string): string | null {
  for (let from = 0; from < sentence.length; from += PIECE) {
    const found = caveatOf(sentence.slice(from, from + PIECE))
    if (found !== null) return found
  }
  return null
}

function caveatOf(sentence: string): string | null {
  const asked = plainCondition(sentence) ?? demandIn(sentence)
  if (asked !== null) return asked
  const clauses = sentence.split(REASON)
  for (const clause of clauses) {
    const found = (isStance(clause) ? (conditionIn(clause) ?? BUT.exec(clause)?.[0]) : null) ?? alone(clause)
    if (found !== null && found !== undefined) return found
  }
  return (clauses.some(isStance) ? trailing(sentence) : null) ?? faultIn(sentence)
}

function isStance(clause: string): boolean {
  return STANCE.test(clause) || STANCE_FIRST.test(clause)
}

/** A condition that is a sentence of its own: "Subject to legal review." "Once the limit is lowered." */
function alone(clause: string): string | null {
  const bare = BARE.exec(clause)
  if (bare !== null && count(clause) === 0 && !clause.includes(',')) return bare[1] ?? null
  const begun = CLAUSE.exec(clause)
  const word = begun?.[1]
  if (begun === null || word === undefined) return null
  const comma = clause.indexOf(',')
  if (comma >= 0) {
    // The condition changes the text and what follows is no description: stance has been asked before.
    const head = clause.slice(0, comma)
    return !OFTEN_PLAIN.has(word) && CHANGES.test(head) ? word : null
  }
  if (OFTEN_PLAIN.has(word)) return count(clause) <= 1 && ENDS_CHANGED.test(clause) ? word : null
  return word.startsWith('provid') || count(clause) <= 1 ? word : null
}

/** "I agree because the keys are hashed, once the limit is lowered" */
function trailing(sentence: string): string | null {
  const comma = sentence.lastIndexOf(', ')
  if (comma < 0) return null
  const tail = sentence.slice(comma + 2)
  const word = CLAUSE.exec(tail)?.[1] ?? null
  return word !== null && CHANGES.test(tail) ? word : null
}

function count(clause: string): number {
  return clause.match(VERBS)?.length ?? 0
}
