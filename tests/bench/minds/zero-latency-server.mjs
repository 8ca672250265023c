// The Messages API without a model: answers at once, with as little work as can be, so that what is measured is the client.
// Prints its address. A request that has a <turn> in it gets an entry, any other a text of the same length.
import { createServer } from 'node:http'

const [rounds = '5'] = process.argv.slice(2)
const WORDS = 'limit bucket retry header client token window burst quota region store clock'.split(' ')
let count = 0

/** About 150 tokens that no other answer has. */
function words() {
  count += 1
  const text = Array.from({ length: 100 }, (_, at) => WORDS[(at * 7 + count * (at + 3)) % WORDS.length])
  return `${count} ${text.join(' ')}`
}

function entryFor(tail) {
  const [, role, task, on] =
    /<turn role=\\?"([^"\\]+)\\?" task=\\?"([^"\\]+)\\?"(?: on=\\?"#(\d+)\\?")?>/.exec(tail)
  const revision = Number(/Live proposal: #\d+ by \S+, revision (\d+)/.exec(tail)?.[1] ?? 0)
  const open = [...tail.matchAll(/\\n- ([a-z0-9-]+), owner /g)].map(([, id]) => id)
  const own = /\\nYours: ([a-z0-9-, ]+)\./.exec(tail)?.[1]?.split(', ') ?? []
  const base = {
    content: words(),
    verdict: null,
    evidence: null,
    concerns: [],
    resolves: [],
    withdraws: [],
    asks: [],
  }
  if (task === 'revise') return { ...base, resolves: open.map(id => ({ id, how: 'a number' })) }
  if (task !== 'review') return base
  if (role === 'SECURITY' && revision < Number(rounds))
    return {
      ...base,
      verdict: 'OBJECT',
      withdraws: own,
      concerns: [{ id: `limit-${revision}`, reason: `no limit in #${on}` }],
    }
  return { ...base, verdict: 'AGREE', evidence: 'read it' }
}

function contentFor(body) {
  // The turn stands last: whatever came before need not be looked at.
  const tail = body.subarray(Math.max(0, body.length - 40_000)).toString('utf8')
  const at = tail.lastIndexOf('<turn role=')
  if (at < 0) return { type: 'text', text: words() }
  return { type: 'tool_use', id: `toolu_${count}`, name: 'append_entry', input: entryFor(tail.slice(at)) }
}

function usage(body) {
  return {
    input_tokens: Math.ceil(body.length / 4),
    output_tokens: 1,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
  }
}

function stream(response, body, model) {
  const { type, input, text, ...block } = contentFor(body)
  const json = type === 'text' ? text : JSON.stringify(input)
  const size = Math.ceil(json.length / 4)
  const delta = piece =>
    type === 'text' ? { type: 'text_delta', text: piece } : { type: 'input_json_delta', partial_json: piece }
  const events = [
    {
      type: 'message_start',
      message: {
        id: `msg_${count}`,
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: usage(body),
      },
    },
    {
      type: 'content_block_start',
      index: 0,
      content_block: type === 'text' ? { type, text: '' } : { type, ...block, input: {} },
    },
    ...[0, 1, 2, 3].map(at => ({
      type: 'content_block_delta',
      index: 0,
      delta: delta(json.slice(at * size, (at + 1) * size)),
    })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: type === 'text' ? 'end_turn' : 'tool_use', stop_sequence: null },
      usage: { output_tokens: 150 },
    },
    { type: 'message_stop' },
  ]
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.end(events.map(event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
}

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', chunk => chunks.push(chunk))
  request.on('end', () => stream(response, Buffer.concat(chunks), 'claude-haiku-5-5'))
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`))
process.stdin.resume().on('end', () => process.exit())
