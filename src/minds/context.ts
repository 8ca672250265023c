/**
 * A turn → a prompt. The order is that of a prompt cache: what never changes, then the log, then what is particular to
 * this turn. Each block of the log is made from its entry alone, so the blocks of a prefix are the same bytes for
 * every role, every task and every later turn, until SUPERVISOR sums the log up.
 */

import { entryBlock, problemBlock, renderSummed } from './log-told.ts'
import type { Turn } from './mind.ts'
import { FRAMEWORK } from './prompts.ts'
import { seatsBlock, tellsAll } from './seats-told.ts'
import { renderTurn } from './turn-told.ts'

/** One text of a prompt. The same object for the same text in every turn, so that what is known of it can be kept. */
export interface PromptBlock {
  /** What it is, for people and for the trace: `seats`, `problem`, `#12`. */
  readonly label: string
  readonly text: string
}

export interface Prompt {
  /** The same for every turn of every session. */
  readonly system: string
  /** Who sits at the table, the problem, then one block an entry up to the turn's horizon. */
  readonly blocks: readonly PromptBlock[]
  /** The texts of the blocks. */
  readonly log: readonly string[]
  /** The role, the state and the task. */
  readonly particular: string
}

export interface PromptOptions {
  /**
   * Whether the definitions of the panel are told to everybody, in front of the log, where they are read from a cache;
   * where nothing is cached, or so many sit at the table that this would cost more, a role is told its own. Default false.
   */
  readonly shared?: boolean
}

export function renderPrompt(turn: Turn, { shared = false }: PromptOptions = {}): Prompt {
  const agents = shared ? (turn.agents ?? []) : []
  const blocks = [
    ...(tellsAll(agents) ? [seatsBlock(agents)] : []),
    problemBlock(turn),
    ...renderSummed(turn),
    ...turn.entries.slice(turn.state.summary?.entry ?? 0).map(entryBlock),
  ]
  return {
    system: FRAMEWORK,
    blocks,
    log: blocks.map(({ text }) => text),
    particular: renderTurn(turn, {
      isTold: tellsAll(agents) && agents.some(({ role }) => role === turn.role),
    }),
  }
}
