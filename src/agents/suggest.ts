/** A problem → the definitions that fit it, and why. By their own words alone: no model is asked. */
import { HUMAN, SUPERVISOR } from '../log/entry.ts'
import type { AgentDefinition } from './definition.ts'
import { descriptionParts } from './examples.ts'
import { normalise, occurs, wordCount } from './phrases.ts'
import { withoutExcluded } from './suggest-terms.ts'
import { compare } from './values.ts'
import { problemWords, type Word, wordsOf } from './words.ts'

/** Parts of a definition, those that say most about its field first. */
const FIELDS = ['name', 'description', 'examples', 'playbook', 'prompt'] as const
export type SuggestionField = (typeof FIELDS)[number]

export interface Suggestion {
  readonly definition: AgentDefinition
  /** Comparable within one answer only. Nought for a proposer of whom nothing matched. */
  readonly score: number
  /** The words of the problem (or what they stand for: `mobile` for an iPhone), or phrases of the playbook, that matched in `from`: the strongest first. */
  readonly why: readonly string[]
  /** The part of the definition in which most was found. */
  readonly from: SuggestionField
}

/** A suggestion, and how much of it each word of the problem gave. */
export interface Match extends Suggestion {
  readonly gains: ReadonlyMap<string, number>
}

/** How much one word counts in a field, and how much less in a field that is longer than that of others (BM25F). */
const WEIGHTS: Readonly<Record<SuggestionField, { readonly weight: number; readonly byLength: number }>> = {
  name: { weight: 5, byLength: 0.5 },
  description: { weight: 3, byLength: 0.6 },
  examples: { weight: 1.2, byLength: 0.8 },
  playbook: { weight: 1, byLength: 0 },
  prompt: { weight: 0.3, byLength: 0.7 },
}
/** How soon a word that stands often counts no more. */
const SATURATION = 1.5
/** Where an agent says what it is for. */
const SAYS_WHAT_FOR: readonly SuggestionField[] = ['name', 'description', 'examples']
/** What is only known of, in a playbook of hundreds of phrases or in a prompt, beside what an agent says it is for. */
const KNOWS = 0.5
/** Of a long prompt, the beginning says what it is about. */
const MOST_PROMPT = 20_000

/** What an agent is not for, up to the end of the sentence. */
const NOT_FOR = /\b(?:not|never|don['’]t)[ \t]+(?:be[ \t]+)?(?:for|used?|invoked?)\b[^.!?;\n]*/gi
/** In an example: how the agent comes to be called, in which its field is named without being spoken of. */
const CALL = /\b(?:us(?:e|ing)|launch|invoke|call|engage)\b[^.!?\n]{0,60}?\b(?:agent|tool)\b/gi

interface Field {
  readonly length: number
  /** Of each stem of the problem, how often it stands there. */
  readonly counts: ReadonlyMap<string, number>
  /** Of a playbook: the phrase by which each stem was found. */
  readonly phrases: ReadonlyMap<string, string>
}
type Fields = Readonly<Record<SuggestionField, Field>>

/**
 * The definitions in which something of the problem is found, the best first; equal ones by name. Supervisors are no
 * workers and are left out.
 */
export function suggest(
  problem: string,
  definitions: readonly AgentDefinition[],
  limit: number = definitions.length,
): readonly Suggestion[] {
  return matches(problem, definitions)
    .slice(0, Math.max(0, limit))
    .map(({ definition, score, why, from }) => ({ definition, score, why, from }))
}

/** Why, in one line for people: `payments, refund in its description`. */
export function explain({ why, from }: Pick<Suggestion, 'why' | 'from'>): string {
  return why.length === 0 ? 'can propose a design' : `${why.join(', ')} in its ${from}`
}

/** Like `suggest`, with what each word gave. */
export function matches(problem: string, definitions: readonly AgentDefinition[]): readonly Match[] {
  const wanted = withoutExcluded(problem)
  const words = problemWords(wanted)
  const prose = normalise(wanted)
  const read = definitions
    .filter(isWorker)
    .map(definition => ({ definition, fields: fieldsOf(definition, words, prose) }))
  const means = meanLengths(read.map(({ fields }) => fields))
  const weights = rarity(
    words,
    read.map(({ fields }) => fields),
  )
  return read
    .map(({ definition, fields }) => matchOf(definition, fields, words, means, weights))
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score || byName(left.definition, right.definition))
}

export function byName(left: AgentDefinition, right: AgentDefinition): number {
  return compare(left.name, right.name) || compare(left.path, right.path)
}

export function isWorker({ role, duty }: AgentDefinition): boolean {
  return role !== SUPERVISOR && role !== HUMAN && duty !== 'supervisor'
}

function fieldsOf(definition: AgentDefinition, words: readonly Word[], prose: string): Fields {
  const { about, examples } = descriptionParts(definition.description)
  return {
    name: fieldOf(definition.name.replace(/([a-z])([A-Z])/g, '$1 $2'), words),
    description: fieldOf(about.replace(NOT_FOR, '. '), words),
    examples: fieldOf(examples.join('\n').replace(CALL, ' '), words),
    playbook: playbookField(definition, words, prose),
    prompt: fieldOf(definition.prompt.slice(0, MOST_PROMPT), words),
  }
}

function fieldOf(text: string, words: readonly Word[]): Field {
  const sought = new Set(words.map(({ stem }) => stem))
  const counts = new Map<string, number>()
  const found = wordsOf(text)
  for (const { stem } of found) if (sought.has(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  return { length: found.length, counts, phrases: new Map() }
}

/**
 * The words of the problem on which considerations apply. A phrase of more words says more about each of them, but a
 * playbook of a hundred considerations is not to drown who has a word in the name.
 */
function playbookField({ playbook }: AgentDefinition, words: readonly Word[], prose: string): Field {
  const counts = new Map<string, number>()
  const phrases = new Map<string, string>()
  for (const { when, unless } of playbook) {
    if (unless.some(phrase => occurs(phrase, prose))) continue
    for (const phrase of when) {
      if (!occurs(phrase, prose)) continue
      for (const { stem } of words.filter(({ word }) => isOf(phrase, word))) {
        counts.set(stem, (counts.get(stem) ?? 0) + wordCount(phrase))
        if (wordCount(phrase) > wordCount(phrases.get(stem) ?? '')) phrases.set(stem, phrase)
      }
    }
  }
  return {
    length: playbook.length,
    counts: new Map([...counts].map(([stem, count]) => [stem, 1 + Math.log(count)])),
    phrases,
  }
}

function isOf(phrase: string, word: string): boolean {
  const sought = ` ${word} `
  return phrase.split(/[\s+-]+/).some(part => occurs(part, sought))
}

function meanLengths(all: readonly Fields[]): Readonly<Record<SuggestionField, number>> {
  const mean = (field: SuggestionField) => {
    const filled = all.map(fields => fields[field].length).filter(length => length > 0)
    return filled.reduce((sum, length) => sum + length, 0) / Math.max(1, filled.length)
  }
  return {
    name: mean('name'),
    description: mean('description'),
    examples: mean('examples'),
    playbook: mean('playbook'),
    prompt: mean('prompt'),
  }
}

/** What few definitions speak of tells them apart; what all speak of still counts, or a small panel would be told apart
 * by side remarks. */
function rarity(words: readonly Word[], all: readonly Fields[]): ReadonlyMap<string, number> {
  return new Map(
    words.map(({ stem }) => {
      const having = all.filter(fields => FIELDS.some(field => fields[field].counts.has(stem))).length
      return [stem, Math.log(2 + (all.length - having + 0.5) / (having + 0.5))]
    }),
  )
}

function matchOf(
  definition: AgentDefinition,
  fields: Fields,
  words: readonly Word[],
  means: Readonly<Record<SuggestionField, number>>,
  weights: ReadonlyMap<string, number>,
): Match {
  const gains = new Map<string, number>()
  const shares = new Map<SuggestionField, { readonly label: string; readonly gain: number }[]>()
  for (const { word, stem } of words) {
    const parts = FIELDS.map(field => [field, weighed(field, fields[field], stem, means[field])] as const)
    const sumOf = (fields: readonly SuggestionField[]) =>
      parts.reduce((total, [field, part]) => (fields.includes(field) ? total + part : total), 0)
    const sum = sumOf(FIELDS)
    if (sum === 0) continue
    const said = saturated(sumOf(SAYS_WHAT_FOR))
    const known = saturated(sum - sumOf(SAYS_WHAT_FOR))
    const gain = (weights.get(stem) ?? 0) * (said + (1 - said) * KNOWS * known)
    gains.set(stem, gain)
    for (const [field, part] of parts) {
      if (part === 0) continue
      const label = fields[field].phrases.get(stem) ?? word
      shares.set(field, [...(shares.get(field) ?? []), { label, gain: (gain * part) / sum }])
    }
  }
  const { from, why } = strongest(shares)
  const score = [...gains.values()].reduce((total, gain) => total + gain, 0)
  return { definition, score, why, from, gains }
}

function saturated(sum: number): number {
  return sum / (SATURATION + sum)
}

function weighed(field: SuggestionField, { length, counts }: Field, stem: string, mean: number): number {
  const count = counts.get(stem) ?? 0
  if (count === 0) return 0
  const { weight, byLength } = WEIGHTS[field]
  return (weight * count) / (1 - byLength + (byLength * length) / mean)
}

function strongest(
  shares: ReadonlyMap<SuggestionField, readonly { readonly label: string; readonly gain: number }[]>,
): Pick<Suggestion, 'from' | 'why'> {
  const total = (field: SuggestionField) => (shares.get(field) ?? []).reduce((sum, { gain }) => sum + gain, 0)
  const from = FIELDS.reduce((best, next) => (total(next) > total(best) ? next : best))
  const labels = (shares.get(from) ?? []).toSorted(
    (left, right) => right.gain - left.gain || compare(left.label, right.label),
  )
  return { from, why: [...new Set(labels.map(({ label }) => label))] }
}
