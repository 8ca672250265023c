/** A call → its line in the trace. The shape is public (docs/cli.md): fields are added to it, none is ever changed. */
import { Buffer } from 'node:buffer'
import type { CallOutcome, CallRecord, PromptPrefix } from '../../minds/call-record.ts'
import type { TokenUsage } from '../../minds/models.ts'

export interface TraceLine {
  readonly schema: 1
  /** When the call was sent: ISO 8601 in UTC, with milliseconds. */
  readonly time: string
  readonly role: string
  readonly task: string
  readonly on: number | null
  readonly reason: string
  readonly mind: string
  readonly server: string
  readonly model: string
  readonly request: string
  readonly bytes: number
  readonly prefixes: readonly PromptPrefix[]
  readonly firstTokenMs: number | null
  readonly ms: number
  readonly usage: TokenUsage | null
  readonly usd: number
  readonly outcome: CallOutcome
  readonly stopReason: string | null
  readonly error: { readonly code: string; readonly message: string } | null
  /** Only with `--trace full`. What was too long is a `CutBody`. */
  readonly body?: { readonly request?: unknown; readonly answer?: unknown } | undefined
}

/** The beginning of a request or an answer that was too long. */
interface CutBody {
  /** UTF-8 bytes of the whole of it, as JSON. */
  readonly cut: number
  /** The first mebibyte of that JSON. */
  readonly text: string
}

/** Without bodies a line stays below 64 KiB with all of these at their most, every character escaped. */
const LONGEST_NAME = 200
const LONGEST_MESSAGE = 4_000
const MOST_PREFIXES = 12
const LONGEST_BODY = 1024 * 1024

/** One line without its end, with whatever `redact` knows as a secret taken out of it. */
export function writeLine(call: CallRecord, redact: (json: string) => string): string {
  const { role, task, on, reason, mind, server, model, at, firstTokenMs, ms, request, bytes } = call
  const { usage, usd, outcome, stopReason, error, body } = call
  const line: TraceLine = {
    schema: 1,
    time: new Date(at).toISOString(),
    role,
    task,
    on,
    reason,
    mind: short(mind),
    server: short(server),
    model: short(model),
    request: short(request),
    bytes,
    prefixes: call.prefixes.slice(-MOST_PREFIXES).map(prefix => ({
      upTo: short(prefix.upTo),
      hash: short(prefix.hash),
      bytes: prefix.bytes,
    })),
    firstTokenMs,
    ms,
    usage,
    usd,
    outcome,
    stopReason: stopReason === null ? null : short(stopReason),
    error:
      error === null ? null : { code: short(error.code), message: short(error.message, LONGEST_MESSAGE) },
    ...(body === null
      ? {}
      : { body: { request: bounded(body.request, redact), answer: bounded(body.answer, redact) } }),
  }
  return redact(JSON.stringify(line))
}

function short(text: string, most: number = LONGEST_NAME): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}

/** Secrets are taken out before anything is cut: half a key is one, too. */
function bounded(value: unknown, redact: (json: string) => string): unknown {
  const json = JSON.stringify(value)
  if (json === undefined) return null
  if (Buffer.byteLength(json) <= LONGEST_BODY) return value
  const bytes = Buffer.from(redact(json))
  const cut: CutBody = { cut: bytes.length, text: bytes.subarray(0, LONGEST_BODY).toString() }
  return cut
}
