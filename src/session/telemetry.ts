/**
 * Spans of a session for whoever collects them, where the environment names an OTLP endpoint. The libraries are loaded
 * then and not before, and whatever goes wrong with them or the endpoint is told once: the session goes on.
 */
import type { Span } from '@opentelemetry/api'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Notice } from '../log/entry.ts'
import { systemCode } from '../minds/anthropic/redact.ts'
import type { CallRecord } from '../minds/call-record.ts'
import type { WorkerEvent } from '../workers/events.ts'
import { type Env, readTelemetry, type TelemetryConfig } from './telemetry-config.ts'
import { callSpan, providerOf, sessionSpan, turnSpan } from './telemetry-spans.ts'

export interface Telemetry {
  onCall(call: CallRecord): void
  onWorker(event: WorkerEvent): void
  /** Ends all spans and sends what is left, in 3 seconds at most. @param failure the code of what made it fail, or null */
  end(failure: string | null): Promise<void>
}

export interface TelemetryOptions {
  /** The session's id: what spans of several processes have in common. */
  readonly session: string
  /** Told at most once: `telemetry-lost`. */
  readonly onNotice: (notice: Notice) => void
}

const LONGEST_END = 3_000
const SILENT: Telemetry = { onCall() {}, onWorker() {}, end: async () => {} }

/** Never throws; without an endpoint, or where none can be used, it does nothing. */
export async function startTelemetry(env: Env, options: TelemetryOptions): Promise<Telemetry> {
  const lost = tellOnce(options.onNotice)
  const config = readTelemetry(env)
  if (config === null) return SILENT
  if (typeof config === 'string') {
    lost(config)
    return SILENT
  }
  try {
    return await begin(config, options.session, lost)
  } catch (error) {
    lost(`OpenTelemetry could not be started: ${wordsOf(error)}`)
    return SILENT
  }
}

async function begin(
  config: TelemetryConfig,
  session: string,
  lost: (why: string) => void,
): Promise<Telemetry> {
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = await import('@opentelemetry/api')
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace')
  const { resourceFromAttributes } = await import('@opentelemetry/resources')
  const { createExporter } = await import('./telemetry-exporter.ts')
  const { exporter, close } = await createExporter(config)
  const { host } = new URL(config.url)
  const told = telling(exporter, error => lost(`spans could not be sent to ${host}: ${wordsOf(error)}`))
  const provider = new TracerProvider({
    resource: resourceFromAttributes(config.resource),
    spanProcessors: [new BatchSpanProcessor({ exporter: told, exportTimeoutMillis: LONGEST_END })],
  })
  const tracer = provider.getTracer('synod')
  const { name, attributes } = sessionSpan(session)
  const root = tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes }, ROOT_CONTEXT)
  const under = (span: Span) => trace.setSpan(ROOT_CONTEXT, span)
  const turns = new Map<string, Span>()

  return {
    onCall: call => carefully(() => onCall(call)),
    onWorker: event => carefully(() => onWorker(event)),
    end,
  }

  /** Whoever thinks must not fail because somebody counts. */
  function carefully(count: () => void): void {
    try {
      count()
    } catch (error) {
      lost(wordsOf(error))
    }
  }

  function onCall(call: CallRecord): void {
    const turn = turns.get(call.role)
    // Only now it is known who was asked.
    turn?.setAttributes({
      'gen_ai.provider.name': providerOf(call),
      ...(call.model === '' ? {} : { 'gen_ai.request.model': call.model }),
    })
    const { name, attributes } = callSpan(session, call)
    const options = { kind: SpanKind.CLIENT, attributes, startTime: call.at }
    const span = tracer.startSpan(name, options, under(turn ?? root))
    if (call.outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR })
    span.end(call.at + call.ms)
  }

  function onWorker(event: WorkerEvent): void {
    const { role, state, at } = event
    if (state === 'thinking' || state === 'writing' || state === 'retrying') {
      if (turns.has(role)) return
      const { name, attributes } = turnSpan(session, event)
      const options = { kind: SpanKind.INTERNAL, attributes, startTime: at }
      turns.set(role, tracer.startSpan(name, options, under(root)))
    } else {
      endSpan(turns.get(role), state === 'failed' ? (event.error?.code ?? '_OTHER') : null, at)
      turns.delete(role)
    }
  }

  function endSpan(span: Span | undefined, failure: string | null, at?: number): void {
    if (failure !== null) {
      span?.setAttribute('error.type', failure)
      span?.setStatus({ code: SpanStatusCode.ERROR })
    }
    span?.end(at)
  }

  async function end(failure: string | null): Promise<void> {
    for (const turn of turns.values()) endSpan(turn, null)
    endSpan(root, failure)
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<void>(resolve => {
      timer = setTimeout(() => {
        lost(`spans could not be sent to ${host}: it has not answered in ${LONGEST_END / 1000} s`)
        resolve()
      }, LONGEST_END)
    })
    // What fails here was told by the exporter.
    await Promise.race([provider.shutdown().catch(() => undefined), tooLong])
    clearTimeout(timer)
    close()
  }
}

/** The processor swallows what went wrong. */
function telling(exporter: SpanExporter, onLost: (error: unknown) => void): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans, result => {
        if (result.code !== 0) onLost(result.error)
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  }
}

function tellOnce(onNotice: TelemetryOptions['onNotice']): (why: string) => void {
  let told = false
  return why => {
    if (told) return
    told = true
    const message = `OpenTelemetry: ${why}; the session goes on without`
    onNotice({ code: 'telemetry-lost', line: 0, entry: null, message })
  }
}

function wordsOf(error: unknown): string {
  const status = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof status === 'number') return `HTTP ${status}`
  const words = error instanceof Error ? error.message : String(error)
  return systemCode(error) ?? words.slice(0, 200)
}
