/** Editors that save by renaming, or by removing and making the file anew, leave a moment without it. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Entry } from '../../src/log/entry.ts'
import { createLog, FileLog } from '../../src/log/file-log.ts'
import { HEADER, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

async function goneLog(): Promise<{ readonly log: FileLog; readonly before: Buffer }> {
  const log = createLog(join(tempFolder(), 'log.md'), { header: HEADER, title: TITLE, problem: PROBLEM })
  await log.append(say('BACKEND'))
  await log.append(say('SECURITY'))
  const before = readFileSync(log.path)
  rmSync(log.path)
  return { log, before }
}

it.each([
  ['who has appended before', (log: FileLog) => log],
  ['who has not', ({ path }: FileLog) => new FileLog(path)],
])('a log that is gone is put back from its journal by the next append, of one %s', async (_, by) => {
  const { log, before } = await goneLog()
  expect(await by(log).append(say('BACKEND'))).toMatchObject({ appended: true, entry: { number: 3 } })
  expect(readFileSync(log.path).subarray(0, before.length)).toEqual(before)
})

it('and by a read', async () => {
  const { log, before } = await goneLog()
  expect((await log.read()).entries).toHaveLength(2)
  expect(readFileSync(log.path)).toEqual(before)
})

it('a tail may begin while the log is gone, and gives its entries once it is back', async () => {
  const { log } = await goneLog()
  const stop = new AbortController()
  const given: Entry[] = []
  const tail = new FileLog(log.path).tail({ signal: stop.signal })
  const first = tail.next()
  await log.append(say('ARCHITECT'))
  for (let next = await first; next.done !== true; next = await tail.next()) {
    given.push(next.value)
    if (next.value.number === 3) stop.abort()
  }
  expect(given.map(({ role }) => role)).toEqual(['BACKEND', 'SECURITY', 'ARCHITECT'])
})

it('what was never there is an error for a tail and for a read', async () => {
  const log = new FileLog(join(tempFolder(), 'log.md'))
  await expect(log.tail().next()).rejects.toMatchObject({ code: 'SYN_SESSION_NOT_FOUND' })
  await expect(log.read()).rejects.toMatchObject({ code: 'SYN_SESSION_NOT_FOUND' })
})
