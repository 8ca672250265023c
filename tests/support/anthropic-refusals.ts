/** What the real Messages API would answer with an error, version 2026-10-21. Found out from its documentation. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Anthropic } from '@anthropic-ai/sdk'

export interface Refusal {
  readonly status: number
  readonly type: string
  readonly message: string
}

export interface RefusalRules {
  /** Null accepts any key, and none. */
  readonly apiKey: string | null
  readonly models: readonly string[]
  /** Contents of turns this server has paused: they alone may stand last. */
  readonly paused: ReadonlySet<string>
}

const KNOWN = [
  'model max_tokens messages system tools tool_choice stream stop_sequences metadata thinking output_config',
  'cache_control service_tier container context_management mcp_servers diagnostics speed inference_geo',
].flatMap(line => line.split(' '))
const UNSUPPORTED_IN_STRICT = [
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
]
const MOST_STRICT_TOOLS = 20
/** Properties that are not required, over all strict tools. */
const MOST_OPTIONAL = 24
/** Parameters with anyOf or a list of types, over all strict tools. */
const MOST_UNIONS = 16
export const EFFORT_BETA = 'mid-conversation-output-config-2026-07-01'
const ALWAYS_THINKING = /^claude-(?:opus-5-5|sonnet-5-5|fable-5-[12])$/

export function refusalOf(headers: IncomingHttpHeaders, raw: string, rules: RefusalRules): Refusal | null {
  const key = headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /i, '')
  if (rules.apiKey !== null && key !== rules.apiKey) {
    return { status: 401, type: 'authentication_error', message: 'invalid bearer token' }
  }
  if (headers['anthropic-version'] !== '2026-10-21') return invalid('anthropic-version: header is required')
  let body: Anthropic.MessageCreateParams
  try {
    body = JSON.parse(raw)
  } catch {
    return invalid('The request body is not valid JSON')
  }
  const wrong = wrongIn(body, rules) ?? wrongInEffort(body, String(headers['anthropic-beta'] ?? ''))
  if (wrong !== null) return invalid(wrong)
  return rules.models.includes(body.model)
    ? null
    : { status: 404, type: 'not_found_error', message: `model: ${body.model}` }
}

function invalid(message: string): Refusal {
  return { status: 400, type: 'invalid_request_error', message }
}

function wrongIn(body: Anthropic.MessageCreateParams, { paused }: RefusalRules): string | null {
  const { model, tools = [], tool_choice: choice, thinking, system = [], messages } = body
  const strange = Object.keys(body).find(name => !KNOWN.includes(name))
  if (strange !== undefined) return `${strange}: Extra inputs are not permitted`
  if (typeof model !== 'string') return 'model: Field required'
  if (!Number.isInteger(body.max_tokens) || body.max_tokens < 1) return 'max_tokens: Field required'
  if (!Array.isArray(messages) || messages.length === 0) return 'messages: at least one message is required'
  if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role'
  const last = messages.at(-1)
  if (last?.role === 'assistant' && !paused.has(JSON.stringify(last.content))) {
    return 'This model does not support assistant message prefill. The conversation must end with a user message.'
  }
  if (ALWAYS_THINKING.test(model) && (choice?.type === 'tool' || choice?.type === 'any')) {
    return `tool_choice: "${choice.type}" is not supported for this model`
  }
  if (ALWAYS_THINKING.test(model) && (thinking?.type === 'enabled' || thinking?.type === 'disabled')) {
    return `"thinking.type.${thinking.type}" is not supported for this model`
  }
  const blocks = [
    ...(typeof system === 'string' ? [] : system),
    ...messages.flatMap(({ content }) => (typeof content === 'string' ? [] : [...content])),
  ]
  if (blocks.some(block => block.type === 'text' && block.text === ''))
    return 'messages: text content blocks must be non-empty'
  if (messages.some(({ role, content }) => role !== 'system' && content.length === 0))
    return 'messages: content must be non-empty'
  if ([...tools, ...blocks].filter(block => 'cache_control' in block && block.cache_control).length > 4)
    return 'A maximum of 4 blocks with cache_control may be provided'
  return wrongInToolUse(messages) ?? wrongInStrictTools(tools)
}

/** An effort for the answers that follow stands behind what they answer, with nothing in it, and is a beta. */
function wrongInEffort({ messages }: Anthropic.MessageCreateParams, beta: string): string | null {
  for (const [place, message] of messages.entries()) {
    if (message.role !== 'system') continue
    if (!('output_config' in message)) return `messages.${place}: a system message must have content`
    if (!beta.split(',').includes(EFFORT_BETA))
      return `messages.${place}.output_config: Extra inputs are not permitted`
    if (message.content.length > 0) return `messages.${place}.content: must be empty`
    if (messages[place - 1]?.role !== 'user') return `messages.${place}.role: system must follow a user turn`
  }
  return null
}

/** Every tool_use is answered by a tool_result at the start of the next message, and by nothing else. */
function wrongInToolUse(messages: readonly Anthropic.MessageParam[]): string | null {
  let asked: readonly string[] = []
  for (const { content } of messages) {
    const blocks = typeof content === 'string' ? [] : [...content]
    const given = blocks.flatMap(block => (block.type === 'tool_result' ? [block.tool_use_id] : []))
    const missing = asked.find(id => !given.includes(id))
    if (missing !== undefined) return `tool_use ids were found without tool_result blocks: ${missing}`
    const stray = given.find(id => !asked.includes(id))
    if (stray !== undefined) return `unexpected tool_use_id found in tool_result blocks: ${stray}`
    asked = blocks.flatMap(block => (block.type === 'tool_use' ? [block.id] : []))
  }
  return null
}

function wrongInStrictTools(tools: readonly Anthropic.ToolUnion[]): string | null {
  for (const tool of tools) {
    if (!('input_schema' in tool) || tool.strict !== true) continue
    const wrong = wrongInSchema(tool.input_schema)
    if (wrong !== null) return `tools.${tool.name}: ${wrong}`
  }
  const strict = tools.filter(tool => 'strict' in tool && tool.strict === true)
  if (strict.length > MOST_STRICT_TOOLS) return `tools: too many strict tools (${strict.length})`
  const sums = sumsOf(strict.map(tool => ('input_schema' in tool ? tool.input_schema : null)))
  if (sums.optional > MOST_OPTIONAL) return `tools: too many optional parameters (${sums.optional})`
  if (sums.unions > MOST_UNIONS) return `tools: too many parameters with union types (${sums.unions})`
  return null
}

interface Sums {
  readonly optional: number
  readonly unions: number
}

function sumsOf(schema: unknown): Sums {
  if (typeof schema !== 'object' || schema === null) return { optional: 0, unions: 0 }
  const { properties, required, anyOf, type } = schema as Readonly<Record<string, unknown>>
  const names = Object.keys(properties ?? {})
  const missing = names.filter(name => !(Array.isArray(required) && required.includes(name))).length
  const parts = Object.values(schema).map(sumsOf)
  return {
    optional: parts.reduce((sum, { optional }) => sum + optional, Array.isArray(schema) ? 0 : missing),
    unions: parts.reduce(
      (sum, { unions }) => sum + unions,
      Array.isArray(anyOf) || Array.isArray(type) ? 1 : 0,
    ),
  }
}

function wrongInSchema(schema: unknown): string | null {
  if (Array.isArray(schema)) return first(schema.map(wrongInSchema))
  if (typeof schema !== 'object' || schema === null) return null
  const keys = new Map(Object.entries(schema))
  const unsupported = UNSUPPORTED_IN_STRICT.find(name => keys.has(name))
  if (unsupported !== undefined) return `for strict tools, property '${unsupported}' is not supported`
  if (![undefined, 0, 1].includes(keys.get('minItems') as number | undefined))
    return "for strict tools, 'minItems' may be 0 or 1"
  if (keys.get('type') === 'object') {
    if (keys.get('additionalProperties') !== false) return "'additionalProperties' must be false"
    const names = Object.keys((keys.get('properties') as object | undefined) ?? {})
    return first(names.map(name => wrongInSchema((keys.get('properties') as Record<string, unknown>)[name])))
  }
  return first([wrongInSchema(keys.get('items')), wrongInSchema(keys.get('anyOf'))])
}

function first(found: readonly (string | null)[]): string | null {
  return found.find(one => one !== null) ?? null
}
