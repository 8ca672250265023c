import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import type { Notice } from '../../src/log/entry.ts'
import { createLog, FileLog } from '../../src/log/file-log.ts'
import { journalOf } from '../../src/log/journal.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { byHand, HEADER, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const SECOND = 1_000
/** Longer than a guard looks away. */
const LOOKS = 700

interface Guarded {
  readonly log: FileLog
  readonly path: string
  readonly text: string
  readonly notices: readonly Notice[]
  /** What the guard ends with, and when: milliseconds since the epoch. */
  readonly ended: Promise<{ readonly error: SynodError | null; readonly at: number }>
  readonly over: () => boolean
  readonly stop: () => void
}

/** A log of four entries, and somebody who looks after it and has had a first look. */
async function guarded(count: number = 4): Promise<Guarded> {
  const notices: Notice[] = []
  const onNotice = (notice: Notice) => void notices.push(notice)
  const path = join(tempFolder(), 'log.md')
  const log = createLog(path, { header: HEADER, title: TITLE, problem: PROBLEM }, { onNotice })
  for (let at = 1; at <= count; at += 1) await log.append(say('BACKEND', {}, `Entry ${at} of the engine.`))
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  let over = false
  const ended = log
    .guard(abort.signal)
    .then(() => null)
    .catch((error: unknown) => {
      if (!(error instanceof SynodError)) throw error
      return error
    })
    .then(error => {
      over = true
      return { error, at: Date.now() }
    })
  await sleep(50)
  const text = readFileSync(path, 'utf8')
  return { log, path, text, notices, ended, over: () => over, stop: () => abort.abort() }
}

/** Writes into the file where it is, as a tool does that patches bytes. */
function patch(path: string, from: string, to: string): void {
  const at = readFileSync(path).indexOf(from)
  expect(at).toBeGreaterThanOrEqual(0)
  const file = openSync(path, constants.O_RDWR)
  writeSync(file, Buffer.from(to), 0, Buffer.byteLength(to), at)
  closeSync(file)
}

const literally = (text: string): RegExp => new RegExp(`^${text.replace(/[[\]*.]/g, '\\$&')}`)
const sealOf = (text: string, number: number): string =>
  new RegExp(`<!-- #${number} [0-9a-f]{32} -->`).exec(text)?.[0] ?? ''
const flipped = (hex: string): string => hex.replace(/[0-9a-f](?= -->)/, digit => (digit === '0' ? '1' : '0'))

describe('a changed byte that was sealed is found within a second, and says which entry, what was and what is', () => {
  it.each<[string, (text: string) => readonly [string, string], number, string, string]>([
    [
      'in an entry',
      () => ['Entry 2 of', 'Entry 7 of'],
      2,
      '**Content**: Entry 2 of the engine.',
      '**Content**: Entry 7 of the engine.',
    ],
    [
      'in the last entry',
      () => ['Entry 4 of', 'Entry 9 of'],
      4,
      '**Content**: Entry 4 of the engine.',
      '**Content**: Entry 9 of the engine.',
    ],
    ['in a field', () => ['**Type**: REVIEW', '**Type**: REVIEV'], 1, '**Type**: REVIEW', '**Type**: REVIEV'],
    ['in the header', () => ['maxRevisions: 3', 'maxRevisions: 9'], 0, 'maxRevisions: 3', 'maxRevisions: 9'],
    ['in the problem', () => [PROBLEM, PROBLEM.toUpperCase()], 0, PROBLEM, PROBLEM.toUpperCase()],
    ['in a role', () => ['### [BACKEND]', '### [SACKEND]'], 1, '### [BACKEND] [', '### [SACKEND] ['],
  ])('%s', async (_, edit, entry, was, is) => {
    const { path, text, ended } = await guarded()
    const [from, to] = edit(text)
    const before = Date.now()
    patch(path, from, to)
    const { error, at } = await ended
    expect(error).toMatchObject({ code: 'SYN_LOG_DAMAGED', exitCode: 6, details: { entry } })
    expect(error?.details['was']).toMatch(literally(was))
    expect(error?.details['is']).toMatch(literally(is))
    expect(at - before).toBeLessThan(SECOND)
    for (const said of [
      path,
      'synod repair SESSION --restore',
      'synod repair SESSION --accept',
      `there was "${was}`,
      `now there is "${is}`,
    ])
      expect(error?.message).toContain(said)
    expect(error?.message).toContain(entry === 0 ? 'before #1' : `#${entry}`)
  })

  it('in a seal', async () => {
    const { path, text, ended } = await guarded()
    const seal = sealOf(text, 2)
    patch(path, seal, flipped(seal))
    expect((await ended).error).toMatchObject({
      code: 'SYN_LOG_DAMAGED',
      details: { entry: 2, was: seal, is: flipped(seal) },
    })
  })

  it('though the time of the file was put back', async () => {
    const { path, ended } = await guarded()
    const { atime, mtime } = statSync(path)
    const before = Date.now()
    patch(path, 'Entry 2 of', 'Entry 7 of')
    utimesSync(path, atime, mtime)
    const { error, at } = await ended
    expect(error).toMatchObject({ code: 'SYN_LOG_DAMAGED', details: { entry: 2 } })
    expect(at - before).toBeLessThan(SECOND)
  })

  it.each<[string, (path: string, text: string) => void]>([
    ['with an editor that writes in place', (path, text) => writeFileSync(path, text)],
    [
      'with an editor that renames',
      (path, text) => {
        writeFileSync(`${path}~`, text)
        renameSync(`${path}~`, path)
      },
    ],
  ])('though in the same save something was added %s', async (_, save) => {
    const { path, text, ended } = await guarded()
    const before = Date.now()
    save(path, text.replace('Entry 2 of', 'Entry 7 of') + byHand('HUMAN', 'Mine.'))
    const { error, at } = await ended
    expect(error).toMatchObject({ code: 'SYN_LOG_DAMAGED', details: { entry: 2 } })
    expect(at - before).toBeLessThan(SECOND)
    expect(readFileSync(path, 'utf8')).toContain('Mine.')
  })

  it('while the engine appends', async () => {
    const { log, path, ended, over } = await guarded()
    // Whoever appends may be the first to see it.
    const appending = (async () => {
      for (; !over(); await sleep(2)) await log.append(say('SECURITY'))
    })().catch((error: unknown) => expect(error).toMatchObject({ code: 'SYN_LOG_DAMAGED' }))
    await sleep(200)
    const before = Date.now()
    patch(path, 'Entry 2 of', 'Entry 7 of')
    const { error, at } = await ended
    expect(at - before).toBeLessThan(SECOND)
    expect(error).toMatchObject({ code: 'SYN_LOG_DAMAGED', details: { entry: 2 } })
    await appending
    await expect(new FileLog(path).append(say('SECURITY'))).rejects.toMatchObject({ code: 'SYN_LOG_DAMAGED' })
  })

  it('in one of several entries that one seal covers', async () => {
    const { log, path, ended } = await guarded()
    appendFileSync(path, byHand('HUMAN', 'One.') + byHand('SECURITY', 'Two.') + byHand('HUMAN', 'Three.'))
    await log.append(say('BACKEND'))
    patch(path, 'Two.', 'Too.')
    expect((await ended).error).toMatchObject({
      code: 'SYN_LOG_DAMAGED',
      details: { entry: 6, role: 'SECURITY', was: '**Content**: Two.', is: '**Content**: Too.' },
    })
  })

  it('and nothing of what is shown can act on a terminal', async () => {
    const { path, text, ended } = await guarded()
    const evil = '\u001b[2J\u009b31m\u0007\u007f\u202e\u2066\u200b\u2028\r'
    writeFileSync(path, text.replace('Entry 2', evil))
    const { error } = await ended
    expect(error?.message).toContain('\\u001b[2J\\u009b31m')
    expect(error?.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/)
  })

  it('and of a long line only the beginning is shown', async () => {
    const { path, text, ended } = await guarded()
    writeFileSync(path, text.replace('Entry 2', 'z'.repeat(1_000_000)))
    expect((await ended).error?.message.length).toBeLessThan(1_000)
  })
})

describe('without being asked it puts back from the journal', () => {
  const cutTo = (find: string) => (path: string, text: string) => truncateSync(path, text.indexOf(find))

  it.each<[string, (path: string, text: string) => void, string]>([
    [
      'a log that was cut between two entries',
      (path, text) => truncateSync(path, text.indexOf(sealOf(text, 3)) + 42),
      'log-completed',
    ],
    ['a log that was cut within an entry', cutTo('3 of the engine'), 'log-completed'],
    [
      'a log that was cut within a seal',
      (path, text) => truncateSync(path, text.indexOf(sealOf(text, 3)) + 9),
      'log-completed',
    ],
    ['a log that was cut within its header', cutTo('maxRevisions'), 'log-completed'],
    ['a log that was emptied', path => truncateSync(path, 0), 'log-completed'],
    ['a log that was deleted', path => rmSync(path), 'log-restored'],
    ['a log that was moved away', path => renameSync(path, `${path}.old`), 'log-restored'],
  ])('%s', async (_, harm, code) => {
    const { path, text, notices, over, stop, ended } = await guarded()
    harm(path, text)
    await expect.poll(() => notices.map(notice => notice.code), { timeout: 5_000 }).toEqual([code])
    expect(readFileSync(path, 'utf8').trimEnd()).toBe(text.trimEnd())
    expect(over()).toBe(false)
    stop()
    expect((await ended).error).toBeNull()
  })

  it('what an older copy lacks, and keeps what was written under it', async () => {
    const { log, path, text, notices, over } = await guarded()
    await log.append(say('SECURITY', {}, 'Later.'))
    writeFileSync(path, text + byHand('HUMAN', 'Mine.'))
    await expect.poll(() => notices.map(({ code }) => code), { timeout: 5_000 }).toEqual(['log-restored'])
    expect(
      parseLog(readFileSync(path))
        .entries.map(({ content }) => content)
        .slice(-3),
    ).toEqual(['Entry 4 of the engine.', 'Later.', 'Mine.'])
    expect(over()).toBe(false)
    await log.append(say('BACKEND'))
    expect(verifyLog(parseLog(readFileSync(path)))).toMatchObject({ holds: true, unsealed: 0, entries: 7 })
  })

  it('the journal itself, from the log, when its folder was deleted', async () => {
    const { path, text, over } = await guarded()
    rmSync(join(path, '../.synod'), { recursive: true })
    // Nobody deletes only that without touching the folder: but the log itself is as it was.
    appendFileSync(path, '\n')
    await expect
      .poll(() => existsSync(journalOf(path)) && readFileSync(journalOf(path), 'utf8'), { timeout: 5_000 })
      .toBe(text.trimEnd())
    expect(over()).toBe(false)
  })
})

describe('it leaves alone', () => {
  it.each<[string, (path: string) => void]>([
    ['an entry by hand', path => appendFileSync(path, byHand('HUMAN', 'Mine.'))],
    ['half an entry by hand', path => appendFileSync(path, '\n### [HUMAN] [2026-11-')],
    ['text that is no entry', path => appendFileSync(path, '\nA remark.\n')],
    [
      'an entry by hand that its author changes',
      path => {
        appendFileSync(path, byHand('HUMAN', 'Mine.'))
        patch(path, 'Mine.', 'Ours.')
      },
    ],
    ['a last newline that an editor took away', path => truncateSync(path, statSync(path).size - 1)],
    [
      'a copy of the log in its place',
      path => {
        cpSync(path, `${path}~`)
        renameSync(`${path}~`, path)
      },
    ],
    ['a file that was only touched', path => utimesSync(path, new Date(), new Date())],
  ])('%s', async (_, write) => {
    const { path, notices, over } = await guarded()
    write(path)
    const before = readFileSync(path)
    await sleep(LOOKS)
    expect(Buffer.compare(readFileSync(path), before)).toBe(0)
    expect(notices).toEqual([])
    expect(over()).toBe(false)
  })
})

it.each<[string, (path: string) => void, string]>([
  [
    'a folder in the place of the log',
    path => {
      rmSync(path)
      mkdirSync(path)
    },
    'SYN_LOG_NOT_A_FILE',
  ],
  [
    'a folder in the place of the journal',
    path => {
      rmSync(journalOf(path))
      mkdirSync(journalOf(path))
      appendFileSync(path, '\n')
    },
    'SYN_LOG_NOT_A_FILE',
  ],
  [
    'a pipe in the place of the journal',
    path => {
      rmSync(journalOf(path))
      execFileSync('mkfifo', [journalOf(path)])
      appendFileSync(path, '\n')
    },
    'SYN_LOG_NOT_A_FILE',
  ],
])('it ends with an error that has a code at %s', async (_, harm, code) => {
  const { path, ended } = await guarded()
  harm(path)
  expect((await ended).error).toMatchObject({ code, exitCode: 6 })
})

it('it ends when it is told to, also before it began', async () => {
  const { log, stop, ended } = await guarded()
  stop()
  expect((await ended).error).toBeNull()
  await log.guard(AbortSignal.abort())
})
