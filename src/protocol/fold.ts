/** Entries → state, one entry at a time. The only place that knows what an entry changes; docs/protocol.md, section 2. */
import {
  DEFAULT_MAX_REVISIONS,
  type Entry,
  fieldAll,
  type Header,
  HUMAN,
  type Notice,
  type ParsedLog,
  SUPERVISOR,
} from '../log/entry.ts'
import { isForged, workersWith } from './authority.ts'
import { answerConcerns, closeConcernsBy, raiseConcerns, withdrawConcerns } from './concerns.ts'
import { consensusOf } from './consensus.ts'
import { phaseOf } from './due.ts'
import type { Note } from './note.ts'
import { declaredOutcome, reopen } from './outcome.ts'
import { liveProposal, propose } from './proposals.ts'
import { addSpend, NOTHING_SPENT, readSpend } from './spend.ts'
import type { State } from './state.ts'
import { countingVerdict, giveVerdict } from './verdicts.ts'

const MAX_NOTICES = 1_000

/** The state of a log with no entry yet. */
export function initialState(header: Header | null): State {
  return settle({
    header,
    entries: 0,
    workers: header?.workers ?? [],
    proposer: header?.proposer || null,
    maxRevisions: header?.maxRevisions ?? DEFAULT_MAX_REVISIONS,
    framework: null,
    analyses: {},
    proposals: [],
    concerns: [],
    outcome: null,
    revisionsAtOpening: 0,
    consensus: { reached: false, proposal: null, missing: [], openConcerns: [], why: '' },
    phase: 'framing',
    spend: { ...NOTHING_SPENT, byRole: {} },
    models: [],
    lastEntry: {},
    notices: [],
  })
}

export interface FoldOptions {
  /** The last entry to fold in. Default: all. */
  readonly upTo?: number
}

/** The state after a log, or after its first entries. Pure; a full fold equals `step` over each entry in turn. */
export function foldLog(
  log: Pick<ParsedLog, 'header' | 'entries'>,
  { upTo = log.entries.length }: FoldOptions = {},
): State {
  return log.entries.slice(0, upTo).reduce(step, initialState(log.header))
}

/** The state after one more entry. The state before is left as it is. */
export function step(before: State, entry: Entry): State {
  const added: Notice[] = []
  const note: Note = (code, message) => added.push({ code, line: entry.line, entry: entry.number, message })
  const after = apply({ ...before, entries: before.entries + 1 }, entry, note)
  return settle(added.length === 0 ? after : { ...after, notices: withNotices(before.notices, added) })
}

/** A log made to be full of faults must not cost the square of them, nor hide the first behind the rest. */
function withNotices(before: readonly Notice[], added: readonly Notice[]): readonly Notice[] {
  if (before.length > MAX_NOTICES) return before
  const all = [...before, ...added]
  if (all.length <= MAX_NOTICES) return all
  const { line, entry } = all[MAX_NOTICES] ?? { line: 0, entry: null }
  const message = `More than ${MAX_NOTICES} notices: those from here on are left out`
  return [...all.slice(0, MAX_NOTICES), { code: 'notices-many', line, entry, message }]
}

function settle(state: State): State {
  const withConsensus = { ...state, consensus: consensusOf(state) }
  return { ...withConsensus, phase: phaseOf(withConsensus) }
}

function withSpend(state: State, entry: Entry, note: Note): State {
  return fieldAll(entry, 'Spend').reduce((before, written) => {
    const spend = readSpend(written)
    if (spend === null) {
      note(
        'spend-unreadable',
        `"${written}" in #${entry.number} is no cost: expected MODEL in N cached N out N usd N`,
      )
      return before
    }
    const own = before.spend.byRole[entry.role] ?? NOTHING_SPENT
    return {
      ...before,
      models: before.models.includes(spend.model) ? before.models : [...before.models, spend.model],
      spend: {
        ...addSpend(before.spend, spend),
        byRole: { ...before.spend.byRole, [entry.role]: addSpend(own, spend) },
      },
    }
  }, state)
}

function apply(state: State, entry: Entry, note: Note): State {
  if (isForged(state, entry)) {
    note(
      'unverified-author',
      `#${entry.number} is not ${entry.role}'s: the engine runs that role and did not write it`,
    )
    return state
  }
  const lastEntry = { ...state.lastEntry, [entry.role]: entry.number }
  return take(withSpend({ ...state, lastEntry }, entry, note), entry, note)
}

function take(state: State, entry: Entry, note: Note): State {
  if (state.outcome !== null && state.outcome.kind !== 'PAUSED') return state
  if (entry.role === SUPERVISOR) return supervise(state, entry, note)
  if (fieldAll(entry, 'Outcome').length > 0) {
    note(
      'outcome-not-supervisor',
      `#${entry.number} by ${entry.role} declares an outcome: only ${SUPERVISOR} can`,
    )
  }
  const seated = { ...state, workers: workersWith(state, entry.role) }
  return seated.workers.includes(entry.role) ? speak(seated, entry, note) : hear(seated, entry, note)
}

function supervise(state: State, entry: Entry, note: Note): State {
  if (fieldAll(entry, 'Verdict').length > 0) {
    note(
      'supervisor-verdict',
      `#${entry.number}: ${SUPERVISOR} frames and closes, its verdict does not count`,
    )
  }
  if (fieldAll(entry, 'Outcome').length > 0)
    return { ...state, outcome: declaredOutcome(state, entry, note) ?? state.outcome }
  if (entry.type !== 'ANALYSIS') return state
  // The entry that lifts a pause opens the session and frames nothing.
  if (state.outcome !== null) return reopen(state)
  return state.framework === null ? { ...state, framework: entry.number } : state
}

function speak(state: State, entry: Entry, note: Note): State {
  if (entry.type === 'PROPOSAL')
    return withdrawConcerns(answerConcerns(propose(state, entry, note), entry, note), entry, note)
  const analysed =
    entry.type === 'ANALYSIS' && state.analyses[entry.role] === undefined
      ? { ...state, analyses: { ...state.analyses, [entry.role]: entry.number } }
      : state
  const verdict = countingVerdict(analysed, entry, note)
  const voted = verdict === null ? analysed : giveVerdict(analysed, entry, verdict, note)
  const withdrawn = withdrawConcerns(voted, entry, note)
  const closed = verdict?.verdict === 'AGREE' ? closeConcernsBy(withdrawn, entry, verdict.on) : withdrawn
  return answerConcerns(raiseConcerns(closed, entry, note), entry, note)
}

/** Someone without a seat: what they write stands in the log and decides nothing. */
function hear(state: State, entry: Entry, note: Note): State {
  if (fieldAll(entry, 'Verdict').length > 0 && liveProposal(state) !== null) {
    const seat =
      entry.role === HUMAN
        ? 'a HUMAN has no vote in this session'
        : `${entry.role} has no seat in this session`
    note(
      'verdict-without-seat',
      `#${entry.number} gives a verdict, but ${seat}: it is heard and does not count`,
    )
  }
  return state
}
