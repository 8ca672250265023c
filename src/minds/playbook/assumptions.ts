/** Questions nobody has answered → what the design takes to be so, for its reader to overturn. */
import { type Design, type Line, statement } from './design.ts'
import type { Facts } from './facts.ts'
import { takesUp } from './general.ts'
import { isAnswered } from './missing.ts'
import { ASSUMPTIONS, partNamed } from './parts.ts'
import type { Question } from './questions.ts'
import type { Said } from './reading.ts'
import { sentence } from './text.ts'
import { likeness } from './words.ts'

export const ASSUMED = '_Assumed_:'
const LEAD: Line = { kind: 'raw', text: 'Each of these holds until somebody says otherwise.' }

/** One line a question; what a figure, a statement or an earlier assumption answers is left out. */
export function assumptionsFor(
  questions: readonly Said<Question>[],
  design: Design,
  facts: Facts,
): readonly Line[] {
  const open: Said<Question>[] = []
  for (const asked of questions) {
    const { id, question } = asked.what
    if (isAnswered(id, facts.figures) || takesUp(design, id, question)) continue
    if (open.some(({ what }) => (id !== null && what.id === id) || likeness(what.question, question) > 0.7))
      continue
    open.push(asked)
  }
  const lines = open.map(({ role, entry, what: { id, question, otherwise } }) =>
    statement(`${question} ${ASSUMED} ${sentence(otherwise ?? derived(question, facts.subject))}`, [
      { role, entry, id },
    ]),
  )
  const led = partNamed(design, ASSUMPTIONS)?.lines.some(({ text }) => text === LEAD.text) ?? false
  return lines.length === 0 || led ? lines : [LEAD, ...lines]
}

/** What may be taken to hold when even the asker does not say: by the kind of question, without any figure. */
function derived(question: string, subject: string): string {
  const asked = /[^.!?:;,]*\?\W*$/.exec(question)?.[0].trim() ?? question
  if (
    /^(?:\w+\s){0,3}?(?:how (?:many|much|often|fast|long|large|big)|what (?:rate|size|volume|number|latency|load))\b/i.test(
      asked,
    )
  )
    return 'No part depends on a particular number; the number is measured before the first step of the rollout and is then a setting.'
  if (/^(?:who|whose|whom)\b/i.test(asked)) return `The team that runs the ${subject}.`
  if (/^(?:when|by when)\b/i.test(asked))
    return 'Not before the step that depends on it, and no step waits for it longer than its own.'
  if (/^(?:where|which|what kind)\b/i.test(asked))
    return 'The one in use today; another is chosen only where it is shown not to suffice.'
  if (/^(?:what (?:happens|if|do|does|is)|how)\b/i.test(asked))
    return 'It ends in a stated, visible failure that can be repeated safely, and nothing is left half done.'
  if (/\bor\b/i.test(asked))
    return 'The first of the two, because it was named first; changing it later touches no contract.'
  if (
    /^(?:do|does|did|is|are|was|were|can|could|may|must|should|shall|will|would|has|have|need)\b/i.test(asked)
  )
    return 'No.'
  return 'The answer that is cheapest to take back.'
}
