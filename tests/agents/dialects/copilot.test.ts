import { expect, it } from 'vitest'
import { fixturesOf, readFixture, type Seated, seated } from '../../support/agent-fixtures.ts'

const READINGS: Readonly<Record<string, Seated>> = {
  'berth.agent.md': seated({
    name: 'Berth Planner 🛳️',
    role: 'BERTH-PLANNER',
    dialect: 'copilot',
    description: 'Gives each ship a berth',
    tools: ['Grep', 'Glob', 'Write', 'Edit', 'WebFetch', 'WebSearch', 'mcp__harbour__*'],
    prompt: 'Longest ship first.',
    extra: { target: 'vscode', handoffs: [{ label: 'Book the crane', agent: 'crane', prompt: 'Book it.' }] },
    recovered: [
      'tools: search is Grep, Glob here',
      'tools: edit/editFiles is Write, Edit here',
      'tools: web is WebFetch, WebSearch here',
      'tools: harbour/* is mcp__harbour__* here',
    ],
    warnings: ['kept, and not used here: target, handoffs'],
  }),
  'quay.agent.md': seated({
    name: 'quay',
    role: 'QUAY',
    dialect: 'copilot',
    description: 'Talks about the quay, without any tool',
    model: 'model-a',
    tools: [],
    prompt: 'Talk.',
    extra: { modelAsWritten: ['model-a', 'model-b'] },
    recovered: ['model is a list: its first, "model-a", is taken'],
  }),
  'tariff.chatmode.md': seated({
    name: 'tariff',
    role: 'TARIFF',
    dialect: 'copilot',
    description: 'Answers questions on prices',
    model: 'Example Model 5 (copilot)',
    tools: ['Grep', 'Glob', 'WebFetch', 'githubRepo'],
    prompt: 'Prices are in euros, without tax.',
    recovered: ['tools: codebase is Grep, Glob here', 'tools: fetch is WebFetch here'],
  }),
}

it.each(Object.entries(READINGS))('Copilot: %s', (file, expected) => {
  expect(readFixture('copilot', file)).toEqual(expected)
})

it('has a reading here for each of the fixtures', () => {
  expect(Object.keys(READINGS).toSorted()).toEqual(fixturesOf('copilot'))
})
