import type { AgentDefinition } from './definition.ts'
import { kindOf, roleOf } from './identity.ts'
import { normalise } from './phrases.ts'

/** The definition whose field is closest to that of `agent`: the same role or kind of it, else the most words in common. */
export function nearest(agent: AgentDefinition, others: readonly AgentDefinition[]): AgentDefinition | null {
  const same =
    others.find(other => other.role === agent.role) ??
    others.find(other => [agent.role, roleOf(agent.name)].some(role => kindOf(role) === other.role))
  if (same !== undefined) return same
  const own = fieldWords(agent)
  const scored = others.map(other => ({ other, score: overlap(own, fieldWords(other)) }))
  const best = scored.reduce<(typeof scored)[number] | null>(
    (top, next) => (top === null || next.score > top.score ? next : top),
    null,
  )
  return best?.other ?? null
}

/** Words of five letters and more: shorter ones say little about a field. The name counts whatever its length. */
function fieldWords({ name, description, prompt }: AgentDefinition): ReadonlySet<string> {
  const words = normalise(`${description} ${prompt}`).split(' ')
  return new Set([...normalise(name).trim().split(' '), ...words.filter(word => word.length >= 5)])
}

/** Shared words, weighed by the size of both sets so that a long definition is not near to everything. */
function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = [...left].filter(word => right.has(word)).length
  return shared / Math.sqrt(left.size * right.size)
}
