/** Sentences that ask for something to be done to the text, whatever they say about agreement. Lower case in. */
import { CHANGED } from './conditions.ts'
import { words } from './words.ts'

const CHANGE =
  '(?:fix|add|rename|change|remove|clarify|document|lower|raise|correct|update|reword|replace|drop|spell out|specify|mention|move|tighten|adjust|reconsider|revisit|make sure|ensure|note)'
const TO_CHANGE =
  '(?:fixed|changed|clarified|reworded|renamed|corrected|reconsidered|revisited|addressed|spelled out|lowered|tightened|documented|specified|mentioned|resolved|settled|rewritten|revised|answered|improved|extended|reworked|finali[sz]ed|looked at|worked out|thought through|made (?:clear|clearer|explicit|consistent|reversible|configurable))'
/** Whose word is not the author's: "must be confirmed by legal". */
const OTHERS =
  '(?:legal|finance|security|compliance|privacy|qa|devops|ops|sre|the dpo|management|product|the human|human|the [\\w-]+ (?:team|owner|lead)|somebody|someone)'
const MUST = '(?:needs? to|must|should|has to|have to|ought to)'
const THINGS =
  '(?:things?|points?|items?|details?|issues?|changes?|fix(?:es)?|numbers?|questions?|gaps?|parts?|sections?)'
const DOCUMENT =
  '(?:the (?:\\w+ )?(?:text|proposal|document|draft|revision|spec|wording|section)|(?:this )?section(?: \\d+)?)'
const GO =
  '(?:ship|deploy|launch|release|merge|start|build|go live|go (?:in)?to production|roll (?:it |this )?out|enable)(?:ed|d|ped|ing)?'
const NONE = '(?! ?(?:none|no|nothing|nil|n\\/a|all|both|-)(?![\\w-]))'
const RELEASE =
  '(?:production|go live|ga|deployment|deploying|deploy|the launch|the rollout|the release|rolling out|merge|merging|it merges|we merge|ship|shipping|we ship|it ships|release|releasing|rollout|roll-out|going live|go-live|launch|sign-?off|approval|implementation|implementing|building|we (?:start|build|implement|go)|it is final|this (?:is|goes|can))'

const DEMANDS: readonly RegExp[] = [
  words([
    `(?:needs?|must|should|has to|have to|ought to|requires?)(?![\\w-])[^.!?]{0,120}? (?:before|prior to) ${RELEASE}(?=[.!;,]|$| (?:this|it|we|i|of)(?![\\w-]))`,
    `(?:should|must|has to|have to|ought to|needs? to) (?:still |also |first |then )?be ${TO_CHANGE}`,
    `${MUST} (?:still |also |first |then )?be ${CHANGED} (?:\\w+ ){0,2}?(?:first|beforehand|in advance|again)`,
    `${MUST} (?:still |also |first )?be (?:confirmed|approved|reviewed|signed(?: off)?|checked|verified|validated|tested) by ${OTHERS}`,
    `(?:should|needs? to|has to|have to|ought to) (?:still |also )?be (?:added|included|covered|higher|lower|longer|shorter|larger|smaller|stricter|tighter|clearer|simpler)(?=[.!;,]|$)`,
    `(?:needs?|must|has|have) (?:to )?(?:come down|go up|go down|change|improve)`,
    `(?:one|two|three|a few|some|several|these|the following|both) (?:(?!of)\\w+ )?${THINGS} (?:still |also )?(?:${MUST}|(?:is|are) (?:needed|required|missing))`,
    `${DOCUMENT} (?:still |also )?(?:must|should|has to|ought to|needs? (?:to|an?|more|work|some|another|clarification))`,
    "(?<!(?:what|all|that|which|as|than|everything) )(?:we|you)(?:'d| would| will|'ll)? (?:still |also |really |first )?(?:need to|must|have to|should|ought to)",
    '(?:we|i) still (?:owe|lack|miss|think|believe|feel|doubt)',
    `(?:it|this|that) (?:must|should|has to|needs to|ought to) (?:only )?(?:not )?(?:${GO}|be (?:replaced|deployed|launched|shipped|merged|released|rolled out|enabled|limited|behind))`,
    `(?:not|never|n't)(?: \\w+){0,2} ${GO}[^.!?]{0,60}? (?:without|before|until|unless)`,
    '(?:,|-|and|but|so) (?:please|kindly)(?! (?:see|refer|find|compare)(?![\\w-]))(?= [a-z])',
    "let(?:'s| us) (?:not|first|make sure|revisit|reconsider|change|add|rename)",
    "(?:i(?:'d| would| still| do| must|'ll)? (?:also |still |really |nevertheless |however |rather )?|(?:we'd|we would|we still) )(?:like|want|wish|prefer|need|expect|ask|insist|request|suggest|recommend|urge)(?! (?:the|this) (?:proposal|design|text) as)",
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
  /^(?:(?:minor|small|one|open) )?(?:nits?|nitpicks?|minor|todo|to do|caveats?|conditions?|reservations?|provisos?|suggestions?|remarks?|open points?|follow-?ups?|remaining|outstanding|left|missing|requests?|wish(?:es)?) ?:(?! ?(?:none|no|nothing|nil|n\/a)(?![\w-]))/,
  // Labels and headings: "Required changes", "Must fix:", "Before launch:".
  new RegExp(
    `^(?!(?:no|zero|all|without) )(?:[\\w-]+ )?(?:required|requested|needed|necessary|suggested|remaining|outstanding|open|missing|unresolved|blocking|pending|further) (?:${THINGS}|edits?|corrections?|concerns?|work|actions?|tasks?|risks?|conditions?|tests?)(?::${NONE}|$)`,
  ),
  new RegExp(
    `^(?:[\\w-]+ )?(?:${THINGS}|follow-?ups?|edits|work|actions?|tasks?) (?:needed|required|requested|left|open|outstanding|i (?:ask|want|need|request|expect)|to (?:make|do|fix|address|resolve|clarify))(?: [\\w-]+){0,2}(?::${NONE}|$)`,
  ),
  new RegExp(
    `^(?:must|should|to|needs?|need to|has to|have to) (?:be )?(?:${CHANGE}|${TO_CHANGE}|decide|resolve|address)(?: [\\w-]+){0,3} ?(?::${NONE}|$)`,
  ),
  new RegExp(`^(?:required |needed |to do )?(?:before|prior to) ${RELEASE} ?(?::${NONE}|$)`),
  new RegExp(
    `^(?:but |and )?(?:before|prior to) ${RELEASE}[^,]{0,40}, [^.!?]{0,120}?(?:needs?|must|should|has to|have to)(?![\\w-])`,
  ),
  new RegExp(
    `^(?:blocking|blockers?|bad|weak|weakness(?:es)?|cons|downsides?|problems?|gaps?|still open|not (?:ok|good|covered))(?: for [\\w-]+)? ?:${NONE}`,
  ),
  /^(?:still |also )?needs (?!no(?:thing|ne)?(?![\w-]))[\w-]+/,
  /^(?:(?:but|so|and|yes|ok|okay|agreed?),? ){0,2}(?:can|could|should|would) (?:we|you|somebody|someone|the author) [^.!?]{1,120}\?$/,
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
