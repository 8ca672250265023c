import { expect, it } from 'vitest'
import { fixturesOf, readFixture, type Seated, seated } from '../../support/agent-fixtures.ts'

const READINGS: Readonly<Record<string, Seated>> = {
  'fleet-telemetry.md': seated({
    name: 'fleet-telemetry',
    role: 'FLEET-TELEMETRY',
    dialect: 'gemini',
    description: 'Reads what the vans send',
    model: 'example-pro',
    tools: ['Read', 'Bash', 'WebSearch', 'mcp_vans_position'],
    maxTurns: 15,
    prompt: 'A van that is silent for ten minutes is a problem.',
    extra: { kind: 'local', temperature: 0.4, timeout_mins: 5 },
    recovered: [
      'tools: read_file is Read here',
      'tools: run_shell_command is Bash here',
      'tools: google_web_search is WebSearch here',
    ],
    warnings: ['kept, and not used here: kind, temperature, timeout_mins'],
  }),
  'weather-desk.md': seated({
    name: 'weather-desk',
    role: 'WEATHER-DESK',
    dialect: 'gemini',
    description: 'Warns of wind',
    tools: ['*'],
    prompt: 'Above nine Beaufort nothing leaves.',
    extra: { kind: 'local' },
    warnings: ['kept, and not used here: kind'],
  }),
}

it.each(Object.entries(READINGS))('Gemini: %s', (file, expected) => {
  expect(readFixture('gemini', file)).toEqual(expected)
})

it('has a reading here for each of the fixtures', () => {
  expect(Object.keys(READINGS).toSorted()).toEqual(fixturesOf('gemini'))
})
