import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { SynodError } from '../../src/errors.ts'
import { FileLog } from '../../src/log/file-log.ts'
import { guarded } from '../../src/session/guarded.ts'
import { openSession } from '../../src/session/start.ts'
import { rosterOf } from '../support/panel.ts'
import { tempFolder } from '../support/temp.ts'

const FRAME = { role: 'SUPERVISOR', type: 'ANALYSIS', fields: {}, content: 'Framed.' } as const

async function framed() {
  const { path } = openSession({
    problem: 'x',
    roster: rosterOf('A', 'B'),
    mind: 'test',
    folder: tempFolder(),
  })
  const log = new FileLog(path)
  await log.append(FRAME)
  return { path, log, whole: readFileSync(path, 'utf8') }
}

it('takes nothing more once it was tampered with, also when the file is put back', async () => {
  const { path, log, whole } = await framed()
  const found: SynodError[] = []
  const guard = guarded(log, AbortSignal.timeout(10_000), error => found.push(error))
  writeFileSync(path, whole.replace('Framed.', 'Agreed.'))
  await guard.ended
  writeFileSync(path, whole)
  await expect(guard.log.append(FRAME)).rejects.toBe(found[0])
  expect(readFileSync(path, 'utf8')).toBe(whole)
  expect(found).toMatchObject([{ code: 'SYN_LOG_DAMAGED' }])
})

it('is told of it by whoever appends first', async () => {
  const { path, log, whole } = await framed()
  const found: SynodError[] = []
  const guard = guarded(log, AbortSignal.abort(), error => found.push(error))
  writeFileSync(path, whole.replace('Framed.', 'Agreed.'))
  await expect(guard.log.append(FRAME)).rejects.toMatchObject({ code: 'SYN_LOG_DAMAGED' })
  expect(found).toEqual([guard.broken])
})

it('ends with the signal when nothing was wrong', async () => {
  const { log } = await framed()
  const stop = new AbortController()
  const guard = guarded(log, stop.signal, () => {})
  stop.abort()
  await guard.ended
  expect(guard.broken).toBeNull()
  expect((await guard.log.append(FRAME)).appended).toBe(true)
})
