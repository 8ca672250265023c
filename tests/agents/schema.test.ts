import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { definitionFrontMatter, definitionJsonSchema } from '../../src/agents/schema.ts'
import { writeDefinition } from '../../src/agents/write-definition.ts'
import { readFrontMatter } from '../../src/log/front-matter.ts'
import { definition } from '../support/foreign-agents.ts'

const PANEL = fileURLToPath(new URL('../../agents/', import.meta.url))
const SHIPPED = join(PANEL, 'definition.schema.json')

/**
 * To renew it: `UPDATE_SCHEMA=1 npx vitest run --config .config/vitest.config.ts --project unit
 * tests/agents/schema.test.ts`, then `npx biome check --write agents/definition.schema.json`.
 */
it('is shipped as the code has it', () => {
  const made = definitionJsonSchema()
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(SHIPPED, `${JSON.stringify(made, null, 2)}\n`)
  const shipped: unknown = JSON.parse(readFileSync(SHIPPED, 'utf8'))
  expect(
    JSON.stringify(shipped),
    'agents/definition.schema.json is out of date: see above this test how to renew it',
  ).toBe(JSON.stringify(made))
})

it('says what it is, and leaves room for what others write', () => {
  expect(definitionJsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:synod:agent-definition',
    title: 'Synod agent definition',
    type: 'object',
    additionalProperties: true,
  })
  expect(definitionJsonSchema()).not.toHaveProperty('required')
})

it('describes every key, in the order a definition is written', () => {
  const { properties } = definitionJsonSchema() as {
    readonly properties: Readonly<Record<string, { readonly description?: string }>>
  }
  expect(Object.keys(properties)).toEqual([
    'name',
    'description',
    'model',
    'tools',
    'disallowedTools',
    'permissionMode',
    'maxTurns',
    'effort',
    'color',
    'memory',
    'isolation',
    'skills',
    'mcpServers',
    'hooks',
    'provider',
    'role',
    'imported',
  ])
  expect(Object.entries(properties).filter(([, { description = '' }]) => !/[.]$/.test(description))).toEqual(
    [],
  )
})

it('completes the words that have a fixed set', () => {
  const words = JSON.stringify(definitionJsonSchema())
  for (const set of [
    '["default","acceptEdits","auto","dontAsk","plan","bypassPermissions"]',
    '["low","medium","high","xhigh","max"]',
    '["supervisor","developer","reviewer"]',
    '["stdio","http","sse","ws"]',
  ])
    expect(words).toContain(set)
})

it.each(readdirSync(PANEL).filter(file => file.endsWith('.md')))('allows what stands in agents/%s', file => {
  const { data } = readFrontMatter(readFileSync(join(PANEL, file), 'utf8'))
  expect(definitionFrontMatter.safeParse(data).error?.issues).toBeUndefined()
})

it.each([
  ['nothing', {}],
  ['keys of other programs', { temperature: 0.2, 'argument-hint': 'x' }],
  ['no tools at all', { tools: [] }],
  ['tools in one text', { tools: 'Read, Bash(git:*)' }],
  ['tools that are not said', { tools: null }],
  ['a server that is only named', { mcpServers: { tracker: null } }],
  ['servers in a list', { mcpServers: ['tracker', { web: { url: 'https://mcp.example' } }] }],
  ['a server with more settings', { mcpServers: { web: { type: 'http', url: 'https://x', timeout: 3 } } }],
  ['hooks of any form', { hooks: { Stop: [] } }],
])('allows %s', (_, data) => {
  expect(definitionFrontMatter.safeParse(data).success).toBe(true)
})

it.each([
  ['name', { name: '' }],
  ['tools', { tools: { Bash: true } }],
  ['permissionMode', { permissionMode: 'yolo' }],
  ['maxTurns', { maxTurns: 0 }],
  ['maxTurns', { maxTurns: 1.5 }],
  ['effort', { effort: 'most' }],
  ['role', { role: 'boss' }],
  ['color', { color: 605 }],
  ['mcpServers', { mcpServers: 3 }],
  ['imported', { imported: { name: 'a', path: 'a.md', hash: 'short' } }],
])('does not allow a wrong %s', (key, data) => {
  expect(definitionFrontMatter.safeParse(data).error?.issues.map(({ path }) => path[0])).toEqual([key])
})

it('allows what writeDefinition writes', () => {
  const full = definition({
    name: 'a',
    description: 'Knows.',
    tools: [],
    disallowedTools: ['Write'],
    permissionMode: 'plan',
    maxTurns: 3,
    effort: 'max',
    color: '#60A5FA',
    skills: ['x'],
    mcpServers: {
      one: null,
      two: { type: 'stdio', command: 'x', args: ['-v'], env: { A: '1' }, url: null, extra: { timeout: 1 } },
    },
    hooks: { Stop: [] },
    duty: 'reviewer',
    extra: { other: 1 },
  })
  const imported = { name: 'a', path: 'a.md', hash: 'a'.repeat(64) }
  const { data } = readFrontMatter(writeDefinition(full, { imported }))
  expect(definitionFrontMatter.safeParse(data).error?.issues).toBeUndefined()
})
