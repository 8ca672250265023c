import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { seatRoster } from '../../src/agents/roster.ts'
import type { Header } from '../../src/log/entry.ts'
import { changedDefinitions, recordedSeats, recordsOf } from '../../src/session/definitions.ts'
import { resumeEntry } from '../../src/workers/pause.ts'
import { type BuiltEntry, buildLog } from '../support/build.ts'
import { tempFolder } from '../support/temp.ts'

const LEGAL = '---\nname: legal\ndescription: Contracts.\n---\n\nYou read contracts.\n'
const SHA = /^[0-9a-f]{64}$/

function inFolder(files: Readonly<Record<string, string>>): string {
  const before = process.cwd()
  const folder = tempFolder(files)
  process.chdir(folder)
  onTestFinished(() => process.chdir(before))
  return folder
}

it('records a file of the project by its path in it, and the built-in panel without the machine', () => {
  inFolder({ 'legal.md': LEGAL })
  expect(recordsOf(seatRoster({ workers: ['backend', 'counsel=./legal.md'] }))).toEqual({
    SUPERVISOR: { path: 'built-in/supervisor.md', hash: expect.stringMatching(SHA) },
    BACKEND: { path: 'built-in/backend.md', hash: expect.stringMatching(SHA) },
    COUNSEL: {
      path: 'legal.md',
      hash: 'e7a15c9e19bebf7db0f4f2ad8d8878e7249f7fe7e196b152f5d2c08bf194e326',
    },
  })
})

it('takes the recorded files again, also where a nearer definition of the role has come', () => {
  const folder = inFolder({ 'legal.md': LEGAL })
  const agents = recordsOf(seatRoster({ workers: ['backend', 'counsel=./legal.md'] }))
  const { workers, supervisor, warnings } = recordedSeats({ agents }, ['BACKEND', 'COUNSEL'])
  expect(warnings).toEqual([])
  const near = tempFolder({ 'backend.md': '# Another\n\nYou are another backend.\n' })
  const nearby = [{ label: './agents', path: near, isNamed: false }]
  const again = seatRoster({ workers, supervisor, nearby })
  expect(again.workers.map(({ role, prompt }) => [role, prompt.split('\n')[0]])).toEqual([
    ['BACKEND', '# Backend'],
    ['COUNSEL', 'You read contracts.'],
  ])
  expect(folder).not.toBe(near)
})

it('says that a definition has changed since, and takes it as it is now', () => {
  const folder = inFolder({ 'legal.md': LEGAL })
  const agents = recordsOf(seatRoster({ workers: ['backend', 'counsel=./legal.md'] }))
  writeFileSync(join(folder, 'legal.md'), LEGAL.replace('contracts', 'licences'))
  const { workers, warnings } = recordedSeats({ agents }, ['COUNSEL'])
  expect(workers).toEqual(['COUNSEL=legal.md'])
  expect(warnings).toEqual([
    `COUNSEL was opened with legal.md (sha256 ${agents['COUNSEL']?.hash.slice(0, 12)}), which has changed since`,
  ])
})

it.each([
  ['is gone', 'gone.md', 'is not there any more'],
  ['stands outside of the project and is another', '/etc/hostname', 'has changed since'],
  ['leads out of the project', '../x/../../etc/hostname', 'is not there any more'],
  ['is no definition by its name', 'secret.txt', 'has changed since'],
  ['is hidden', '.env', 'has changed since'],
  ['is a link out of the project', 'out.md', 'has changed since'],
])('looks for the role anew when its file %s', (_, path, why) => {
  const folder = inFolder({ '.env': 'KEY=1', 'secret.txt': 'A secret.' })
  symlinkSync('/etc/hostname', join(folder, 'out.md'))
  const agents = { BACKEND: { path, hash: 'a'.repeat(64) } }
  const { workers, warnings } = recordedSeats({ agents }, ['BACKEND'])
  expect(workers).toEqual(['BACKEND'])
  expect(warnings).toEqual([
    `BACKEND was opened with ${path} (sha256 aaaaaaaaaaaa), which ${why}: the nearest definition of the role is taken`,
  ])
})

it('looks for every role where a log records no definitions', () => {
  expect(recordedSeats({}, ['BACKEND'])).toEqual({
    workers: ['BACKEND'],
    supervisor: 'SUPERVISOR',
    warnings: [],
  })
})

it('does not have a role played by another whose file is there and cannot be read', () => {
  const folder = inFolder({ 'legal.md': LEGAL })
  const agents = recordsOf(seatRoster({ workers: ['backend', 'counsel=./legal.md'] }))
  writeFileSync(join(folder, 'legal.md'), LEGAL.replace('name: legal', 'permissionMode: root'))
  expect(() => recordedSeats({ agents }, ['COUNSEL'])).toThrow(
    expect.objectContaining({
      code: 'SYN_AGENT_INVALID',
      message: expect.stringContaining('COUNSEL was opened with legal.md'),
    }),
  )
})

it('finds the files again from a folder below the project', () => {
  const folder = inFolder({ 'legal.md': LEGAL, '.git/HEAD': '' })
  const agents = recordsOf(seatRoster({ workers: ['backend', 'counsel=./legal.md'] }))
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true })
  process.chdir(join(folder, 'deep', 'er'))
  expect(recordedSeats({ agents }, ['COUNSEL'])).toMatchObject({
    workers: [`COUNSEL=${join(process.cwd(), '..', '..', 'legal.md')}`],
    warnings: [],
  })
})

it('tells for the log who speaks by another definition than the header names', () => {
  inFolder({ 'legal.md': LEGAL })
  const roster = seatRoster({ workers: ['backend', 'counsel=./legal.md'] })
  const agents = recordsOf(roster)
  const logOf = (now: Header['agents'], entries: readonly BuiltEntry[] = []) =>
    buildLog({ header: now === undefined ? {} : { agents: now }, entries })
  expect(changedDefinitions(roster, logOf(agents))).toEqual([])
  expect(changedDefinitions(roster, logOf(undefined))).toEqual([])
  const before = { path: 'old.md', hash: '0'.repeat(64) }
  const [change = ''] = changedDefinitions(roster, logOf({ ...agents, COUNSEL: before }))
  expect(change).toBe(
    `COUNSEL speaks by legal.md sha256:${agents['COUNSEL']?.hash}, before by old.md sha256:${'0'.repeat(64)}`,
  )
  // Once said, it is said: what was written of it counts before the header, and only from the engine.
  const said = { role: 'SUPERVISOR', content: resumeEntry([change]).content }
  const opened = { ...agents, COUNSEL: before }
  expect(changedDefinitions(roster, logOf(opened, [said]))).toEqual([])
  expect(changedDefinitions(roster, logOf(opened, [{ ...said, role: 'BACKEND' }]))).toEqual([change])
})
