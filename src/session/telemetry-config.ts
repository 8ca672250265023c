/** What the standard variables of OpenTelemetry say about spans. Empty ones count as not set, as everywhere there. */

const PROTOCOLS = ['http/protobuf', 'http/json'] as const

export interface TelemetryConfig {
  /** Where spans are posted to. */
  readonly url: string
  readonly protocol: (typeof PROTOCOLS)[number]
  readonly headers: Readonly<Record<string, string>>
  /** What the process is: `service.name` and what else was said. */
  readonly resource: Readonly<Record<string, string>>
  /** Milliseconds a request may take, its repetitions included. */
  readonly timeout: number
  /** Files, for https. */
  readonly tls: {
    readonly ca: string | null
    readonly cert: string | null
    readonly key: string | null
  }
}

export type Env = Readonly<Record<string, string | undefined>>

/** So that the last request ends within the three seconds the end of a session may take. */
const LONGEST_TIMEOUT = 2_500
const SERVICE = 'synod'

/** Null where no spans are asked for; a string says why those that are asked for cannot be sent. */
export function readTelemetry(env: Env): TelemetryConfig | string | null {
  const own = (name: string) => said(env, `OTEL_EXPORTER_OTLP_TRACES_${name}`)
  const shared = (name: string) => said(env, `OTEL_EXPORTER_OTLP_${name}`)
  const either = (name: string) => own(name) ?? shared(name)
  const written = either('ENDPOINT')
  const exporters = said(env, 'OTEL_TRACES_EXPORTER') ?? 'otlp'
  if (written === null || isTrue(env['OTEL_SDK_DISABLED']) || exporters === 'none') return null
  if (!exporters.split(',').some(name => name.trim() === 'otlp')) {
    return `OTEL_TRACES_EXPORTER=${exporters} is not supported: otlp is`
  }
  const wanted = either('PROTOCOL') ?? PROTOCOLS[0]
  const protocol = PROTOCOLS.find(name => name === wanted)
  if (protocol === undefined) {
    return `OTEL_EXPORTER_OTLP_PROTOCOL=${wanted} is not supported: ${PROTOCOLS.join(' and ')} are`
  }
  const url = URL.canParse(written) ? new URL(written) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    // It may have a password in it, and so is not repeated.
    return 'OTEL_EXPORTER_OTLP_ENDPOINT is no http or https URL: expected one such as http://localhost:4318'
  }
  if (own('ENDPOINT') === null) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`
  const timeout = Number(either('TIMEOUT') ?? LONGEST_TIMEOUT)
  const service = said(env, 'OTEL_SERVICE_NAME')
  return {
    url: url.href,
    protocol,
    headers: { ...pairs(shared('HEADERS')), ...pairs(own('HEADERS')) },
    resource: {
      'service.name': SERVICE,
      ...pairs(said(env, 'OTEL_RESOURCE_ATTRIBUTES')),
      ...(service === null ? {} : { 'service.name': service }),
    },
    timeout: timeout > 0 ? Math.min(timeout, LONGEST_TIMEOUT) : LONGEST_TIMEOUT,
    tls: { ca: either('CERTIFICATE'), cert: either('CLIENT_CERTIFICATE'), key: either('CLIENT_KEY') },
  }
}

function said(env: Env, name: string): string | null {
  const value = env[name]?.trim() ?? ''
  return value === '' ? null : value
}

function isTrue(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === 'true'
}

/** `key=value,key=value`, percent-encoded. What is no pair is left out. */
function pairs(text: string | null): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const item of (text ?? '').split(',')) {
    const at = item.indexOf('=')
    if (at > 0) found[decoded(item.slice(0, at))] = decoded(item.slice(at + 1))
  }
  return found
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.trim())
  } catch {
    // A stray per cent sign: then it was not encoded.
    return text.trim()
  }
}
