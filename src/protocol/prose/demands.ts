/** Sentences that ask for something to be done to the text, whatever they say about agreement. Lower case in. */
import { words } from './words.ts'

const CHANGE =
  '(?:fix|add|rename|change|remove|clarify|document|lower|raise|correct|update|reword|replace|drop|spell out|specify|mention|move|tighten|adjust|reconsider|revisit|make sure|ensure|note)'
const TO_CHANGE =
  '(?:fixed|changed|clarified|reworded|renamed|corrected|reconsidered|revisited|addressed|spelled out|lowered|tightened|documented|specified|mentioned|resolved|settled|rewritten|revised|made clear|made explicit)'
const RELEASE =
  '(?:merge|merging|it merges|we merge|ship|shipping|we ship|it ships|release|releasing|rollout|roll-out|going live|go-live|launch|sign-?off|approval|implementation|implementing|building|we (?:start|build|implement|go)|it is final|this (?:is|goes|can))'

const DEMANDS: readonly RegExp[] = [
  words([
    `(?:needs?|must|should|has to|have to|ought to|requires?)(?![\\w-])[^.!?]{0,120}? before ${RELEASE}(?=[.!;,]|$| (?:this|it|we|i|of)(?![\\w-]))`,
    `(?:should|must|has to|have to|ought to|needs? to) (?:still |also |first |then )?be ${TO_CHANGE}`,
    "(?:i(?:'d| would| still| do| must|'ll)? (?:also |still |really )?|(?:we'd|we would|we still) )(?:like|want|wish|prefer|need|expect|ask|insist|request|suggest|recommend|urge)(?! (?:the|this) (?:proposal|design|text) as)",
    '(?:is|are|remains?) (?:still|not yet) (?:missing|open|unresolved|unclear|undecided|unspecified)',
    'still (?:needs?|lacks?|unclear|unresolved|has to|to be)',
    'i (?:trust|assume|hope|presume|take it)(?: \\w+){0,2}',
    "i(?:'d| would) (?:also |still |rather )?(?:change|rename|lower|raise|add|remove|drop|have)",
    'would be (?:nice|good|better|great)',
    'could be (?:better|clearer|tighter|simpler)',
  ]),
  new RegExp(
    `^(?:(?:please|just|but|and|then|so|do|only|kindly),? ){0,3}${CHANGE} .{0,200}?(?:first|beforehand|please|in the next revision|before ${RELEASE})(?![\\w-])`,
  ),
  new RegExp(`^(?:(?:but|and|then|so),? )?(?:please|just|kindly) (?:also )?${CHANGE}(?![\\w-])`),
  /^(?:(?:minor|small|one|open) )?(?:nits?|nitpicks?|minor|todo|to do|caveats?|conditions?|reservations?|provisos?|suggestions?|remarks?|open points?|follow-?ups?|remaining|outstanding|left|missing|requests?|wish(?:es)?) ?:/,
  /^(?:(?:but|and|then|so|please|just|also),? ){0,2}(?:make sure|ensure that|be sure to|remember to|don't forget)(?![\w-])/,
]

/** The words that ask for a change, or null. */
export function demandIn(sentence: string): string | null {
  for (const demand of DEMANDS) {
    const found = demand.exec(sentence)?.[0]
    if (found !== undefined) return found.length > 80 ? `${found.slice(0, 79)}…` : found
  }
  return null
}
