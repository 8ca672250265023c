/**
 * How hard to think in which task. A changed effort at the top of a request would drop everything that is cached; as a
 * message behind the prompt it changes nothing that stands before it, so roles and tasks may differ in it.
 * @see https://platform.claude.com/docs/en/build-with-claude/effort-per-message
 */
import type { Anthropic } from '@anthropic-ai/sdk'
import { EFFORTS, type Effort } from '../../agents/definition.ts'
import type { Task } from '../../protocol/state.ts'

/** What the log has decided already and only has to be put into words, and how hard when nobody has said. */
const LIGHT: Partial<Record<Task, Effort>> = {
  frame: 'medium',
  summarise: 'medium',
  confirm: 'low',
  answer: 'low',
  decide: 'low',
}

/** One step less than wanted where there is little to find out; null leaves it to the model. */
export function effortOf(task: Task, wanted: Effort | null): Effort | null {
  const byDefault = LIGHT[task]
  if (byDefault === undefined) return wanted
  return wanted === null ? byDefault : (EFFORTS[EFFORTS.indexOf(wanted) - 1] ?? wanted)
}

interface EffortMessage extends Anthropic.SystemMessageParam {
  readonly output_config: { readonly effort: Effort }
}

/** Right behind the prompt, where it counts for the answer to it and for all that follows. */
export function withTurnEffort(
  params: Anthropic.MessageStreamParams,
  effort: Effort | null,
): Anthropic.MessageStreamParams {
  const { output_config: _, messages, ...rest } = params
  const message: EffortMessage[] =
    effort === null ? [] : [{ role: 'system', content: [], output_config: { effort } }]
  const [opening, ...later] = messages
  return { ...rest, messages: [...(opening === undefined ? [] : [opening]), ...message, ...later] }
}
