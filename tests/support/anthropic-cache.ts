/**
 * How the Messages API accounts for cached prompts: a breakpoint caches everything up to its block, in the order tools,
 * system, messages. A later request that has the same bytes up to a cached place reads them from there. Each breakpoint
 * looks back over twenty blocks for such a place. Tokens are counted as bytes divided by four.
 */
import { createHash } from 'node:crypto'
import type { Anthropic } from '@anthropic-ai/sdk'

export interface InputUsage {
  readonly input_tokens: number
  readonly cache_read_input_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_creation: {
    readonly ephemeral_5m_input_tokens: number
    readonly ephemeral_1h_input_tokens: number
  }
}

interface Block {
  /** Hash of everything up to and with this block. */
  readonly prefix: string
  /** Tokens up to and with this block. */
  readonly tokens: number
  readonly ttl: '5m' | '1h' | null
}

const LOOK_BACK = 20
const TTL_MS = { '5m': 300_000, '1h': 3_600_000 } as const

export class PromptCache {
  readonly #now: () => number
  readonly #leastTokens: number
  /** When what is cached under a prefix is forgotten. */
  readonly #until = new Map<string, { until: number; ttl: '5m' | '1h' }>()

  constructor(now: () => number, leastTokens: number) {
    this.#now = now
    this.#leastTokens = leastTokens
  }

  account(body: Anthropic.MessageCreateParams): InputUsage {
    const blocks = blocksOf(body)
    const total = blocks.at(-1)?.tokens ?? 0
    const marks = blocks.flatMap(({ ttl, tokens }, index) =>
      ttl !== null && tokens >= this.#leastTokens ? [{ index, ttl, tokens }] : [],
    )
    const hit = this.#longestHit(
      blocks,
      marks.map(({ index }) => index),
    )
    const read = hit === null ? 0 : (blocks[hit]?.tokens ?? 0)
    const written = { '5m': 0, '1h': 0 }
    let upTo = read
    for (const { index, ttl, tokens } of marks) {
      if (tokens > upTo) {
        written[ttl] += tokens - upTo
        upTo = tokens
      }
      this.#until.set(blocks[index]?.prefix ?? '', { until: this.#now() + TTL_MS[ttl], ttl })
    }
    return {
      input_tokens: total - upTo,
      cache_read_input_tokens: read,
      cache_creation_input_tokens: written['5m'] + written['1h'],
      cache_creation: {
        ephemeral_5m_input_tokens: written['5m'],
        ephemeral_1h_input_tokens: written['1h'],
      },
    }
  }

  #longestHit(blocks: readonly Block[], marks: readonly number[]): number | null {
    for (const mark of [...marks].reverse()) {
      for (let at = mark; at >= 0 && at > mark - LOOK_BACK; at -= 1) {
        const known = this.#until.get(blocks[at]?.prefix ?? '')
        if (known === undefined || known.until <= this.#now()) continue
        known.until = this.#now() + TTL_MS[known.ttl]
        return at
      }
    }
    return null
  }
}

export function countTokens(body: Anthropic.MessageCreateParams): number {
  return blocksOf(body).at(-1)?.tokens ?? 0
}

/**
 * A changed choice of tools or way of thinking leaves tools and system in the cache, and no message. A changed effort
 * at the top changes what is rendered from the start; one in a message stands where that message does.
 */
function blocksOf({
  model,
  tools = [],
  tool_choice,
  thinking,
  output_config,
  system = [],
  messages,
  cache_control,
}: Anthropic.MessageCreateParams) {
  const before = [...tools, ...(typeof system === 'string' ? [{ type: 'text', text: system }] : system)]
  const parts = [
    ...before,
    ...messages.flatMap(({ content, ...message }) =>
      blocksIn(content).map(block => ({ ...block, ...message })),
    ),
  ]
  const hash = createHash('sha256').update(JSON.stringify([model, output_config?.effort ?? null]))
  let tokens = 0
  return parts.map((part, index): Block => {
    if (index === before.length) hash.update(JSON.stringify([tool_choice ?? null, thinking ?? null]))
    const { cache_control: own, ...rest } = part as { cache_control?: Anthropic.CacheControlEphemeral | null }
    const mark = own ?? (index === parts.length - 1 ? cache_control : null)
    const bytes = JSON.stringify(rest)
    hash.update(bytes).update('\0')
    tokens += Math.ceil(bytes.length / 4)
    return { prefix: hash.copy().digest('hex'), tokens, ttl: mark ? (mark.ttl ?? '5m') : null }
  })
}

/** A message without content still says something: a new effort, from there on. */
function blocksIn(content: Anthropic.MessageParam['content']): readonly object[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return content.length === 0 ? [{ type: 'none' }] : content
}
