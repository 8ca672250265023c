import { expect, it } from 'vitest'
import { fixturesOf, readFixture, type Seated, seated } from '../../support/agent-fixtures.ts'

const READINGS: Readonly<Record<string, Seated>> = {
  'cold-chain.md': seated({
    name: 'cold-chain',
    role: 'COLD-CHAIN',
    dialect: 'opencode',
    description: 'Watches the temperature of what must stay cold',
    model: 'vendor/large-2',
    disallowedTools: ['Write', 'Edit'],
    prompt: 'Four degrees, never eight.',
    extra: { mode: 'subagent', temperature: 0.2 },
    warnings: ['kept, and not used here: mode, temperature'],
  }),
  'lockdown.md': seated({
    name: 'lockdown',
    role: 'LOCKDOWN',
    dialect: 'opencode',
    description: 'Looks, and touches nothing',
    tools: ['Read', 'Grep'],
    prompt: 'You look.',
    extra: { mode: 'all' },
    warnings: ['kept, and not used here: mode'],
  }),
  'yard-marshal.md': seated({
    name: 'yard-marshal',
    role: 'YARD-MARSHAL',
    dialect: 'opencode',
    description: 'Tells trucks where to wait',
    disallowedTools: ['Edit', 'Write', 'MultiEdit', 'NotebookEdit', 'WebFetch', 'Bash(rm *)'],
    maxTurns: 20,
    prompt: 'You own the yard, and nothing on the road.',
    extra: { mode: 'primary' },
    recovered: ['permission: "webfetch" would be asked for: nobody is asked here, so it is not allowed'],
    warnings: ['kept, and not used here: mode'],
  }),
}

it.each(Object.entries(READINGS))('opencode: %s', (file, expected) => {
  expect(readFixture('opencode', file)).toEqual(expected)
})

it('has a reading here for each of the fixtures', () => {
  expect(Object.keys(READINGS).toSorted()).toEqual(fixturesOf('opencode'))
})
