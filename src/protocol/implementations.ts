/** After consensus: each worker says how it builds its part, and the others review that; docs/protocol.md, section 3. */
import { isEngineRole } from './authority.ts'
import type { DueTurn, Facts, Implementation, Proposal } from './state.ts'
import { objectors } from './verdicts.ts'

/**
 * Who has to implement or to review; null when all is done, or when the session asks for no implementation.
 * @returns nobody where an implementation is objected to and may not be made again
 */
export function dueAfterConsensus(facts: Facts, live: Proposal): readonly DueTurn[] | null {
  if (facts.header?.implement !== true) return null
  const workers = facts.deciders.filter(role => isEngineRole(facts, role))
  const made = facts.implementations
  const missing = workers.filter(role => !made.some(({ author }) => author === role))
  if (missing.length > 0)
    return missing.map(role => ({ role, task: 'implement', on: live.entry, horizon: facts.entries }))

  // Reviews of one round are sealed from each other.
  const horizon = Math.max(0, ...made.map(({ entry }) => entry))
  const reviews = workers.flatMap((role): readonly DueTurn[] => {
    const next = made.find(({ author, verdicts }) => author !== role && verdicts[role] === undefined)
    return next === undefined ? [] : [{ role, task: 'review', on: next.entry, horizon }]
  })
  if (reviews.length > 0) return reviews
  const objected = made.filter(isObjectedTo)
  if (objected.length === 0) return null
  return objected
    .filter(({ revision }) => revision <= facts.maxRevisions)
    .map(({ author }) => ({ role: author, task: 'implement', on: live.entry, horizon: facts.entries }))
}

export function isObjectedTo(made: Pick<Implementation, 'verdicts'>): boolean {
  return objectors(made).length > 0
}
