/** A turn as a conversation: the prompt, the answer, and one chance to mend an answer that cannot be used. */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { Effort } from '../../agents/definition.ts'
import { renderPrompt } from '../context.ts'
import type { Draft } from '../draft.ts'
import type { Turn } from '../mind.ts'
import { mending, readAnswer } from './answer.ts'
import { type CallOptions, call } from './call.ts'
import { cutShort, nonsense, refuseDeadEnds } from './dead-ends.ts'
import { APPEND_ENTRY } from './tool.ts'

export interface Manner {
  readonly model: string
  /** How hard to think; null leaves it to the model. */
  readonly effort: Effort | null
  /** The most an answer may take, thinking included, in tokens. */
  readonly maxTokens: number
}

/** No model writes more than this in one answer. */
const MOST_TOKENS = 128_000
const MOST_PAUSES = 8

/** @throws SynodError SYN_MIND_… */
export async function converse(turn: Turn, manner: Manner, options: CallOptions): Promise<Draft> {
  const opening = request(turn, manner)
  const said: Anthropic.MessageParam[] = []
  let maxTokens = manner.maxTokens
  let pauses = 0
  let mended = false
  for (;;) {
    const messages = [...opening.messages, ...said]
    const heard = await call({ ...opening, messages, max_tokens: maxTokens }, options)
    refuseDeadEnds(heard, turn, manner.model)
    if (heard.stopReason === 'max_tokens') {
      const larger = Math.min(manner.maxTokens * 2, MOST_TOKENS)
      if (maxTokens >= larger) throw cutShort(turn, manner.model, maxTokens)
      maxTokens = larger
    } else if (heard.stopReason === 'pause_turn' && pauses < MOST_PAUSES) {
      pauses += 1
      said.push({ role: 'assistant', content: [...heard.content] })
    } else {
      const { draft, issues } = readAnswer(turn.task, heard)
      if (draft !== null) return draft
      if (mended) throw nonsense(turn, manner.model, issues)
      mended = true
      said.push(...mending(heard, issues))
    }
  }
}

/** tools, system, log, particular: in this order any part from the start can be cached. */
function request(turn: Turn, { model, effort, maxTokens }: Manner): Anthropic.MessageStreamParams {
  const { system, log, particular } = renderPrompt(turn)
  return {
    model,
    max_tokens: maxTokens,
    tools: [APPEND_ENTRY],
    // Models that always think refuse to be forced to a tool: they are told to use it, and asked again if they do not.
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    system: [{ type: 'text', text: system }],
    messages: [{ role: 'user', content: [...log, particular].map(text => ({ type: 'text', text })) }],
    ...(effort === null ? {} : { output_config: { effort } }),
  }
}
