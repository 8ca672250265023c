import { describe, expect, it } from 'vitest'
import { anthropicMind } from '../../../src/minds/anthropic/mind.ts'
import { renderPrompt } from '../../../src/minds/context.ts'
import { PromptCache } from '../../support/anthropic-cache.ts'
import { entry, startAnthropicServer } from '../../support/anthropic-server.ts'
import { ask, GOOD } from '../../support/ask.ts'
import { turnOf } from '../../support/turn-of.ts'

describe('a turn over the wire', () => {
  it('gives the draft the tool was called with', async () => {
    const { answer } = await ask([GOOD])
    expect(answer?.draft).toEqual({
      content: 'It holds.',
      verdict: 'AGREE',
      evidence: 'read #5 against my checklist',
      concerns: [],
      resolves: [],
      withdraws: [],
      asks: [],
    })
  })

  it('asks with one strict tool, the framework as system, the log block by block and the task last', async () => {
    const turn = turnOf()
    const { requests } = await ask([GOOD], { turn })
    const { system, log, particular } = renderPrompt(turn)
    expect(requests).toHaveLength(1)
    expect(requests[0]?.body).toMatchObject({
      model: 'claude-sonnet-5-5',
      stream: true,
      max_tokens: 32_000,
      tools: [{ name: 'append_entry', strict: true }],
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      system: [{ type: 'text', text: system }],
      messages: [{ role: 'user', content: [...log, particular].map(text => ({ type: 'text', text })) }],
    })
    expect(requests[0]?.body).not.toHaveProperty('thinking')
    expect(requests[0]?.body).not.toHaveProperty('output_config')
  })

  it('sends the same tools and system for every role and task', async () => {
    const first = await ask([GOOD])
    const second = await ask([entry({ content: 'Goal: one.' })], {
      turn: turnOf({ role: 'SUPERVISOR', task: 'frame', on: null, upTo: 0 }),
    })
    const same = ({ requests }: typeof first) =>
      JSON.stringify([requests[0]?.body.tools, requests[0]?.body.system])
    expect(same(first)).toBe(same(second))
  })

  it('says how hard to think behind the prompt, where it changes nothing that is cached', async () => {
    const { requests } = await ask([GOOD], { mind: { effort: 'max' } })
    const [, behind, ...rest] = requests[0]?.body.messages ?? []
    expect(requests[0]?.body).not.toHaveProperty('output_config')
    expect(behind).toEqual({ role: 'system', content: [], output_config: { effort: 'max' } })
    expect(rest).toEqual([])
    expect(requests[0]?.headers['anthropic-beta']).toBe('mid-conversation-output-config-2026-07-01')
  })

  it('thinks less where the log has decided already', async () => {
    const { requests } = await ask([entry({ content: 'Decided.' })], { turn: turnOf({ task: 'decide' }) })
    expect(requests[0]?.body.messages.at(-1)).toMatchObject({ output_config: { effort: 'low' } })
  })

  it('keeps its effort where it was when the entry is mended', async () => {
    const { requests } = await ask([entry({ content: ' ' }), GOOD], { mind: { effort: 'high' } })
    expect(requests[1]?.body.messages.map(({ role }) => role)).toEqual([
      'user',
      'system',
      'assistant',
      'user',
    ])
  })

  it('reports what the call has used and cost', async () => {
    const { answer, requests } = await ask([{ ...GOOD, outputTokens: 400 }])
    const [first] = requests
    if (first === undefined) throw new Error('nobody was asked')
    const { input_tokens: plain, cache_creation_input_tokens: written } = new PromptCache(
      () => 0,
      512,
    ).account(first.body)
    const [spend] = answer?.spend ?? []
    expect(answer?.spend).toHaveLength(1)
    expect(spend).toMatchObject({ model: 'claude-sonnet-5-5', cached: 0, output: 400 })
    expect(spend?.input).toBe(plain + written)
    expect(written).toBeGreaterThan(1_000)
    expect(spend?.usd).toBeCloseTo((plain * 2 + written * 2.5 + 400 * 10) / 1e6, 6)
  })

  it('tells of thinking and writing, once each', async () => {
    const { told } = await ask([
      { content: [{ type: 'thinking', thinking: 'Is it met? Let me see.' }, ...(GOOD.content ?? [])] },
    ])
    expect(told).toEqual(['thinking', 'writing'])
  })

  it('accepts a server that wants no key, and sends it none', async () => {
    await using server = await startAnthropicServer({ replies: [GOOD], models: ['llama-5'] })
    const mind = anthropicMind({ model: 'llama-5', baseUrl: `${server.url}/v1/` })
    const { draft, spend } = await mind.think(turnOf(), { signal: new AbortController().signal })
    expect(draft.verdict).toBe('AGREE')
    expect(spend[0]).toMatchObject({ model: 'llama-5', usd: 0 })
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })

  it('trims a pasted key', async () => {
    const { answer } = await ask([GOOD], { mind: { apiKey: ' abc\r\n' }, server: { apiKey: 'abc' } })
    expect(answer).not.toBeNull()
  })

  it.each(['localhost:1234', 'ftp://example.org', 'http://'])('does not take %s for a server', baseUrl => {
    expect(() => anthropicMind({ model: 'm', baseUrl })).toThrow(
      expect.objectContaining({
        code: 'SYN_USAGE',
        message: expect.stringContaining('expected http or https'),
      }),
    )
  })
})
