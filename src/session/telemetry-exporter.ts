/** The exporter of OpenTelemetry in the protocol that is wanted, with connections that can be ended. */
import { readFileSync } from 'node:fs'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { TelemetryConfig } from './telemetry-config.ts'

export interface Exporter {
  readonly exporter: SpanExporter
  /** Ends its connections: a server that does not answer must not keep the program from ending. */
  close(): void
}

/** @throws Error when a certificate cannot be read */
export async function createExporter({
  url,
  protocol,
  headers,
  timeout,
  tls,
}: TelemetryConfig): Promise<Exporter> {
  const agent = url.startsWith('https:')
    ? new HttpsAgent({
        keepAlive: true,
        // Unlike that of a request, this limit holds for connecting as well.
        timeout,
        ...read('ca', tls.ca),
        ...read('cert', tls.cert),
        ...read('key', tls.key),
      })
    : new HttpAgent({ keepAlive: true, timeout })
  const options = { url, headers: { ...headers }, timeoutMillis: timeout, httpAgentOptions: () => agent }
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto')
  return { exporter: new OTLPTraceExporter(options), close: () => agent.destroy() }
}

function read(name: 'ca' | 'cert' | 'key', path: string | null): Partial<Record<typeof name, Buffer>> {
  return path === null ? {} : { [name]: readFileSync(path) }
}
