import { expect, it } from 'vitest'
import type { McpServer } from '../../src/agents/definition.ts'
import { hideSecrets } from '../../src/agents/hide-secrets.ts'

const server = (more: Partial<McpServer>): McpServer => ({
  type: 'stdio',
  command: null,
  args: [],
  env: {},
  url: null,
  extra: {},
  ...more,
})
/** Without the null prototypes, to compare with literals. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

it.each([
  ['API_KEY', 'abc', '***'],
  ['GITHUB_TOKEN', `\${GITHUB_TOKEN}`, `\${GITHUB_TOKEN}`],
  ['GITHUB_TOKEN', `\${GITHUB_TOKEN:-abc}`, '***'],
  ['GITHUB_TOKEN', `x\${GITHUB_TOKEN}`, '***'],
  ['GITHUB_TOKEN', `\${env:GITHUB_TOKEN}`, `\${env:GITHUB_TOKEN}`],
  ['clientSecret', 'abc', '***'],
  ['DB_PASSWORD', 'abc', '***'],
  ['Credentials', 'abc', '***'],
  ['PORT', '8080', '8080'],
  ['DATABASE_URL', 'postgres://me:p@ss@db.test:5432/x', 'postgres://***@db.test:5432/x'],
  ['DATABASE_URL', 'postgres://me:p/w@db.test/x', 'postgres://***@db.test/x'],
])('shows env %s=%s as %s', (name, value, expected) => {
  expect(plain(hideSecrets(server({ env: { [name]: value } })).env)).toEqual({ [name]: expected })
})

it.each([
  ['https://a.test/mcp', 'https://a.test/mcp'],
  ['https://me:pw@a.test/mcp', 'https://***@a.test/mcp'],
  ['https://token@a.test/mcp', 'https://***@a.test/mcp'],
  ['https://a.test:8080/@scope/pkg', 'https://a.test:8080/@scope/pkg'],
  ['https://a.test/?api_key=abc&q=1#access_token=d', 'https://a.test/?api_key=***&q=1#access_token=***'],
  [`https://a.test/?key=\${KEY}`, `https://a.test/?key=\${KEY}`],
  [`https://a.test/${'x'.repeat(10_001)}`, '***'],
])('shows the address %s as %s', (url, expected) => {
  expect(hideSecrets(server({ url })).url).toBe(expected)
})

it.each([
  [
    ['--token', 'abc', '-v'],
    ['--token', '***', '-v'],
  ],
  [
    ['--api-key=abc', '--port=1'],
    ['--api-key=***', '--port=1'],
  ],
  [
    ['--token', `\${TOKEN}`],
    ['--token', `\${TOKEN}`],
  ],
  [
    ['--auth', '--verbose'],
    ['--auth', '--verbose'],
  ],
  [
    ['-e', 'API_KEY=abc', '-e', 'A=b'],
    ['-e', 'API_KEY=***', '-e', 'A=b'],
  ],
  [
    ['-H', 'Authorization: Bearer abc'],
    ['-H', 'Authorization: ***'],
  ],
  [['--header=Authorization: Bearer abc'], ['--header=***']],
  [['postgres://me:pw@db.test/x'], ['postgres://***@db.test/x']],
  [['--db=postgres://me:pw@db.test/x'], ['--db=postgres://***@db.test/x']],
  [
    ['-y', '@scope/pkg@1.0'],
    ['-y', '@scope/pkg@1.0'],
  ],
])('shows the arguments %j as %j', (args, expected) => {
  expect(hideSecrets(server({ args })).args).toEqual(expected)
})

it('looks into headers and other fields, and leaves the server as it is', () => {
  const extra = {
    headers: { Authorization: 'Bearer abc', Accept: 'json', 'X-Api-Key': `\${KEY}` },
    oauth: { clientId: 'id', scopes: ['a'] },
    timeout: 5,
    disabled: true,
  }
  const original = server({ command: 'run', extra })
  expect(plain(hideSecrets(original))).toEqual({
    type: 'stdio',
    command: 'run',
    args: [],
    env: {},
    url: null,
    extra: {
      headers: { Authorization: '***', Accept: 'json', 'X-Api-Key': `\${KEY}` },
      oauth: { clientId: '***', scopes: ['***'] },
      timeout: 5,
      disabled: true,
    },
  })
  expect(original.extra).toEqual(extra)
  expect(extra.headers.Authorization).toBe('Bearer abc')
})

it('comes back from fields that contain themselves', () => {
  const loop: unknown[] = []
  for (let at = 0; at < 300; at += 1) loop.push(loop)
  expect(JSON.stringify(hideSecrets(server({ extra: { loop } }))).length).toBeLessThan(1_000_000)
})
