/** Answers that came through whole and still lead nowhere. */
import { SynodError } from '../../errors.ts'
import type { Task } from '../../protocol/state.ts'
import type { Turn } from '../mind.ts'
import type { Heard } from './call.ts'
import { SHORTER, tooLong } from './failure.ts'

const LONGEST_LIST = 500

/** @throws SynodError SYN_MIND_REFUSED, SYN_MIND_REJECTED */
export function refuseDeadEnds({ stopReason, stopDetails }: Heard, turn: Turn, model: string): void {
  if (stopReason === 'refusal') {
    const category = stopDetails?.category ?? null
    throw new SynodError(
      'SYN_MIND_REFUSED',
      `${model} refused ${what(turn)}${category === null ? '' : ` (${category})`}: say what the design is for in the problem, or choose another model with --model`,
      { details: { model, category } },
    )
  }
  if (stopReason === 'model_context_window_exceeded') {
    throw new SynodError('SYN_MIND_REJECTED', `${tooLong(model)}: ${SHORTER}`, { details: { model } })
  }
}

export function cutShort(turn: Turn, model: string, maxTokens: number): SynodError {
  return new SynodError(
    'SYN_MIND_NONSENSE',
    `${model} did not come to an end with ${what(turn)} within ${maxTokens} tokens: choose a lower --effort or another --model`,
    { details: { model, maxTokens } },
  )
}

/** A cap left less room than the answer took: more of the same would cost as much and end the same. */
export function noRoom(turn: Turn, model: string, allowed: number): SynodError {
  return new SynodError(
    'SYN_CAP_REACHED',
    `${model} did not come to an end with ${what(turn)} within the ${allowed} tokens that the cap leaves: raise --max-cost or --max-tokens to go on`,
    { details: { model, maxTokens: allowed } },
  )
}

export function nonsense(turn: Turn, model: string, issues: readonly string[]): SynodError {
  return new SynodError(
    'SYN_MIND_NONSENSE',
    `${model} twice gave no usable entry for ${what(turn)} (${issues.join('; ').slice(0, LONGEST_LIST)}): go on with synod resume, or choose another model with --model`,
    { details: { model, issues } },
  )
}

/** `BACKEND's review of #6` */
function what({ role, task, on }: Turn): string {
  return `${role}'s ${NOUN[task]}${on === null ? '' : ` of #${on}`}`
}

const NOUN: Readonly<Record<Task, string>> = {
  frame: 'framework',
  analyse: 'analysis',
  propose: 'proposal',
  review: 'review',
  confirm: 'confirmation',
  revise: 'revision',
  mediate: 'mediation',
  reconsider: 'reconsideration',
  rule: 'ruling',
  answer: 'answer',
  summarise: 'summary',
  implement: 'implementation',
  decide: 'record',
}
