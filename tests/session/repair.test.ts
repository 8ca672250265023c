import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { takeLease } from '../../src/log/lease.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import { repairSession } from '../../src/session/repair.ts'
import { resumeSession } from '../../src/session/resume.ts'
import { startSession } from '../../src/session/start.ts'
import { deliberate, mindsOf, rosterOf } from '../support/panel.ts'
import { tempFolder } from '../support/temp.ts'

const roster = rosterOf('ARCHITECT', 'BACKEND', 'SECURITY')
const minds = mindsOf(deliberate)
const read = (path: string) => parseLog(readFileSync(path))

async function session(more: object = {}): Promise<string> {
  const { log, result } = startSession({
    problem: 'Design a limiter',
    roster,
    minds,
    folder: tempFolder(),
    ...more,
  })
  await result
  return log.path
}

const change = (path: string, from: RegExp, to: string) =>
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))

it('what was restored is said in the log, and a decided session stays decided', async () => {
  const path = await session()
  const before = foldLog(read(path)).outcome
  change(path, /OBJECT #5/, 'AGREE #5')
  await repairSession(path, { choice: 'restore' })
  const { entries } = read(path)
  expect(entries.at(-1)).toMatchObject({
    role: 'SUPERVISOR',
    verified: true,
    fields: {},
    content: expect.stringMatching(
      /where "\*\*Verdict\*\*: OBJECT #5" had been sealed stood "\*\*Verdict\*\*: AGREE #5".*put back/s,
    ),
  })
  expect(foldLog(read(path)).outcome).toEqual(before)
  expect(verifyLog(read(path)).holds).toBe(true)
})

it('a session that was not decided is paused by a repair, and goes on when it is resumed', async () => {
  const path = await session({ maxRevisions: 0 })
  expect(foldLog(read(path)).outcome).toMatchObject({ kind: 'PAUSED', reason: 'rounds' })
  change(path, /BACKEND\] \[/, 'SECURITY] [')
  await repairSession(path, { choice: 'restore' })
  expect(foldLog(read(path)).outcome).toMatchObject({ kind: 'PAUSED', reason: 'error' })
  const { state } = await resumeSession(path, { roster, minds })
  expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'rounds' })
})

it('what was accepted is nobody’s agreement: a verdict put into a reviewer’s mouth counts for nothing', async () => {
  const path = await session()
  change(path, /OBJECT #5/, 'AGREE #5')
  await repairSession(path, { choice: 'accept' })
  const log = read(path)
  expect(verifyLog(log)).toMatchObject({ holds: true, unsealed: 0 })
  const state = foldLog(log)
  const changed = log.entries.find(({ fields }) => fields['Verdict']?.[0] === 'AGREE #5' && fields['Concern'])
  expect(changed).toMatchObject({ adopted: true })
  expect(state.notices.map(({ code, entry }) => [code, entry])).toContainEqual([
    'unverified-author',
    changed?.number,
  ])
})

it('is refused while somebody runs the session', async () => {
  const path = await session()
  const lease = await takeLease(path, null, { command: 'synod resume' })
  await expect(repairSession(path, { choice: null })).rejects.toMatchObject({ code: 'SYN_SESSION_RUNNING' })
  lease.release()
  expect(await repairSession(path, { choice: null })).toEqual({
    mended: null,
    damage: null,
    kept: null,
    byHand: [],
  })
})
