/** Words of prose as a search compares them: without endings, and without the words that stand everywhere. */
import { normalise } from './phrases.ts'
import { alsoMeant, shownTerm, withTerms } from './suggest-terms.ts'

/** Words that say nothing about a field: the grammar of English, and how people ask for a piece of work. */
const COMMON = new Set(
  `a about above across actually after again against all already also although always am among an and another any
  anybody anyone anything are aren around as ask asks at away back be became because been before being below best better
  between big both bring brings but by call called calls came can cannot come comes could couldn day days did didn do does
  doesn doing don done down during each easily either else enough etc even ever every everybody everyone everything
  everywhere exactly expect few find first for from full further get gets getting give gives given go goes going good got
  great had handle handles handling has hasn have haven having he help helping helps her here high him his how however i
  if ii in instead into is isn it its itself just keep keeps know knows kind large last least less let lets like likely ll
  long longer look looks lot made main make makes making many may maybe me might more most much must my need needed needs
  neither never new next no nobody none nor not nothing now of off often old on once one ones only onto or other others our
  ours out over own part people per perhaps please put quite rather re really right s same say says see seem seems several
  shall she should shouldn show shows since small so some somebody someone something sometimes soon still such sure take
  takes taken team teams than thank thanks that the their them themselves then there these they thing things this those
  three through thus to today together too toward towards two under until up upon us user users using usually various ve
  very via vs want wanted wants was wasn way ways we week weeks well went were weren what whatever when whenever where
  whether which while who whole whom whose why will with within without won would wouldn year years yes yet you your yours
  yourself second seconds minute minutes hour hours month months million billion thousand hundred four five six seven
  eight nine ten kb mb gb tb ms`.split(/\s+/),
)

/** Words that every definition may have about itself: what it is called, and when it is to be called. */
const BOILERPLATE = new Set(
  `agent agents subagent subagents assistant assistants expert experts expertise specialist specialists specialize
  specializes specialized specializing professional professionals senior junior engineer engineers developer developers
  skilled experienced master proactive proactively use uses used invoke invoked task tasks work works working example
  examples context commentary claude helper`.split(/\s+/),
)

/** What a request begins with; elsewhere these words are about the thing itself: a design system, a build server. */
const REQUEST =
  /^\W*(?:(?:please|can you|could you|help (?:me|us)|let us|let's|we|i|have to|need to|needs? to|want to|would like to|must|should|to|is to be|how (?:do|can|should) (?:we|i))\s+){0,6}(?:design|build|create|make|implement|develop|write|plan|draft|propose|review|add)\s+/i

/** A word of the text, and what it is compared by. */
export interface Word {
  readonly word: string
  readonly stem: string
}

/** In the order of the text, repeated ones repeatedly. */
export function wordsOf(prose: string): readonly Word[] {
  const words: Word[] = []
  for (const word of normalise(withTerms(prose)).split(' '))
    if (tells(word)) words.push({ word: shownTerm(word), stem: stemOf(word) })
  return words
}

/** The words of a problem and what they ask for by another name, each stem once. */
export function problemWords(problem: string): readonly Word[] {
  const byStem = new Map<string, Word>()
  const words = wordsOf(problem.replace(REQUEST, ''))
  const meant = words.flatMap(({ word }) => alsoMeant(word).map(also => ({ word: also, stem: stemOf(also) })))
  for (const word of [...words, ...meant]) if (!byStem.has(word.stem)) byStem.set(word.stem, word)
  return [...byStem.values()]
}

/** A single Latin letter and a number tell nothing; a single ideogram does. */
function tells(word: string): boolean {
  return word !== '' && !/^(?:[a-z]|\p{N}+)$/u.test(word) && !COMMON.has(word) && !BOILERPLATE.has(word)
}

const stems = new Map<string, string>()
/** Far more than a language has in use, and little enough to keep. */
const MOST_STEMS = 50_000

/**
 * English endings off, so that what is meant alike is spelled alike: `caches`, `cached`, `caching`; `migrate`,
 * `migration`. What is left need be no word. Words of other languages mostly stay as they are.
 */
export function stemOf(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const stem = /^[a-z]{4,}$/.test(word) ? withoutSuffix(withoutInflection(word)) : word
  if (stems.size >= MOST_STEMS) stems.clear()
  stems.set(word, stem)
  return stem
}

function withoutInflection(word: string): string {
  const singular = withoutPlural(word)
  if (/ied$/.test(singular) && singular.length > 4) return `${singular.slice(0, -3)}y`
  const root = /^(.*[aeiouy].*)(?:ing|ed)$/.exec(singular)?.[1]
  if (root === undefined || root.length < 3 || /e$/.test(root)) return singular
  if (root.endsWith('at')) return `${root}e`
  // stopping → stop, but billing → bill
  return /([bdgmnprt])\1$/.test(root) ? root.slice(0, -1) : root
}

function withoutPlural(word: string): string {
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return /[^su]s$/.test(word) && !/(?:is|ous)$/.test(word) ? word.slice(0, -1) : word
}

function withoutSuffix(word: string): string {
  const root =
    /^(.{4,}?)(?:ations?|ate|ator)$/.exec(word)?.[1] ??
    /^(.{5,}?)(?<!custom)er$/.exec(word)?.[1] ??
    /^(.{3,}?)ment$/.exec(word)?.[1] ??
    // What is in production is not a product.
    (word === 'production' ? word : null) ??
    /^(.{4,}?)(?:ion|ity|ural|ure|al)$/.exec(word)?.[1] ??
    word
  return root.length > 3 ? root.replace(/e$/, '') : root
}
