/** Everything a log says about its session, as data. Made by `step` alone; docs/protocol.md, sections 2 and 3. */
import type { Header, Notice } from '../log/entry.ts'

export const VERDICTS = ['AGREE', 'OBJECT', 'ABSTAIN'] as const
export type VerdictWord = (typeof VERDICTS)[number]

export interface Verdict {
  readonly verdict: VerdictWord
  /** The entry that gave it. For the author of a proposal: the proposal itself. */
  readonly entry: number
  /** What was checked, in the words of whoever agreed. */
  readonly evidence: string | null
}

export interface Proposal {
  /** The number that names exactly this text. */
  readonly entry: number
  readonly author: string
  /** 1 for the first text, one more for each revision. */
  readonly revision: number
  /** The entry it replaces, or null. */
  readonly revises: number | null
  /** The latest verdict of each role that has given one on exactly this text. */
  readonly verdicts: Readonly<Record<string, Verdict>>
}

/** open → answered (the proposer's `Resolves`) → closed (its owner's AGREE on a later revision) or withdrawn. */
export type ConcernStatus = 'open' | 'answered' | 'closed' | 'withdrawn'

export interface Concern {
  readonly id: string
  readonly owner: string
  readonly reason: string
  readonly status: ConcernStatus
  /** The entry that raised it. */
  readonly raisedAt: number
  /** The proposal it was raised on. */
  readonly on: number
  /** The proposal whose author says it is met, and in which words. */
  readonly answer: { readonly entry: number; readonly how: string } | null
  /** The entry of its owner that closed or withdrew it. */
  readonly endedAt: number | null
}

export const CLOSING_OUTCOMES = ['CONSENSUS', 'NO_OBJECTION', 'DECIDED_WITH_DISSENT', 'STOPPED'] as const
export const PAUSE_REASONS = ['budget', 'rounds', 'deadlock', 'stalled', 'interrupted', 'error'] as const
export type ClosingOutcome = (typeof CLOSING_OUTCOMES)[number]
export type PauseReason = (typeof PAUSE_REASONS)[number]

export type Outcome =
  | { readonly kind: ClosingOutcome; readonly on: number | null; readonly entry: number }
  | { readonly kind: 'PAUSED'; readonly reason: PauseReason; readonly entry: number }

/** The tasks of docs/protocol.md, section 3. */
export const TASKS = ['frame', 'analyse', 'propose', 'review', 'revise', 'decide'] as const
export type Task = (typeof TASKS)[number]

export interface DueTurn {
  readonly role: string
  readonly task: Task
  /** The proposal it is about, or null before there is one. */
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
  readonly reached: boolean
  /** The live proposal's number, or null. */
  readonly proposal: number | null
  /** Roles without a live AGREE on it. */
  readonly missing: readonly string[]
  readonly openConcerns: readonly string[]
  /** One sentence: what is there, or what is missing and from whom. */
  readonly why: string
}

export interface State {
  readonly header: Header | null
  /** How many entries are folded in. */
  readonly entries: number
  readonly workers: readonly string[]
  readonly proposer: string | null
  readonly maxRevisions: number
  /** The supervisor's first entry, or null. */
  readonly framework: number | null
  /** Each worker's first ANALYSIS. */
  readonly analyses: Readonly<Record<string, number>>
  /** All proposals in order; the last one is live. */
  readonly proposals: readonly Proposal[]
  readonly concerns: readonly Concern[]
  readonly outcome: Outcome | null
  /** The number of revisions when the session was last opened or resumed: rounds are counted from here. */
  readonly revisionsAtOpening: number
  readonly consensus: Consensus
  readonly phase: Phase
  readonly spend: SpendTotals & { readonly byRole: Readonly<Record<string, SpendTotals>> }
  /** Every model that has spoken, `playbook` among them, in order of first appearance. */
  readonly models: readonly string[]
  /** Each role's last entry. */
  readonly lastEntry: Readonly<Record<string, number>>
  readonly notices: readonly Notice[]
}
