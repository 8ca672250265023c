import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createLog, type FileLog } from '../../src/log/file-log.ts'
import { withLock } from '../../src/log/lock.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { compiledLog, startScript } from '../support/compiled-log.ts'
import { HEADER, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const compiled = compiledLog()
const append = join(compiled, 'append.mjs')
const hold = join(compiled, 'hold-lock.mjs')

function newLog(): FileLog {
  return createLog(join(tempFolder(), 'log.md'), { header: HEADER, title: TITLE, problem: PROBLEM })
}

const numbersIn = (stdout: string) => stdout.split('\n').filter(Boolean).map(Number)

it('processes that append at once: all is there once, in order, and the chain holds', async () => {
  const log = newLog()
  const roles = ['BACKEND', 'SECURITY']
  const scripts = roles.map(role => startScript(process.execPath, [append, log.path, role, '25']))
  const own = Array.from({ length: 10 }, (_, at) => log.append(say('HUMAN', {}, `HUMAN ${at}`)))
  const ends = await Promise.all(scripts.map(({ ended }) => ended))
  await Promise.all(own)
  expect(ends).toMatchObject([{ code: 0 }, { code: 0 }])

  const { entries, notices } = parseLog(readFileSync(log.path))
  expect(verifyLog(parseLog(readFileSync(log.path)))).toMatchObject({ holds: true, entries: 60, unsealed: 0 })
  expect(notices).toEqual([])
  roles.forEach((role, at) => {
    const theirs = entries.filter(entry => entry.role === role)
    expect(theirs.map(({ content }) => content.split(' ')[1])).toEqual(
      Array.from({ length: 25 }, (_, n) => `${n}`),
    )
    // What a writer was told is what the file says.
    expect(theirs.map(({ number }) => number)).toEqual(numbersIn(ends[at]?.stdout ?? ''))
  })
  expect(await log.read()).toEqual(parseLog(readFileSync(log.path)))
})

it('a writer that is killed loses nothing it was told is written, and stops nobody', async () => {
  const log = newLog()
  for (const enough of [3, 8, 14]) {
    const { child, said, ended } = startScript(process.execPath, [append, log.path, 'BACKEND', '10000'])
    await said(text => numbersIn(text).length >= enough)
    child.kill('SIGKILL')
    const { stdout } = await ended
    const told = stdout.slice(0, stdout.lastIndexOf('\n')).split('\n').map(Number)
    const { entries } = await log.read()
    for (const number of told)
      expect(entries[number - 1]).toMatchObject({ number, role: 'BACKEND', verified: true })
    expect(await log.append(say('SECURITY'))).toMatchObject({ appended: true })
    expect(verifyLog(await log.read()).holds).toBe(true)
  }
})

it.skipIf(process.platform === 'win32')(
  'where the file may not grow, the entry is refused whole and the log stays as it was',
  async () => {
    const log = newLog()
    // 4 KiB: seven entries fit, the eighth does not.
    const { ended } = startScript('bash', [
      '-c',
      'ulimit -f 4; exec "$0" "$@"',
      process.execPath,
      append,
      log.path,
      'BACKEND',
      '20',
    ])
    const { code, stdout } = await ended
    expect(stdout).toMatch(/^(?:\d\n)+SYN_LOG_NOT_WRITABLE .*allowed size/)
    expect(code).toBe(6)
    expect(statSync(log.path).size).toBeLessThanOrEqual(4096)
    const told = stdout.split('\n').filter(line => /^\d+$/.test(line)).length
    const left = parseLog(readFileSync(log.path))
    expect(left.entries).toHaveLength(told)
    expect(left.notices).toEqual([])
    expect(verifyLog(left)).toMatchObject({ holds: true, unsealed: 0 })
    expect(await log.append(say('BACKEND'))).toMatchObject({ entry: { number: told + 1 } })
  },
)

it('a lock is each log’s own', async () => {
  const folder = tempFolder()
  const { said } = startScript(process.execPath, [hold, join(folder, 'a.md')])
  await said(text => text === 'held\n')
  expect(await withLock(join(folder, 'b.md'), () => 'free', { patience: 0 })).toBe('free')
})

it('a lock is refused after a while when another process holds it, and free the moment that process is killed', async () => {
  const path = join(tempFolder(), 'log.md')
  const { child, said, ended } = startScript(process.execPath, [hold, path])
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
