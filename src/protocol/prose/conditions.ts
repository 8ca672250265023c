/** The words that make an agreement depend on something. Lower case in, throughout. */
import { words } from './words.ts'

/** What is to happen to a text, or to the world, before an agreement holds. */
export const CHANGED =
  '(?:fix(?:ed)?|add(?:ed)?|removed?|renamed?|changed?|updated?|address(?:ed)?|resolved?|clarif(?:y|ied)|documented|merged|lowered|raised|corrected|answered|specified|spelled out|tested|reviewed|confirmed|adjusted|dropped|replaced|done|settled|revised|rewritten|reworded|defined|signed|signed off|approved|agreed|cleared|closed|sorted(?: out)?|in place|in there|in it|gone|included|covered|met|tightened|verified|measured|proven|shown|provided|decided|landed|written down|green|passed|ready)'

/** "counted once", "at once" and "once a day" are about how often. */
const ONCE =
  '(?<!\\b(?:at|exactly|than|just|all|more|not) )once(?! (?:per|every|each|and|or|more|again|daily|weekly|hourly|a (?:day|week|month|year|minute|second|hour|quarter|session|request|key|client))(?![\\w-]))(?= [\\w#`"\'\\u0001])'
/** "provided by the gateway" is no condition. */
const PROVIDED =
  '(?<!\\b(?:is|are|was|were|be|been|being|not|also|and|or|as|ones?) )(?:provided|providing)(?! (?:by|in|for|with|to|as|at|from|via|through|on|under|over)(?![\\w-]))'
const BOUND =
  '(?:caveats?|conditions?|reservations?|provisos?|exceptions?|understanding|assumption|premise|expectation|stipulation|restriction|limitation)'
const EDIT =
  '(?:amendment|change|modification|adjustment|correction|addition|clarification|edit|fix|requirement)(?:e?s)?'
/** "good enough for a first version" */
const FOR_A_TIME =
  '(?:interim|temporary|provisional|short-term|stop-?gap|first|initial|starting|experimental|trial|pilot|mvp|prototype|poc|beta|v1)'

/** Whatever else the sentence says. */
const ANYWHERE: readonly string[] = [
  'but only (?:if|when|once|after|for|as)',
  'if and only if (?:the |this |that )?(?:proposal|text)',
  `(?:on|with|under) (?:the|one|two|a|an|some|this|these|that|my|only|minor|small|single|following) (?:\\w+ )?${BOUND}(?: that)?(?! of)`,
  `with (?:${BOUND}|(?:minor|small|some|a few|these|the following) (?:\\w+ )?(?:changes|comments|edits|remarks|nits|amendments|modifications|adjustments|corrections))`,
  'with (?:a|one|some) (?:\\w+ )?(?:note|comment|remark|nit|change|edit|request|wish|correction)s?',
  '(?<!(?:no|any|without|zero) )caveats?',
  '(?:my|one|only|the only) (?:\\w+ )?(?:proviso|nit|nitpick|reservation|condition)',
  'on condition(?: that)?',
  `my (?:only|one|main|last|remaining|single|sole|agreement depends|agreement hinges|approval depends)(?: \\w+)?`,
  'conditional(?:ly)? (?:on|upon)(?= (?:the|this|that|a|an|my|your|legal|security|\\w+ing))',
  'contingent (?:on|upon)',
  `(?:with|under|given) (?:the|these|those|my|one|two|some|a few|an?)(?: following)?(?: \\w+)? ${EDIT}(?= that |:)`,
  `with (?:the )?following (?:\\w+ )?${EDIT}`,
  '(?:my|our|this) (?:agreement|approval|consent|support|yes|vote|sign-?off) (?:\\w+ )?(?:presupposes|presumes|hinges|requires|is limited|is void|is tied|expires|lapses|excludes|does not|covers only|stands or falls)',
]

/** In a sentence about agreement. */
const IN_AGREEMENT: readonly string[] = [
  ...ANYWHERE,
  '(?:only|even) (?:if|when|once|after)',
  'if and only if',
  'conditional(?:ly)?',
  'provisional(?:ly)?',
  'tentative(?:ly)?',
  'depend(?:s|ent|ing) (?:on|upon)',
  'subject to',
  `${PROVIDED}(?: that)?`,
  '(?:as|so) long as',
  '(?:assuming|supposing|presuming)(?: that)?',
  'granted that',
  'in case',
  'given(?! (?:in|by|for|to|as|at|from|with|above|below|there|here)(?![\\w-]))(?: that)?',
  '(?:standpoint|perspective|point of view|side) only',
  'on the basis(?: that)?',
  'while',
  '(?:so|as) far as',
  'in ?so ?far as',
  'to the extent(?: that)?',
  'in the (?:expectation|hope)',
  '(?:hoping|expecting|trusting)',
  'assumes',
  'should (?:the|this|that|#\\d+|it)',
  'only (?:to|with|for|the|from|as|while)',
  '(?:to|with) (?:sections?|parts?|the (?:parts|sections|aspects)|the \\w+ (?:parts?|section|half))',
  '(?:agree|approve|accept|support|endorse|yes|ok|okay|fine)d? (?:to |with )?[^,;:]{1,40},? (?:but |and )?not (?:(?:to|with|for|on) )?(?:the|its|yet|every|all)',
  'as (?:it|this|the \\w+) (?:will|would|should|shall|is going to)',
  `(?:as|for) (?:the|an?) (?:\\w+ )?${FOR_A_TIME}`,
  'for (?:now|the moment|the time being|a start|a first|v1|mvp)',
  '(?:one|sole|single|only|notable) exception',
  'with (?:the |an? )?[^,;:]{1,60} (?:instead|rather than)',
  'with (?:a|an) (?:lower|higher|smaller|larger|longer|shorter|different|better|tighter|looser|\\w+ fix)',
  `with (?:the|a|an) (?:[\\w-]+ ){1,3}?(?:${CHANGED}|(?:set|moved|cut|reduced|increased|capped|limited) (?:to|at|from|by))`,
  'without (?!(?:any|further|an?|conditions?|caveats?|reservations?|exceptions?|objections?|changes?|hesitation|comments?|more|it|which)(?![\\w-]))[\\w-]+',
  'unless',
  'until',
  'modulo',
  'barring',
  'pending',
  'except(?:ing)?(?: (?:for|that|if|when))?',
  'with (?:the |one |an? |some )?(?:\\w+ )?exceptions?(?: of)?',
  'with changes',
  'with comments',
  'apart from',
  'aside from',
  'other than',
  'save for',
  'minus',
  ONCE,
  'if',
]

/** Only where something is to be changed first: "after the limit is lowered". */
const WITH_CHANGE = new RegExp(
  `(?<![\\w'-])(after|when|as soon as|before|until|the moment|whenever|then)(?![\\w-])[^.!?,]{0,120}?(?<![\\w'-])${CHANGED}(?![\\w-])`,
)
const AGREEMENT = words(IN_AGREEMENT)
const ALWAYS = words(ANYWHERE)

/** The first condition in the words of a sentence that is about agreement, or null. */
export function conditionIn(sentence: string): string | null {
  return AGREEMENT.exec(sentence)?.[0] ?? WITH_CHANGE.exec(sentence)?.[1] ?? null
}

/** A condition that is one in any sentence, or null. */
export function plainCondition(sentence: string): string | null {
  return ALWAYS.exec(sentence)?.[0] ?? null
}
