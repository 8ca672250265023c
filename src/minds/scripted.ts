/** A mind that says what a test has written for it, and says so when it is asked for more or for less. */
import { setTimeout as wait } from 'node:timers/promises'
import { SynodError } from '../errors.ts'
import type { Spend, Task } from '../protocol/state.ts'
import type { Draft } from './draft.ts'
import type { Mind, Turn } from './mind.ts'
import { withSpend } from './paid-error.ts'
import { readDraft } from './read-draft.ts'

/** A draft with what has no place in its task left out. */
type ScriptedDraft = Partial<Draft> & Pick<Draft, 'content'>

export interface ScriptStep {
  readonly role: string
  readonly task: Task
  readonly draft: ScriptedDraft | ((turn: Turn) => ScriptedDraft) | { readonly throws: SynodError }
  /** What the turn is to cost. Default: nothing. */
  readonly spend?: readonly Spend[]
  /** How long to think, in milliseconds. Default: not at all. */
  readonly delayMs?: number
}

export interface ScriptedMind extends Mind {
  /** @throws SynodError SYN_MIND_SCRIPT naming the steps that nobody has asked for */
  assertDone(): void
}

/** Steps are taken in order for each role and task: several roles think at the same time. */
export function scriptedMind(script: readonly ScriptStep[]): ScriptedMind {
  let left = script
  return {
    name: 'scripted',
    async think(turn, { signal, onActivity = () => {} }) {
      const step = left.find(({ role, task }) => role === turn.role && task === turn.task)
      if (step === undefined) throw unexpected(turn)
      left = left.filter(other => other !== step)
      onActivity('thinking', '')
      await pause(step.delayMs ?? 0, signal)
      const { spend = [] } = step
      if ('throws' in step.draft)
        throw spend.length === 0 ? step.draft.throws : withSpend(step.draft.throws, spend)
      onActivity('writing', '')
      const { draft, issues } = readDraft(
        turn.task,
        typeof step.draft === 'function' ? step.draft(turn) : step.draft,
      )
      if (draft === null) {
        throw new SynodError(
          'SYN_MIND_NONSENSE',
          `The script's draft for ${turn.role} to ${turn.task} is none: ${issues.join('; ')}`,
          { details: { spend } },
        )
      }
      return { draft, spend }
    },
    assertDone() {
      if (left.length === 0) return
      throw new SynodError(
        'SYN_MIND_SCRIPT',
        `The script has steps that nobody asked for: ${left.map(({ role, task }) => `${role} ${task}`).join(', ')}`,
      )
    },
  }
}

function unexpected({ role, task, on }: Turn): SynodError {
  return new SynodError(
    'SYN_MIND_SCRIPT',
    `The script has no step left for ${role} to ${task}${on === null ? '' : ` on #${on}`}: add one, or see why it was asked`,
  )
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    signal.throwIfAborted()
    if (ms > 0) await wait(ms, undefined, { signal })
  } catch (cause) {
    throw new SynodError('SYN_MIND_CUT', 'The scripted turn was stopped before it had answered', {
      cause,
      details: { spend: [] },
    })
  }
}
