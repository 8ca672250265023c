import { expect, it } from 'vitest'
import { envRedactor } from '../../../src/session/trace/secrets.ts'

it('hides what the environment calls a secret, also where JSON escapes it, and nothing else', () => {
  const redact = envRedactor({
    ANTHROPIC_API_KEY: 'sk-ant-0123456789',
    GITHUB_TOKEN: 'ghp_0123456789abc',
    DB_PASSWORD: 'quoted"0123456789',
    LOCAL_KEY: 'ollama',
    NO_KEY: undefined,
    PATH: '/usr/local/bin:/usr/bin',
  })
  const said = {
    a: 'sk-ant-0123456789',
    b: ['xghp_0123456789abcx'],
    c: 'quoted"0123456789',
    d: 'ollama /usr/local/bin:/usr/bin',
  }
  expect(JSON.parse(redact(JSON.stringify(said)))).toEqual({
    a: '[key]',
    b: ['x[key]x'],
    c: '[key]',
    d: 'ollama /usr/local/bin:/usr/bin',
  })
})
