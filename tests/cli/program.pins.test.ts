import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { systemIo } from '../../src/cli/io.ts'
import { createProgram } from '../../src/cli/program.ts'

const MIND = [
  '--agents',
  '--mind',
  '--minds',
  '--model',
  '--effort',
  '--base-url',
  '--max-cost',
  '--max-tokens',
  '--max-entries',
  '--timeout',
  '--turn-timeout',
  '--rate',
  '--trace',
  '--record',
  '--wait',
]
const WORK = [...MIND, '--concurrency', '--dry-run']

/** The public surface: changing a line here is changing what users have typed into their scripts. */
const PINNED: Readonly<Record<string, readonly string[]>> = {
  start: [
    '--verbose',
    '--dir',
    '--json',
    '--file',
    '--title',
    '--id',
    '--log',
    '--workers',
    '--supervisor',
    '--preset',
    '--proposer',
    '--max-revisions',
    '--policy',
    '--veto',
    '--with',
    '--external',
    '--deadlock',
    '--implement',
    '--context',
    '--open',
    ...WORK,
  ],
  resume: ['--verbose', '--dir', '--json', ...WORK],
  join: ['--verbose', '--dir', '--json', '--role', ...MIND],
  watch: [
    '--verbose',
    '--dir',
    '--json',
    '--from',
    '--tail',
    '--role',
    '--brief',
    '--no-follow',
    '--exit-status',
  ],
  replay: [
    '--verbose',
    '--dir',
    '--json',
    '--speed',
    '--idle-cap',
    '--from',
    '--to',
    '--role',
    '--brief',
    '--no-timing',
  ],
  trace: ['--verbose', '--dir', '--json', '--tail', '--role'],
  status: ['--verbose', '--dir', '--json', '--at'],
  say: [
    '--verbose',
    '--dir',
    '--json',
    '--to',
    '--re',
    '--agree',
    '--object',
    '--abstain',
    '--concern',
    '--withdraw',
    '--as',
    '--edit',
  ],
  decide: ['--verbose', '--dir', '--json', '--on', '--reason'],
  list: ['--verbose', '--dir', '--json'],
  verify: ['--verbose', '--dir', '--json'],
  repair: ['--verbose', '--dir', '--json', '--restore', '--accept'],
  export: ['--verbose', '--dir', '--format'],
  'agents list': ['--verbose', '--json', '--agents'],
  'agents check': ['--verbose', '--json', '--quiet'],
  'agents show': ['--verbose', '--json', '--agents', '--system'],
  'agents import': ['--verbose', '--json', '--as', '--to', '--force'],
  'agents suggest': ['--verbose', '--json', '--agents', '--limit'],
}

const program = createProgram(systemIo(), () => undefined)
const page = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8')

it('has these commands with these flags', () => {
  const flags = ({ options }: Command) => options.map(option => option.long)
  const commands = program.commands.flatMap(command =>
    command.commands.length === 0
      ? [[command.name(), flags(command)]]
      : command.commands.map(inner => [`${command.name()} ${inner.name()}`, flags(inner)]),
  )
  expect(Object.fromEntries(commands)).toEqual(PINNED)
})

it('documents every command and flag, and no flag that is not there', () => {
  const flags = new Set(Object.values(PINNED).flat())
  for (const command of Object.keys(PINNED)) expect(page).toMatch(new RegExp(`^### \`${command}\\b`, 'm'))
  const documented = new Set([...page.matchAll(/`(--[a-z-]+)/g)].map(([, flag]) => flag))
  expect([...flags].filter(flag => !documented.has(flag))).toEqual([])
  expect([...documented].filter(flag => !flags.has(flag ?? ''))).toEqual([])
})
