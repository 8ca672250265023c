/** A problem → who should sit at the table: they fit the problem, and each of them adds something. */
import type { AgentDefinition } from './definition.ts'
import { byName, isWorker, type Match, matches, type Suggestion } from './suggest.ts'
import { wordsOf } from './words.ts'

/** What a word is still worth that somebody at the table has already spoken for. */
const REPEATED = 0.5
/** How far a definition of the same field as one at the table is discounted. */
const ALIKE = 0.75
/** Who adds less than this share of what the best one has is left out, if there are two already. */
const LEAST = 0.15
/** How many it takes to agree. */
const FEWEST = 2

/** Names of those who judge a design and do not write one. */
const REVIEWS = /\b(?:review|audit|test|critic|check)(?:er|or|s|ing)?\b|\bqa\b/i

/**
 * At most `size`, with one who can propose a design in front (an architect, if there is one) and the others in the
 * order in which they add most. Nobody else sits there of whom nothing matches, and no role twice.
 */
export function suggestRoster(
  problem: string,
  definitions: readonly AgentDefinition[],
  size = 4,
): readonly Suggestion[] {
  const found = matches(problem, definitions)
  const proposer = proposerOf(found, definitions)
  if (proposer === null || size < 1) return []
  const roster: Match[] = [proposer]
  const best = found[0]?.score ?? 0
  while (roster.length < size) {
    const next = mostAdding(found, roster)
    if (next === null || (roster.length >= FEWEST && next.adds < best * LEAST)) break
    roster.push(next.match)
  }
  return roster.map(({ definition, score, why, from }) => ({ definition, score, why, from }))
}

/** An architect before others, a match before those of whom nothing matched, and never one who only reviews. */
function proposerOf(found: readonly Match[], definitions: readonly AgentDefinition[]): Match | null {
  const able = found.filter(({ definition }) => canPropose(definition))
  const matching = able.filter(({ definition }) => isArchitect(definition))
  // Of two that fit nearly alike, the one whose field is the whole before one of a part.
  const [best] = matching
  const general = matching.find(({ definition }) => definition.role === 'ARCHITECT')
  if (best !== undefined) return general !== undefined && general.score >= best.score / 2 ? general : best
  const [unheard] = definitions
    .filter(definition => isWorker(definition) && canPropose(definition) && isArchitect(definition))
    .toSorted((left, right) => fieldOf(left).size - fieldOf(right).size || byName(left, right))
  if (unheard !== undefined) return { definition: unheard, score: 0, why: [], from: 'name', gains: new Map() }
  return able[0] ?? found[0] ?? null
}

function isArchitect({ name }: AgentDefinition): boolean {
  return wordsOf(name).some(({ stem }) => stem === 'architect')
}

function canPropose({ name, duty }: AgentDefinition): boolean {
  return duty !== 'reviewer' && !REVIEWS.test(name.replace(/[-_]/g, ' '))
}

function mostAdding(
  found: readonly Match[],
  roster: readonly Match[],
): { readonly match: Match; readonly adds: number } | null {
  const roles = new Set(roster.map(({ definition }) => definition.role))
  const best = found[0]?.score ?? 0
  let most: { readonly match: Match; readonly adds: number } | null = null
  for (const match of found) {
    if (roles.has(match.definition.role)) continue
    // What is new counts more from somebody whom the problem concerns as a whole than from a chance word.
    const adds = added(match, roster) * Math.sqrt(match.score / best)
    // `found` is in order, so the better one stays where two add the same.
    if (most === null || adds > most.adds) most = { match, adds }
  }
  return most
}

function added({ definition, gains }: Match, roster: readonly Match[]): number {
  // An architect speaks of everything, and for none of the others.
  const others = roster.filter(other => !isArchitect(other.definition))
  let sum = 0
  for (const [stem, gain] of gains) {
    const spokenFor = Math.max(0, ...others.map(other => other.gains.get(stem) ?? 0))
    sum += Math.max(gain - spokenFor, gain * REPEATED)
  }
  const alike = Math.max(...roster.map(other => likeness(definition, other.definition)))
  return sum * (1 - ALIKE * alike)
}

/** How much of the shorter name stands in the other: backend-developer and backend-architect are both of backends. */
function likeness(left: AgentDefinition, right: AgentDefinition): number {
  const [one, other] = [fieldOf(left), fieldOf(right)]
  const shared = [...one].filter(stem => other.has(stem)).length
  return shared / Math.max(1, Math.min(one.size, other.size))
}

/** What a name says besides what kind of person it is. */
function fieldOf({ name }: AgentDefinition): ReadonlySet<string> {
  return new Set(
    wordsOf(name)
      .map(({ stem }) => stem)
      .filter(stem => stem !== 'architect'),
  )
}
