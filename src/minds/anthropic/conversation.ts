/** A turn as a conversation: the prompt, the answer, and one chance to mend an answer that cannot be used. */
import type { Anthropic } from '@anthropic-ai/sdk'
import { SynodError } from '../../errors.ts'
import type { CallReason } from '../call-record.ts'
import type { Draft } from '../draft.ts'
import type { Turn } from '../mind.ts'
import { type AnswerForm, mending, readAnswer } from './answer.ts'
import { type CallOptions, call, type Heard } from './call.ts'
import { type Compat, DROPPED, type Feature, headersFor, lackIn, without } from './compat.ts'
import { cutShort, nonsense, noRoom, refuseDeadEnds } from './dead-ends.ts'
import { effortOf, withTurnEffort } from './effort.ts'
import { type Manner, type Request, requestOf } from './request.ts'
import { toolsOf } from './tool.ts'

export interface ConverseOptions extends CallOptions {
  readonly compat: Compat
}

/** No model writes more than this in one answer. */
const MOST_TOKENS = 128_000
const MOST_PAUSES = 8

/** @throws SynodError SYN_MIND_…, SYN_CAP_REACHED */
export async function converse(turn: Turn, manner: Manner, options: ConverseOptions): Promise<Draft> {
  const said: Anthropic.MessageParam[] = []
  let maxTokens = manner.maxTokens
  let reason: CallReason = 'first'
  let pauses = 0
  let mended = false
  for (;;) {
    const { heard, sent } = await ask(turn, { ...manner, maxTokens }, said, reason, options)
    refuseDeadEnds(heard, turn, manner.model)
    if (heard.stopReason === 'max_tokens') {
      const larger = Math.min(manner.maxTokens * 2, MOST_TOKENS)
      if (heard.allowed < maxTokens) throw noRoom(turn, manner.model, heard.allowed)
      if (maxTokens >= larger) throw cutShort(turn, manner.model, maxTokens)
      maxTokens = larger
      reason = 'longer'
    } else if (heard.stopReason === 'pause_turn' && pauses < MOST_PAUSES) {
      pauses += 1
      reason = 'continue'
      said.push({ role: 'assistant', content: [...heard.content] })
    } else {
      const form = formOf(sent, options)
      const { draft, issues } = readAnswer(turn.task, heard, { form, shown: () => shownIn(sent) })
      if (draft !== null) return draft
      if (mended) throw nonsense(turn, manner.model, issues)
      mended = true
      reason = 'repair'
      said.push(...mending(heard, issues, form))
    }
  }
}

interface Asked {
  readonly heard: Heard
  readonly sent: Anthropic.MessageStreamParams
}

/** Asks once more for each feature the server turns out to lack. */
async function ask(
  turn: Turn,
  manner: Manner,
  said: readonly Anthropic.MessageParam[],
  why: CallReason,
  options: ConverseOptions,
): Promise<Asked> {
  const { compat, server, onActivity } = options
  for (let reason = why; ; reason = 'retry') {
    const lacked = compat.lacks()
    const request = requestFor(turn, manner, said, lacked)
    const { params: sent } = request
    try {
      const headers = headersFor(sent, lacked)
      return { heard: await call(request, reason, { ...options, server: { ...server, headers } }), sent }
    } catch (error) {
      const lack = error instanceof SynodError ? lackIn(error, sent, lacked, server) : null
      if (lack === null) throw error
      if (compat.drop(lack)) onActivity('retrying', DROPPED[lack])
    }
  }
}

function requestFor(
  turn: Turn,
  { effort: wanted, ...manner }: Manner,
  said: readonly Anthropic.MessageParam[],
  lacked: ReadonlySet<Feature>,
): Request {
  const forAll = lacked.has('turn-effort')
  return requestOf(turn, { ...manner, effort: forAll ? wanted : null }, said, params => {
    const whole = { ...params, tools: [...toolsOf(turn.agent)] }
    return without(forAll ? whole : withTurnEffort(whole, effortOf(turn.task, wanted)), lacked)
  })
}

/** Only Anthropic's own models are known to call the tool they are told to call. */
function formOf({ tools }: Anthropic.MessageStreamParams, { server }: ConverseOptions): AnswerForm {
  if (tools === undefined) return 'json'
  return server.isAnthropic ? 'tool' : 'either'
}

function shownIn({ messages }: Anthropic.MessageStreamParams): readonly string[] {
  const [opening] = messages
  const blocks = typeof opening?.content === 'string' ? [] : (opening?.content ?? [])
  return blocks.flatMap(block => (block.type === 'text' ? [block.text] : []))
}
