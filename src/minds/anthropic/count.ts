/** How many tokens a prompt has, as the server counts them: no model is asked, and nothing is billed. */
import type { Anthropic } from '@anthropic-ai/sdk'
import { connect, type Server } from './server.ts'

/** `tokens` is null where the server does not tell, and `why` then says so in words. */
export type Counted =
  | { readonly tokens: number; readonly why: null }
  | { readonly tokens: null; readonly why: string }

/** Whoever counts waits for a command to print something. */
const PATIENCE_MS = 15_000

export async function countTokens(
  server: Server,
  params: Anthropic.MessageCountTokensParams,
  signal: AbortSignal = AbortSignal.timeout(PATIENCE_MS),
): Promise<Counted> {
  const sdk = await import('@anthropic-ai/sdk')
  try {
    const counted: unknown = await connect(sdk, server, server.fetch).messages.countTokens(params, { signal })
    const tokens = tokensIn(counted)
    return tokens === null ? { tokens, why: `${server.host} does not count tokens` } : { tokens, why: null }
  } catch (error) {
    // The message of the error is left out: it can quote a page, or the key.
    const isCut = error instanceof sdk.APIConnectionError || error instanceof sdk.APIUserAbortError
    const status = error instanceof sdk.APIError ? (error.status ?? null) : null
    return { tokens: null, why: `${server.host} ${isCut ? 'cannot be reached' : refusal(status)}` }
  }
}

/** @param status null for an answer that is none */
function refusal(status: number | null): string {
  if (status === 401 || status === 403) return 'does not accept the key'
  return status === null || status === 404 || status === 405 || status === 501
    ? 'does not count tokens'
    : `does not count them (it answers ${status})`
}

function tokensIn(answer: unknown): number | null {
  if (typeof answer !== 'object' || answer === null || !('input_tokens' in answer)) return null
  const { input_tokens: tokens } = answer
  return Number.isSafeInteger(tokens) && Number(tokens) >= 0 ? Number(tokens) : null
}
