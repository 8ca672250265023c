import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import type { EntryDraft } from '../../src/log/entry.ts'
import { createLog, FileLog } from '../../src/log/file-log.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { byHand, HEADER, logText, OPENED, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const NEW = { header: HEADER, title: TITLE, problem: PROBLEM }
const NOON = Date.parse('2026-11-21T12:00:00.000Z')

function newLog(now: () => number = () => NOON): FileLog {
  return createLog(join(tempFolder(), 'log.md'), NEW, { now })
}

function logWith(text: string): FileLog {
  const path = join(tempFolder({ 'log.md': text }), 'log.md')
  return new FileLog(path, { now: () => NOON })
}

async function refusal(work: () => unknown): Promise<SynodError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof SynodError) return error
    throw error
  }
  throw new Error('Nothing was refused')
}

const textOf = ({ path }: FileLog) => readFileSync(path, 'utf8')
const holds = (log: FileLog) => verifyLog(parseLog(textOf(log))).holds

describe('a new log', () => {
  it('has header, title and problem, and is its owner’s alone', async () => {
    const log = newLog()
    expect(await log.read()).toEqual({ ...NEW, entries: [], notices: [] })
    expect(statSync(log.path).mode & 0o777).toBe(0o600)
  })

  it('makes the folders on its way', () => {
    const path = join(tempFolder(), 'a/b/log.md')
    createLog(path, NEW)
    expect(existsSync(path)).toBe(true)
  })

  it.each<[string, string, Record<string, string>, string]>([
    ['the file is there', 'log.md', { 'log.md': 'precious' }, 'SYN_SESSION_EXISTS'],
    ['its folder is a file', 'file/log.md', { file: '' }, 'SYN_LOG_NOT_WRITABLE'],
    ['a folder above is a file', 'file/a/b/log.md', { file: '' }, 'SYN_LOG_NOT_WRITABLE'],
  ])('is refused where %s', async (_, name, files, code) => {
    const folder = tempFolder(files)
    const error = await refusal(() => createLog(join(folder, name), NEW))
    expect(error).toMatchObject({ code, details: { path: join(folder, name) } })
    for (const [file, content] of Object.entries(files)) {
      expect(readFileSync(join(folder, file), 'utf8')).toBe(content)
    }
  })

  it('is refused where a log was deleted and its journal is left', async () => {
    const log = newLog()
    await log.append(say('BACKEND'))
    rmSync(log.path)
    expect(() => createLog(log.path, { header: HEADER, title: TITLE, problem: 'Another.' })).toThrow(
      expect.objectContaining({
        code: 'SYN_SESSION_EXISTS',
        message: expect.stringContaining('synod repair'),
      }),
    )
    expect((await log.read()).entries).toHaveLength(1)
  })

  it('is refused where a symbolic link stands, even one that leads nowhere', async () => {
    const path = join(tempFolder(), 'log.md')
    symlinkSync('/nowhere/at/all', path)
    expect((await refusal(() => createLog(path, NEW))).code).toBe('SYN_SESSION_EXISTS')
  })
})

describe('append', () => {
  it('gives back the entry as it stands in the file: timed, numbered, sealed', async () => {
    const log = newLog()
    await log.append(say('BACKEND'))
    const result = await log.append(say('SECURITY', { Re: ['#1'] }, '  Second.\n'))
    expect(result).toMatchObject({
      appended: true,
      entry: {
        number: 2,
        role: 'SECURITY',
        time: '2026-11-21T12:00:00.000Z',
        fields: { Re: ['#1'] },
        content: '  Second.',
        sealed: true,
        adopted: false,
        verified: true,
      },
    })
    expect(parseLog(textOf(log)).entries).toHaveLength(2)
    expect(holds(log)).toBe(true)
  })

  it('only ever adds to the file', async () => {
    const log = newLog()
    for (let at = 0, before = textOf(log); at < 5; at += 1, before = textOf(log)) {
      await log.append(say('BACKEND', {}, `${at}`))
      expect(textOf(log).startsWith(before)).toBe(true)
    }
  })

  it('keeps the order of its callers', async () => {
    const log = newLog()
    await Promise.all(Array.from({ length: 20 }, (_, at) => log.append(say('BACKEND', {}, `${at}`))))
    const { entries } = await log.read()
    expect(entries.map(({ content }) => content)).toEqual(Array.from({ length: 20 }, (_, at) => `${at}`))
  })

  it('asks the check with the log as it is at that moment', async () => {
    const log = newLog()
    await log.append(say('BACKEND', {}, 'one'))
    await new FileLog(log.path).append(say('SECURITY', {}, 'two'))
    appendFileSync(log.path, byHand('HUMAN', 'three'))
    const seen: string[][] = []
    await log.append(say('BACKEND', {}, 'four'), ({ entries }) => {
      seen.push(entries.map(({ content }) => content))
      return null
    })
    expect(seen).toEqual([['one', 'two', 'three']])
  })

  it('leaves the file alone when the check refuses', async () => {
    const log = newLog()
    const before = textOf(log)
    expect(await log.append(say('BACKEND'), () => 'stale')).toEqual({ appended: false, reason: 'stale' })
    expect(textOf(log)).toBe(before)
    expect(await log.append(say('BACKEND'))).toMatchObject({ appended: true })
  })

  it('lets the next one through when a check throws', async () => {
    const log = newLog()
    const thrown = log.append(say('BACKEND'), () => {
      throw new Error('from the check')
    })
    await expect(thrown).rejects.toThrow('from the check')
    expect(await log.append(say('BACKEND'))).toMatchObject({ appended: true, entry: { number: 1 } })
  })

  it.each<[string, EntryDraft, string]>([
    ['is too large', say('BACKEND', {}, 'x'.repeat(256 * 1024)), 'SYN_ENTRY_TOO_LARGE'],
    ['has no role', say('nobody'), 'SYN_ENTRY_INVALID'],
    ['would forge content', say('BACKEND', { Content: ['x'] }), 'SYN_ENTRY_INVALID'],
  ])('refuses an entry that %s, and nothing is written', async (_, draft, code) => {
    const log = newLog()
    const before = textOf(log)
    expect((await refusal(() => log.append(draft))).code).toBe(code)
    expect(textOf(log)).toBe(before)
  })

  it('takes an entry of nearly 256 KiB', async () => {
    const log = newLog()
    await log.append(say('BACKEND', {}, 'x'.repeat(256 * 1024 - 200)))
    expect(holds(log)).toBe(true)
  })

  it('works on a file that is empty, and on one that no engine wrote', async () => {
    for (const text of ['', 'Notes\n', byHand('HUMAN', 'Hello.'), '### [HUMAN] [2026-11-21 05:00]\nHi']) {
      const log = logWith(text)
      const { entries } = await log.read()
      expect(await log.append(say('BACKEND'))).toMatchObject({ entry: { number: entries.length + 1 } })
      expect(holds(log)).toBe(true)
    }
  })

  it('works on a log whose last newline an editor took away', async () => {
    const log = logWith(logText(OPENED).trimEnd())
    await log.read()
    expect(await log.append(say('BACKEND'))).toMatchObject({ entry: { number: 6 } })
    expect(holds(log)).toBe(true)
  })

  it('adopts what was written by hand meanwhile', async () => {
    const log = newLog()
    await log.append(say('BACKEND'))
    appendFileSync(log.path, byHand('HUMAN', 'One.') + byHand('HUMAN', 'Two.').trimEnd())
    const { entries } = await log.read()
    expect(entries.map(({ sealed }) => sealed)).toEqual([true, false, false])
    expect(await log.append(say('SECURITY'))).toMatchObject({ entry: { number: 4 } })
    const after = await log.read()
    expect(after.entries.map(({ adopted, verified }) => [adopted, verified])).toEqual([
      [false, true],
      [true, true],
      [true, true],
      [false, true],
    ])
    expect(after).toEqual(parseLog(textOf(log)))
  })
})

describe('times', () => {
  it('never run backwards, though the clock does', async () => {
    const clock = [NOON, NOON - 60_000, NOON - 1, NOON + 5]
    const log = newLog(() => clock[0] ?? 0)
    const times: (string | null)[] = []
    for (; clock.length > 0; clock.shift()) {
      const result = await log.append(say('BACKEND'))
      times.push(result.appended ? result.entry.time : null)
    }
    expect(times.map(time => Date.parse(time ?? '') - NOON)).toEqual([0, 0, 0, 5])
  })

  it('do not go back for another process with another clock', async () => {
    const log = newLog()
    await log.append(say('BACKEND'))
    const late = new FileLog(log.path, { now: () => NOON - 3_600_000 })
    expect(await late.append(say('SECURITY'))).toMatchObject({ entry: { time: '2026-11-21T12:00:00.000Z' } })
  })

  it.each([
    ['the far future', '2999-01-01 00:00'],
    ['no time at all', 'soon'],
  ])('are not moved by what a person wrote as theirs: %s', async (_, time) => {
    const log = newLog()
    await log.append(say('BACKEND'))
    appendFileSync(log.path, `\n### [HUMAN] [${time}] UTC\nHello.\n`)
    const late = new FileLog(log.path, { now: () => NOON - 1 })
    expect(await late.append(say('BACKEND'))).toMatchObject({ entry: { time: '2026-11-21T12:00:00.000Z' } })
  })
})

describe('a log that cannot be', () => {
  it.each<[string, (path: string) => void, string]>([
    ['missing', () => {}, 'SYN_SESSION_NOT_FOUND'],
    ['a folder', path => mkdirSync(path), 'SYN_LOG_NOT_A_FILE'],
    ['a symbolic link', path => symlinkSync(import.meta.filename, path), 'SYN_LOG_NOT_A_FILE'],
    ['a symbolic link to nothing', path => symlinkSync('/nowhere', path), 'SYN_LOG_NOT_A_FILE'],
    ['a pipe', path => void execFileSync('mkfifo', [path]), 'SYN_LOG_NOT_A_FILE'],
  ])('is refused for reading, appending and following: %s', async (_, make, code) => {
    const folder = tempFolder()
    const log = new FileLog(join(folder, 'log.md'))
    make(log.path)
    expect((await refusal(() => log.read())).code).toBe(code)
    expect((await refusal(() => log.append(say('BACKEND')))).code).toBe(code)
    expect((await refusal(() => log.tail().next())).code).toBe(code)
    // A mistyped name leaves nothing behind.
    expect(readdirSync(folder)).not.toContain('.synod')
  })

  it('is refused below a file', async () => {
    const folder = tempFolder({ file: '' })
    const log = new FileLog(join(folder, 'file/log.md'))
    expect(await refusal(() => log.append(say('BACKEND')))).toMatchObject({
      code: 'SYN_LOG_NOT_WRITABLE',
      details: { errno: 'ENOTDIR' },
    })
  })

  it('makes no folders for a path that is not there', async () => {
    const folder = tempFolder()
    const log = new FileLog(join(folder, 'no/such/log.md'))
    expect((await refusal(() => log.append(say('BACKEND')))).code).toBe('SYN_SESSION_NOT_FOUND')
    expect(readdirSync(folder)).toEqual([])
  })

  it('is refused where its lock cannot be made', async () => {
    const log = newLog()
    writeFileSync(join(log.path, '../.synod'), '')
    expect((await refusal(() => log.append(say('BACKEND')))).code).toBe('SYN_LOG_NOT_WRITABLE')
    expect((await log.read()).entries).toEqual([])
  })
})

describe('a log that was changed', () => {
  const TEXT = logText(OPENED)
  const DAMAGED = TEXT.replace('ARCHITECT analyses.', 'ARCHITECT analysed.')

  async function expectDamaged(log: FileLog): Promise<void> {
    const before = textOf(log)
    const error = await refusal(() => log.append(say('BACKEND')))
    expect(error.code).toBe('SYN_LOG_DAMAGED')
    expect(error.message).toContain('#2')
    expect(textOf(log)).toBe(before)
    expect((await log.read()).entries).toHaveLength(5)
  }

  it('refuses appends and stays readable', () => expectDamaged(logWith(DAMAGED)))

  it('is noticed by who has read it before, when it was changed in place', async () => {
    const log = logWith(TEXT)
    await log.read()
    writeFileSync(log.path, DAMAGED)
    // File systems count time in steps of some milliseconds: a change within one step cannot be seen.
    utimesSync(log.path, new Date(), new Date(Date.now() + 1_000))
    await expectDamaged(log)
  })

  it('is noticed by who has read it before, when it was replaced', async () => {
    const log = logWith(TEXT)
    await log.read()
    writeFileSync(`${log.path}.new`, DAMAGED)
    renameSync(`${log.path}.new`, log.path)
    await expectDamaged(log)
  })

  it('is noticed by who has read it before, when it was replaced and has grown', async () => {
    const log = logWith(TEXT)
    await log.read()
    writeFileSync(`${log.path}.new`, DAMAGED + byHand('HUMAN', 'Hello.'))
    renameSync(`${log.path}.new`, log.path)
    expect((await refusal(() => log.append(say('BACKEND')))).code).toBe('SYN_LOG_DAMAGED')
  })

  it('takes appends again once it is as it was', async () => {
    const log = logWith(DAMAGED)
    await expectDamaged(log)
    writeFileSync(`${log.path}.new`, TEXT)
    renameSync(`${log.path}.new`, log.path)
    expect(await log.append(say('BACKEND'))).toMatchObject({ entry: { number: 6 } })
    expect(holds(log)).toBe(true)
  })

  it('is read anew when it became shorter, or another', async () => {
    const log = logWith(TEXT)
    await log.read()
    writeFileSync(log.path, logText(OPENED.slice(0, 2)))
    expect((await log.read()).entries).toHaveLength(2)
    writeFileSync(log.path, logText([say('HUMAN'), ...OPENED, ...OPENED]))
    expect((await log.read()).entries).toHaveLength(11)
    expect(await log.append(say('BACKEND'))).toMatchObject({ entry: { number: 12 } })
    expect(holds(log)).toBe(true)
  })

  it('goes on in a copy of itself', async () => {
    const log = logWith(TEXT)
    await log.read()
    copyFileSync(log.path, `${log.path}.copy`)
    renameSync(`${log.path}.copy`, log.path)
    expect(await log.append(say('BACKEND'))).toMatchObject({ entry: { number: 6, verified: true } })
  })
})

describe('several on one file', () => {
  it('never lose, tear or reorder an entry', async () => {
    const log = newLog()
    const writers = ['BACKEND', 'SECURITY', 'HUMAN'].map(role => ({ role, log: new FileLog(log.path) }))
    await Promise.all(
      writers.flatMap(({ role, log }) =>
        Array.from({ length: 15 }, (_, at) => log.append(say(role, {}, `${role} ${at}`))),
      ),
    )
    const { entries } = await log.read()
    expect(entries).toHaveLength(45)
    for (const { role } of writers) {
      const own = entries.filter(entry => entry.role === role).map(({ content }) => content)
      expect(own).toEqual(Array.from({ length: 15 }, (_, at) => `${role} ${at}`))
    }
    expect(verifyLog(await log.read())).toMatchObject({ holds: true, unsealed: 0 })
    for (const writer of writers) expect(await writer.log.read()).toEqual(await log.read())
  })

  it('let only one of them answer where the check allows one answer', async () => {
    const log = newLog()
    const results = await Promise.all(
      Array.from({ length: 8 }, () =>
        new FileLog(log.path).append(say('BACKEND'), ({ entries }) => (entries.length > 0 ? 'stale' : null)),
      ),
    )
    expect(results.filter(({ appended }) => appended)).toHaveLength(1)
    expect((await log.read()).entries).toHaveLength(1)
  })
})
