import { expect, it } from 'vitest'
import { fixturesOf, readFixture, type Seated, seated } from '../../support/agent-fixtures.ts'

const READINGS: Readonly<Record<string, Seated>> = {
  'Lost & Found.md': seated({
    name: 'Lost & Found',
    role: 'LOST-FOUND',
    dialect: 'plain',
    description: 'You keep what nobody claims.',
    prompt: 'You keep what nobody claims.',
    warnings: ['has no description: the first sentence of its body stands in'],
  }),
  'empty-body.md': seated({
    name: 'tide-table',
    role: 'TIDE-TABLE',
    dialect: 'claude',
    description: 'Knows when the water is high',
    tools: ['Read'],
    prompt: '',
    warnings: ['has no body: its description is all a model is told'],
  }),
  'harbour-pilot.md': seated({
    name: 'harbour-pilot',
    role: 'HARBOUR-PILOT',
    dialect: 'plain',
    description: 'You bring ships in.',
    prompt:
      '# Harbour pilot\n\nYou bring ships in. You know every sandbank.\n\n```markdown\n## Report Template\n\nthis stands in a block of code, and shapes nothing\n```',
    warnings: ['has no description: the first sentence of its body stands in'],
  }),
  'rule-first.md': seated({
    name: 'rule-first',
    role: 'RULE-FIRST',
    dialect: 'plain',
    description: 'Everything at Tidewater Parcel begins with a line.',
    prompt: '---\n\nEverything at Tidewater Parcel begins with a line.\n\n---\n\nYou end with one, too.',
    warnings: ['has no description: the first sentence of its body stands in'],
  }),
}

it.each(Object.entries(READINGS))('plain markdown: %s', (file, expected) => {
  expect(readFixture('plain', file)).toEqual(expected)
})

it('has a reading here for each of the fixtures', () => {
  expect(Object.keys(READINGS).toSorted()).toEqual(fixturesOf('plain'))
})
