import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cliMind } from '../../../src/minds/cli/mind.ts'
import { readCliSpec } from '../../../src/minds/cli/spec.ts'
import { tempFolder } from '../../support/temp.ts'

const CALLING = {
  role: 'BACKEND',
  task: 'review',
  model: 'm-1',
  effort: null,
  usd: null,
  promptPath: '/t/prompt.txt',
  schemaPath: '/t/schema.json',
} as const

describe('readCliSpec', () => {
  it.each(['claude', 'codex', 'gemini', 'opencode'])('knows %s', name => {
    expect(readCliSpec(name, '/home')).toMatchObject({ name: `cli:${name}`, program: { file: name } })
  })

  it('takes anything else for a command, and fills in what stands in braces', () => {
    const { name, program } = readCliSpec(
      'my-agent --as={role} {task} {model} {prompt} {schema} {other} {{role}}',
      '/home',
    )
    expect(name).toBe('cli:my-agent')
    expect(program.args(CALLING)).toEqual([
      '--as=BACKEND',
      'review',
      'm-1',
      '/t/prompt.txt',
      '/t/schema.json',
      '{other}',
      '{BACKEND}',
    ])
  })

  it('does not look again at what it has filled in', () => {
    const { program } = readCliSpec('x {model}', '/home')
    expect(program.args({ ...CALLING, model: '{prompt} $& $1' })).toEqual(['{prompt} $& $1'])
  })

  it('means ./ and ../ from the folder of the user, as the program runs elsewhere', () => {
    const { name, program } = readCliSpec('./bin/agent ../conf.json x/./y', '/home/me')
    expect([name, program.file, ...program.args(CALLING)]).toEqual([
      'cli:agent',
      '/home/me/bin/agent',
      '/home/conf.json',
      'x/./y',
    ])
  })

  it.each(['', '   ', `''`])('refuses the empty command %j', spec => {
    expect(() => readCliSpec(spec, '/home')).toThrow(
      expect.objectContaining({ code: 'SYN_USAGE', message: expect.stringContaining('names no program') }),
    )
  })

  it.each([`agent 'x`, 'agent \\'])('refuses %j, which has no end', spec => {
    expect(() => readCliSpec(spec, '/home')).toThrow(
      expect.objectContaining({
        code: 'SYN_USAGE',
        message: expect.stringContaining('quote that is not closed'),
      }),
    )
  })

  it('wants a model named for a command that has a place for one', () => {
    const path = tempFolder({ ollama: '' })
    chmodSync(join(path, 'ollama'), 0o755)
    const options = { spec: 'ollama run {model}', effort: null, env: { PATH: path } }
    expect(() => cliMind({ ...options, model: null })).toThrow(expect.objectContaining({ code: 'SYN_USAGE' }))
    expect(cliMind({ ...options, model: 'llama3' }).name).toBe('cli:ollama')
  })
})
