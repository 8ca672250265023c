import { delimiter } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseMind } from '../../src/minds/choose.ts'
import { startAnthropicServer } from '../support/anthropic-server.ts'
import { GOOD, KEY } from '../support/ask.ts'
import { agentOf, turnOf } from '../support/turn-of.ts'
import { PROGRAMS } from './cli/fake-programs.ts'

const WITH_KEY = { ANTHROPIC_API_KEY: KEY, PATH: `${PROGRAMS}${delimiter}${process.env['PATH']}` }

describe('the mind of a session', () => {
  it('is the playbook panel where there is no key and no server, and it says so', () => {
    const choice = chooseMind({ mind: 'auto', env: {} })
    expect(choice.name).toBe('playbook')
    expect(choice.mindFor(agentOf()).name).toBe('playbook')
    expect(choice.describe).toBe(
      'no key and no model: the embedded playbook panel speaks (rules from agents/*.md, not a language model)',
    )
  })

  it.each([
    ['a key', { env: WITH_KEY }],
    ['a token', { env: { ANTHROPIC_AUTH_TOKEN: KEY } }],
    ['a server', { env: {}, baseUrl: 'http://localhost:11434' }],
    ['a server in the environment', { env: { ANTHROPIC_BASE_URL: 'http://localhost:11434' } }],
  ])('is Claude where there is %s', (_, options) => {
    expect(chooseMind({ mind: 'auto', ...options }).name).toBe('anthropic')
  })

  it('is the playbook panel for whoever asks for it, key or no key', () => {
    const choice = chooseMind({ mind: 'playbook', env: WITH_KEY })
    expect(choice.name).toBe('playbook')
    expect(choice.describe).not.toContain('no key')
  })

  it('does not take an empty key for a key', () => {
    expect(chooseMind({ mind: 'auto', env: { ANTHROPIC_API_KEY: ' ' } }).name).toBe('playbook')
  })

  it('cannot be Claude without a key and without a server', () => {
    expect(() => chooseMind({ mind: 'anthropic', env: {} })).toThrow(
      expect.objectContaining({
        code: 'SYN_MIND_CREDENTIALS',
        exitCode: 4,
        message: expect.stringContaining('set ANTHROPIC_API_KEY'),
      }),
    )
  })

  it('cannot be one that is not known', () => {
    expect(() => chooseMind({ mind: 'oracle', env: WITH_KEY })).toThrow(
      expect.objectContaining({
        code: 'SYN_MIND_UNKNOWN',
        message:
          'There is no mind "oracle": known are auto, anthropic, playbook, cli:claude, cli:codex, cli:gemini, cli:opencode, cli:COMMAND, recorded:FOLDER',
      }),
    )
  })

  it('thinks as hard as the definition says, unless a flag says it for all', async () => {
    await using server = await startAnthropicServer({ replies: [GOOD, GOOD, GOOD], apiKey: KEY })
    const options = { mind: 'anthropic', env: WITH_KEY, baseUrl: server.url }
    const think = async (effort?: 'low' | 'high') => {
      const choice = chooseMind(effort === undefined ? options : { ...options, effort })
      const agent = agentOf({ effort: 'max' })
      await choice.mindFor(agent).think(turnOf({ agent }), { signal: new AbortController().signal })
    }
    await think()
    await think('low')
    expect(server.requests.map(({ body }) => body.output_config)).toEqual([
      { effort: 'max' },
      { effort: 'low' },
    ])
  })

  it('cannot think with an effort that is not known, or at a URL that is none', () => {
    expect(() => chooseMind({ mind: 'auto', env: WITH_KEY, effort: 'huge' })).toThrow(
      expect.objectContaining({ code: 'SYN_USAGE' }),
    )
    expect(() => chooseMind({ mind: 'auto', env: WITH_KEY, baseUrl: 'nowhere' })).toThrow(
      expect.objectContaining({ code: 'SYN_USAGE' }),
    )
  })
})

describe('a mind for a role', () => {
  const choose = (
    minds: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = WITH_KEY,
  ) => chooseMind({ mind: 'playbook', minds, env })

  it.each([
    ['cli:claude', 'cli:claude'],
    ['cli:agent --fast', 'cli:agent'],
    ['claude-haiku-5-5', 'claude-haiku-5-5'],
    ['haiku', 'claude-haiku-5-5'],
    ['openrouter/meta-llama', 'openrouter/meta-llama'],
    ['anthropic', 'claude-opus-5-5'],
    ['playbook', 'playbook'],
  ])('may be %s, and the others keep that of all', (spec, name) => {
    const choice = choose({ SECURITY: spec })
    expect(choice.mindFor(agentOf({ role: 'SECURITY', model: 'opus' })).name).toBe(name)
    expect(choice.mindFor(agentOf({ role: 'BACKEND', model: 'opus' })).name).toBe('playbook')
    expect(choice.describe).toBe(
      `SECURITY by ${spec}; for the others: the embedded playbook panel speaks (rules from agents/*.md, not a language model)`,
    )
  })

  it.each([
    ['claude-haiku-5-5', 'SYN_MIND_CREDENTIALS'],
    ['recorded:here', 'SYN_USAGE'],
    ['cli:', 'SYN_USAGE'],
  ])('is refused before a session is opened when it is %s and there is no key', (spec, code) => {
    expect(() => choose({ SECURITY: spec }, {})).toThrow(expect.objectContaining({ code }))
  })

  it('may be a known program where its definition says so, and no command of the file’s own', () => {
    const { mindFor } = chooseMind({ mind: 'auto', env: { PATH: WITH_KEY.PATH } })
    expect(mindFor(agentOf({ model: 'cli:codex' })).name).toBe('cli:codex')
    expect(() => mindFor(agentOf({ model: 'cli:sh -c reboot' }))).toThrow(
      expect.objectContaining({ code: 'SYN_USAGE', message: expect.stringContaining('only you can have') }),
    )
  })

  it('stays the program of its definition when a session goes on with the mind it had for all', () => {
    const agent = agentOf({ model: 'cli:codex' })
    const env = { PATH: WITH_KEY.PATH }
    expect(chooseMind({ mind: 'playbook', programs: true, env }).mindFor(agent).name).toBe('cli:codex')
    expect(chooseMind({ mind: 'playbook', env }).mindFor(agent).name).toBe('playbook')
  })

  it('is not passed over in silence where there is nobody to ask', () => {
    expect(() => chooseMind({ mind: 'auto', model: 'opus', env: {} })).toThrow(
      expect.objectContaining({
        code: 'SYN_MIND_CREDENTIALS',
        message: expect.stringContaining('--model claude-opus-5-5'),
      }),
    )
  })

  it('is told with the server it asks, where that is not Anthropic’s own', () => {
    const baseUrl = 'https://name:secret@gateway.example/api/?key=1'
    expect(chooseMind({ mind: 'auto', env: WITH_KEY }).server).toBeUndefined()
    expect(chooseMind({ mind: 'auto', env: {}, baseUrl: 'http://localhost:11434/' }).server).toBe(
      'http://localhost:11434',
    )
    expect(() => chooseMind({ mind: 'auto', env: {}, baseUrl })).toThrow(
      expect.objectContaining({ code: 'SYN_USAGE' }),
    )
    expect(choose({ SECURITY: 'haiku' }).server).toBeUndefined()
  })

  it('is one for all turns of a role', () => {
    const { mindFor } = choose({ SECURITY: 'haiku' })
    expect(mindFor(agentOf({ role: 'SECURITY' }))).toBe(mindFor(agentOf({ role: 'SECURITY' })))
  })
})

describe('the model of a role', () => {
  it.each([
    [null, 'claude-sonnet-5-5'],
    ['inherit', 'claude-sonnet-5-5'],
    ['opus', 'claude-opus-5-5'],
    ['gpt-6', 'claude-sonnet-5-5'],
  ])('whose definition says %j is %s', (model, name) => {
    expect(chooseMind({ mind: 'auto', env: WITH_KEY }).mindFor(agentOf({ model })).name).toBe(name)
  })

  it.each([
    ['haiku', 'claude-haiku-5-5'],
    ['qwen3:32b', 'qwen3:32b'],
    ['anthropic/claude-opus-5.5', 'anthropic/claude-opus-5.5'],
    ['llama-5', 'llama-5'],
  ])('is the same for all when the user says %s', (model, name) => {
    const choice = chooseMind({ mind: 'auto', env: WITH_KEY, model })
    expect(choice.name).toBe(name)
    expect(choice.mindFor(agentOf({ model: 'opus' })).name).toBe(name)
  })

  it('is told together with where it is, and that its price is not known', () => {
    const choose = (model?: string) =>
      chooseMind({ mind: 'auto', env: {}, baseUrl: 'http://localhost:11434', model }).describe
    expect(choose()).toBe(
      'each role speaks by the model its definition names, else claude-sonnet-5-5, from localhost:11434',
    )
    expect(choose('opus')).toBe('claude-opus-5-5 speaks for every role, from localhost:11434')
    expect(choose('llama-5')).toContain('counted as 0 USD')
  })

  it('is asked at the server and with the key that were given', async () => {
    await using server = await startAnthropicServer({ replies: [GOOD], apiKey: KEY })
    const choice = chooseMind({
      mind: 'anthropic',
      effort: 'high',
      env: { ...WITH_KEY, ANTHROPIC_BASE_URL: server.url },
    })
    await choice.mindFor(agentOf({ model: 'opus' })).think(turnOf(), { signal: new AbortController().signal })
    expect(server.requests[0]?.body).toMatchObject({
      model: 'claude-opus-5-5',
      output_config: { effort: 'high' },
    })
  })
})
