/** Which considerations of a playbook speak to a text, the strongest first. */
import type { Consideration } from '../../agents/definition.ts'
import { normalise, occurs, wordCount } from '../../agents/phrases.ts'

export interface Applied {
  readonly consideration: Consideration
  /** 0 for what applies always and was touched by no phrase. */
  readonly score: number
  /** The phrases that were found, as the playbook writes them. */
  readonly found: readonly string[]
}

const ALWAYS = 'always'
/** A long text has most words somewhere: by a design alone only what it speaks of clearly, and twice, applies. */
const CLEARLY = 4
const TWICE = 2
const IN_FOCUS = 3

/**
 * Phrases of more words are more particular and weigh more; equal ones keep the order of the file.
 *
 * @param focus the part of the text that says what is wanted: what is found there weighs threefold
 */
export function applying(
  playbook: readonly Consideration[],
  text: string,
  focus: string = '',
): readonly Applied[] {
  const [prose, wanted] = [normalise(text), normalise(focus)]
  return playbook
    .flatMap(consideration => applied(consideration, prose, wanted) ?? [])
    .sort((a, b) => b.score - a.score)
}

/** First what the problem asks for, then what only the design has brought up, then what applies always. */
export function applyingToDesign(
  playbook: readonly Consideration[],
  problem: string,
  design: string,
  focus: string = '',
): readonly Applied[] {
  const byProblem = applying(playbook, problem, focus)
  const real = byProblem.filter(({ score }) => score > 0)
  const brought = broughtUp(playbook, design).filter(({ consideration }) => !isAmong(consideration, real))
  const always = byProblem.filter(one => one.score === 0 && !isAmong(one.consideration, brought))
  return [...real, ...brought, ...always]
}

/** What a design speaks of by itself: phrases count by the statement, and one mention in passing is none. */
function broughtUp(playbook: readonly Consideration[], design: string): readonly Applied[] {
  const phrases = new Map<Consideration, string[]>()
  for (const { consideration, found } of design.split('\n').flatMap(line => applying(playbook, line))) {
    phrases.set(consideration, [...(phrases.get(consideration) ?? []), ...found])
  }
  return [...phrases]
    .filter(([, found]) => found.length >= TWICE)
    .map(([consideration, found]) => ({ consideration, found: [...new Set(found)] }))
    .map(one => ({ ...one, score: one.found.reduce((sum, phrase) => sum + wordCount(phrase) ** 2, 0) }))
    .filter(({ score }) => score >= CLEARLY)
    .sort(
      (a, b) => b.score - a.score || playbook.indexOf(a.consideration) - playbook.indexOf(b.consideration),
    )
}

function isAmong(consideration: Consideration, applied: readonly Applied[]): boolean {
  return applied.some(one => one.consideration.id === consideration.id)
}

function applied(consideration: Consideration, prose: string, wanted: string): Applied | null {
  if (consideration.unless.some(phrase => occurs(phrase, prose))) return null
  const phrases = [...new Set(consideration.when)].filter(phrase => phrase.toLowerCase() !== ALWAYS)
  const found = phrases.filter(phrase => occurs(phrase, prose))
  const always = phrases.length < new Set(consideration.when).size
  if (found.length === 0 && !always) return null
  return {
    consideration,
    found,
    score: found.reduce(
      (sum, phrase) => sum + wordCount(phrase) ** 2 * (occurs(phrase, wanted) ? IN_FOCUS : 1),
      0,
    ),
  }
}

/** `upload*` → `upload`: how a phrase is shown to a reader. */
export function shown(phrase: string): string {
  return phrase.replace(/\*/g, '')
}
