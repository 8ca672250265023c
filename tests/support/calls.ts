/** Calls as minds tell them. */
import type { CallRecord } from '../../src/minds/call-record.ts'
import type { TracedCall } from '../../src/views/trace-report.ts'

export const FIRST_CALL: number = Date.parse('2026-11-21T04:10:12.000Z')

/** BACKEND's review of #5 by the cheapest model: 900 tokens of input, of which 600 were cached. */
export function callOf(change: Partial<CallRecord> = {}): CallRecord {
  return {
    role: 'BACKEND',
    task: 'review',
    on: 5,
    reason: 'first',
    mind: 'anthropic',
    server: 'api.anthropic.com:443',
    model: 'claude-haiku-5-5',
    at: FIRST_CALL,
    firstTokenMs: 800,
    ms: 4_200,
    request: 'ab'.repeat(32),
    bytes: 12_345,
    prefixes: [
      { upTo: 'system', hash: '5e'.repeat(32), bytes: 8_000 },
      { upTo: '#4', hash: '04'.repeat(32), bytes: 11_000 },
    ],
    usage: { input: 100, cacheRead: 600, cacheWrite5m: 150, cacheWrite1h: 50, output: 40 },
    usd: 0.0123,
    outcome: 'answered',
    stopReason: 'tool_use',
    error: null,
    body: null,
    ...change,
  }
}

/** The same as `synod trace` shows it. */
export function tracedCall(change: Partial<TracedCall> = {}): TracedCall {
  const { at, body: _, ...call } = callOf()
  return { schema: 1, time: new Date(at).toISOString(), entry: 6, priced: true, ...call, ...change }
}
