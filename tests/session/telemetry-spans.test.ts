import { describe, expect, it } from 'vitest'
import { callSpan, providerOf, sessionSpan, turnSpan } from '../../src/session/telemetry-spans.ts'
import { callOf } from '../support/calls.ts'

describe('the span of a call', () => {
  it('says whom it asked for whom, what it took and how it ended, by the conventions', () => {
    expect(callSpan('2026-11-21-limits', callOf())).toEqual({
      name: 'chat claude-haiku-5-5',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'claude-haiku-5-5',
        'gen_ai.agent.name': 'BACKEND',
        'gen_ai.conversation.id': '2026-11-21-limits',
        'server.address': 'api.anthropic.com',
        'server.port': 443,
        'gen_ai.response.time_to_first_chunk': 0.8,
        'gen_ai.response.finish_reasons': ['tool_use'],
        'gen_ai.usage.input_tokens': 900,
        'gen_ai.usage.cache_read.input_tokens': 600,
        'gen_ai.usage.cache_creation.input_tokens': 200,
        'gen_ai.usage.output_tokens': 40,
        'synod.task': 'review',
        'synod.on': 5,
        'synod.reason': 'first',
        'synod.outcome': 'answered',
        'synod.cost.usd': 0.0123,
        'synod.request.hash': 'ab'.repeat(32),
      },
    })
  })

  it('has the code of what went wrong, and nothing of what was asked or answered', () => {
    const { attributes } = callSpan(
      's',
      callOf({
        outcome: 'failed',
        usage: null,
        firstTokenMs: null,
        stopReason: null,
        on: null,
        error: { code: 'SYN_MIND_NONSENSE', message: 'the answer was "my bank is"' },
        body: { request: { messages: ['my bank is'] }, answer: 'my bank is' },
      }),
    )
    expect(attributes['error.type']).toBe('SYN_MIND_NONSENSE')
    expect(JSON.stringify(attributes)).not.toContain('bank')
    expect(Object.keys(attributes).filter(name => /usage|time_to|finish|synod\.on/.test(name))).toEqual([])
  })

  it('has a type of error also where nobody said what it was, and none for what was stopped', () => {
    expect(callSpan('s', callOf({ outcome: 'failed' })).attributes['error.type']).toBe('_OTHER')
    expect(callSpan('s', callOf({ outcome: 'stopped' })).attributes).not.toHaveProperty('error.type')
  })

  it.each([
    ['[::1]:8080', { 'server.address': '::1', 'server.port': 8080 }],
    ['gpu.local', { 'server.address': 'gpu.local' }],
  ])('reads the server %s', (server, attributes) => {
    expect(callSpan('s', callOf({ server })).attributes).toMatchObject(attributes)
  })

  it('takes a program for no server, and a model nobody named for none', () => {
    const { name, attributes } = callSpan('s', callOf({ mind: 'cli:codex', server: 'codex', model: '' }))
    expect(name).toBe('chat')
    expect(attributes).not.toHaveProperty(['server.address'])
    expect(attributes).not.toHaveProperty(['gen_ai.request.model'])
  })
})

it.each([
  ['anthropic', 'qwen3:8b', 'anthropic'],
  ['cli:claude', '', 'anthropic'],
  ['cli:codex', '', 'openai'],
  ['cli:gemini', '', 'gcp.gen_ai'],
  ['cli:opencode', 'openai/gpt-5', 'openai'],
  ['cli:./ask.sh', 'claude-opus-5-5', 'anthropic'],
  ['cli:./ask.sh', '', 'cli'],
  ['recorded', 'gemini-3-pro', 'gcp.gen_ai'],
  ['', '', 'unknown'],
])('the provider of mind %j with model %j is %s', (mind, model, provider) => {
  expect(providerOf({ mind, model })).toBe(provider)
})

it('a run of a session is a workflow, and a turn in it the invocation of an agent', () => {
  expect(sessionSpan('limits')).toEqual({
    name: 'invoke_workflow synod',
    attributes: {
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': 'synod',
      'gen_ai.conversation.id': 'limits',
    },
  })
  const event = { role: 'QA', state: 'thinking', task: 'review', on: 5, detail: '', at: 0 } as const
  expect(turnSpan('limits', event)).toEqual({
    name: 'invoke_agent QA',
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'QA',
      'gen_ai.conversation.id': 'limits',
      'synod.task': 'review',
      'synod.on': 5,
    },
  })
})
