/** What the trace is told of one call, put together while it goes on. */
import type { Anthropic } from '@anthropic-ai/sdk'
import type { Spend } from '../../protocol/state.ts'
import type { CallReason, CallRecord } from '../call-record.ts'
import type { TokenUsage } from '../models.ts'
import type { CallOptions, Heard } from './call.ts'
import type { Failure } from './failure.ts'
import type { Redact } from './redact.ts'
import type { Request } from './request.ts'

export interface Recording {
  /** It goes out: what it has waited for before is no time of the server's. Told again when it is sent again. */
  sent(): void
  /** The first of the answer has come. */
  begun(): void
  ended(
    outcome: Heard | Failure,
    usage: TokenUsage | null,
    spend: Spend | null,
    params: Anthropic.MessageStreamParams,
    redact: Redact,
  ): void
}

type Sent = Pick<Request, 'prefixes' | 'hash' | 'bytes'> & {
  readonly reason: CallReason
  readonly model: string
}

export function recordOf(
  { reason, model, prefixes, hash, bytes }: Sent,
  { turn, server, signal, onCall, bodies = false, now = Date.now }: CallOptions,
): Recording {
  let at = now()
  let isSent = false
  let firstTokenMs: number | null = null
  return {
    sent() {
      if (!isSent) at = now()
      isSent = true
    },
    begun() {
      firstTokenMs ??= now() - at
    },
    ended(outcome, usage, spend, params, redact) {
      if (onCall === undefined) return
      const failed = 'error' in outcome ? outcome.error : null
      const { role, task, on } = turn
      const record: CallRecord = {
        role,
        task,
        on,
        reason,
        mind: 'anthropic',
        server: server.host,
        model,
        at,
        firstTokenMs,
        ms: now() - at,
        request: hash,
        bytes,
        prefixes,
        usage,
        usd: spend?.usd ?? 0,
        outcome: failed === null ? 'answered' : signal.aborted ? 'stopped' : 'failed',
        stopReason: 'error' in outcome ? null : outcome.stopReason,
        error: failed === null ? null : { code: failed.code, message: redact(failed.message) },
        body: bodies ? hidden({ request: params, answer: answerIn(outcome) }, redact) : null,
      }
      onCall(record)
    },
  }
}

function answerIn(outcome: Heard | Failure): unknown {
  return 'error' in outcome ? null : { stop_reason: outcome.stopReason, content: outcome.content }
}

/** A key that somebody has pasted into a problem is in the log; here it need not be too. */
function hidden(body: NonNullable<CallRecord['body']>, redact: Redact): NonNullable<CallRecord['body']> {
  return JSON.parse(redact(JSON.stringify(body)))
}
