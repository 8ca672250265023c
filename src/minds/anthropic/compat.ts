/**
 * What a server can do of what a request may ask for. Whoever says no to one thing is asked again without exactly that
 * thing, and not asked for it any more. Nothing is dropped that the server has not named.
 */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { SynodError } from '../../errors.ts'
import { JSON_ANSWER } from '../json-answer.ts'
import type { Server } from './server.ts'
import { TOOL_NAME } from './tool.ts'

/** From the particular to the general: a message that names several means the first of them. */
export const FEATURES = [
  'version',
  'turn-effort',
  'cache',
  'web-tools',
  'tool-choice',
  'strict',
  'effort',
  'thinking',
  'tools',
] as const
export type Feature = (typeof FEATURES)[number]

/** What is known of one model on one server; shared by all turns that ask it. */
export interface Compat {
  /** What it is known to lack, as of now. */
  lacks(): ReadonlySet<Feature>
  /** @returns whether that is news */
  drop(feature: Feature): boolean
}

/** Anthropic's own API has everything until it says otherwise; the others are not asked for what only that one has. */
export function createCompat({ isAnthropic }: Pick<Server, 'isAnthropic'>): Compat {
  let lacking: ReadonlySet<Feature> = new Set(isAnthropic ? [] : ['turn-effort', 'web-tools'])
  return {
    lacks: () => lacking,
    drop(feature) {
      const isNews = !lacking.has(feature)
      lacking = new Set([...lacking, feature])
      return isNews
    },
  }
}

/** `without strict tools`, as it is told */
export const DROPPED: Readonly<Record<Feature, string>> = {
  version: 'with an older version of the API',
  'turn-effort': 'with one effort for all turns',
  cache: 'without prompt caching',
  'web-tools': 'without web search',
  'tool-choice': 'without a choice of tools',
  strict: 'without strict tools',
  effort: 'without effort',
  thinking: 'without thinking',
  tools: 'without tools',
}

const NAMED: Readonly<Record<Feature, RegExp>> = {
  version: /anthropic-version/i,
  'turn-effort':
    /anthropic-beta|mid-conversation|messages\.\d+\.(?:role|content|output_config)|role.{0,30}system/i,
  cache: /cache[_ -]?control|prompt cach/i,
  'web-tools': /web[_ ](?:search|fetch)/i,
  'tool-choice': /tool_choice|parallel_tool/i,
  strict: /\bstrict\b|grammar|schema|anyOf|minItems/i,
  effort: /output_config|\beffort\b|reasoning_effort/i,
  thinking: /\bthinking\b/i,
  tools: /\btools?\b|function.?call/i,
}
/** What of it a request has: what was not asked for cannot be what was refused. */
const SENT: Readonly<Record<Feature, (params: Anthropic.MessageStreamParams) => boolean>> = {
  version: () => true,
  'turn-effort': ({ messages }) => messages.some(isEffort),
  cache: () => true,
  'web-tools': ({ tools = [] }) => !tools.every(isOwn),
  'tool-choice': params => params.tool_choice !== undefined,
  strict: ({ tools = [] }) => tools.some(tool => 'strict' in tool),
  effort: params => params.output_config !== undefined,
  thinking: params => params.thinking !== undefined,
  tools: params => params.tools !== undefined,
}
/** What Anthropic's models and plans differ in; whatever else it refuses is wrong, and not missing. */
const OF_ANTHROPIC: readonly Feature[] = ['turn-effort', 'web-tools', 'strict']
/** It says so when something is not to be had; when a value is wrong it says something else. */
const NOT_HAD =
  /not (?:supported|permitted|available|allowed|enabled)|unsupported|unexpected value|too complex|too many/i
/** Neither names a feature, whatever words they use. */
const OTHERWISE = /too long|context (?:window|length|size)|maximum context|credit balance|billing/i
const REFUSING: readonly unknown[] = [400, 404, 422, 500, 501]

/**
 * The feature for want of which a call was refused, or null.
 * @param lacked what that call was already made without
 */
export function lackIn(
  error: SynodError,
  sent: Anthropic.MessageStreamParams,
  lacked: ReadonlySet<Feature>,
  { isAnthropic }: Pick<Server, 'isAnthropic'>,
): Feature | null {
  const { status, type } = error.details
  // The message has our own advice in it; its cause is what the server has said.
  const said = error.cause instanceof Error ? error.cause.message : ''
  const isRefusal = status === null ? type === 'invalid_request_error' : REFUSING.includes(status)
  if (!isRefusal || OTHERWISE.test(said)) return null
  // Most often it is the model that is not there, whatever its name is made of.
  if (status === 404 && !/support/i.test(said)) return null
  const isSent = (feature: Feature) => !lacked.has(feature) && SENT[feature](sent)
  const isMeant = (feature: Feature) => isSent(feature) && NAMED[feature].test(said)
  const found = FEATURES.find(isMeant) ?? null
  if (!isAnthropic || (found !== null && OF_ANTHROPIC.includes(found) && NOT_HAD.test(said))) return found
  // In beta, and in words that may change: whatever was wrong, once it is asked again without.
  return isSent('turn-effort') ? 'turn-effort' : null
}

const EFFORT_BETA = 'mid-conversation-output-config-2026-07-01'
/** What servers speak that do not know the current one. */
const OLD_VERSION = '2023-06-01'

export function headersFor(
  { messages }: Anthropic.MessageStreamParams,
  lacked: ReadonlySet<Feature>,
): Readonly<Record<string, string>> {
  return {
    ...(lacked.has('version') ? { 'anthropic-version': OLD_VERSION } : {}),
    ...(messages.some(isEffort) ? { 'anthropic-beta': EFFORT_BETA } : {}),
  }
}

/** The same request without what its server lacks. */
export function without(
  params: Anthropic.MessageStreamParams,
  lacked: ReadonlySet<Feature>,
): Anthropic.MessageStreamParams {
  const {
    tools = [],
    tool_choice,
    output_config,
    thinking,
    ...rest
  } = lacked.has('cache') ? uncached(params) : params
  const kept = tools
    .filter(tool => !lacked.has('web-tools') || isOwn(tool))
    .map(tool => (lacked.has('strict') ? loose(tool) : tool))
  const hasTools = !lacked.has('tools') && kept.length > 0
  return {
    ...rest,
    ...(hasTools ? { tools: kept } : {}),
    ...(hasTools && tool_choice !== undefined && !lacked.has('tool-choice') ? { tool_choice } : {}),
    ...(output_config !== undefined && !lacked.has('effort') ? { output_config } : {}),
    ...(thinking !== undefined && !lacked.has('thinking') ? { thinking } : {}),
    ...(hasTools ? {} : { messages: askingForJson(rest.messages) }),
  }
}

function isEffort(message: Anthropic.MessageParam): boolean {
  return 'output_config' in message
}

function isOwn(tool: Anthropic.ToolUnion): boolean {
  return 'name' in tool && tool.name === TOOL_NAME
}

function loose(tool: Anthropic.ToolUnion): Anthropic.ToolUnion {
  if (!('strict' in tool)) return tool
  const { strict: _, ...rest } = tool
  return rest
}

/** In the words that stand last in the prompt: whoever cannot call a tool writes what it would be called with. */
function askingForJson(messages: readonly Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const [opening, ...later] = messages
  if (opening === undefined || typeof opening.content === 'string') return [...messages]
  const content = [...opening.content, { type: 'text' as const, text: JSON_ANSWER }]
  return [{ role: 'user', content }, ...later]
}

function uncached(params: Anthropic.MessageStreamParams): Anthropic.MessageStreamParams {
  const bare = JSON.stringify(params, (name, value: unknown) =>
    name === 'cache_control' ? undefined : value,
  )
  return JSON.parse(bare)
}
