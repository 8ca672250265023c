import { describe, expect, it } from 'vitest'
import { CLAUDE } from '../../../src/minds/cli/presets/claude.ts'
import { CODEX } from '../../../src/minds/cli/presets/codex.ts'
import { GEMINI } from '../../../src/minds/cli/presets/gemini.ts'
import { OPENCODE } from '../../../src/minds/cli/presets/opencode.ts'
import type { Calling, Program } from '../../../src/minds/cli/program.ts'

const CALLING: Calling = {
  role: 'BACKEND',
  task: 'review',
  model: 'some-model',
  effort: 'max',
  usd: 0.25,
  promptPath: '/t/prompt.txt',
  schemaPath: '/t/schema.json',
}
const PLAIN: Calling = { ...CALLING, model: null, effort: null, usd: null }
const NOTHING = { answer: null, usage: null, usd: null, model: null, fault: null }

describe('how the programs are called', () => {
  it('claude: no tools, no servers, no hooks, nothing kept, and a budget', () => {
    const plain = [
      '-p',
      '--output-format',
      'json',
      '--system-prompt',
      'You take one turn in a discussion, and answer with one JSON object and nothing else.',
      '--tools',
      '',
      '--strict-mcp-config',
      '--setting-sources',
      'user',
      '--settings',
      '{"disableAllHooks":true,"permissions":{"deny":["Read","Read(//**)"]}}',
      '--disable-slash-commands',
      '--no-session-persistence',
    ]
    expect(CLAUDE.args(PLAIN)).toEqual(plain)
    expect(CLAUDE.args(CALLING)).toEqual([
      ...plain,
      '--model',
      'some-model',
      '--effort',
      'max',
      '--max-budget-usd',
      '0.2500',
    ])
  })

  it('codex: a read-only sandbox without a shell, nothing kept, the prompt from stdin', () => {
    expect(CODEX.args(CALLING)).toEqual([
      'exec',
      '--json',
      '--output-schema',
      '/t/schema.json',
      '--sandbox',
      'read-only',
      '--skip-git-repo-check',
      '--ephemeral',
      '--color',
      'never',
      '-c',
      'features.shell_tool=false',
      '-c',
      'features.unified_exec=false',
      '-c',
      'web_search="disabled"',
      '--model',
      'some-model',
      '-c',
      'model_reasoning_effort="xhigh"',
      '-',
    ])
  })

  it('gemini: nothing approved, no extensions', () => {
    expect(GEMINI.args(CALLING)).toEqual([
      '--output-format',
      'json',
      '--approval-mode',
      'default',
      '--extensions',
      'none',
      '--model',
      'some-model',
      '-p',
      'Answer what stands above with the one JSON object it asks for.',
    ])
    expect(JSON.parse(GEMINI.files['.gemini/settings.json'] ?? '')).toEqual({
      tools: { exclude: ['run_shell_command', 'write_file', 'replace', 'save_memory', 'web_fetch'] },
    })
  })

  it('opencode: every tool denied', () => {
    expect(OPENCODE.args(CALLING)).toEqual([
      'run',
      '--format',
      'json',
      '--title',
      'synod',
      '--model',
      'some-model',
      '--variant',
      'max',
    ])
    expect(OPENCODE.env['OPENCODE_PERMISSION']).toBe('{"*":"deny"}')
  })
})

const out = (value: unknown) => ({ stdout: JSON.stringify(value), stderr: '', code: 0 })

describe('how their output is read', () => {
  it('takes the structured output of claude where there is one', () => {
    const result = {
      type: 'result',
      subtype: 'success',
      is_error: false,
      structured_output: { content: 'x' },
    }
    expect(CLAUDE.read(out(result))).toEqual({ ...NOTHING, answer: { json: { content: 'x' } } })
  })

  it('finds the result of claude in a list of messages, and behind a note', () => {
    const messages = [{ type: 'system' }, { type: 'result', subtype: 'success', result: 'hello' }]
    expect(CLAUDE.read(out(messages))).toEqual({ ...NOTHING, answer: { text: 'hello' } })
    const noted = `A new version is out.\n${JSON.stringify(messages[1])}`
    expect(CLAUDE.read({ stdout: noted, stderr: '', code: 0 })).toEqual({
      ...NOTHING,
      answer: { text: 'hello' },
    })
  })

  it('does not take an answer that speaks of logging in for a failure', () => {
    const text = 'The client shows "Please run /login" on 401 Unauthorized.'
    const answers: readonly (readonly [Program, object])[] = [
      [CLAUDE, out({ type: 'result', subtype: 'success', is_error: false, result: text })],
      [CODEX, out({ type: 'item.completed', item: { type: 'agent_message', text } })],
      [GEMINI, out({ response: text })],
      [OPENCODE, out({ type: 'text', part: { type: 'text', text } })],
    ]
    for (const [program, written] of answers)
      expect(program.read(written as never)).toEqual({ ...NOTHING, answer: { text } })
  })

  it.each([CLAUDE, CODEX, GEMINI, OPENCODE])(
    'reads nothing out of nothing, or of another shape: $name',
    program => {
      expect(program.read({ stdout: '', stderr: '', code: 0 })).toEqual(NOTHING)
      const strange = [
        { type: 'result', usage: 3, modelUsage: [], result: 4, is_error: false, subtype: 'success' },
        7,
        null,
      ]
      expect(program.read(out(strange)).usage).toBeNull()
      const wrong = {
        type: 'turn.completed',
        usage: { input_tokens: 'many', output_tokens: -5 },
        stats: { models: 1 },
      }
      expect(program.read(out(wrong)).answer?.toString() ?? null).toBe(
        program === CLAUDE ? '[object Object]' : null,
      )
    },
  )

  it('adds up the steps of opencode', () => {
    const step = (cost: number) => ({
      type: 'step_finish',
      part: { cost, tokens: { input: 100, output: 10, reasoning: 5, cache: { read: 7, write: 3 } } },
    })
    const stdout = [step(0.001), step(0.002)].map(event => JSON.stringify(event)).join('\n')
    expect(OPENCODE.read({ stdout, stderr: '', code: 0 })).toEqual({
      ...NOTHING,
      usage: { input: 200, cacheRead: 14, cacheWrite5m: 6, cacheWrite1h: 0, output: 30 },
      usd: 0.003,
    })
  })

  it('tells which event of codex and opencode is the answer', () => {
    const line = (value: unknown) => JSON.stringify(value)
    expect(CODEX.isAnswering?.(line({ type: 'item.completed', item: { type: 'agent_message' } }))).toBe(true)
    expect(CODEX.isAnswering?.(line({ type: 'item.completed', item: { type: 'reasoning' } }))).toBe(false)
    expect(OPENCODE.isAnswering?.(line({ type: 'text' }))).toBe(true)
    expect(OPENCODE.isAnswering?.('not JSON')).toBe(false)
  })
})
