/** The test server is held to what the real one is documented to do: a test can be no better than what it runs on. */
import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import { EFFORT_BETA } from './anthropic-refusals.ts'
import { type AnthropicServerOptions, prose, startAnthropicServer } from './anthropic-server.ts'

const LONG = 'x'.repeat(8_000)
const QUESTION = {
  model: 'claude-sonnet-5-5',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Well?' }],
}

async function withServer<T>(
  options: Partial<AnthropicServerOptions>,
  run: (client: Anthropic, url: string) => Promise<T>,
): Promise<T> {
  await using server = await startAnthropicServer({ replies: () => prose('Yes.'), ...options })
  return await run(new Anthropic({ baseURL: server.url, apiKey: 'any', maxRetries: 0 }), server.url)
}

describe('the test server', () => {
  it('answers in one piece or as a stream, the same', async () => {
    const content = [
      { type: 'thinking', thinking: 'Hm. Is it?' },
      { type: 'text', text: 'Yes, it is.' },
      { type: 'tool_use', name: 'append_entry', input: { content: 'Ä "quoted" one\n' } },
    ] as const
    const [whole, streamed] = await withServer({ replies: () => ({ content }) }, async client => [
      await client.messages.create(QUESTION),
      await client.messages.stream(QUESTION).finalMessage(),
    ])
    const shown = (message: Anthropic.Message | undefined) =>
      JSON.stringify(message?.content).replaceAll(/msg_\d+/g, 'msg')
    expect(shown(streamed)).toBe(shown(whole))
    expect(streamed?.usage).toMatchObject({ output_tokens: 40, input_tokens: whole?.usage.input_tokens })
    expect(streamed?.stop_reason).toBe('tool_use')
  })

  it.each<[string, object]>([
    ['temperature', { temperature: 1 }],
    ['top_p', { top_p: 0.5 }],
    ['top_k', { top_k: 5 }],
    ['max_tokens', { max_tokens: undefined }],
    ['tool_choice', { tool_choice: { type: 'any' } }],
    ['thinking', { thinking: { type: 'disabled' } }],
    ['non-empty', { messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] }],
    ['prefill', { messages: [...QUESTION.messages, { role: 'assistant', content: 'I' }] }],
    ['tool_use_id', { messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x' }] }] }],
    [
      'maxLength',
      {
        tools: [
          {
            name: 't',
            strict: true,
            input_schema: {
              type: 'object',
              additionalProperties: false,
              properties: { a: { type: 'string', maxLength: 3 } },
            },
          },
        ],
      },
    ],
    [
      'additionalProperties',
      { tools: [{ name: 't', strict: true, input_schema: { type: 'object', properties: {} } }] },
    ],
  ])('refuses what the real one refuses, naming %s', async (name, change) => {
    await withServer({}, async client => {
      const call = client.messages.create({ ...QUESTION, ...change })
      await expect(call).rejects.toMatchObject({ status: 400, message: expect.stringContaining(name) })
    })
  })

  it('refuses a wrong key, an old version, an unknown model', async () => {
    await withServer({ apiKey: 'right' }, async client => {
      await expect(client.messages.create(QUESTION)).rejects.toMatchObject({ status: 401 })
    })
    await withServer({}, async client => {
      const old = client.messages.create(QUESTION, { headers: { 'anthropic-version': '2023-06-01' } })
      await expect(old).rejects.toMatchObject({ status: 400 })
      await expect(client.messages.create({ ...QUESTION, model: 'gpt-6' })).rejects.toMatchObject({
        status: 404,
      })
    })
  })

  it('counts tokens', async () => {
    const { input_tokens } = await withServer({}, client =>
      client.messages.countTokens({ model: QUESTION.model, messages: QUESTION.messages }),
    )
    expect(input_tokens).toBeGreaterThan(0)
  })

  it('says so when a script is at its end', async () => {
    await withServer({ replies: [] }, async client => {
      await expect(client.messages.create(QUESTION)).rejects.toMatchObject({
        message: expect.stringContaining('no reply is scripted for call 1'),
      })
    })
  })
})

describe('its prompt cache', () => {
  const marked = (ttl: '5m' | '1h', ...texts: string[]) => ({
    ...QUESTION,
    system: texts.map((text, at) => ({
      type: 'text' as const,
      text,
      ...(at === texts.length - 1 ? { cache_control: { type: 'ephemeral' as const, ttl } } : {}),
    })),
  })

  it('is written once and read while it lasts', async () => {
    let now = 0
    await withServer({ now: () => now }, async client => {
      const usage = async () => (await client.messages.create(marked('5m', LONG))).usage
      const [first, second] = [await usage(), await usage()]
      expect(first).toMatchObject({ cache_read_input_tokens: 0 })
      expect(first.cache_creation_input_tokens).toBeGreaterThan(2_000)
      expect(second).toMatchObject({
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: first.cache_creation_input_tokens,
        input_tokens: first.input_tokens,
      })
      now = 299_000
      expect((await usage()).cache_read_input_tokens).toBeGreaterThan(0)
      now += 299_000
      expect((await usage()).cache_read_input_tokens).toBeGreaterThan(0)
      now += 300_000
      expect((await usage()).cache_read_input_tokens).toBe(0)
    })
  })

  it('knows which tokens stay for an hour', async () => {
    const { usage } = await withServer({}, client => client.messages.create(marked('1h', LONG)))
    expect(usage.cache_creation).toMatchObject({
      ephemeral_5m_input_tokens: 0,
      ephemeral_1h_input_tokens: usage.cache_creation_input_tokens,
    })
  })

  it('serves the prefix of a longer prompt, and nothing once a byte before it differs', async () => {
    await withServer({}, async client => {
      const usage = async (...texts: string[]) => (await client.messages.create(marked('5m', ...texts))).usage
      const first = await usage(LONG)
      expect(await usage(LONG, 'more')).toMatchObject({
        cache_read_input_tokens: first.cache_creation_input_tokens,
      })
      expect(await usage(`${LONG}!`, 'more')).toMatchObject({ cache_read_input_tokens: 0 })
    })
  })

  it('looks back over twenty blocks, no further', async () => {
    const blocks = (count: number) => Array<string>(count).fill('another block')
    await withServer({}, async client => {
      const usage = async (...texts: string[]) => (await client.messages.create(marked('5m', ...texts))).usage
      await usage(LONG)
      expect((await usage(LONG, ...blocks(19))).cache_read_input_tokens).toBeGreaterThan(0)
    })
    await withServer({}, async client => {
      const usage = async (...texts: string[]) => (await client.messages.create(marked('5m', ...texts))).usage
      await usage(LONG)
      expect((await usage(LONG, ...blocks(20))).cache_read_input_tokens).toBe(0)
    })
  })

  it('does not keep what is too short', async () => {
    const { usage } = await withServer({}, client => client.messages.create(marked('5m', 'short')))
    expect(usage).toMatchObject({ cache_creation_input_tokens: 0 })
  })

  /** What a second request reads, which differs from the first in one setting; by marks after system and message. */
  async function readAfter(change: Readonly<Record<string, unknown>>, beta = '') {
    const mark = { cache_control: { type: 'ephemeral' as const } }
    const asked = {
      ...QUESTION,
      system: [{ type: 'text' as const, text: LONG, ...mark }],
      messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: LONG, ...mark }] }],
    }
    return await withServer({}, async client => {
      await client.messages.create(asked)
      const { messages = [], ...rest } = change as { messages?: Anthropic.MessageParam[] }
      const { usage } = await client.messages.create(
        { ...asked, ...rest, messages: [...asked.messages, ...messages] },
        beta === '' ? {} : { headers: { 'anthropic-beta': beta } },
      )
      return usage.cache_read_input_tokens ?? 0
    })
  }

  it('forgets the messages when the choice of tools or the thinking changes, and everything with the effort', async () => {
    const all = await readAfter({})
    expect(all).toBeGreaterThan(4_000)
    const half = await readAfter({ tool_choice: { type: 'none' } })
    expect(half).toBeGreaterThan(2_000)
    expect(half).toBeLessThan(all)
    expect(await readAfter({ thinking: { type: 'adaptive' } })).toBe(half)
    expect(await readAfter({ output_config: { effort: 'low' } })).toBe(0)
  })

  it('keeps everything when the effort changes in a message behind it', async () => {
    const effort = { role: 'system', content: [], output_config: { effort: 'low' } }
    expect(await readAfter({ messages: [effort] }, EFFORT_BETA)).toBe(await readAfter({}))
    await expect(readAfter({ messages: [effort] })).rejects.toThrow('output_config: Extra inputs')
  })
})

describe('its limits on strict tools', () => {
  const object = (properties: Readonly<Record<string, unknown>>, required: readonly string[]) => ({
    type: 'object' as const,
    properties,
    required: [...required],
    additionalProperties: false,
  })
  const many = (count: number, schema: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, schema]))
  const nullable = { anyOf: [{ type: 'string' }, { type: 'null' }] }
  const list = (minItems: number) => ({ type: 'array', items: { type: 'string' }, minItems })

  it.each<[string, Anthropic.Tool.InputSchema, string | null]>([
    ['24 optional', object(many(24, { type: 'string' }), []), null],
    ['25 optional', object(many(25, { type: 'string' }), []), 'too many optional parameters (25)'],
    ['16 unions', object(many(16, nullable), Object.keys(many(16, 0))), null],
    ['17 unions', object(many(17, nullable), Object.keys(many(17, 0))), 'union types (17)'],
    ['a count of one', object({ p: list(1) }, ['p']), null],
    ['a count of two', object({ p: list(2) }, ['p']), "'minItems' may be 0 or 1"],
  ])('%s', async (_, input_schema, refusal) => {
    await withServer({}, async client => {
      const asked = client.messages.create({
        ...QUESTION,
        tools: [{ name: 't', strict: true, input_schema }],
      })
      if (refusal === null) await expect(asked).resolves.toBeDefined()
      else await expect(asked).rejects.toThrow(refusal)
    })
  })
})
