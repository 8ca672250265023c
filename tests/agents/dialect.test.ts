import { expect, it } from 'vitest'
import { type DialectSigns, dialectOf } from '../../src/agents/dialect.ts'

const PLAINEST: DialectSigns = {
  path: 'agents/a.md',
  data: { name: 'a', description: 'b' },
  body: 'Text.',
  hasFrontMatter: true,
  hasPlaybook: false,
}

function told(signs: Partial<DialectSigns>, data: Readonly<Record<string, unknown>> = {}) {
  return dialectOf({ ...PLAINEST, ...signs, data: { ...PLAINEST.data, ...data } })
}

it('takes a file with nothing but a name and a description for the plainest form', () => {
  expect(told({})).toBe('claude')
  expect(told({ hasFrontMatter: false })).toBe('plain')
})

it.each([
  ['synod', 'a playbook', { hasPlaybook: true }, {}],
  ['synod', 'a playbook without front matter', { hasPlaybook: true, hasFrontMatter: false }, {}],
  ['synod', 'where it was imported from', {}, { imported: { path: 'x' } }],
  ['orchestrator', 'a provider', {}, { provider: 'q_cli' }],
  ['orchestrator', 'a duty', {}, { role: 'Reviewer' }],
  ['orchestrator', 'a tool only they have', {}, { tools: ['execute_bash'] }],
  ['orchestrator', 'a server only they have', {}, { mcpServers: { 'cao-mcp-server': {} } }],
  ['copilot', 'the ending of its name', { path: 'a.agent.md' }, {}],
  ['copilot', 'the old ending of its name', { path: 'a.chatmode.md' }, {}],
  ['copilot', 'its key', {}, { handoffs: [] }],
  ['copilot', 'its tools', {}, { tools: ['codebase'] }],
  ['copilot', 'its sets of tools', {}, { tools: ['search/usages'] }],
  ['opencode', 'its mode', {}, { mode: 'subagent' }],
  ['opencode', 'permissions', {}, { permission: { edit: 'deny' } }],
  ['opencode', 'a mapping of tools', {}, { tools: { write: false } }],
  ['gemini', 'its limit of turns', {}, { max_turns: 3 }],
  ['gemini', 'its kind', {}, { kind: 'local' }],
  ['gemini', 'its tools', {}, { tools: 'read_file, run_shell_command' }],
  ['cursor', 'its keys', {}, { readonly: true }],
  ['cursor', 'the keys of its rules', {}, { alwaysApply: false }],
  ['command', 'its tools', {}, { 'allowed-tools': 'Read' }],
  ['command', 'a hint for its arguments', {}, { 'argument-hint': '[a]' }],
  ['claude', 'a mode of something else', {}, { mode: 'auto' }],
  ['claude', 'a role in free words', {}, { role: 'Senior Engineer' }],
  ['claude', 'a kind of something else', {}, { kind: 'specialist' }],
  ['claude', 'arguments, where it has a name', { body: 'Do $ARGUMENTS.' }, {}],
] as const)('is %s by %s', (dialect, _, signs, data) => {
  expect(told(signs, data)).toBe(dialect)
})

it('is a command by its arguments where it has no name', () => {
  expect(dialectOf({ ...PLAINEST, data: { description: 'b' }, body: 'Do $ARGUMENTS.' })).toBe('command')
})
