/** The sentences of a problem that bind: quoted as they stand, never rephrased. */

import type { Prose } from './prose.ts'
import { oneLine } from './text.ts'

const BINDING =
  /\b(?:must|should|shall|only|never|always|within|under|below|above|at most|at least|no more than|no less than|less than|more than|cannot|can't|can not|may not|has to|have to|need(?:s|ed)?(?: to)?|required?|requires|without|not allowed|forbidden|mandatory|guarantee[ds]?|compliant|compliance|budget|deadline|limit(?:ed)? to|up to|maximum|minimum|until|no (?:downtime|data loss|lock-in|new|extra|more|vendor|single)|GDPR|HIPAA|PCI(?:[- ]DSS)?|SOC ?2|ISO ?27001|CCPA|WCAG|DORA|NIS2|SOX)\b/i
/** The wish itself is the goal, no constraint on how it is met. */
const WISH = /^(?:please |can you |could you )?(?:we|i)(?:'d| would)? (?:need|want|like)\b/i
/** What a heading says about the list under it. */
const BINDING_HEADING =
  /\b(?:constraints?|requirements?|must|rules?|limits?|conditions?|non[- ]negotiables?|acceptance)\b/i

const MAX_CONSTRAINTS = 12

export function constraintsOf(prose: readonly Prose[], goal: string): readonly string[] {
  const found: string[] = []
  let under = false
  for (const { kind, text } of prose) {
    if (kind === 'heading') under = BINDING_HEADING.test(text)
    else if (kind === 'item' && under) found.push(text)
    else if (binds(text) && !(text === goal || WISH.test(text)) && !/\?\s*$/.test(text)) found.push(text)
  }
  // "Design X: it must …": what binds stands behind the wish.
  const tail = /[:;]\s+(.+)$/.exec(goal)?.[1]
  if (tail !== undefined && BINDING.test(tail)) found.unshift(tail)
  return [...new Set(found.map(text => oneLine(text)))].slice(0, MAX_CONSTRAINTS)
}

function binds(text: string): boolean {
  return BINDING.test(text) || /^no\s/i.test(text)
}
