import { expect, it } from 'vitest'
import { canonicalTools, isKnownTool, nearTool } from '../../../src/agents/tools/names.ts'

it.each([
  ['Read', ['Read']],
  ['read', ['Read']],
  ['webfetch', ['WebFetch']],
  ['web_search', ['WebSearch']],
  ['Web Search', ['WebSearch']],
  ['todo_write', ['TodoWrite']],
  ['ls', ['LS']],
  ['Bash tool', ['Bash']],
  ['execute_bash', ['Bash']],
  ['fs_read', ['Read']],
  ['fs_write', ['Write', 'Edit']],
  ['fs_list', ['LS', 'Glob', 'Grep']],
  ['fs_*', ['Read', 'Write', 'Edit', 'LS', 'Glob', 'Grep']],
  ['web_fetch', ['WebFetch']],
  ['run_shell_command', ['Bash']],
  ['ReadFileTool', ['Read']],
  ['replace', ['Edit']],
  ['google_web_search', ['WebSearch']],
  ['search/codebase', ['Grep', 'Glob']],
  ['execute/runInTerminal', ['Bash']],
  ['runCommands', ['Bash']],
  ['read-only', ['Read', 'LS', 'Glob', 'Grep']],
  ['execute_bash(git:*)', ['Bash(git:*)']],
  ['fs_write(src/**)', ['Write(src/**)', 'Edit(src/**)']],
  ['Agent(a, b)', ['Agent(a, b)']],
])('%s is %j here', (name, expected) => {
  expect(canonicalTools(name)).toEqual(expected)
  expect(isKnownTool(name)).toBe(true)
})

it.each([
  ['mcp__x__*', ['mcp__x__*']],
  ['mcp__Git_Hub__Create', ['mcp__Git_Hub__Create']],
  ['@server', ['mcp__server__*']],
  ['@cao-mcp-server', ['mcp__cao-mcp-server__*']],
  ['@server/tool', ['mcp__server__tool']],
  ['github/*', ['mcp__github__*']],
  ['mcp:docs', ['mcp__docs__*']],
])('the server tool %s is %j here', (name, expected) => {
  expect(canonicalTools(name)).toEqual(expected)
})

it.each([
  'docker',
  'npm',
  'python',
  'git',
  'npm/yarn',
  'context7',
  'constructor',
  '__proto__',
  'Foo(bar)',
  '',
])('leaves the unknown name "%s" as it is', name => {
  expect(canonicalTools(name)).toEqual([name])
  expect(isKnownTool(name)).toBe(false)
})

it('takes @builtin for every tool that comes with a program, and for no server', () => {
  expect(canonicalTools('@builtin')).toEqual([
    'Read',
    'LS',
    'Glob',
    'Grep',
    'Write',
    'Edit',
    'MultiEdit',
    'NotebookEdit',
    'Bash',
    'WebFetch',
    'WebSearch',
    'Agent',
    'TodoWrite',
  ])
})

it('takes @builtin beside kinds of access for no more than those grant', () => {
  expect(canonicalTools('@builtin', ['@builtin', 'fs_read'])).toEqual(['TodoWrite'])
  expect(canonicalTools('@builtin', ['@builtin', '@server'])).toContain('Bash')
})

it.each([
  [
    ['read', 'edit', 'search'],
    ['Write', 'Edit'],
  ],
  [['read', 'edit', 'bash'], ['Edit']],
  [['edit', 'write', 'search'], ['Edit']],
])('takes the edit of %j for %j', (list, expected) => {
  expect(canonicalTools('edit', list)).toEqual(expected)
})

it.each([
  ['Raed', 'Read'],
  ['Wrtie', 'Write'],
  ['Bsh', 'Bash'],
  ['writes', 'Write'],
  ['editing', 'Edit'],
  ['write_*', 'Write'],
  ['write_files', 'Write'],
  ['Read', null],
  ['fs_read', null],
  ['ask', null],
  ['docker', null],
  ['docs_*', null],
  ['mcp__a__raed', null],
])('takes %s for a slip of %j', (name, meant) => {
  expect(nearTool(name)).toBe(meant)
})
