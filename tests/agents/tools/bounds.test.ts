import { describe, expect, it } from 'vitest'
import { defineAgent } from '../../../src/agents/define.ts'
import { allows } from '../../../src/agents/tools/restrict.ts'

const may = (agent: Parameters<typeof allows>[0]) =>
  ['Read', 'Grep', 'Write', 'Bash(ls)', 'WebFetch', 'mcp__board__post'].filter(tool => allows(agent, tool))

describe('an agent whose file lists no tools', () => {
  it.each([
    ['of an orchestrator reads, as a reviewer', { duty: 'reviewer' }, ['Read', 'Grep']],
    [
      'and has the servers it names',
      { duty: 'supervisor', mcpServers: { board: null } },
      ['Read', 'Grep', 'mcp__board__post'],
    ],
    [
      'may use all, as a developer',
      { duty: 'developer' },
      ['Read', 'Grep', 'Write', 'Bash(ls)', 'WebFetch', 'mcp__board__post'],
    ],
    [
      'changes nothing in the mode plan',
      { permissionMode: 'plan' },
      ['Read', 'Grep', 'WebFetch', 'mcp__board__post'],
    ],
  ] as const)('%s', (_, parts, tools) => {
    expect(may(defineAgent({ name: 'a', ...parts }))).toEqual(tools)
  })
})

it('takes a list that is there as it stands, whatever the duty', () => {
  expect(may(defineAgent({ name: 'a', duty: 'reviewer', tools: ['Bash'] }))).toEqual(['Bash(ls)'])
})

it('takes what changes something out of the list in the mode plan', () => {
  expect(may(defineAgent({ name: 'a', permissionMode: 'plan', tools: ['Read', 'Write'] }))).toEqual(['Read'])
})
