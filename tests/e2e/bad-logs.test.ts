/** Logs that are none, or are not what was written: each command answers, or says what is wrong, and nothing is lost. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FileLog } from '../../src/log/file-log.ts'
import { parseLog } from '../../src/log/parse.ts'
import { byHand, logBytes, OPENED, type Part, say } from '../support/log-builder.ts'
import { type Finished, synod } from '../support/processes.ts'
import { tempFolder } from '../support/temp.ts'

/** The commands that read a log, and those that would write into it. */
const READING = [['status'], ['verify'], ['watch', '--no-follow'], ['replay'], ['export']] as const
const WRITING = [['resume'], ['repair']] as const
const COMMANDS: readonly (readonly string[])[] = [...READING, ...WRITING]

function runOn(cwd: string, [command = '', ...flags]: readonly string[]): Promise<Finished> {
  return synod([command, 'log.md', ...flags], { cwd }).finished
}

function expectError({ code, stderr }: Finished, exit: number, error: string): void {
  expect(stderr).toMatch(new RegExp(`^synod: .{15,}\\[${error}\\]$`, 'm'))
  expect(code).toBe(exit)
}

function folderWith(bytes: Uint8Array): string {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'log.md'), bytes)
  return cwd
}

const THREE: readonly Part[] = OPENED.slice(0, 3)
const edited = (edit: (text: string) => string, parts: readonly Part[] = OPENED): Uint8Array =>
  Buffer.from(edit(Buffer.from(logBytes(parts)).toString('latin1')), 'latin1')

describe('what is no plain file is refused by every command, and is not touched', () => {
  describe.each<[string, (path: string) => void]>([
    ['a folder', path => mkdirSync(path)],
    [
      'a symbolic link',
      path => {
        writeFileSync(`${path}.there`, logBytes(THREE))
        symlinkSync(`${path}.there`, path)
      },
    ],
    ['a pipe', path => void execFileSync('mkfifo', [path])],
  ])('%s', (_, make) => {
    it.each(COMMANDS.map(command => [command.join(' '), command] as const))('%s', async (_name, command) => {
      const cwd = tempFolder()
      const path = join(cwd, 'log.md')
      make(path)
      const { mode, ino } = lstatSync(path)
      expectError(await runOn(cwd, command), 6, 'SYN_LOG_NOT_A_FILE')
      expect(lstatSync(path)).toMatchObject({ mode, ino })
      // `repair` takes the lock before it looks.
      if (command[0] !== 'repair') expect(existsSync(join(cwd, '.synod'))).toBe(false)
    })
  })
})

/** Null where nothing stops the user: root on a system without immutable files. */
function forbidWriting(path: string): (() => void) | null {
  if (process.getuid?.() !== 0) {
    const { mode } = statSync(path)
    chmodSync(path, mode & 0o555)
    return () => chmodSync(path, mode)
  }
  try {
    execFileSync('chattr', ['+i', path], { stdio: 'pipe' })
    return () => void execFileSync('chattr', ['-i', path])
  } catch {
    return null
  }
}

const canForbid = (() => {
  const probe = mkdtempSync(join(tmpdir(), 'synod-test-'))
  const allow = forbidWriting(probe)
  allow?.()
  rmSync(probe, { recursive: true })
  return allow !== null
})()

it.skipIf(!canForbid).each([
  ['file', 'log.md'],
  ['folder', '.'],
])(
  `a read-only %s can be read, and is not worked on${canForbid ? '' : ' (not tested: nothing is read-only to this user)'}`,
  async (_, name) => {
    const bytes = logBytes(THREE)
    const cwd = folderWith(bytes)
    const allow = forbidWriting(join(cwd, name))
    onTestFinished(() => allow?.())
    for (const command of READING) expect(await runOn(cwd, command)).toMatchObject({ code: 0 })
    expectError(await runOn(cwd, ['resume']), 6, 'SYN_LOG_NOT_WRITABLE')
    allow?.()
    expect(Buffer.compare(readFileSync(join(cwd, 'log.md')), bytes)).toBe(0)
  },
)

describe('a file of over 2 GB with a log at its beginning is answered in bounded time', () => {
  it.each(COMMANDS.map(command => [command.join(' '), command] as const))('%s', async (_, command) => {
    const bytes = logBytes(THREE)
    const cwd = folderWith(bytes)
    const path = join(cwd, 'log.md')
    const size = 2_300 * 1024 * 1024
    truncateSync(path, size)
    expectError(await runOn(cwd, command), 6, 'SYN_LOG_TOO_LARGE')
    expect(statSync(path).size).toBe(size)
    truncateSync(path, bytes.length)
    expect(Buffer.compare(readFileSync(path), bytes)).toBe(0)
  })
})

describe('a log with a mistake in it', () => {
  it.each<[string, Uint8Array, string]>([
    ['NULs by hand', edited(text => `${text}\n### [HUMAN] [2026-11-21 05:00] UTC\na\0\0b\n`), 'holds'],
    ['only NULs behind it', edited(text => `${text}${'\0'.repeat(5_000)}`), 'holds'],
    [
      'bytes that are no UTF-8, by hand',
      edited(text => `${text}\n### [HUMAN] [2026-11-21 05:00] UTC\n\xff\xfe\n`),
      'holds',
    ],
    ['a time of no clock, by hand', edited(text => `${text}\n### [HUMAN] [soon] UTC\nHello.\n`), 'holds'],
    [
      'bytes that are no UTF-8, in a sealed entry',
      edited(text => text.replace('BACKEND analyses.', 'BACKEND \xff\xfe.')),
      '#3',
    ],
    ['NULs in a sealed entry', edited(text => text.replace('BACKEND analyses.', `\0\0\0\0`)), '#3'],
    ['a seal with a wrong number', edited(text => text.replace('<!-- #3 ', '<!-- #4 ')), '#3'],
    ['a header edited by hand', edited(text => text.replace('maxRevisions: 3', 'maxRevisions: 9')), '#1'],
    [
      'two entries that claim one number',
      edited(text => text + (/\n### \[BACKEND\][\s\S]*?<!-- #3 [\s\S]*?-->\n/.exec(text)?.[0] ?? '')),
      '#6',
    ],
    ['a heading that was taken out', edited(text => text.replace(/### \[BACKEND\][^\n]*\n/, '')), '#'],
  ])(
    '%s: every command answers, verify names what is wrong, and nothing is written',
    async (_, bytes, found) => {
      const cwd = folderWith(bytes)
      const path = join(cwd, 'log.md')
      for (const command of READING.filter(([name]) => name !== 'verify'))
        expect(await runOn(cwd, command), command.join(' ')).toMatchObject({ code: 0 })
      const verified = await runOn(cwd, ['verify'])
      expect(verified.stdout).toContain(found)
      expect(verified.code).toBe(found === 'holds' ? 0 : 6)
      if (found !== 'holds') {
        expectError(await runOn(cwd, ['resume']), 6, 'SYN_LOG_DAMAGED')
        expectError(await runOn(cwd, ['repair']), 6, 'SYN_LOG_DAMAGED')
      }
      expect(Buffer.compare(readFileSync(path), bytes)).toBe(0)
      for (const { stdout, stderr } of [verified, await runOn(cwd, ['watch', '--no-follow'])])
        expect(stdout + stderr).not.toMatch(/[\0\ufffe]/)
    },
  )

  it('a clock that jumps back a day: times do not, and the log goes on', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
    const cwd = tempFolder()
    expect(
      await synod(['start', 'Design a cache', '--workers', 'backend,qa', '--log', 'log.md', '--open'], {
        cwd,
      }).finished,
    ).toMatchObject({ code: 0 })
    const path = join(cwd, 'log.md')
    // The framework as an engine wrote it whose clock is a day ahead.
    const ahead = new FileLog(path, { now: () => Date.parse(tomorrow) })
    await ahead.append(say('SUPERVISOR', {}, 'The framework.'))
    await ahead.close()
    const ran = await runOn(cwd, ['resume'])
    expect(ran.code, ran.stderr).toBe(0)
    const times = parseLog(readFileSync(path)).entries.map(({ time }) => time ?? '')
    expect(times.length).toBeGreaterThan(3)
    expect(times.toSorted()).toEqual(times)
    expect(times.every(time => time >= tomorrow)).toBe(true)
    expect(await runOn(cwd, ['verify'])).toMatchObject({ code: 0 })
  })

  it('a log that was deleted or cut under a session comes back with repair', async () => {
    const cwd = tempFolder()
    await synod(['start', 'Design a cache', '--workers', 'backend,qa', '--id', 's'], { cwd }).finished
    const path = join(cwd, 'sessions/s/log.md')
    const on = (command: string) => synod([command, 's'], { cwd }).finished
    const text = readFileSync(path, 'utf8')
    for (const harm of [
      () => rmSync(path),
      () => truncateSync(path, 300),
      () => renameSync(path, `${path}.old`),
      () => writeFileSync(path, text.slice(0, text.indexOf('### [QA]')) + byHand('HUMAN', 'Mine.')),
    ]) {
      writeFileSync(path, text)
      harm()
      expect(await on('verify')).toMatchObject({ code: 6 })
      expect(await on('repair')).toMatchObject({ code: 0 })
      expect(readFileSync(path, 'utf8').startsWith(text.trimEnd())).toBe(true)
      expect(await on('verify')).toMatchObject({ code: 0 })
    }
    expect(readFileSync(path, 'utf8')).toContain('Mine.')
  })
})
