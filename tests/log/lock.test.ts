import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withLock } from '../../src/log/lock.ts'
import { compiledLog, startScript } from '../support/compiled-log.ts'
import { tempFolder } from '../support/temp.ts'

const compiled = compiledLog()
const newPath = () => join(tempFolder(), 'log.md')

it('gives back what the work gives', async () => {
  expect(await withLock(newPath(), () => 42)).toBe(42)
})

it('is let go when the work throws', async () => {
  const path = newPath()
  const thrown = withLock(path, () => {
    throw new Error('from the work')
  })
  await expect(thrown).rejects.toThrow('from the work')
  expect(await withLock(path, () => 'free')).toBe('free')
})

it('lets one caller in at a time, all of them in the end', async () => {
  const path = newPath()
  let inside = 0
  const seen: number[] = []
  await Promise.all(
    Array.from({ length: 10 }, () =>
      withLock(path, () => {
        inside += 1
        seen.push(inside)
        inside -= 1
      }),
    ),
  )
  expect(seen).toEqual(Array(10).fill(1))
})

it('is on a file beside the log and never makes the log', async () => {
  const path = newPath()
  await withLock(path, () => undefined)
  expect(existsSync(path)).toBe(false)
  expect(readFileSync(join(path, '../.synod/log.md.lock'), 'utf8')).toBe('')
})

it('is each log’s own', async () => {
  const folder = tempFolder()
  const { said } = startScript(process.execPath, [join(compiled, 'hold-lock.mjs'), join(folder, 'a.md')])
  await said(text => text === 'held\n')
  expect(await withLock(join(folder, 'b.md'), () => 'free', { patience: 0 })).toBe('free')
})

it('is refused after a while when another process holds it, and free the moment that process is killed', async () => {
  const path = newPath()
  const { child, said, ended } = startScript(process.execPath, [join(compiled, 'hold-lock.mjs'), path])
  await said(text => text === 'held\n')
  await expect(withLock(path, () => 'in', { patience: 60 })).rejects.toMatchObject({
    code: 'SYN_LOG_LOCKED',
    exitCode: 6,
  })
  const waiting = withLock(path, () => 'in')
  child.kill('SIGKILL')
  await ended
  expect(await waiting).toBe('in')
})

it('is refused where its file cannot be', async () => {
  const path = join(tempFolder({ file: '' }), 'file/log.md')
  await expect(withLock(path, () => 'in')).rejects.toMatchObject({ code: 'SYN_LOG_NOT_WRITABLE' })
})
