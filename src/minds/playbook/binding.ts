/** The part of a design that says, for each constraint of the problem, which statements meet it. */
import { type Design, type Line, statement } from './design.ts'
import type { Facts } from './facts.ts'
import type { Figure } from './figures.ts'
import { statedIn } from './stated.ts'
import { joined, quoted } from './text.ts'
import { coverage, significantWords } from './words.ts'

/** Fewer words in common than this may be chance. */
const SHARED = 2
const MOST = 8

export function constraintLines(design: Design, { constraints, subject, figures }: Facts): readonly Line[] {
  const own = new Set(significantWords(subject))
  const stated = statedIn(design)
  return constraints.slice(0, MOST).map(constraint => {
    const words = significantWords(constraint).filter(word => !own.has(word))
    const given = figures.filter(({ text }) => constraint.includes(text))
    const matching = stated
      .filter(({ marks }) => marks.some(({ id }) => id !== null))
      .map(one => ({ ...one, share: shareOf(words, given, one.text) }))
      .filter(({ share }) => share >= 1 || (share >= 0.25 && share * words.length >= SHARED))
      .sort((a, b) => b.share - a.share)
      .slice(0, 2)
      .map(({ marks, section }) => `\`${marks.find(({ id }) => id !== null)?.id}\` (${section})`)
    const where =
      matching.length > 0
        ? `see ${joined([...new Set(matching)])}.`
        : 'no single statement carries it, so a test of it belongs to the first step of the rollout.'
    return statement(`${quoted(constraint)}: ${where}`)
  })
}

/** How much of a constraint a statement has; one of its figures, as it stands, is all of it. */
function shareOf(words: readonly string[], given: readonly Figure[], text: string): number {
  const figures = given.filter(figure => ` ${text}`.includes(` ${figure.text}`)).length
  return coverage(words, text) + figures
}
