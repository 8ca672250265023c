/** The part of a design that says, for each constraint of the problem, which statements meet it. */
import { type Design, type Line, statement } from './design.ts'
import type { Figure } from './figures.ts'
import { type Reading, reasonsIn } from './reading.ts'
import { type Stated, statedIn } from './stated.ts'
import { joined, quoted } from './text.ts'
import { coverage, significantWords } from './words.ts'

/** Fewer words in common than this may be chance. */
const SHARED = 2
const SHARE = 0.3
const MOST = 8
/** What every second sentence of every problem has. */
const COMMON = new Set(significantWords('data customer user system service time people work thing day team'))

export function constraintLines(design: Design, reading: Reading): readonly Line[] {
  const { constraints, subject, figures } = reading.facts
  const own = new Set(significantWords(subject))
  const reasons = reasonsIn(reading)
  const stated = statedIn(design).filter(({ marks }) => marks.some(({ id }) => id !== null))
  return constraints.slice(0, MOST).map(constraint => {
    const words = significantWords(constraint).filter(word => !own.has(word) && !COMMON.has(word))
    const given = figures.filter(({ text }) => constraint.includes(text))
    const matching = stated
      .map(one => ({ one, share: coverage(words, aboutOf(one, reasons)) + figuresIn(one.text, given) }))
      .filter(({ share }) => share >= 1 || (share >= SHARE && share * words.length >= SHARED))
      .sort((a, b) => b.share - a.share)
      .slice(0, 2)
      .map(({ one }) => nameOf(one))
    const where =
      matching.length > 0
        ? `see ${joined([...new Set(matching)])}.`
        : 'no statement here says how, so a test that shows it belongs to the first step of the rollout.'
    return statement(`${quoted(constraint)}: ${where}`)
  })
}

/** A statement with what it was asked for: a mechanism often does not name what it prevents. */
function aboutOf({ text, marks }: Stated, reasons: ReadonlyMap<string, string>): string {
  return [text, ...marks.flatMap(({ id }) => (id === null ? [] : [id, reasons.get(id) ?? '']))].join(' ')
}

/** One of its figures, as it stands, is all of a constraint. */
function figuresIn(text: string, given: readonly Figure[]): number {
  return given.filter(figure => ` ${text}`.includes(` ${figure.text}`)).length
}

function nameOf({ marks, section }: Stated): string {
  return `\`${marks.find(({ id }) => id !== null)?.id}\` (${section})`
}
