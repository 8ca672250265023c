import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { FileSystem } from '../../src/log/file-system.ts'
import { type Lease, type LeaseOptions, leaseHolder, takeLease } from '../../src/log/lease.ts'
import { compiledLog, startScript } from '../support/compiled-log.ts'
import { tempFolder } from '../support/temp.ts'

const hold = join(compiledLog(), 'hold-lease.mjs')
const newPath = () => join(tempFolder(), 'log.md')
const leaseFile = (path: string, kind = 'lease') => join(path, `../.synod/log.md.${kind}`)
const overNetwork = { fileSystem: (): FileSystem => ({ name: 'nfs', kind: 'network' }) }

async function take(path: string, role: string | null = null, options: LeaseOptions = {}): Promise<Lease> {
  const lease = await takeLease(path, role, options)
  onTestFinished(() => lease.release())
  return lease
}

async function holdElsewhere(path: string, ...role: string[]) {
  const script = startScript(process.execPath, [hold, path, ...role])
  await script.said(text => text === 'held\n')
  return script
}

it('says who holds it until it is let go', async () => {
  const path = newPath()
  expect(await leaseHolder(path, null)).toBeNull()
  const now = Date.parse('2026-11-21T12:03:11Z')
  const lease = await take(path, null, { command: 'synod start', now: () => now })
  const holder = {
    pid: process.pid,
    host: hostname(),
    command: 'synod start',
    since: '2026-11-21T12:03:11.000Z',
  }
  expect(await leaseHolder(path, null)).toEqual(holder)
  expect(JSON.parse(readFileSync(leaseFile(path), 'utf8'))).toEqual(holder)
  lease.release()
  lease.release()
  expect(await leaseHolder(path, null)).toBeNull()
  await take(path)
})

it('makes no file by asking', async () => {
  const path = newPath()
  expect(await leaseHolder(path, 'SECURITY')).toBeNull()
  expect(existsSync(join(path, '../.synod'))).toBe(false)
})

it('of the session and of each role are apart', async () => {
  const path = newPath()
  await take(path)
  await take(path, 'SECURITY')
  await take(path, 'BACKEND')
  await expect(takeLease(path, 'SECURITY')).rejects.toMatchObject({ code: 'SYN_ROLE_TAKEN', exitCode: 6 })
})

it('is refused to the same process as well', async () => {
  const path = newPath()
  await take(path, null, { command: 'synod start' })
  const refused = takeLease(path, null)
  await expect(refused).rejects.toMatchObject({ code: 'SYN_SESSION_RUNNING', exitCode: 6 })
  await expect(refused).rejects.toThrow(
    `${path} is being run by this process, ${process.pid} on ${hostname()}`,
  )
})

it('is refused with the name of the process that has it, and free the moment that one is killed', async () => {
  const path = newPath()
  const { child, ended } = await holdElsewhere(path)
  const refused = takeLease(path, null)
  await expect(refused).rejects.toThrow(
    new RegExp(
      `log\\.md is being run by process ${child.pid} on ${hostname()} since \\d\\d:\\d\\d:\\d\\d \\(synod start\\): ` +
        'watch it with synod watch, or end that process$',
    ),
  )
  await expect(refused).rejects.toMatchObject({
    details: { holder: { pid: child.pid, command: 'synod start' } },
  })
  child.kill('SIGKILL')
  await ended
  expect(await leaseHolder(path, null)).toBeNull()
  await take(path)
  expect(await leaseHolder(path, null)).toMatchObject({ pid: process.pid })
})

it('of a role names the role and its process', async () => {
  const path = newPath()
  const { child } = await holdElsewhere(path, 'SECURITY')
  await expect(takeLease(path, 'SECURITY')).rejects.toThrow(
    `SECURITY of ${path} is being worked by process ${child.pid} on `,
  )
  expect(await leaseHolder(path, null)).toBeNull()
})

it.skipIf(process.platform === 'win32')('stays with a process that is stopped', async () => {
  const path = newPath()
  const { child } = await holdElsewhere(path)
  child.kill('SIGSTOP')
  await expect(takeLease(path, null)).rejects.toMatchObject({ code: 'SYN_SESSION_RUNNING' })
  expect(await leaseHolder(path, null)).toMatchObject({ pid: child.pid })
})

it('goes to one of several that want it at once', async () => {
  const path = newPath()
  const scripts = Array.from({ length: 4 }, () => startScript(process.execPath, [hold, path]))
  const says = await Promise.all(scripts.map(({ said }) => said(text => text.endsWith('\n'))))
  expect(says.filter(text => text === 'held\n')).toHaveLength(1)
  expect(says.filter(text => text.startsWith('SYN_SESSION_RUNNING '))).toHaveLength(3)
})

it('is not lost by one who only asks, however often', async () => {
  const path = newPath()
  for (let round = 0; round < 20; round += 1) {
    const asking = Promise.all(Array.from({ length: 5 }, () => leaseHolder(path, null)))
    const lease = await takeLease(path, null)
    await asking
    lease.release()
  }
})

it.each([
  ['nothing', ''],
  ['garbage', '\u0000\u0001 not json'],
  ['other data', '{"pid":"4711"}'],
  ['signs that move a cursor', '{"pid":1,"host":"a\\u001b[2J","command":"","since":"2026-11-21T12:03:11Z"}'],
])('that says %s is another process’s', async (_, content) => {
  const path = newPath()
  await take(path)
  writeFileSync(leaseFile(path), content)
  expect(await leaseHolder(path, null)).toEqual({ pid: 0, host: '', command: 'another process', since: '' })
  await expect(takeLease(path, null)).rejects.toThrow(`${path} is being run by another process: watch it`)
})

it('that nobody holds may say what it likes', async () => {
  const path = newPath()
  ;(await take(path)).release()
  writeFileSync(leaseFile(path), 'x'.repeat(10_000))
  expect(await leaseHolder(path, null)).toBeNull()
  await take(path, null, { command: 'synod resume' })
  expect(await leaseHolder(path, null)).toMatchObject({ command: 'synod resume' })
})

it('says the day when that is not today', async () => {
  const path = newPath()
  await take(path, null, { now: () => Date.parse('2026-11-18T12:00:00Z') })
  await expect(takeLease(path, null, { now: () => Date.parse('2026-11-21T12:00:00Z') })).rejects.toThrow(
    / since 2026-11-1[789] \d\d:\d\d:\d\d /,
  )
})

it('never writes through a link', async () => {
  const folder = tempFolder({ 'precious.txt': 'precious' })
  mkdirSync(join(folder, '.synod'))
  symlinkSync('../precious.txt', join(folder, '.synod/log.md.lease'))
  await expect(takeLease(join(folder, 'log.md'), null)).rejects.toMatchObject({ code: 'SYN_LOG_NOT_A_FILE' })
  expect(readFileSync(join(folder, 'precious.txt'), 'utf8')).toBe('precious')
})

it('leaves nothing behind at a mistyped path', async () => {
  const folder = join(tempFolder(), 'mistyped')
  await expect(takeLease(join(folder, 'log.md'), null)).rejects.toMatchObject({
    code: 'SYN_SESSION_NOT_FOUND',
  })
  expect(existsSync(folder)).toBe(false)
})

it('over a network is a folder as well, which keeps out who does not see the kernel’s lock', async () => {
  const path = newPath()
  const lease = await take(path, null, overNetwork)
  const folder = leaseFile(path, 'lease-folder')
  expect(existsSync(folder)).toBe(true)
  // What another machine sees: the file without its lock.
  const content = readFileSync(leaseFile(path))
  rmSync(leaseFile(path))
  writeFileSync(leaseFile(path), content)
  expect(await leaseHolder(path, null, overNetwork)).toMatchObject({ pid: process.pid })
  await expect(takeLease(path, null, overNetwork)).rejects.toMatchObject({ code: 'SYN_SESSION_RUNNING' })
  lease.release()
  expect(existsSync(folder)).toBe(false)
  expect(await leaseHolder(path, null, overNetwork)).toBeNull()
})
