/** The prose reader of docs/protocol.md, section 2: what an entry says about the live text without a typed verdict. */
import { type Entry, field, fieldAll, SUPERVISOR } from '../log/entry.ts'
import { isEngineRole } from './authority.ts'
import { liveProposal } from './proposals.ts'
import { type ProseReading, readProse } from './prose/read-prose.ts'
import { readRef, readVerdictField } from './refs.ts'
import type { Facts, Proposal, State, VerdictWord } from './state.ts'

type Ground = Pick<Facts, 'header' | 'proposals' | 'questions'>

/** @returns null where the entry says nothing about a verdict, or where prose cannot: for roles the engine runs */
export function readVerdictIn(facts: Ground, entry: Entry): ProseReading {
  if (isEngineRole(facts, entry.role) || entry.type === 'PROPOSAL' || entry.type === 'IMPLEMENTATION')
    return null
  const live = liveProposal(facts)
  const only = facts.proposals.length === 1
  const read = readProse(entry.content, live === null ? null : { entry: live.entry, only })
  if (live === null || read?.verdict !== 'AGREE') return read
  const reason = aboutElse(facts, entry, live)
  return reason === null ? read : { verdict: 'unclear', leans: 'agree', reason, objects: false, ground: null }
}

/** Fields that may stand beside a sentence of agreement without saying more than it. */
const SILENT: ReadonlySet<string> = new Set(['Re', 'Seen', 'Spend', 'To'])

/** What says that a sentence of agreement is not, or not only, about the live text; null where nothing does. */
function aboutElse({ questions }: Ground, entry: Entry, live: Proposal): string | null {
  const re = field(entry, 'Re')
  if (re !== undefined && readRef(re) !== live.entry) return `its field Re is about ${re}`
  const seen = readRef(field(entry, 'Seen'))
  if (seen !== null && seen < live.entry) return `its author had read up to #${seen} alone`
  const other = Object.keys(entry.fields).find(name => !SILENT.has(name))
  if (other !== undefined) return `it has the field ${other} beside it`
  if (entry.content.includes(`#${live.entry}`)) return null
  const [to] = fieldAll(entry, 'To')
  if (to !== undefined) return `it names no proposal and is addressed to ${to}`
  const question = questions.find(
    ({ asks, by, answeredIn }) =>
      asks === entry.role && by !== SUPERVISOR && (answeredIn ?? entry.number) === entry.number,
  )
  return question === undefined ? null : `it names no proposal and may answer #${question.entry}`
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
