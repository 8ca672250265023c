/** Which definition plays a role that is asked for. */
import type { AgentDefinition } from './definition.ts'
import { kindOf, roleOf } from './identity.ts'
import type { SourcedAgents } from './sources.ts'
import { compare } from './values.ts'

export interface Candidate {
  readonly definition: AgentDefinition
  /** The label of the source it is from. */
  readonly source: string
}

export interface Casting extends Candidate {
  /** Why it and no other, for people. */
  readonly why: string
  /** Who could have played it too, in the order they would be taken. */
  readonly others: readonly Candidate[]
}

/**
 * The nearest source that has anybody for the role; in it the one of exactly that role, then the one of its kind with
 * the fewest words more (`backend`, `backend-agent`, `senior-backend-engineer`), then the first by path.
 */
export function cast(asked: string, sources: readonly SourcedAgents[]): Casting | null {
  const role = roleOf(asked)
  const found = sources.flatMap(({ label, definitions }) =>
    definitions
      .map(definition => ({ definition, source: label, distance: distance(role, definition) }))
      .filter(({ distance }) => distance < Number.POSITIVE_INFINITY)
      .sort(
        (one, other) => one.distance - other.distance || compare(one.definition.path, other.definition.path),
      ),
  )
  const [first, ...others] = found
  if (first === undefined) return null
  const { definition, source } = first
  const match = definition.role === role ? 'has the role' : `is of the kind of ${role}`
  const why = others.length === 0 ? match : `${match}, ${wonOver(first, others)}`
  return { definition, source, why, others: others.map(({ definition, source }) => ({ definition, source })) }
}

function wonOver(
  first: Candidate & { readonly distance: number },
  [next]: readonly (Candidate & { readonly distance: number })[],
): string {
  if (next === undefined || next.source !== first.source) return 'in the nearest source'
  return next.distance > first.distance ? 'nearest in its name' : 'the first of its source by path'
}

/** 0 for the role itself, the number of words it has more for one of its kind. */
function distance(role: string, definition: AgentDefinition): number {
  if (definition.role === role || roleOf(definition.name) === role) return 0
  if (kindOf(definition.role) !== kindOf(role)) return Number.POSITIVE_INFINITY
  return definition.role.split(/[-_]/).length
}
