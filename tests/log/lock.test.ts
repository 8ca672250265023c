import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tryLock, unlock } from 'fs-native-extensions'
import { expect, it, onTestFinished } from 'vitest'
import { withLock } from '../../src/log/lock.ts'
import { tempFolder } from '../support/temp.ts'

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

it('keeps out whoever holds another handle, in this process as well, until it is let go', async () => {
  const path = newPath()
  await withLock(path, () => undefined)
  const file = openSync(join(path, '../.synod/log.md.lock'), 'r+')
  onTestFinished(() => closeSync(file))
  expect(tryLock(file)).toBe(true)
  await expect(withLock(path, () => 'in', { patience: 20 })).rejects.toMatchObject({ code: 'SYN_LOG_LOCKED' })
  const waiting = withLock(path, () => 'in')
  unlock(file)
  expect(await waiting).toBe('in')
})

it('lets in, one after another, all who wait', async () => {
  const path = newPath()
  const numbers = Array.from({ length: 10 }, (_, at) => at)
  expect(await Promise.all(numbers.map(at => withLock(path, () => at)))).toEqual(numbers)
})

it('is on a file beside the log and never makes the log', async () => {
  const path = newPath()
  await withLock(path, () => undefined)
  expect(existsSync(path)).toBe(false)
  expect(readFileSync(join(path, '../.synod/log.md.lock'), 'utf8')).toBe('')
})

it('is refused where its file cannot be', async () => {
  const path = join(tempFolder({ file: '' }), 'file/log.md')
  await expect(withLock(path, () => 'in')).rejects.toMatchObject({ code: 'SYN_LOG_NOT_WRITABLE' })
})
