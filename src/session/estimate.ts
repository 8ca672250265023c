/** What a session is likely to use, before any of it is used: from who sits at the table and how far it is. */
import { type Header, SUPERVISOR } from '../log/entry.ts'
import type { ModelTable } from '../minds/models.ts'
import { isEngineRole } from '../protocol/authority.ts'
import { liveProposal } from '../protocol/proposals.ts'
import type { State, Task } from '../protocol/state.ts'

/** The least and the most, both likely. */
export interface Range {
  readonly least: number
  readonly most: number
}

type Bound = keyof Range

/** How a role is told its turn, and by whom it speaks. */
export interface SeatEstimate {
  readonly role: string
  /** Null where rules speak, which use no tokens. */
  readonly model: string | null
  /** Whether what its turns have in common is read from a cache. */
  readonly cached: boolean
  /** Tokens in front of the log, and behind it. */
  readonly prefix: number
  readonly particular: number
}

export interface Estimate {
  readonly turns: Range
  readonly tokens: Range
  /** Of the models whose price is known. */
  readonly usd: Range
}

/** Tokens an entry has in the log, by what it is for. */
const LENGTH: Readonly<Partial<Record<Task, Range>>> = {
  frame: { least: 400, most: 1_200 },
  analyse: { least: 400, most: 1_500 },
  propose: { least: 1_200, most: 4_000 },
  review: { least: 300, most: 1_200 },
  revise: { least: 1_200, most: 4_000 },
  implement: { least: 800, most: 3_000 },
  decide: { least: 400, most: 1_500 },
}
const OTHER: Range = { least: 300, most: 1_200 }
/** Tokens a model thinks before it writes. */
const THINKING: Range = { least: 200, most: 4_000 }
/** The part of a shared prefix that is read from the cache, and not written to it. Less is dearer. */
const SHARE: Range = { least: 0.9, most: 0.5 }

/** In words, for whoever reads the numbers. */
export function assumptionsOf({
  maxRevisions,
  implement,
}: Pick<Header, 'maxRevisions' | 'implement'>): readonly string[] {
  const rounds = Math.min(1, maxRevisions)
  return [
    `least: ${revisionWords(rounds)}, short entries (a review ${LENGTH.review?.least} tokens, a proposal ${LENGTH.propose?.least}) and ${THINKING.least} tokens of thinking a turn`,
    `most: ${revisionWords(maxRevisions)}, long entries (a review ${LENGTH.review?.most} tokens, a proposal ${LENGTH.propose?.most}) and ${THINKING.most} tokens of thinking a turn`,
    `of what a turn has in common with others, ${SHARE.least * 100} % (least) or ${SHARE.most * 100} % (most) is read from the cache; programs cache nothing`,
    `every worker reviews every text once${implement ? ', and each implementation' : ''}; no questions, no mediation, no answer that has to be given twice`,
  ]
}

function revisionWords(revisions: number): string {
  if (revisions === 0) return 'no revision'
  return revisions === 1 ? '1 revision' : `${revisions} revisions`
}

/** Turns that are taken at the same time, and so see the same log. */
type Phase = readonly { readonly role: string; readonly task: Task }[]

export function estimate(
  state: State,
  seats: readonly SeatEstimate[],
  logTokens: number,
  models: ModelTable,
): Estimate {
  const of = (bound: Bound) => estimateAt(bound, state, seats, logTokens, models)
  const [least, most] = [of('least'), of('most')]
  return {
    turns: { least: least.turns, most: most.turns },
    tokens: { least: least.tokens, most: most.tokens },
    usd: { least: least.usd, most: most.usd },
  }
}

function estimateAt(
  bound: Bound,
  state: State,
  seats: readonly SeatEstimate[],
  logTokens: number,
  models: ModelTable,
): { readonly turns: number; readonly tokens: number; readonly usd: number } {
  const total = { turns: 0, tokens: 0, usd: 0 }
  let inLog = logTokens
  for (const phase of phasesOf(
    state,
    bound === 'least' ? Math.min(1, state.maxRevisions) : state.maxRevisions,
  )) {
    const before = inLog
    for (const { role, task } of phase) {
      const length = (LENGTH[task] ?? OTHER)[bound]
      inLog += length
      const seat = seats.find(one => one.role === role)
      // People and other tools write as well, and are asked by nobody here.
      if (seat === undefined) continue
      total.turns += 1
      if (seat.model === null) continue
      const shared = seat.prefix + before
      const cacheRead = seat.cached ? Math.round(shared * SHARE[bound]) : 0
      const usage = {
        input: seat.particular + (seat.cached ? 0 : shared),
        cacheRead,
        cacheWrite5m: seat.cached ? shared - cacheRead : 0,
        cacheWrite1h: 0,
        output: length + THINKING[bound],
      }
      total.tokens += usage.input + usage.cacheRead + usage.cacheWrite5m + usage.output
      total.usd += models.priceOf(seat.model, usage)
    }
  }
  return { ...total, usd: Math.round(total.usd * 1e6) / 1e6 }
}

/** What is left to be done, with so many revisions still to come. */
function phasesOf(state: State, revisions: number): readonly Phase[] {
  const { deciders, framework, analyses } = state
  const live = liveProposal(state)
  const workers = deciders.filter(role => isEngineRole(state, role))
  const proposer = live?.author ?? state.proposer ?? workers[0] ?? SUPERVISOR
  const all = (roles: readonly string[], task: Task): Phase => roles.map(role => ({ role, task }))
  const reviewing = deciders.filter(role => role !== proposer)
  const opening: readonly Phase[] =
    live === null
      ? [
          framework === null ? all([SUPERVISOR], 'frame') : [],
          all(
            workers.filter(role => analyses[role] === undefined),
            'analyse',
          ),
          all([proposer], 'propose'),
          all(reviewing, 'review'),
        ]
      : [
          all(
            reviewing.filter(role => live.verdicts[role] === undefined),
            'review',
          ),
        ]
  const rounds = Array.from({ length: revisions }, () => [
    all([proposer], 'revise'),
    all(reviewing, 'review'),
  ])
  const building: readonly Phase[] =
    state.header?.implement === true
      ? [
          all(workers, 'implement'),
          ...workers.map(author =>
            all(
              workers.filter(role => role !== author),
              'review',
            ),
          ),
        ]
      : []
  return [...opening, ...rounds.flat(), ...building, all([SUPERVISOR], 'decide')]
}
