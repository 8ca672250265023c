/** Sentences that find something wrong with a text, or leave part of it out of what they say. Lower case in. */
import { words } from './words.ts'

const DOCUMENT =
  '(?:the (?:\\w+ )?(?:text|proposal|document|draft|revision|spec|wording|section|paragraph)|sections? \\d+(?:\\.\\d+)?|the (?:section|paragraph|part|chapter) (?:on|about) (?:[\\w-]+ ){1,4}?)'
const IS = "(?:is|are|remains?|seems?|looks?|feels?|appears?|it's|that's|this's)"
const RATHER =
  '(?:(?:still|also|just|quite|rather|somewhat|simply|clearly|a bit|a little|far|much|way|slightly) )?'
const TOO =
  '(?:low|high|long|short|small|large|big|few|little|late|early|strict|loose|lax|weak|slow|expensive|costly|complex|complicated|vague|broad|narrow|coarse|optimistic|risky|tight|generous|aggressive|permissive|fragile|brittle)'
const LACKING =
  '(?:unclear|unresolved|undecided|unspecified|underspecified|unanswered|insufficient|inadequate|unacceptable|unrealistic|vague|incomplete|inconsistent|questionable|missing|irresponsible|overkill|oversized|a (?:mistake|liability|weakness|gap|blocker)|not (?:yet )?(?:enough|sufficient|adequate|acceptable|clear|convincing|realistic|consistent|final|covered|addressed|specified|defined|decided|documented|explained|tested|analy[sz]ed|considered|named|mentioned))'
const OPEN =
  '(?:questions?|issues?|points?|problems?|topics?|matters?|decisions?|risks?|concerns?|gaps?|details?)'
const NOT =
  "(?:do not|don't|cannot|can't|can not|could not|couldn't|did not|didn't|have not|haven't|will not|won't|would not|wouldn't|am not|'m not|never)"
const STATE =
  '(?:happy|comfortable|convinced|sure|certain|satisfied|keen|a fan|fond|confident|able to|in a position|qualified)'
const JUDGE =
  '(?:accept|agree|like|believe|love|trust|deploy|ship|merge|endorse|support|approve|look(?:ed)? (?:at|into)|read|review(?:ed)?|check(?:ed)?|verif(?:y|ied)|test(?:ed)?|judge|assess(?:ed)?|evaluated?|think(?! (?:of|any|anything|more|further|there)(?![\\w-]))|want(?! (?:any|more|further|changes|to (?:change|add|block))(?![\\w-])))'

/** Said of what a system does, these words stand with the case they hold for, or with what was before. */
const FAULTS = words(
  [
    `${DOCUMENT} (?:\\w+ )?(?:lacks?|contradicts?|omits?|misses|overlooks?|leaves? (?:it )?open|fails? to (?:say|cover|define|specify|mention|address|explain)|(?:does not|doesn't|do not|don't) (?:yet )?(?:say|cover|define|specify|mention|address|explain|state|work|answer|describe|satisfy|meet)|${IS} (?:still )?(?:silent|wrong|incorrect|too \\w+))`,
    `${IS} ${RATHER}too ${TOO}`,
    `${IS} ${RATHER}${LACKING}`,
    'would be (?:irresponsible|unacceptable|a mistake)',
    `${OPEN} (?:[\\w-]+ ){0,6}(?:is|are|remains?|stays?|left) (?:still )?(?:open|unanswered|to be \\w+)`,
    '(?:has|have|is|are) yet to',
    'contradicts',
  ],
  'g',
)
const CASE =
  /(?<![\w'-])(?:if|when|whenever|where|while|whose|which|that|who|unless|until|once|no|not|nothing|none|neither|nor|never|without)(?![\w-])[^,:]*$/
/** Their author has not looked at it, does not hold with it, or speaks for a part only. */
const PERSONAL = words([
  `(?:i|we)(?:'m not|'re not| ${NOT})(?: (?:\\w+ly|yet|quite|entirely|all that|fully|even|just|be|been)){0,2} (?:${JUDGE}|${STATE})`,
  `i (?:just |really |simply |still ){0,2}${NOT} (?:really |quite |fully )?${JUDGE}`,
  "(?:i am|i'm|we are|we're|i remain|we remain|still|somewhat) (?:\\w+ )?(?:concerned|worried|afraid|uneasy|sceptical|skeptical|unconvinced|doubtful|uncomfortable|nervous|unhappy)",
  'i (?:still )?(?:doubt|disagree|object|dislike|fear|worry)',
  'i (?:remain|am still|am) of the opinion',
  '(?:no|without an?|not have an) opinion',
  'reserve (?:the|my) right',
  '(?:outside|beyond) (?:of )?(?:my (?:\\w+ )?(?:area|role|expertise|scope|remit|competence)|what i)',
  'i abstain',
  '(?:someone|somebody|anyone|others?)(?: else)? (?:still |also )?(?:needs?|must|should|has to|have to|ought to)',
  '(?:satisf|meet|resolv|address|answer|clos|settl)(?:y|ies|s|es|e|ed) (?:\\w+ ){0,2}?(?:concerns?|objections?|points?) (?:only )?(?:partially|partly|in part|half|mostly|largely)',
  '(?:partially|partly|only half|not fully|not entirely|not completely|incompletely) (?:satisf|met|meets?|resolv|address|answer|clos|settl)\\w*',
])
const NOT_HAPPY = new RegExp(
  `^(?:but |and |though )?(?:still )?not (?:yet |quite |entirely |so |very )?(?:${STATE}|acceptable|clear|covered|enough|with|for me|sure)(?![\\w-])`,
)
const ONLY =
  /(?<![\w'-])(?:(?:the )?(?:only|sole)|one|(?:the|a) (?:single|last|main)) (?:\w+ )?(?:thing|point|part|detail|change|question|issue|problem|gap|gripe|worry|doubt)(?: (?:that|which))?(?: (?:i|i'd|we|is|missing|left|still|open|to|being|must|has|needs|should|remains)(?![\w-])|:)/
/** What was wrong before, or is in the text now. */
const PAST =
  /(?<![\w'-])(?:was|were|had|asked for|met|resolved|answered|addressed|closed|settled|fixed|covered|gone|no longer|none|wanted|needed)(?![\w-])/

/** The words in which the sentence finds fault or leaves something out, or null. */
export function faultIn(sentence: string): string | null {
  const personal = PERSONAL.exec(sentence)?.[0] ?? NOT_HAPPY.exec(sentence)?.[0]
  if (personal !== undefined) return personal
  for (const { index, 0: found } of sentence.matchAll(FAULTS)) {
    if (!CASE.test(sentence.slice(0, index))) return found
  }
  const only = ONLY.exec(sentence)?.[0]
  return only === undefined || PAST.test(sentence) ? null : only
}
