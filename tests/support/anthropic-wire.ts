/** An answer of the Messages API as it goes over the wire: server-sent events, or one JSON object. */
import type { InputUsage } from './anthropic-cache.ts'

export type ReplyBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string }
  /** What Anthropic's servers do by themselves, and what came of it. */
  | { readonly type: 'server_tool_use'; readonly name: string; readonly input: unknown }
  | { readonly type: 'web_search_tool_result'; readonly content: unknown }
  /** `json` in place of the input: what a server sends that cannot write JSON. */
  | { readonly type: 'tool_use'; readonly name: string; readonly input: unknown; readonly json?: string }

export interface WireMessage {
  readonly id: string
  readonly model: string
  readonly content: readonly ReplyBlock[]
  readonly stopReason: string
  readonly stopDetails: unknown
  readonly input: InputUsage
  readonly outputTokens: number
  /** Searches of the web the server says it has made. */
  readonly webSearches?: number | undefined
  /** How many deltas a text comes in. */
  readonly pieces?: number | undefined
}

export interface WireEvent {
  readonly type: string
  readonly [key: string]: unknown
}

/** How many pieces a model writes a text in, where nobody says. */
const PIECES = 4

export function toEvents(message: WireMessage): readonly WireEvent[] {
  const { stopReason, stopDetails, outputTokens, pieces = PIECES } = message
  return [
    { type: 'message_start', message: { ...envelope(message, 1), content: [], stop_reason: null } },
    { type: 'ping' },
    ...message.content.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: opened(block, message.id, index) },
      ...deltas(block, pieces).map(delta => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: stopReason, stop_sequence: null, stop_details: stopDetails },
      usage: { output_tokens: outputTokens },
    },
    { type: 'message_stop' },
  ]
}

export function toJson(message: WireMessage): WireEvent {
  const content = message.content.map((block, index) => whole(block, message.id, index))
  return { ...envelope(message, message.outputTokens), content }
}

function toolUseId(message: string, index: number): string {
  return `toolu_${message}_${index}`
}

function idOf({ type }: ReplyBlock, message: string, index: number): string {
  return `${type === 'tool_use' ? '' : 'srv'}${toolUseId(message, index)}`
}

function envelope(message: WireMessage, outputTokens: number): WireEvent {
  const { id, model, stopReason, stopDetails, input } = message
  return {
    type: 'message',
    id,
    role: 'assistant',
    model,
    stop_reason: stopReason,
    stop_sequence: null,
    stop_details: stopDetails,
    usage: {
      ...input,
      output_tokens: outputTokens,
      server_tool_use:
        message.webSearches === undefined ? null : { web_search_requests: message.webSearches },
      service_tier: 'standard',
    },
  }
}

function opened(block: ReplyBlock, id: string, index: number): unknown {
  if (block.type === 'text') return { type: 'text', text: '', citations: null }
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' }
  if (block.type === 'web_search_tool_result') return whole(block, id, index)
  return { type: block.type, id: idOf(block, id, index), name: block.name, input: {} }
}

function whole(block: ReplyBlock, id: string, index: number): unknown {
  if (block.type === 'thinking') return { ...block, signature: 'c2lnbmVk' }
  if (block.type === 'text') return { ...block, citations: null }
  // A result stands right behind its call.
  if (block.type === 'web_search_tool_result')
    return { ...block, tool_use_id: `srv${toolUseId(id, index - 1)}` }
  return { type: block.type, id: idOf(block, id, index), name: block.name, input: block.input }
}

function deltas(block: ReplyBlock, count: number): readonly unknown[] {
  if (block.type === 'text') return pieces(block.text, count).map(text => ({ type: 'text_delta', text }))
  if (block.type === 'thinking') {
    return [
      ...pieces(block.thinking, count).map(thinking => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: 'c2lnbmVk' },
    ]
  }
  if (block.type === 'web_search_tool_result') return []
  const json =
    block.type === 'tool_use' && block.json !== undefined ? block.json : JSON.stringify(block.input)
  return ['', ...pieces(json, count)].map(partial_json => ({ type: 'input_json_delta', partial_json }))
}

function pieces(text: string, count: number): readonly string[] {
  const size = Math.max(Math.ceil(text.length / count), 1)
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
}
