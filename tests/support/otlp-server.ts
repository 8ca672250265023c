/** A collector of spans on 127.0.0.1 that keeps what is posted to it. JSON is read whole; of protobuf, the texts. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface OtlpPost {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface OtlpSpan {
  readonly name: string
  readonly kind: number
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly status: { readonly code?: number; readonly message?: string }
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface OtlpServer extends AsyncDisposable {
  readonly url: string
  readonly posts: readonly OtlpPost[]
  /** Of all posts, which were JSON. */
  spans(): readonly OtlpSpan[]
  resource(): Readonly<Record<string, unknown>>
}

/** @param status of every answer; null for none at all */
export async function startOtlpServer(status: number | null = 200): Promise<OtlpServer> {
  const posts: OtlpPost[] = []
  const server = createServer(async (request, response) => {
    posts.push({ path: request.url ?? '', headers: request.headers, body: await buffer(request) })
    if (status !== null) response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const resourceSpans = () =>
    posts.flatMap(({ body }) => JSON.parse(body.toString()).resourceSpans as WireResource[])
  return {
    url: `http://127.0.0.1:${port}`,
    posts,
    spans: () =>
      resourceSpans().flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) =>
          spans.map(span => ({ ...span, attributes: attributesOf(span.attributes) })),
        ),
      ),
    resource: () => attributesOf(resourceSpans()[0]?.resource.attributes ?? []),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface WireResource {
  readonly resource: { readonly attributes: readonly WireAttribute[] }
  readonly scopeSpans: readonly {
    readonly spans: readonly (OtlpSpan & { readonly attributes: readonly WireAttribute[] })[]
  }[]
}

interface WireAttribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

function attributesOf(attributes: readonly WireAttribute[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]))
}

function plain(value: Readonly<Record<string, unknown>>): unknown {
  const [[kind, inner] = []] = Object.entries(value)
  if (kind !== 'arrayValue') return inner
  return (inner as { values: readonly Readonly<Record<string, unknown>>[] }).values.map(plain)
}
