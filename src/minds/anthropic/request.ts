/** A turn → a request: tools, system, log, particular, in this order; marked so that any part from the start is cached. */
import { createHash, type Hash } from 'node:crypto'
import type { Anthropic } from '@anthropic-ai/sdk'
import type { Effort } from '../../agents/definition.ts'
import { liveProposal } from '../../protocol/proposals.ts'
import type { Task } from '../../protocol/state.ts'
import type { PromptPrefix } from '../call-record.ts'
import { type Prompt, type PromptBlock, renderPrompt } from '../context.ts'
import type { Turn } from '../mind.ts'
import { type CacheTtl, logBreakpoints, ttlFor } from './breakpoints.ts'
import { APPEND_ENTRY } from './tool.ts'

export interface Manner {
  readonly model: string
  /** How hard to think; null leaves it to the model. */
  readonly effort: Effort | null
  /** The most an answer may take, thinking included, in tokens. */
  readonly maxTokens: number
}

export interface Request {
  readonly params: Anthropic.MessageStreamParams
  /** What can be shared with other calls, the shortest first; empty where nothing is cached. */
  readonly prefixes: readonly PromptPrefix[]
  /** SHA-256 of all of it, in hexadecimal. */
  readonly hash: string
  /** UTF-8 bytes of its texts. */
  readonly bytes: number
}

/**
 * @param said what has been said in this turn since
 * @param fitted the same parameters without what the server lacks, and with what the role may use besides
 */
export function requestOf(
  turn: Turn,
  { model, effort, maxTokens }: Manner,
  said: readonly Anthropic.MessageParam[] = [],
  fitted: (params: Anthropic.MessageStreamParams) => Anthropic.MessageStreamParams = params => params,
): Request {
  const prompt = renderPrompt(turn, { shared: true })
  const ttl = ttlFor(turn.entries)
  const marks = marksOf(turn, prompt)
  const blocks = prompt.blocks.map((block, place) => text(block.text, marks.includes(place) ? ttl : null))
  const { messages, ...params } = fitted({
    model,
    max_tokens: maxTokens,
    tools: [APPEND_ENTRY],
    // Models that always think refuse to be forced to a tool: they are told to use it, and asked again if they do not.
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    system: [text(prompt.system, ttl)],
    messages: [{ role: 'user', content: [...blocks, text(prompt.particular, null)] }],
    ...(effort === null ? {} : { output_config: { effort } }),
  })
  return {
    params: { ...params, messages: [...messages, ...said] },
    ...hashesOf(params, prompt, marks, [...messages.slice(1), ...said]),
  }
}

const LAST: readonly Task[] = ['decide', 'summarise']

/**
 * Nobody reads on from where the last turn of a session, or of a part that is summed up, has come to: it reads what the
 * reviewers have written up to the live text, and writes nothing.
 */
function marksOf({ task, state }: Turn, { blocks }: Prompt): readonly number[] {
  const marks = logBreakpoints(blocks.length)
  const live = blocks.findIndex(({ label }) => label === `#${liveProposal(state)?.entry}`)
  return LAST.includes(task) && live >= 0 ? [...new Set([...marks.slice(0, -1), live])] : marks
}

function text(text: string, ttl: CacheTtl | null): Anthropic.TextBlockParam {
  const mark = ttl === null ? {} : { cache_control: { type: 'ephemeral' as const, ...longer(ttl) } }
  return { type: 'text', text, ...mark }
}

/** Five minutes are what nothing said means, also to servers that know no other. */
function longer(ttl: CacheTtl): { readonly ttl?: '1h' } {
  return ttl === '1h' ? { ttl } : {}
}

/** Everything up to and with a block. */
interface Chained {
  /** What came before it. */
  readonly after: string
  readonly hash: string
  readonly bytes: number
}

/** Hashing a long log anew in each turn would cost more than all the rest of the engine's work. */
const chained = new WeakMap<PromptBlock, Chained>()

function chain(after: string, block: PromptBlock): Chained {
  const known = chained.get(block)
  if (known?.after === after) return known
  const hash = sha256(after).update(block.text).digest('hex')
  const next = { after, hash, bytes: Buffer.byteLength(block.text) }
  chained.set(block, next)
  return next
}

/** Each hash is made of the one before it and of one block; the last one of everything. */
function hashesOf(
  { model, tools, tool_choice, output_config, system }: Omit<Anthropic.MessageStreamParams, 'messages'>,
  { blocks, particular }: Prompt,
  marks: readonly number[],
  rest: readonly Anthropic.MessageParam[],
): Pick<Request, 'prefixes' | 'hash' | 'bytes'> {
  const first = JSON.stringify([model, tools, system])
  const begun = sha256(first).digest('hex')
  let bytes = Buffer.byteLength(first)
  const prefixes = [{ upTo: 'system', hash: begun, bytes }]
  // A changed choice of tools or effort of thinking leaves tools and system as they were cached, and no message.
  let hash = sha256(begun)
    .update(JSON.stringify([tool_choice, output_config]))
    .digest('hex')
  for (const [place, block] of blocks.entries()) {
    const next = chain(hash, block)
    hash = next.hash
    bytes += next.bytes
    if (marks.includes(place)) prefixes.push({ upTo: block.label, hash, bytes })
  }
  const last = `${particular}${rest.length === 0 ? '' : JSON.stringify(rest)}`
  return {
    prefixes: first.includes('"cache_control"') ? prefixes : [],
    hash: sha256(hash).update(last).digest('hex'),
    bytes: bytes + Buffer.byteLength(last),
  }
}

function sha256(text: string): Hash {
  return createHash('sha256').update(text)
}
