/** The Anthropic Messages API on 127.0.0.1, for tests over the real wire: what it answers is scripted, how is not. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Anthropic } from '@anthropic-ai/sdk'
import { countTokens, PromptCache } from './anthropic-cache.ts'
import { refusalOf } from './anthropic-refusals.ts'
import { type ReplyBlock, toEvents, toJson, type WireMessage } from './anthropic-wire.ts'

export { deliberate } from './deliberate.ts'

type MessagesBody = Anthropic.MessageCreateParams

export interface Reply {
  readonly content?: readonly ReplyBlock[]
  /** Default: `tool_use` when a tool is used, else `end_turn`. */
  readonly stopReason?: string
  readonly stopDetails?: unknown
  /** Default 40. */
  readonly outputTokens?: number
  readonly webSearches?: number
  /** An error in place of a message. */
  readonly error?: {
    readonly status: number
    readonly type?: string
    readonly message?: string
    readonly headers?: Readonly<Record<string, string>>
  }
  /** Any other bytes in place of a message. */
  readonly raw?: { readonly status: number; readonly contentType: string; readonly body: string }
  /** The message in one piece, also where a stream was asked for. */
  readonly whole?: boolean
  /** How many deltas a text comes in. Default 4. */
  readonly pieces?: number
  /** Before the answer begins. */
  readonly delayMs?: number
  /** Before each event but the first. */
  readonly eventDelayMs?: number
  /** How many events are sent before something happens to the stream; default: all of them, and nothing. */
  readonly after?: number
  /** What happens then: the connection is cut, the response ends as if it were whole, or an `error` event comes. */
  readonly ending?: 'cut' | 'end' | { readonly type: string; readonly message: string }
}

export interface ReceivedRequest {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: MessagesBody
  /** Resolves when the exchange is over: `whole`, or `broken` when the client has gone before its end. */
  readonly over: Promise<'whole' | 'broken'>
}

export interface AnthropicServerOptions {
  /** One after the other, or made from each request. */
  readonly replies: readonly Reply[] | ((request: ReceivedRequest) => Reply | Promise<Reply>)
  /** The only key that is accepted. Default: any, or none. */
  readonly apiKey?: string
  /** Default: the current Claude models. */
  readonly models?: readonly string[]
  /** Whether requests are held to Anthropic's own rules. Default true; other servers refuse what `replies` refuses. */
  readonly strict?: boolean
  /** The clock of the prompt cache. */
  readonly now?: () => number
  /** Shorter prompts are not cached. Default 512. */
  readonly leastCachedTokens?: number
}

export interface AnthropicServer extends AsyncDisposable {
  readonly url: string
  /** Every request to `/v1/messages`, those refused included. */
  readonly requests: readonly ReceivedRequest[]
}

const CLAUDE = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-fable-5-2']

export async function startAnthropicServer(options: AnthropicServerOptions): Promise<AnthropicServer> {
  const { replies, now = Date.now, models = CLAUDE, leastCachedTokens = 512 } = options
  const rules = { apiKey: options.apiKey ?? null, models, paused: new Set<string>() }
  const cache = new PromptCache(now, leastCachedTokens)
  const requests: ReceivedRequest[] = []
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      sendError(response, 400, 'invalid_request_error', `The test's reply failed: ${String(error)}`)
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await text(request)
    const refusal = options.strict === false ? null : refusalOf(request.headers, raw, rules)
    const path = request.url ?? ''
    const received = { path, headers: request.headers, body: parse(raw), over: overOf(response) }
    if (path === '/v1/messages/count_tokens')
      return sendJson(response, 200, { input_tokens: countTokens(received.body) })
    if (path !== '/v1/messages') return sendError(response, 404, 'not_found_error', `no such path: ${path}`)
    requests.push(received)
    if (refusal !== null) return sendError(response, refusal.status, refusal.type, refusal.message)
    const reply = typeof replies === 'function' ? await replies(received) : replies[requests.length - 1]
    if (reply === undefined)
      return sendError(
        response,
        400,
        'invalid_request_error',
        `no reply is scripted for call ${requests.length}`,
      )
    await wait(reply.delayMs ?? 0)
    if (reply.raw !== undefined)
      return send(response, reply.raw.status, reply.raw.contentType, reply.raw.body)
    if (reply.error !== undefined) {
      const { status, type = 'api_error', message = 'scripted', headers = {} } = reply.error
      return sendError(response, status, type, message, headers)
    }
    const message = messageOf(reply, received.body, `msg_${requests.length}`)
    if (message.stopReason === 'pause_turn') rules.paused.add(JSON.stringify(toJson(message)['content']))
    if (received.body.stream !== true || reply.whole === true) return sendJson(response, 200, toJson(message))
    await sendStream(response, message, reply)
  }

  function messageOf(reply: Reply, body: MessagesBody, id: string): WireMessage {
    const { content = [], stopReason, stopDetails = null, outputTokens = 40, webSearches } = reply
    const natural = content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn'
    const input = cache.account(body)
    const { model } = body
    const { pieces } = reply
    return {
      id,
      model,
      content,
      stopReason: stopReason ?? natural,
      stopDetails,
      input,
      outputTokens,
      pieces,
      webSearches,
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The reply of a model that uses its tool. */
export function entry(input: Readonly<Record<string, unknown>>, reply: Reply = {}): Reply {
  return { content: [{ type: 'tool_use', name: 'append_entry', input }], ...reply }
}

export function prose(text: string, reply: Reply = {}): Reply {
  return { content: [{ type: 'text', text }], ...reply }
}

export function failing(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  const type = status === 529 ? 'overloaded_error' : status === 429 ? 'rate_limit_error' : 'api_error'
  return { error: { status, type, headers } }
}

async function sendStream(response: ServerResponse, message: WireMessage, reply: Reply): Promise<void> {
  const { after = Number.POSITIVE_INFINITY, ending = 'cut', eventDelayMs = 0 } = reply
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': `req_${message.id}` })
  response.flushHeaders()
  const events = toEvents(message)
  for (const [at, event] of events.slice(0, after).entries()) {
    if (at > 0 && eventDelayMs > 0) await wait(eventDelayMs)
    if (response.destroyed) return
    await written(response, `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  }
  if (after < events.length && ending === 'cut') return void response.destroy()
  if (after < events.length && typeof ending === 'object')
    await written(response, `event: error\ndata: ${JSON.stringify({ type: 'error', error: ending })}\n\n`)
  response.end()
}

/** Waits until it is on its way: a cut must not swallow what was sent before it. */
function written(response: ServerResponse, chunk: string): Promise<void> {
  return new Promise(resolve => {
    response.write(chunk, () => resolve())
  })
}

function sendError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = { type: 'error', error: { type, message }, request_id: 'req_scripted' }
  send(response, status, 'application/json', JSON.stringify(body), {
    'request-id': 'req_scripted',
    ...headers,
  })
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', JSON.stringify(body))
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': contentType, ...headers }).end(body)
}

function overOf(response: ServerResponse): Promise<'whole' | 'broken'> {
  return new Promise(resolve => {
    response.once('close', () => resolve(response.writableFinished ? 'whole' : 'broken'))
  })
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** A body that is no JSON was refused before anyone looks at it. */
function parse(raw: string): MessagesBody {
  try {
    return JSON.parse(raw)
  } catch {
    return { model: '', max_tokens: 0, messages: [] }
  }
}
