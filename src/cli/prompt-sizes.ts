/** How many tokens parts of a prompt have: as the server counts them where there is one that does, else by their bytes. */
import type { Anthropic } from '@anthropic-ai/sdk'
import { countTokens } from '../minds/anthropic/count.ts'
import { readServer, type Server } from '../minds/anthropic/server.ts'
import { APPEND_ENTRY } from '../minds/anthropic/tool.ts'
import type { Io } from './io.ts'
import type { WorkOptions } from './options.ts'

export interface PromptPart {
  /** With the tools in front of it, or null for none. */
  readonly system: string | null
  readonly texts: readonly string[]
}

export interface Sizes {
  /** Tokens, part by part. */
  readonly tokens: readonly number[]
  /** The server's host and port, or null where they are bytes divided by four; `why` then says why. */
  readonly countedBy: string | null
  readonly why: string | null
}

/** All are counted alike, so that they can be compared. */
export async function sizesOf(
  parts: readonly PromptPart[],
  { server, model }: { readonly server: Server | null; readonly model: string },
): Promise<Sizes> {
  const byBytes = (why: string): Sizes => ({ tokens: parts.map(bytesOf), countedBy: null, why })
  const [first, ...rest] = parts
  if (server === null) return byBytes('there is no key and no server to count them')
  if (first === undefined) return byBytes('there is nothing to count')
  // A server that does not count is asked once, not once a part.
  const begun = await countTokens(server, paramsOf(model, first))
  if (begun.tokens === null) return byBytes(begun.why)
  const counted = await Promise.all(
    rest.map(part =>
      part.texts.length === 0 ? { tokens: 0, why: null } : countTokens(server, paramsOf(model, part)),
    ),
  )
  const tokens = [begun.tokens]
  for (const { tokens: each, why } of counted) {
    if (each === null) return byBytes(why)
    tokens.push(each)
  }
  return { tokens, countedBy: server.host, why: null }
}

/** The server that would be asked, or null without a key and an address. */
export function serverOf({ env }: Pick<Io, 'env'>, options: Pick<WorkOptions, 'baseUrl'>): Server | null {
  const apiKey = env['ANTHROPIC_API_KEY']?.trim() || env['ANTHROPIC_AUTH_TOKEN']?.trim() || null
  const baseUrl = options.baseUrl?.trim() || env['ANTHROPIC_BASE_URL']?.trim() || null
  if (apiKey === null && baseUrl === null) return null
  return readServer({ apiKey, ...(baseUrl === null ? {} : { baseUrl }) })
}

/** Tokens of a text, by the rule of thumb. */
export function tokensInBytes(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4)
}

function bytesOf({ system, texts }: PromptPart): number {
  const head = system === null ? '' : `${JSON.stringify(APPEND_ENTRY)}${system}`
  return tokensInBytes([head, ...texts].join('\n'))
}

function paramsOf(model: string, { system, texts }: PromptPart): Anthropic.MessageCountTokensParams {
  return {
    model,
    ...(system === null ? {} : { system, tools: [APPEND_ENTRY] }),
    messages: [{ role: 'user', content: texts.map(text => ({ type: 'text', text })) }],
  }
}
