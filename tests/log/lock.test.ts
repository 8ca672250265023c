import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import { tryLock, unlock } from 'fs-native-extensions'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FileSystem } from '../../src/log/file-system.ts'
import { withLock } from '../../src/log/lock.ts'
import { compiledLog, startScript } from '../support/compiled-log.ts'
import { tempFolder } from '../support/temp.ts'

const compiled = compiledLog()
const hold = join(compiled, 'hold-lock.mjs')
const tryOnce = join(compiled, 'try-lock.mjs')
const newPath = () => join(tempFolder(), 'log.md')

async function holdElsewhere(path: string) {
  const script = startScript(process.execPath, [hold, path])
  await script.said(text => text === 'held\n')
  return script
}

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

it('keeps who waits too long from those who wait behind it', async () => {
  const path = newPath()
  await withLock(path, () => undefined)
  const file = openSync(join(path, '../.synod/log.md.lock'), 'r+')
  onTestFinished(() => closeSync(file))
  tryLock(file)
  const came: string[] = []
  const patient = withLock(path, () => came.push('first'))
  const hasty = withLock(path, () => came.push('hasty'), { patience: 30 })
  const last = withLock(path, () => came.push('last'))
  await expect(hasty).rejects.toMatchObject({ code: 'SYN_LOG_LOCKED' })
  unlock(file)
  await Promise.all([patient, last])
  expect(came).toEqual(['first', 'last'])
})

it('of one log keeps nobody from another', async () => {
  const [path, other] = [newPath(), newPath()]
  const { child } = await holdElsewhere(path)
  const waiting = withLock(path, () => 'late')
  expect(await withLock(other, () => 'free', { patience: 0 })).toBe('free')
  child.kill('SIGKILL')
  expect(await waiting).toBe('late')
})

it('is taken anew on the file that is there when its folder was deleted', async () => {
  const path = newPath()
  await withLock(path, () => undefined)
  const deleted = openSync(join(path, '../.synod/log.md.lock'), 'r+')
  onTestFinished(() => closeSync(deleted))
  tryLock(deleted)
  const waiting = withLock(path, () => 'in')
  rmSync(join(path, '../.synod'), { recursive: true })
  // Also while another still has the lock on the file that is gone.
  expect(await waiting).toBe('in')
  expect(existsSync(join(path, '../.synod/log.md.lock'))).toBe(true)
})

it('got on a file that was deleted meanwhile is not the lock', async () => {
  const path = newPath()
  const open = () => {
    const file = openSync(join(path, '../.synod/log.md.lock'), 'a+')
    onTestFinished(() => closeSync(file))
    expect(tryLock(file)).toBe(true)
    return file
  }
  await withLock(path, () => undefined)
  const deleted = open()
  const waiting = withLock(path, () => 'in', { patience: 300 })
  // Lets it begin to wait for the file that is about to go.
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
  rmSync(join(path, '../.synod'), { recursive: true })
  mkdirSync(join(path, '../.synod'))
  open()
  unlock(deleted)
  await expect(waiting).rejects.toMatchObject({ code: 'SYN_LOG_LOCKED' })
})

describe.skipIf(process.platform === 'win32')('a process that is stopped', () => {
  it('keeps its lock; who comes a while later and gives up can end at once', async () => {
    const path = newPath()
    const { child } = await holdElsewhere(path)
    child.kill('SIGSTOP')
    // A lock taken in the last 100 ms still counts as one that changes hands.
    const lock = join(path, '../.synod/log.md.lock')
    await expect.poll(() => Date.now() - statSync(lock).mtimeMs, { timeout: 5000 }).toBeGreaterThan(100)
    const started = performance.now()
    const { ended } = startScript(process.execPath, [tryOnce, path, '400'])
    expect(await ended).toMatchObject({
      code: 6,
      stdout: expect.stringMatching(/^SYN_LOG_LOCKED .*over 0.4 s/),
    })
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('where the lock of the kernel may not reach', () => {
  const overNetwork = { fileSystem: (): FileSystem => ({ name: 'nfs', kind: 'network' }) }
  const folderOf = (path: string) => join(path, '../.synod/log.md.lock-folder')

  it('both it and a folder are held, and one sentence says once what is weaker', async () => {
    const path = newPath()
    const told: string[] = []
    const options = { ...overNetwork, onWarning: (message: string) => told.push(message) }
    const inside = await withLock(path, () => [existsSync(folderOf(path)), existsSync(lockOf(path))], options)
    expect(inside).toEqual([true, true])
    expect(existsSync(folderOf(path))).toBe(false)
    await withLock(path, () => undefined, options)
    expect(told).toEqual([
      expect.stringMatching(/log\.md is on nfs, so writers take turns by a folder .* 30 s/),
    ])
  })

  it('a folder of another machine keeps this one out, and so does the lock of the kernel', async () => {
    const path = newPath()
    await withLock(path, () => undefined)
    mkdirSync(folderOf(path))
    const refused = withLock(path, () => 'in', { ...overNetwork, patience: 50 })
    await expect(refused).rejects.toThrow(/one that died without letting go keeps it for 30 s/)
    const waiting = withLock(path, () => 'in', overNetwork)
    rmdirSync(folderOf(path))
    expect(await waiting).toBe('in')
    await holdElsewhere(path)
    await expect(withLock(path, () => 'in', { ...overNetwork, patience: 20 })).rejects.toMatchObject({
      code: 'SYN_LOG_LOCKED',
    })
  })

  it('a folder that was taken over while the work went on is said, for what was written is written, and stays the other’s', async () => {
    const path = newPath()
    const told: string[] = []
    const touch = () => {
      utimesSync(folderOf(path), new Date(), new Date(Date.now() + 60_000))
      return 'written'
    }
    const options = { ...overNetwork, onWarning: (message: string) => told.push(message) }
    expect(await withLock(path, touch, options)).toBe('written')
    expect(told.at(-1)).toMatch(/another process took over the lock.* Run synod verify/)
    expect(existsSync(folderOf(path))).toBe(true)
  })

  it('who waits for a lock takes turns as elsewhere', async () => {
    const path = newPath()
    const numbers = Array.from({ length: 5 }, (_, at) => at)
    expect(await Promise.all(numbers.map(at => withLock(path, () => at, overNetwork)))).toEqual(numbers)
  })

  const lockOf = (path: string) => join(path, '../.synod/log.md.lock')
})
