/**
 * What other servers send → what the SDK can read: the names of events and the counts of tokens where they are left
 * out, and one whole message where a stream was asked for. Nothing is made up that could pass for an answer.
 */

/** Longer answers no model gives. */
const MOST_CHARACTERS = 8_000_000

/** A stream of bytes → another, piece by piece. Null where there is nothing to pass on yet. */
export interface Mapping {
  map(chunk: Uint8Array): Uint8Array | null
  end(): Uint8Array | null
}

/** One whole message as the stream it was asked for; any other answer as it is. */
export async function asStream(response: Response): Promise<Response> {
  const type = response.headers.get('content-type') ?? ''
  if (!/json/i.test(type)) return response
  const text = await textOf(response)
  const events = eventsOf(parse(text))
  if (events === null) return again(response, text, type)
  return again(response, events.map(written).join(''), 'text/event-stream')
}

async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    refuseEndless(text)
  }
  return text + decoder.decode()
}

/** A server that never ends a line, or a message, must not fill the memory with it. */
function refuseEndless(text: string): void {
  if (text.length > MOST_CHARACTERS)
    throw new Error(`the answer is longer than ${MOST_CHARACTERS} characters without an end`)
}

type Json = Readonly<Record<string, unknown>>

function again({ status, statusText, headers }: Response, body: string, type: string): Response {
  const kept = new Headers(headers)
  kept.set('content-type', type)
  return new Response(body, { status, statusText, headers: kept })
}

/** A whole message as the events it would have come in; null when it is none. */
function eventsOf(message: Json | null): readonly Json[] | null {
  if (message?.['type'] === 'error') return [message]
  const { content, stop_reason = null, stop_sequence = null, stop_details = null } = message ?? {}
  if (message === null || !Array.isArray(content)) return null
  const blocks: readonly unknown[] = content
  const opened = { ...message, type: 'message', content: [], stop_reason: null }
  return [
    completed({ type: 'message_start', message: opened }),
    ...blocks.filter(isJson).flatMap(eventsOfBlock),
    completed({
      type: 'message_delta',
      delta: { stop_reason, stop_sequence, stop_details },
      usage: message['usage'],
    }),
    { type: 'message_stop' },
  ]
}

function eventsOfBlock(block: Json, index: number): readonly Json[] {
  // Whatever else a block has, it has from its start; of a call the SDK reads the deltas alone.
  const call = block['type'] === 'tool_use'
  const input = JSON.stringify(block['input'] ?? {})
  return [
    { type: 'content_block_start', index, content_block: call ? { ...block, input: {} } : block },
    ...(call
      ? [{ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: input } }]
      : []),
    { type: 'content_block_stop', index },
  ]
}

/** What the SDK takes for granted in an event; a server that counts nothing has used nothing it could charge for. */
function completed(event: Json): Json {
  const { message, delta, usage } = event
  if (event['type'] === 'message_start' && isJson(message))
    return {
      ...event,
      message: { ...message, content: message['content'] ?? [], usage: message['usage'] ?? {} },
    }
  if (event['type'] === 'message_delta') return { ...event, delta: delta ?? {}, usage: usage ?? {} }
  return event
}

/** Puts into a stream of events what the SDK needs of each. */
export function completing(): Mapping {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let rest = ''
  return {
    map(chunk) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      refuseEndless(rest)
      const told = lines.map(named).join('')
      return told === '' ? null : encoder.encode(told)
    },
    end() {
      // Half a line is half an event: it goes on as it is, and is found to be broken there.
      return rest === '' ? null : encoder.encode(rest)
    },
  }
}

/** Each event is one line of data, in all servers there are: what else stands there says nothing more. */
function named(line: string): string {
  const data = /^data: ?(.*?)\r?$/.exec(line)?.[1]
  if (data === undefined || data === '[DONE]') return ''
  const event = parse(data)
  return event === null ? `event: broken\ndata: ${data}\n\n` : written(completed(event))
}

function written(event: Json): string {
  return `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`
}

function parse(text: string): Json | null {
  try {
    const read: unknown = JSON.parse(text)
    return isJson(read) ? read : null
  } catch {
    return null
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
