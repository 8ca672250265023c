/** One turn over the wire: a server that answers as scripted, a real mind that asks it, and all that could be seen. */

import { SynodError } from '../../src/errors.ts'
import { type AnthropicMindOptions, anthropicMind } from '../../src/minds/anthropic/mind.ts'
import type { Answer, Turn } from '../../src/minds/mind.ts'
import {
  type AnthropicServerOptions,
  entry,
  type ReceivedRequest,
  type Reply,
  startAnthropicServer,
} from './anthropic-server.ts'
import { turnOf } from './turn-of.ts'

export interface Asked {
  /** Null when it failed. */
  readonly answer: Answer | null
  /** Null when it did not. */
  readonly error: SynodError | null
  readonly requests: readonly ReceivedRequest[]
  /** What the mind said it was doing: `retrying 529, again in 1 s`. */
  readonly told: readonly string[]
  /** How long it waited before each new try of its own, in milliseconds. */
  readonly slept: readonly number[]
}

export const KEY = 'sk-ant-test-0123456789-abcdefghijkl'

/** A review that every rule accepts, as the tool's schema has it. */
export const GOOD_INPUT = {
  content: 'It holds.',
  judgement: {
    verdict: 'AGREE',
    evidence: 'read #5 against my checklist',
    condition: null,
    withdraws: [],
  },
  resolves: [],
  asks: [],
} as const
export const GOOD: Reply = entry(GOOD_INPUT)

export interface AskOptions {
  readonly mind?: Partial<AnthropicMindOptions>
  readonly server?: Partial<AnthropicServerOptions>
  readonly turn?: Turn
  readonly signal?: AbortSignal
  readonly onActivity?: (activity: string) => void
}

export async function ask(
  replies: AnthropicServerOptions['replies'],
  { mind: changed, server: served, turn = turnOf(), signal, onActivity }: AskOptions = {},
): Promise<Asked> {
  await using server = await startAnthropicServer({ replies, apiKey: KEY, ...served })
  const slept: number[] = []
  const told: string[] = []
  let answer: Answer | null = null
  let error: SynodError | null = null
  try {
    const mind = anthropicMind({
      model: 'claude-sonnet-5-5',
      apiKey: KEY,
      baseUrl: server.url,
      isAnthropic: true,
      retries: 2,
      sleep: async ms => void slept.push(ms),
      random: () => 0,
      ...changed,
    })
    answer = await mind.think(turn, {
      signal: signal ?? new AbortController().signal,
      onActivity: (activity, detail) => {
        told.push(`${activity} ${detail}`.trim())
        onActivity?.(activity)
      },
    })
  } catch (thrown) {
    if (!(thrown instanceof SynodError)) throw thrown
    error = thrown
  }
  return { answer, error, requests: server.requests, told, slept }
}
