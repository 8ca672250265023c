import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { McpServer } from '../../src/agents/definition.ts'
import { readMcpServers } from '../../src/agents/mcp-servers.ts'

const stdio = (command: string, more: Partial<McpServer> = {}): McpServer => ({
  type: 'stdio',
  command,
  args: [],
  env: {},
  url: null,
  extra: {},
  ...more,
})
const remote = (url: string, more: Partial<McpServer> = {}): McpServer => ({
  type: 'http',
  command: null,
  args: [],
  env: {},
  url,
  extra: {},
  ...more,
})
/** Without the null prototypes, to compare with literals. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('forms', () => {
  it.each<[unknown, Record<string, McpServer | null>]>([
    [null, {}],
    ['', {}],
    [[], {}],
    ['none', {}],
    ['github', { github: null }],
    ['github, docs', { github: null, docs: null }],
    ['[github, "docs"]', { github: null, docs: null }],
    ['- github\n- docs', { github: null, docs: null }],
    [['github', { docs: { command: 'docs' } }], { github: null, docs: stdio('docs') }],
    [[{ name: 'docs', command: 'docs' }, { name: 'github' }], { docs: stdio('docs'), github: null }],
    [
      { github: null, docs: true },
      { github: null, docs: null },
    ],
    ['{"docs": {"command": "docs"}}', { docs: stdio('docs') }],
    [{ mcpServers: { docs: { command: 'docs' } } }, { docs: stdio('docs') }],
    [['docs', { docs: { command: 'docs' } }, 'docs'], { docs: stdio('docs') }],
    [
      {
        docs: {
          command: 'npx',
          args: ['-y', 'docs', 8080],
          env: { PORT: 8080, ON: true, EMPTY: '', NONE: null },
        },
      },
      {
        docs: stdio('npx', {
          args: ['-y', 'docs', '8080'],
          env: { PORT: '8080', ON: 'true', EMPTY: '', NONE: '' },
        }),
      },
    ],
    [
      { docs: { type: 'local', command: ['npx', 'docs'], environment: { A: `\${A}` }, timeout: 5 } },
      { docs: stdio('npx', { args: ['docs'], env: { A: `\${A}` }, extra: { timeout: 5 } }) },
    ],
    [
      { docs: { command: 'docs', env: ['A=b=c', 'D'] } },
      { docs: stdio('docs', { env: { A: 'b=c', D: `\${D}` } }) },
    ],
    [{ docs: { url: 'https://a.test/mcp' } }, { docs: remote('https://a.test/mcp') }],
    [{ docs: { httpUrl: 'https://a.test' } }, { docs: remote('https://a.test') }],
    [{ docs: { url: 'wss://a.test' } }, { docs: remote('wss://a.test', { type: 'ws' }) }],
    [{ docs: { type: 'sse', url: 'https://a.test' } }, { docs: remote('https://a.test', { type: 'sse' }) }],
    [{ docs: { type: 'streamable-http', url: `\${DOCS}` } }, { docs: remote(`\${DOCS}`) }],
    [{ docs: 'https://a.test/mcp' }, { docs: remote('https://a.test/mcp') }],
    [
      { docs: { url: 'https://a.test', headers: { A: 'b' } } },
      { docs: remote('https://a.test', { extra: { headers: { A: 'b' } } }) },
    ],
  ])('reads %j', (written, expected) => {
    const { servers, notes, problems } = readMcpServers(written)
    expect(plain(servers)).toEqual(expected)
    expect([notes, problems]).toEqual([[], []])
  })
})

it.each<[unknown, Record<string, McpServer | null>, string]>([
  [
    { docs: { command: 'npx', args: `-y  docs --name "a b" '$HOME'` } },
    { docs: stdio('npx', { args: ['-y', 'docs', '--name', 'a b', '$HOME'] }) },
    'the arguments of "docs" are one text: split at its blanks into 5',
  ],
  [
    { docs: 'npx -y docs' },
    { docs: stdio('npx', { args: ['-y', 'docs'] }) },
    'the arguments of "docs" are one text: split at its blanks into 3',
  ],
  [
    { docs: { command: 'npx', url: 'https://a.test' } },
    { docs: stdio('npx', { url: 'https://a.test' }) },
    'the server "docs" has a command and a url: it is read as stdio',
  ],
  [{ docs: false }, {}, 'the server "docs" is switched off; it is left out'],
  [
    [{ docs: { command: 'a' } }, { docs: { command: 'b' } }],
    { docs: stdio('a') },
    'the server "docs" is described twice: the first counts',
  ],
])('reads %j and says how', (written, expected, note) => {
  const { servers, notes, problems } = readMcpServers(written)
  expect(plain(servers)).toEqual(expected)
  expect([notes, problems]).toEqual([[note], []])
})

it.each<[unknown, string]>([
  [5, 'mcpServers is a number: expected a map or a list of names; it is left out'],
  [[5], 'a number in the list of mcpServers is no server; it is left out'],
  [{ docs: 5 }, 'the server "docs" is a number: expected a map; it is left out'],
  [{ docs: {} }, 'the server "docs" has neither a command nor a url; it is left out'],
  [{ docs: { command: '' } }, 'the server "docs" has neither a command nor a url; it is left out'],
  [{ docs: { command: [] } }, 'the server "docs" has neither a command nor a url; it is left out'],
  [
    { docs: { type: 'pigeon', command: 'a' } },
    'the server "docs" has the type "pigeon": expected stdio, http, sse or ws; it is left out',
  ],
  [
    { docs: { type: 'stdio', url: 'a' } },
    'the server "docs" is of type stdio and has no command; it is left out',
  ],
  [
    { docs: { type: 'sse', command: 'a' } },
    'the server "docs" is of type sse and has no url; it is left out',
  ],
  [{ '': { command: 'a' } }, '"" is no name for a server; it is left out'],
])('leaves out %j with a warning', (written, problem) => {
  const { servers, notes, problems } = readMcpServers(written)
  expect(plain(servers)).toEqual({})
  expect([notes, problems]).toEqual([[], [problem]])
})

it('leaves out only the part of a server that cannot be read', () => {
  const { servers, problems } = readMcpServers({
    docs: { command: 'a', args: ['b', { c: 1 }], env: { D: [1], E: 2 } },
  })
  expect(plain(servers)).toEqual({ docs: stdio('a', { args: ['b'], env: { E: '2' } }) })
  expect(problems).toEqual([
    'a map in the args of "docs" is no text; it is left out',
    '"D" in the env of "docs" is a list; it is left out',
  ])
})

it('never takes __proto__ for a key, and looks nothing up in a prototype', () => {
  const written: unknown = JSON.parse(
    '{"__proto__": {"command": "a"}, "constructor": {"command": "b", "env": {"__proto__": "c", "D": "e"}, "__proto__": 1}}',
  )
  const { servers, problems } = readMcpServers(written)
  expect(Object.getPrototypeOf(servers)).toBeNull()
  expect(Object.keys(servers)).toEqual(['constructor'])
  const server = servers['constructor']
  expect(Object.getPrototypeOf(server?.env)).toBeNull()
  expect(Object.getPrototypeOf(server?.extra)).toBeNull()
  expect(plain(server)).toEqual(stdio('b', { env: { D: 'e' } }))
  expect(problems).toEqual([
    '"__proto__" is no name for a server; it is left out',
    'env of "constructor" has a key __proto__; it is left out',
  ])
})

it('takes anything without throwing', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withDate: true }), written => {
      const { notes, problems } = readMcpServers({
        docs: written,
        more: { command: 'a', args: written, env: written },
      })
      for (const line of [...notes, ...problems, ...readMcpServers(written).problems]) {
        expect(line).not.toMatch(/[\n\r]/)
      }
    }),
  )
})
