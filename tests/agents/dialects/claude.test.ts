import { expect, it } from 'vitest'
import { fixturesOf, readFixture, type Seated, seated } from '../../support/agent-fixtures.ts'

const READINGS: Readonly<Record<string, Seated>> = {
  'crew-rostering.md': seated({
    name: 'crew-rostering',
    role: 'CREW-ROSTERING',
    dialect: 'claude',
    description: 'Plans who drives when.',
    model: 'haiku',
    tools: ['*'],
    color: '#60A5FA',
    prompt: 'Nobody drives longer than nine hours.',
    extra: { category: 'people', emoji: '🚚' },
    warnings: ['kept, and not used here: category, emoji'],
  }),
  'customs-broker.md': seated({
    name: 'customs-broker',
    role: 'CUSTOMS-BROKER',
    dialect: 'claude',
    description:
      'Prepares customs papers. Use this agent when goods cross a border.\n\n<example>\nContext: A pallet of batteries goes to Norway.\nuser: "Which form do we need?"\nassistant: "I will ask the customs-broker."\n</example>',
    model: 'inherit',
    tools: ['Read', 'WebFetch'],
    maxTurns: 12,
    effort: 'high',
    memory: 'project',
    skills: ['tariff-codes', 'origin-rules'],
    prompt: 'You know the tariff of every country we deliver to.',
  }),
  'depot-auditor.md': seated({
    name: 'depot-auditor',
    role: 'DEPOT-AUDITOR',
    dialect: 'claude',
    description: 'Checks a depot against its own rules.',
    tools: ['Read', 'Grep'],
    prompt:
      'You count what stands on the ramp.\n\n## What you look for\n\nParcels that no list has.\n\n## What you let pass\n\nA torn label.',
    report: '### Findings\n\n- what, where, since when\n\n### Verdict\n\nOpen or clear.',
    conduct: '## Communication Protocol\n\nSend every message to the dispatcher as JSON, and wait for `ack`.',
  }),
  'label-printer.md': seated({
    name: 'label-printer',
    role: 'LABEL-PRINTER',
    dialect: 'claude',
    description: 'Prints and voids shipping labels.',
    tools: ['mcp__zebra__print', 'mcp__spooler'],
    mcpServers: {
      spooler: null,
      zebra: {
        type: 'stdio',
        command: 'zebra-bridge',
        args: ['--port', '9100'],
        env: { PRINTER_TOKEN: `\${PRINTER_TOKEN}`, RETRIES: '3' },
        url: null,
        extra: {},
      },
      depots: { type: 'sse', command: null, args: [], env: {}, url: 'https://depots.example/mcp', extra: {} },
    },
    hooks: {
      PostToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: './stop-the-line.sh' }] }],
    },
    prompt: 'You never print a label twice.',
    warnings: ['hooks are kept and never run'],
  }),
  'parcel-tracker.md': seated({
    name: 'parcel-tracker',
    role: 'PARCEL-TRACKER',
    dialect: 'claude',
    description:
      'Follows a parcel from the depot to the door. Use this agent when a scan is missing or late.',
    model: 'sonnet',
    tools: ['Read', 'Grep', 'Glob', 'Bash'],
    color: 'blue',
    prompt: 'You own the history of scans at Tidewater Parcel.\n\nSay for each gap who had the parcel last.',
  }),
  'release-captain.md': seated({
    name: 'release-captain',
    role: 'RELEASE-CAPTAIN',
    dialect: 'claude',
    description: 'Brings the courier app into the stores.',
    model: 'claude-opus-5-5',
    tools: [
      'Read',
      'Bash(git:*)',
      'Bash(npm run build, npm run pack)',
      'Agent(store-notes, screenshot-maker)',
      'mcp__tracker__*',
    ],
    disallowedTools: ['WebFetch', 'Bash(rm:*)'],
    prompt: 'You release on Tuesdays.',
  }),
  'route-planner.md': seated({
    name: 'Route Planner',
    role: 'ROUTE-PLANNER',
    dialect: 'claude',
    description:
      'MUST BE USED for anything that moves a van. Use proactively after each change of a delivery window.',
    model: 'opus',
    permissionMode: 'plan',
    isolation: 'worktree',
    prompt: '# Routes\n\nYou own the order of the stops.',
  }),
}

it.each(Object.entries(READINGS))('Claude Code: %s', (file, expected) => {
  expect(readFixture('claude', file)).toEqual(expected)
})

it('has a reading here for each of the fixtures', () => {
  expect(Object.keys(READINGS).toSorted()).toEqual(fixturesOf('claude'))
})
