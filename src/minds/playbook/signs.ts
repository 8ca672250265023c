/** Whether a design shows that a consideration is met: all groups of its signs in one statement. */
import type { Consideration } from '../../agents/definition.ts'
import { normalise, occurs } from '../../agents/phrases.ts'
import { shown } from './apply.ts'
import type { Facts } from './facts.ts'
import { fill } from './fill.ts'
import type { Stated } from './stated.ts'
import { likeness } from './words.ts'

/** Less than this, and a statement is about another matter. */
const RELATED = 0.06

export interface Finding {
  readonly consideration: Consideration
  /** The statement that shows all signs, or null. */
  readonly met: Stated | null
  /** Where nothing does: the statement that comes nearest, or null when none shows any of them. */
  readonly nearest: Stated | null
  /** What the nearest one lacks, in words; all that was looked for where there is none. */
  readonly lacks: readonly string[]
}

export function look(consideration: Consideration, stated: readonly Stated[], facts: Facts): Finding {
  const { signs } = consideration
  // The statement that was written for it comes first: others may show the same signs by the way.
  const isOwn = ({ marks }: Stated) => marks.some(({ id }) => id === consideration.id)
  const own = fill(consideration.meet.text, facts)
  let nearest: Stated | null = null
  let lacking = signs
  for (const statement of [...stated.filter(isOwn), ...stated.filter(one => !isOwn(one))]) {
    const absent = absentIn(statement.text, signs)
    // Its own words count even where a filled placeholder has taken a sign away.
    if (absent.length === 0 || statement.text === own)
      return { consideration, met: statement, nearest: statement, lacks: [] }
    // A few of its words by chance are no approach to the matter.
    if (absent.length < lacking.length && likeness(statement.text, own) > RELATED) {
      nearest = statement
      lacking = absent
    }
  }
  return { consideration, met: null, nearest, lacks: lacking.map(inWords) }
}

/** The groups of which a text has no phrase. */
export function absentIn(text: string, signs: Consideration['signs']): Consideration['signs'] {
  const prose = normalise(text)
  return signs.filter(group => !group.some(phrase => occurs(phrase, prose)))
}

/** The first phrase of a group stands for it; without signs a consideration asks for its own words. */
function inWords(group: readonly string[]): string {
  const [first = ''] = group
  return first.split(' ').length > 8 ? 'what is asked for' : `"${shown(first)}"`
}
