import { expect, it } from 'vitest'
import { fixturesOf, readFixture, type Seated, seated } from '../../support/agent-fixtures.ts'

const READINGS: Readonly<Record<string, Seated>> = {
  'close-shift.md': seated({
    name: 'close-shift',
    role: 'CLOSE-SHIFT',
    dialect: 'command',
    description: 'Closes the shift and hands over what is open',
    model: 'haiku',
    tools: ['Bash(git add:*)', 'Bash(git status:*)', 'Bash(git commit -m *)', 'Read'],
    prompt: "Close the shift of $ARGUMENTS. Today's list: !`cat open.txt`",
    extra: { 'argument-hint': '[depot] [shift]' },
    recovered: [
      'line 4: argument-hint has a bracket that is not closed where YAML takes it to be; read by lines',
    ],
    warnings: ['kept, and not used here: argument-hint'],
  }),
  'recount.md': seated({
    name: 'recount',
    role: 'RECOUNT',
    dialect: 'command',
    description: 'Counts a bay again',
    prompt: 'Count bay $ARGUMENTS twice, from both ends.',
  }),
  'stamp-manifest.md': seated({
    name: 'stamp-manifest',
    role: 'STAMP-MANIFEST',
    dialect: 'command',
    description: 'Stamps a manifest when all of its parcels are on board',
    tools: ['Read', 'Grep', 'Glob'],
    disallowedTools: ['Write'],
    prompt: 'Stamp the manifest $1.',
    extra: { 'disable-model-invocation': true },
    warnings: ['kept, and not used here: disable-model-invocation'],
  }),
}

it.each(Object.entries(READINGS))('slash commands: %s', (file, expected) => {
  expect(readFixture('command', file)).toEqual(expected)
})

it('has a reading here for each of the fixtures', () => {
  expect(Object.keys(READINGS).toSorted()).toEqual(fixturesOf('command'))
})
