import { existsSync, mkdirSync, rmdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import {
  FOLDER_LOCK_STALE,
  type FolderLock,
  isFolderLocked,
  takeFolderLock,
} from '../../src/log/folder-lock.ts'
import { tempFolder } from '../support/temp.ts'

const newFolder = () => join(tempFolder(), 'lock')

async function take(folder: string): Promise<FolderLock> {
  const lock = await takeFolderLock(folder, 0)
  if (lock === null) throw new Error('It is held')
  onTestFinished(() => lock.release())
  return lock
}

it('is one holder’s until that one lets go', async () => {
  const folder = newFolder()
  const first = await take(folder)
  expect(first.isOurs()).toBe(true)
  expect(await isFolderLocked(folder)).toBe(true)
  expect(await takeFolderLock(folder, performance.now() + 30)).toBeNull()
  first.release()
  expect(await isFolderLocked(folder)).toBe(false)
  expect((await take(folder)).isOurs()).toBe(true)
})

it('is got by who waits when it is let go', async () => {
  const folder = newFolder()
  const first = await take(folder)
  const waiting = takeFolderLock(folder, performance.now() + 10_000)
  first.release()
  const second = await waiting
  expect(second?.isOurs()).toBe(true)
  second?.release()
})

it('of a holder that renewed nothing for long is taken over, and then is not the first one’s to remove', async () => {
  const folder = newFolder()
  const first = await take(folder)
  const old = new Date(Date.now() - FOLDER_LOCK_STALE - 1000)
  utimesSync(folder, old, old)
  expect(await isFolderLocked(folder)).toBe(false)
  const second = await take(folder)
  utimesSync(folder, new Date(), new Date(Date.now() + 5000))
  expect(first.isOurs()).toBe(false)
  first.release()
  expect(existsSync(folder)).toBe(true)
  second.release()
})

it('that somebody deleted is nobody’s, and letting go of it harms nothing', async () => {
  const folder = newFolder()
  const lock = await take(folder)
  rmdirSync(folder)
  expect(lock.isOurs()).toBe(false)
  lock.release()
  lock.release()
  mkdirSync(folder)
  lock.release()
  expect(existsSync(folder)).toBe(true)
})

it('says what the operating system says where it cannot be', async () => {
  await expect(takeFolderLock(join(tempFolder(), 'none/lock'), 0)).rejects.toMatchObject({ code: 'ENOENT' })
})
