/** A turn → a request: tools, system, log, particular, in this order; marked so that any part from the start is cached. */
import { createHash, type Hash } from 'node:crypto'
import type { Anthropic } from '@anthropic-ai/sdk'
import type { Effort } from '../../agents/definition.ts'
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
  const places = logBreakpoints(prompt.blocks.length)
  // Nobody reads on from where the last turn of a session, or of a part that is summed up, has come to.
  const marks = LAST.includes(turn.task) ? places.slice(0, -1) : places
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

function text(text: string, ttl: CacheTtl | null): Anthropic.TextBlockParam {
  const mark = ttl === null ? {} : { cache_control: { type: 'ephemeral' as const, ...longer(ttl) } }
  return { type: 'text', text, ...mark }
}

/** Five minutes are what nothing said means, also to servers that know no other. */
function longer(ttl: CacheTtl): { readonly ttl?: '1h' } {
  return ttl === '1h' ? { ttl } : {}
}

interface Digest {
  readonly hash: Buffer
  readonly bytes: number
}

/** Hashing a long log anew in each turn would cost more than all the rest of the engine's work. */
const digests = new WeakMap<PromptBlock, Digest>()

function digestOf(block: PromptBlock): Digest {
  const known = digests.get(block)
  if (known !== undefined) return known
  const digest = { hash: sha256(block.text).digest(), bytes: Buffer.byteLength(block.text) }
  digests.set(block, digest)
  return digest
}

/** Hashes of the hashes of the blocks, and at the end one of everything. */
function hashesOf(
  { model, tools, tool_choice, output_config, system }: Omit<Anthropic.MessageStreamParams, 'messages'>,
  { blocks, particular }: Prompt,
  marks: readonly number[],
  rest: readonly Anthropic.MessageParam[],
): Pick<Request, 'prefixes' | 'hash' | 'bytes'> {
  const first = JSON.stringify([model, tools, system])
  const hash = sha256(first)
  let bytes = Buffer.byteLength(first)
  const prefixes = [{ upTo: 'system', hash: hash.copy().digest('hex'), bytes }]
  // A changed choice of tools or effort of thinking leaves tools and system as they were cached, and no message.
  hash.update(JSON.stringify([tool_choice, output_config]))
  for (const [place, block] of blocks.entries()) {
    const digest = digestOf(block)
    hash.update(digest.hash)
    bytes += digest.bytes
    if (marks.includes(place)) prefixes.push({ upTo: block.label, hash: hash.copy().digest('hex'), bytes })
  }
  const last = `${particular}${rest.length === 0 ? '' : JSON.stringify(rest)}`
  return {
    prefixes: first.includes('"cache_control"') ? prefixes : [],
    hash: hash.update(last).digest('hex'),
    bytes: bytes + Buffer.byteLength(last),
  }
}

function sha256(text: string): Hash {
  return createHash('sha256').update(text)
}
