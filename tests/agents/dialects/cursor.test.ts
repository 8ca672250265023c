import { expect, it } from 'vitest'
import { fixturesOf, readFixture, type Seated, seated } from '../../support/agent-fixtures.ts'

const READINGS: Readonly<Record<string, Seated>> = {
  'pallet-verifier.md': seated({
    name: 'pallet-verifier',
    role: 'PALLET-VERIFIER',
    dialect: 'cursor',
    description: 'Checks a pallet after it was packed',
    model: 'fast',
    disallowedTools: ['Write', 'Edit', 'MultiEdit', 'NotebookEdit', 'Bash', 'PowerShell'],
    prompt: 'Count the layers.',
    extra: { is_background: true },
    recovered: ['readonly: what writes files and runs commands is denied'],
    warnings: ['kept, and not used here: is_background'],
  }),
  'sortation.md': seated({
    name: 'sortation',
    role: 'SORTATION',
    dialect: 'cursor',
    description: 'Tunes the sorter',
    model: 'inherit',
    prompt: 'Sixty parcels a minute.',
  }),
  'yard-rules.mdc': seated({
    name: 'yard-rules',
    role: 'YARD-RULES',
    dialect: 'cursor',
    description: 'Rules of the yard',
    prompt: 'Drive at walking pace.',
    extra: { globs: 'yard/**', alwaysApply: false },
    warnings: ['kept, and not used here: globs, alwaysApply'],
  }),
}

it.each(Object.entries(READINGS))('Cursor: %s', (file, expected) => {
  expect(readFixture('cursor', file)).toEqual(expected)
})

it('has a reading here for each of the fixtures', () => {
  expect(Object.keys(READINGS).toSorted()).toEqual(fixturesOf('cursor'))
})
