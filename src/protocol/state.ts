/** Everything a log says about its session, as data. Made by `step` alone; docs/protocol.md, sections 2 and 3. */
import type { Header, Notice } from '../log/entry.ts'
import type { Policy } from './policy.ts'

export const VERDICTS = ['AGREE', 'OBJECT', 'ABSTAIN'] as const
export type VerdictWord = (typeof VERDICTS)[number]

export interface Verdict {
  readonly verdict: VerdictWord
  /** The entry that gave it. For the author of a proposal: the proposal itself. */
  readonly entry: number
  /** What was checked, in the words of whoever agreed. */
  readonly evidence: string | null
  /** By the field `Verdict`; otherwise read out of a person's prose. */
  readonly typed: boolean
  /** The words of a condition beside an AGREE: it does not count before its author has confirmed it. */
  readonly caveat: string | null
}

export interface Proposal {
  /** The number that names exactly this text. */
  readonly entry: number
  readonly author: string
  /** 1 for the first text, one more for each revision. */
  readonly revision: number
  /** The entry it replaces, or null. */
  readonly revises: number | null
  /** Says nearly word for word what the one it replaces says. */
  readonly repeats: boolean
  /** The latest verdict of each role that has given one on exactly this text. */
  readonly verdicts: Readonly<Record<string, Verdict>>
}

/** open → answered (the proposer's `Resolves`) → closed (its owner's AGREE on a later revision) or withdrawn. */
export type ConcernStatus = 'open' | 'answered' | 'closed' | 'withdrawn'

export interface Concern {
  readonly id: string
  readonly owner: string
  readonly reason: string
  /**
   * `named`: by the field `Concern`. `implied`: an objection that names none, which lasts as long as the objection.
   * `heard`: by a role without a seat; it is shown and blocks nothing.
   */
  readonly kind: 'named' | 'implied' | 'heard'
  readonly status: ConcernStatus
  /** The entry that raised it. */
  readonly raisedAt: number
  /** The proposal, or the implementation, it was raised on. */
  readonly on: number
  /** The proposal whose author says it is met, and in which words. */
  readonly answer: { readonly entry: number; readonly how: string } | null
  /** The entry of its owner that closed or withdrew it. */
  readonly endedAt: number | null
}

/** Something that waits for an answer. */
export interface Question {
  /** The entry that asks. */
  readonly entry: number
  readonly by: string
  /** The role that is to answer. */
  readonly asks: string
  /**
   * `asked`: by the field `Asks`; without the answer there is no consensus. `remark`: a person wrote to this role, or
   * to nobody. `unclear`: what `by` wrote leans to a verdict without being one, so the supervisor has to ask for it.
   */
  readonly kind: 'asked' | 'remark' | 'unclear'
  /** Of an unclear one: what keeps it from being a verdict, and which way it leans. Else null. */
  readonly unclear: { readonly reason: string; readonly leans: 'agree' | 'object' } | null
  /** The entry that answered it, or null. */
  readonly answeredIn: number | null
}

/** An IMPLEMENTATION entry: how its author builds its part of what was agreed. */
export interface Implementation {
  readonly entry: number
  readonly author: string
  /** The proposal it implements. */
  readonly of: number
  /** 1 for the author's first, one more for each that replaces it. */
  readonly revision: number
  /** Its author's earlier ones. */
  readonly replaces: readonly number[]
  readonly verdicts: Readonly<Record<string, Verdict>>
}

/** What stands for the beginning of a log that has outgrown its header's `context`. */
export interface Summary {
  /** The entry of SUPERVISOR that sums up. */
  readonly entry: number
  readonly from: 1
  /** The last entry it covers; those between it and the summary came while that was written. */
  readonly upTo: number
}

export const CLOSING_OUTCOMES = [
  'CONSENSUS',
  'NO_OBJECTION',
  'MAJORITY',
  'SUPERMAJORITY',
  'DECIDED_WITH_DISSENT',
  'STOPPED',
] as const
export const PAUSE_REASONS = ['budget', 'rounds', 'deadlock', 'stalled', 'interrupted', 'error'] as const
export type ClosingOutcome = (typeof CLOSING_OUTCOMES)[number]
export type PauseReason = (typeof PAUSE_REASONS)[number]

export type Outcome =
  | { readonly kind: ClosingOutcome; readonly on: number | null; readonly entry: number }
  | { readonly kind: 'PAUSED'; readonly reason: PauseReason; readonly entry: number }

/** The tasks of docs/protocol.md, section 3. */
export const TASKS = [
  'frame',
  'analyse',
  'propose',
  'review',
  'confirm',
  'revise',
  'mediate',
  'reconsider',
  'rule',
  'answer',
  'summarise',
  'implement',
  'decide',
] as const
export type Task = (typeof TASKS)[number]

export interface DueTurn {
  readonly role: string
  readonly task: Task
  /**
   * The entry it is about, or null before there is one: the live proposal; for `answer` the entry that asks, for
   * `confirm` the agreement with a condition, for a review after consensus the implementation.
   */
  readonly on: number | null
  /** The last entry this turn may see: what comes after stays hidden from it. */
  readonly horizon: number
}

export const PHASES = [
  'framing',
  'analysis',
  'proposal',
  'review',
  'revision',
  'mediation',
  'implementation',
  'decision',
  'blocked',
  'paused',
  'ended',
] as const
export type Phase = (typeof PHASES)[number]

export interface Spend {
  readonly model: string
  /** Tokens sent and not read from a cache. */
  readonly input: number
  readonly cached: number
  readonly output: number
  readonly usd: number
}

export interface SpendTotals {
  readonly usd: number
  readonly input: number
  readonly cached: number
  readonly output: number
}

export interface Consensus {
  /** Every decider has a live AGREE on exactly the live text, and nothing is open. The same under every policy. */
  readonly reached: boolean
  /** What the policy lets the supervisor declare now, or null. CONSENSUS only where it is reached. */
  readonly outcome: Exclude<ClosingOutcome, 'STOPPED' | 'DECIDED_WITH_DISSENT'> | null
  /** The live proposal's number, or null. */
  readonly proposal: number | null
  /** Roles without a live AGREE on it. */
  readonly missing: readonly string[]
  readonly openConcerns: readonly string[]
  /** One sentence: what is there, or what is missing and from whom. */
  readonly why: string
}

/** All that is kept from entry to entry. */
export interface Facts {
  readonly header: Header | null
  /** How many entries are folded in. */
  readonly entries: number
  /**
   * Whose agreement is needed: the header's workers, external roles and required people; without a header, everybody
   * who has written but SUPERVISOR and HUMAN.
   */
  readonly deciders: readonly string[]
  readonly proposer: string | null
  readonly policy: Policy
  readonly maxRevisions: number
  /** The supervisor's first entry, or null. */
  readonly framework: number | null
  /** Each worker's first ANALYSIS. */
  readonly analyses: Readonly<Record<string, number>>
  /** All proposals in order; the last one is live. */
  readonly proposals: readonly Proposal[]
  readonly concerns: readonly Concern[]
  /** For each owner, where those stand in it that block, open or answered. */
  readonly blocking: Readonly<Record<string, readonly number[]>>
  /** Those that wait, and those answered since the live text was put, in the order they were asked. */
  readonly questions: readonly Question[]
  /** The supervisor's mediation of the live deadlock, or null. */
  readonly mediation: number | null
  /** Where concerns' owners decide a deadlock: the entry by which each did. */
  readonly rulings: Readonly<Record<string, number>>
  /** Each author's last one. */
  readonly implementations: readonly Implementation[]
  readonly outcome: Outcome | null
  /** The number of revisions when the session was last opened or resumed: rounds are counted from here. */
  readonly revisionsAtOpening: number
  /** How many questions each role has asked since then. */
  readonly asked: Readonly<Record<string, number>>
  /** The first sealed entry that is not what was sealed, or null: from there on nothing is agreed. */
  readonly tamperedAt: number | null
  readonly spend: SpendTotals & { readonly byRole: Readonly<Record<string, SpendTotals>> }
  /** Every model that has spoken, `playbook` among them, in order of first appearance. */
  readonly models: readonly string[]
  /** The last one, which covers those before it; null while the log is shown whole. */
  readonly summary: Summary | null
  /**
   * How much of the log a turn is shown now, in tokens by estimate: the summary, the text that was live then, and the
   * entries since. The problem and the definitions are not in it. Measured where the header has a `context`, else 0.
   */
  readonly contextTokens: number
  /** Of these, the entries that no summary covers. */
  readonly freshTokens: number
  /** The live text, which is shown word for word whatever is summed up. */
  readonly liveTokens: number
  /** The last entries, the latest last: some come while a summary is written. */
  readonly recentTokens: readonly number[]
  /** Each role's last entry. */
  readonly lastEntry: Readonly<Record<string, number>>
  /** What each role said last, to notice who repeats itself. */
  readonly lastText: Readonly<Record<string, string>>
  readonly notices: readonly Notice[]
}

export interface State extends Facts {
  readonly consensus: Consensus
  readonly phase: Phase
}
