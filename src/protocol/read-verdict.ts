/** The prose reader of docs/protocol.md, section 2: what an entry says about the live text without a typed verdict. */
import type { Entry } from '../log/entry.ts'
import { isEngineRole } from './authority.ts'
import { liveProposal } from './proposals.ts'
import { type ProseReading, readProse } from './prose/read-prose.ts'
import { readVerdictField } from './refs.ts'
import type { Facts, State, VerdictWord } from './state.ts'

/** @returns null where the entry says nothing about a verdict, or where prose cannot: for roles the engine runs */
export function readVerdictIn(facts: Pick<Facts, 'header' | 'proposals'>, entry: Entry): ProseReading {
  if (isEngineRole(facts, entry.role) || entry.type === 'PROPOSAL' || entry.type === 'IMPLEMENTATION')
    return null
  const live = liveProposal(facts)
  const only = facts.proposals.length === 1
  return readProse(entry.content, live === null ? null : { entry: live.entry, only })
}

export interface VerdictReading {
  /** `unclear`: it leans one way and is no verdict; its author has to be asked for a typed one. */
  readonly verdict: VerdictWord | 'unclear'
  /** The proposal it is about, or null. */
  readonly on: number | null
  /** By the field `Verdict`. */
  readonly typed: boolean
  /** Why it is unclear, in words for its author; '' where it is clear. */
  readonly reason: string
}

/**
 * What an entry says about the live proposal of a state, by its fields or, for people and roles the engine does not
 * run, in prose; null when it says nothing. It does not tell whether that counts: `step` does.
 * Source: docs/protocol.md, section 2, "Verdicts".
 */
export function readVerdict(entry: Entry, state: State): VerdictReading | null {
  const written = entry.fields['Verdict'] ?? []
  if (written.length > 0) {
    const [first, ...others] = written.map(readVerdictField)
    if (first == null || others.some(other => other?.verdict !== first.verdict || other.on !== first.on))
      return { verdict: 'unclear', on: null, typed: true, reason: 'it is no one verdict on one proposal' }
    return { ...first, typed: true, reason: '' }
  }
  const read = readVerdictIn(state, entry)
  if (read === null) return null
  if (read.verdict === 'AGREE') return { verdict: 'AGREE', on: read.on, typed: false, reason: '' }
  return { verdict: 'unclear', on: null, typed: false, reason: read.reason }
}
