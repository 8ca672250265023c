import { expect, it } from 'vitest'
import {
  fixturesOf,
  type Refused,
  readFixture,
  refused,
  type Seated,
  seated,
} from '../../support/agent-fixtures.ts'

const READINGS: Readonly<Record<string, Seated | Refused>> = {
  'dispatch_supervisor.md': seated({
    name: 'dispatch_supervisor',
    role: 'DISPATCH_SUPERVISOR',
    dialect: 'orchestrator',
    description: 'Splits a day of deliveries among the lanes',
    mcpServers: {
      'cao-mcp-server': {
        type: 'stdio',
        command: 'uvx',
        args: ['--from', 'lane-orchestrator', 'lane-server'],
        env: { LANE: 'north' },
        url: null,
        extra: {},
      },
    },
    duty: 'supervisor',
    prompt: '# Dispatch\n\nYou hand out work and do none yourself.',
  }),
  'lane_developer.md': seated({
    name: 'lane_developer',
    role: 'LANE_DEVELOPER',
    dialect: 'orchestrator',
    description: 'Changes the software of one lane',
    tools: ['TodoWrite', 'Read', 'Write', 'Edit', 'LS', 'Glob', 'Grep', 'Bash', 'mcp__cao-mcp-server__*'],
    permissionMode: 'acceptEdits',
    provider: 'claude_code',
    duty: 'developer',
    prompt: 'You own the conveyor code.\n\nBegin with the failing test.',
    conduct: '## Collaboration Protocol\n\nReport to the supervisor with `send_message`.',
    recovered: [
      'allowedTools: @builtin is TodoWrite here',
      'allowedTools: fs_* is Read, Write, Edit, LS, Glob, Grep here',
      'allowedTools: execute_bash is Bash here',
      'allowedTools: @cao-mcp-server is mcp__cao-mcp-server__* here',
    ],
  }),
  'night_dispatcher.md': refused({
    dialect: 'orchestrator',
    name: 'night_dispatcher',
    errors: ['role is "dispatcher": expected supervisor, developer, reviewer; a limit is never guessed'],
  }),
  'scale_tester.md': seated({
    name: 'scale_tester',
    role: 'SCALE_TESTER',
    dialect: 'orchestrator',
    description: 'Weighs the scales',
    tools: ['Read', 'Bash(make check:*)', 'mcp__scales__weigh'],
    provider: 'codex',
    prompt: 'A scale that nobody tested is a guess.',
    extra: { toolsSettings: { execute_bash: { allowedCommands: ['make check'] } } },
    recovered: [
      'allowedTools: fs_read is Read here',
      'allowedTools: execute_bash is Bash here',
      'allowedTools: @scales/weigh is mcp__scales__weigh here',
    ],
    warnings: ['toolsSettings is kept, and limits nothing here'],
  }),
  'waybill_reviewer.md': seated({
    name: 'waybill_reviewer',
    role: 'WAYBILL_REVIEWER',
    dialect: 'orchestrator',
    description: 'Reads waybills before they leave',
    tools: ['Read', 'LS', 'Glob', 'Grep'],
    duty: 'reviewer',
    prompt: 'You look for addresses that do not exist.',
    report: 'One line a waybill: number, verdict, reason.',
    extra: { tags: ['waybill', 'review'] },
    recovered: ['allowedTools: fs_read is Read here', 'allowedTools: fs_list is LS, Glob, Grep here'],
    warnings: ['kept, and not used here: tags'],
  }),
}

it.each(Object.entries(READINGS))('orchestrators: %s', (file, expected) => {
  expect(readFixture('orchestrator', file)).toEqual(expected)
})

it('has a reading here for each of the fixtures', () => {
  expect(Object.keys(READINGS).toSorted()).toEqual(fixturesOf('orchestrator'))
})
