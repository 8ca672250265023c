import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { seatRoster } from '../../src/agents/roster.ts'
import { recordedSeats, recordsOf } from '../../src/session/definitions.ts'
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
])('looks for the role anew when its file %s', (_, path, why) => {
  inFolder({})
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
