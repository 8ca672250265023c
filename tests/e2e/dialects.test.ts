/** Definitions written for four other programs at one table. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { foldLog, parseLog } from '../../src/index.ts'
import { sha256 } from '../../src/log/digest.ts'
import { fixturePath } from '../support/agent-fixtures.ts'
import { synod } from '../support/processes.ts'
import { tempFolder } from '../support/temp.ts'

const PROBLEM = 'Design the tracking of 40k parcels a day for 3 depots: scans, late parcels, and who is told'

/** Seat → the folder and file of the fixture that plays it. */
const SEATS = {
  'PARCEL-TRACKER': ['claude', 'parcel-tracker.md'],
  BACKEND: ['orchestrator', 'lane_developer.md'],
  'COLD-CHAIN': ['opencode', 'cold-chain.md'],
  CLAIMS: ['broken', 'unquoted-colon.md'],
} as const
const WORKERS = 'parcel-tracker,backend=./mine/lane_developer.md,cold-chain,claims=claims-desk'

function table() {
  const cwd = tempFolder()
  const paths = Object.entries(SEATS).map(([seat, [folder, file]]) => {
    const path = `${seat === 'BACKEND' ? 'mine' : 'agents'}/${file}`
    mkdirSync(join(cwd, path, '..'), { recursive: true })
    copyFileSync(fixturePath(folder, file), join(cwd, path))
    return [seat, { path, hash: sha256([readFileSync(join(cwd, path))]) }] as const
  })
  const run = (...args: readonly string[]) => synod(args, { cwd }).finished
  const log = () => parseLog(readFileSync(join(cwd, 'log.md')))
  const start = (...args: readonly string[]) =>
    run('start', PROBLEM, '--log', 'log.md', '--mind', 'playbook', '--workers', WORKERS, ...args)
  return { cwd, run, log, start, records: Object.fromEntries(paths) }
}

it('workers of four dialects come to a consensus, and the log says which definition each of them had', async () => {
  const { run, log, start, records } = table()
  const ran = await start()
  expect(ran.code, ran.stderr).toBe(0)
  expect(ran.stderr).toContain('line 3: description is not quoted and has a colon in it; read by lines')
  const { header, entries } = log()
  expect(header?.workers).toEqual(Object.keys(SEATS))
  expect(header?.agents).toEqual({
    ...records,
    SUPERVISOR: { path: 'built-in/supervisor.md', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
  const state = foldLog({ header, entries })
  expect(state.outcome?.kind).toBe('CONSENSUS')
  expect(Object.keys(state.proposals.at(-1)?.verdicts ?? {}).toSorted()).toEqual(
    Object.keys(SEATS).toSorted(),
  )
  expect(await run('verify', 'log.md')).toMatchObject({ code: 0 })
})

it('a session that goes on has the definitions it was opened with, and says which one has changed', async () => {
  const { cwd, run, log, start } = table()
  expect((await start('--max-entries', '5')).code).toBe(5)
  const opened = log().header?.agents

  // Nearer ones of the same names have come since.
  mkdirSync(join(cwd, 'agents', 'a'))
  writeFileSync(join(cwd, 'agents', 'a', 'parcel-tracker.md'), 'You are somebody else.\n')
  const same = await run('resume', 'log.md', '--mind', 'playbook', '--max-entries', '8')
  expect(same.code, same.stderr).toBe(5)
  expect(same.stderr).not.toContain('was opened with')
  expect(same.stderr).not.toContain('agents/a/')

  const path = join(cwd, 'agents', 'cold-chain.md')
  writeFileSync(path, readFileSync(path, 'utf8').replace('never eight', 'never nine'))
  const changed = await run('resume', 'log.md', '--mind', 'playbook')
  expect(changed.code, changed.stderr).toBe(0)
  const named = `COLD-CHAIN was opened with agents/cold-chain.md (sha256 ${opened?.['COLD-CHAIN']?.hash.slice(0, 12)}), which has changed since`
  expect(changed.stderr).toContain(named)
  expect(changed.stderr.match(/was opened with/g)).toHaveLength(1)
  expect(log().header?.agents).toEqual(opened)
  expect(foldLog(log()).outcome?.kind).toBe('CONSENSUS')
  expect(await run('verify', 'log.md')).toMatchObject({ code: 0 })
})
