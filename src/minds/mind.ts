/** The second of the two ports: a turn goes in, a draft comes out. */
import type { AgentDefinition } from '../agents/definition.ts'
import type { Entry } from '../log/entry.ts'
import type { Spend, State, Task } from '../protocol/state.ts'
import type { CallRecord } from './call-record.ts'
import type { Draft } from './draft.ts'
import type { Purse } from './purse.ts'

/** One role's turn: all a mind may know. Nothing after the horizon is in it. */
export interface Turn {
  readonly agent: AgentDefinition
  /** The role it plays in this session: BACKEND, SUPERVISOR, … */
  readonly role: string
  readonly task: Task
  /** The proposal it is about, or null before there is one. */
  readonly on: number | null
  readonly title: string
  readonly problem: string
  /** Every seat at the table, the supervisor's left out, with what each is for. */
  readonly panel: readonly { readonly role: string; readonly description: string }[]
  /** The definitions of the panel: told to all alike, so that all read the same prefix. The supervisor speaks seldom. */
  readonly agents?: readonly AgentDefinition[]
  /** The log up to the turn's horizon. */
  readonly entries: readonly Entry[]
  /** The fold of exactly these entries. */
  readonly state: State
}

export interface Answer {
  readonly draft: Draft
  /** What it cost, one item a call; failed calls of the same turn included. */
  readonly spend: readonly Spend[]
}

export type MindActivity = 'thinking' | 'writing' | 'retrying'

export interface ThinkOptions {
  readonly signal: AbortSignal
  /** Called whenever what the mind is doing changes; `detail` is one short line, or ''. */
  readonly onActivity?: (activity: MindActivity, detail: string) => void
  /** Told of each call to a model or a program when it is over. */
  readonly onCall?: (call: CallRecord) => void
  /** Whether those records have requests and answers in full. Default false. */
  readonly bodies?: boolean
  /** Asked before each call. Default: without caps. */
  readonly purse?: Purse
}

export interface Mind {
  /** What the log and every view call it: `playbook`, `claude-opus-5-5`, … */
  readonly name: string
  /**
   * Thinks one turn through.
   * @throws SynodError with a SYN_MIND_… code; `spend` of failed calls travels in the error.
   */
  think(turn: Turn, options: ThinkOptions): Promise<Answer>
}
