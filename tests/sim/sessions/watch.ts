/**
 * Looks at the log after every change, and holds the fold against what must hold for every log whatsoever:
 *
 *   - nothing is called consensus, or decided by a policy, that the oracle does not find in the entries
 *   - each verdict stands on exactly one text, and in an entry by its role that names that text
 *   - one entry more gives the same state as a reading from the beginning
 *   - a role that the engine runs writes only when it is due, whoever else runs it
 *   - somebody is due, or it is said why nobody is
 *   - a summary is due only while nobody thinks without the others, and only when it helps; what is shown is as measured
 *   - what is closed stays closed, and a text that was replaced stays as it was
 */
import { isDeepStrictEqual } from 'node:util'
import type { Entry, Header, ParsedLog } from '../../../src/log/entry.ts'
import { isEngineRole } from '../../../src/protocol/authority.ts'
import { blocked, due, isDue } from '../../../src/protocol/due.ts'
import { foldLog, initialState, step } from '../../../src/protocol/fold.ts'
import type { Implementation, Proposal, State } from '../../../src/protocol/state.ts'
import { type Ruling, ruling } from './oracle.ts'
import { saidIn } from './prose.ts'
import { checkSummaries } from './watch-summaries.ts'

export interface Violation {
  readonly invariant: string
  /** The last entry of the log when it was seen. */
  readonly entry: number
  readonly what: string
}

export interface Watch {
  /** After all that the log has now. */
  readonly state: State
  readonly violations: readonly Violation[]
  /** What the fold said to an entry when it came: codes of notices, what is asked about it. */
  readonly said: ReadonlyMap<number, ReadonlySet<string>>
  /** How often a state was looked at. */
  readonly looks: number
  look(log: ParsedLog): void
  /** Tells of the state now, and of every later one, until it is called off. */
  follow(onState: (state: State) => void): () => void
  found(invariant: string, entry: number, what: string): void
}

/** What is looked at. Another one shows that a wrong one would be seen. */
export type Step = (before: State, entry: Entry) => State

/** @param whole every prefix is folded anew and asked of the oracle, not only where something is claimed */
export function createWatch(header: Header, whole: boolean, next: Step = step): Watch {
  let entries: readonly Entry[] = []
  /** The state after so many entries, as far back as what is written by hand may still change. */
  const states = new Map([[0, initialState(header)]])
  const violations: Violation[] = []
  const said = new Map<number, Set<string>>()
  const followers = new Set<(state: State) => void>()
  let looks = 0

  function found(invariant: string, entry: number, what: string): void {
    // What is wrong once is wrong in every entry after it.
    if (violations.every(other => other.invariant !== invariant)) violations.push({ invariant, entry, what })
  }

  function stateAfter(count: number): State {
    const known = states.get(count)
    if (known !== undefined) return known
    const state = foldLog({ header, entries: entries.slice(0, count) })
    states.set(count, state)
    return state
  }

  function forget(before: number): void {
    for (const count of states.keys()) if (count < before) states.delete(count)
  }

  function take(log: ParsedLog, number: number): void {
    const entry = log.entries[number - 1]
    if (entry === undefined) return
    const before = stateAfter(number - 1)
    const after = next(before, entry)
    states.set(number, after)
    looks += 1
    said.set(number, new Set([...(said.get(number) ?? []), ...answersTo(before, after)]))
    const isOver = before.outcome !== null && before.outcome.kind !== 'PAUSED'
    if (isOver) {
      if (!isDeepStrictEqual(before.outcome, after.outcome))
        found('closed stays closed', number, `it was ${before.outcome.kind}`)
    } else {
      const claims = after.consensus.reached || after.consensus.outcome !== null
      if (whole || claims) checkConsensus(after, log.entries.slice(0, number), found, header)
      if (after.outcome !== before.outcome)
        checkOutcome({ before, after, prefix: log.entries.slice(0, number), header }, found)
    }
    checkTurnOf(entry, before, found)
    if (whole || isMoved(before, after)) checkVerdicts(before, after, log.entries, found)
    checkTurns(after, found)
    if (header.context !== undefined) checkSummaries(before, after, log.entries.slice(0, number), found)
    if (whole) checkIncremental(after, { header, entries: log.entries.slice(0, number) }, found)
  }

  return {
    get state() {
      return stateAfter(entries.length)
    },
    get violations() {
      return violations
    },
    said,
    get looks() {
      return looks
    },
    found,
    look(log) {
      let kept = 0
      while (kept < entries.length && isSame(entries[kept], log.entries[kept])) kept += 1
      for (const count of states.keys()) if (count > kept) states.delete(count)
      for (let number = kept + 1; number <= log.entries.length; number += 1) take(log, number)
      entries = log.entries
      forget(entries.findLastIndex(({ sealed }) => sealed))
      for (const follower of [...followers]) follower(stateAfter(entries.length))
    },
    follow(onState) {
      followers.add(onState)
      onState(stateAfter(entries.length))
      return () => followers.delete(onState)
    },
  }
}

type Found = Watch['found']

function answersTo(before: State, { entries, notices, questions, proposals }: State): readonly string[] {
  const codes = notices.slice(before.notices.length).map(({ code }) => code)
  const asked = questions.filter(({ entry }) => entry === entries).map(({ kind }) => `question: ${kind}`)
  const given = Object.values(proposals.at(-1)?.verdicts ?? {}).find(({ entry }) => entry === entries)
  return [...codes, ...asked, ...(given !== undefined && given.caveat !== null ? ['has to confirm'] : [])]
}

function checkConsensus(state: State, prefix: readonly Entry[], found: Found, header: Header): void {
  const { consensus, entries } = state
  const told = ruling(header, prefix)
  const says = (what: string) => `${what}; the oracle: ${told.why || 'agreed'}; the fold: ${consensus.why}`
  if (consensus.reached && !told.reached) found('no consensus without agreement', entries, says('reached'))
  if (consensus.outcome !== null && consensus.outcome !== told.outcome)
    found('no outcome without its policy', entries, says(`${consensus.outcome}, not ${told.outcome}`))
  if (consensus.outcome === null && told.outcome !== null)
    found('agreement is seen', entries, says(`${told.outcome}`))
  if (state.tamperedAt === null) compareLists(state, told, found)
}

function compareLists({ consensus, entries }: State, told: Ruling, found: Found): void {
  const sorted = (names: readonly string[]) => [...names].sort().join(' ')
  if (consensus.proposal !== told.live)
    found('one text is live', entries, `#${consensus.proposal}, and by the oracle #${told.live}`)
  if (sorted(consensus.missing) !== sorted(told.missing))
    found(
      'who agrees',
      entries,
      `missing ${sorted(consensus.missing)}, by the oracle ${sorted(told.missing)}`,
    )
  if (sorted(consensus.openConcerns) !== sorted(told.concerns))
    found(
      'what is open',
      entries,
      `${sorted(consensus.openConcerns)}, by the oracle ${sorted(told.concerns)}`,
    )
}

interface Change {
  readonly before: State
  readonly after: State
  readonly prefix: readonly Entry[]
  readonly header: Header
}

function checkOutcome({ before, after, prefix, header }: Change, found: Found): void {
  const { outcome, entries } = after
  if (outcome === null || outcome.kind === 'PAUSED' || outcome.kind === 'STOPPED') return
  const by = prefix.at(-1)
  if (by?.role !== 'SUPERVISOR' || !by.verified || by.adopted)
    found('only the supervisor closes', entries, `${outcome.kind} by ${by?.role}`)
  const told = ruling(header, prefix.slice(0, -1))
  if (outcome.kind === 'DECIDED_WITH_DISSENT') {
    if (header.deadlock === 'pause') found('dissent is decided by rule', entries, 'the header has no rule')
    if (before.consensus.outcome !== null)
      found('no dissent where there is none', entries, `it was ${before.consensus.outcome}`)
    return
  }
  if (told.outcome !== outcome.kind || told.live !== outcome.on)
    found('no outcome without its policy', entries, `${outcome.kind} #${outcome.on}; ${told.why}`)
}

/** Whether there is another verdict than before. */
function isMoved(before: State, after: State): boolean {
  return (
    before.proposals !== after.proposals ||
    after.implementations.some((made, at) => made !== before.implementations[at])
  )
}

function checkVerdicts(before: State, after: State, entries: readonly Entry[], found: Found): void {
  after.proposals.slice(0, -1).forEach((proposal, at) => {
    const known = before.proposals[at]
    if (proposal !== known && !isDeepStrictEqual(lapsed(proposal), known && lapsed(known)))
      found('a replaced text stays as it was', after.entries, `#${proposal.entry} changed`)
  })
  const live = after.proposals.at(-1)
  const texts = live === undefined ? after.implementations : [live, ...after.implementations]
  const places = new Map<number, number>()
  for (const text of texts)
    for (const [role, { entry, verdict, typed }] of Object.entries(text.verdicts)) {
      const other = places.get(entry)
      if (other !== undefined && other !== text.entry)
        found('a verdict is about one text', after.entries, `#${entry} on #${other} and on #${text.entry}`)
      places.set(entry, text.entry)
      const given = entries[entry - 1]
      if (given === undefined || given.role !== role || !isGivenIn(given, text, verdict, typed))
        found(
          'a verdict is its own',
          after.entries,
          `${verdict} of ${role} on #${text.entry} is not in #${entry}`,
        )
    }
}

/** A condition beside an agreement is asked about as long as its text is live. */
function lapsed(proposal: Proposal): Proposal {
  const verdicts = Object.entries(proposal.verdicts).map(([role, given]) => [
    role,
    { ...given, caveat: null },
  ])
  return { ...proposal, verdicts: Object.fromEntries(verdicts) }
}

/** Whether an entry says what it is taken for: the text itself, a typed verdict on it, or a plain sentence. */
function isGivenIn(entry: Entry, text: Proposal | Implementation, verdict: string, typed: boolean): boolean {
  if (entry.number === text.entry) return verdict === 'AGREE' && entry.role === text.author
  if (entry.number < text.entry) return false
  const written = entry.fields['Verdict'] ?? []
  if (typed)
    return (
      written.length > 0 &&
      written.every(value => new RegExp(`^${verdict}\\s+#?${text.entry}$`, 'i').test(value))
    )
  const { says, about } = saidIn(entry.content)
  return (
    written.length === 0 &&
    verdict === 'AGREE' &&
    says === 'agree' &&
    (about === null || about === text.entry)
  )
}

/** A pause, its end, and what only says what it has cost are nobody's turn. */
function checkTurnOf({ number, role, fields, verified, adopted }: Entry, before: State, found: Found): void {
  const isOwn = verified && !adopted && isEngineRole(before, role)
  const isCost = Object.keys(fields).every(name => name === 'Spend')
  if (!isOwn || isCost || fields['Outcome']?.[0]?.startsWith('PAUSED')) return
  // What somebody had begun before the log was too long is appended, and so is the summary.
  const summing = { role: 'SUPERVISOR', task: 'summarise', on: null } as const
  const turns = [...due(before), ...due(unlimited(before)), ...(isDue(before, summing) ? [summing] : [])]
  if (turns.every(turn => turn.role !== role))
    found('nobody writes out of turn', number, `${role} was not due`)
}

function unlimited(state: State): State {
  if (state.header === null) return state
  const { context: _, ...header } = state.header
  return { ...state, header }
}

function checkTurns(state: State, found: Found): void {
  const turns = due(state)
  const roles = new Set(turns.map(({ role }) => role))
  if (roles.size !== turns.length) found('one task at a time', state.entries, JSON.stringify(turns))
  if (state.outcome !== null) {
    if (turns.length > 0) found('nobody is due when it is over', state.entries, JSON.stringify(turns))
    return
  }
  if (turns.length === 0 && blocked(state) === null)
    found('never still without a word', state.entries, state.phase)
}

/** Where both were made is the only difference that does not count. */
export function checkIncremental(
  state: State,
  log: Pick<ParsedLog, 'header' | 'entries'>,
  found: Found,
): void {
  const anew = foldLog(log)
  if (isDeepStrictEqual(state, anew)) return
  const names = (Object.keys(anew) as (keyof State)[]).filter(
    name => !isDeepStrictEqual(state[name], anew[name]),
  )
  found('one entry more is as a reading from the beginning', state.entries, `${names.join(', ')} differ`)
}

/** An entry that was adopted meanwhile says the same; one whose seal turned out wrong does not. */
function isSame(left: Entry | undefined, right: Entry | undefined): boolean {
  if (left === right) return true
  return (
    left !== undefined &&
    right !== undefined &&
    left.role === right.role &&
    left.type === right.type &&
    left.content === right.content &&
    left.line === right.line &&
    isBroken(left) === isBroken(right) &&
    isDeepStrictEqual(left.fields, right.fields)
  )
}

function isBroken({ sealed, verified }: Entry): boolean {
  return sealed && !verified
}
