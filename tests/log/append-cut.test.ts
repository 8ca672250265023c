/** Somebody who asks for no lock empties the file between an append's look and its write. */
import { spawnSync } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { appendAt, takeBack } from '../../src/log/append.ts'
import { sha256 } from '../../src/log/digest.ts'
import { LogReader } from '../../src/log/reader.ts'
import { verifyFile } from '../../src/log/verify-file.ts'
import { writeEntry } from '../../src/log/write.ts'
import { compiledLog, startScript } from '../support/compiled-log.ts'
import { logBytes, OPENED, say } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const compiled = compiledLog()
const log = logBytes(OPENED)

function nextEntry(content: string): Uint8Array {
  const reader = new LogReader(sha256)
  reader.push(log)
  return reader.seal(writeEntry(say('BACKEND', {}, content), '2026-11-21T05:00:00.000Z')).bytes
}

function opened(text: Uint8Array | string): { readonly path: string; readonly file: number } {
  const path = join(tempFolder(), 'log.md')
  writeFileSync(path, text)
  return { path, file: openSync(path, constants.O_RDWR | constants.O_APPEND) }
}

const older = logBytes(OPENED.slice(0, 2))

it.each([
  ['emptied', '', 'short'],
  ['emptied', '', 'x'.repeat(log.length)],
  ['cut to an older copy', older, 'short'],
  ['cut to an older copy', older, 'x'.repeat(log.length)],
])(
  'a file that was %s in between is left as it was found, and it was not the disk (%#)',
  (_, left, content) => {
    const { path, file } = opened(left)
    try {
      expect(appendAt(path, file, log.length, nextEntry(content))).toBe(false)
      expect(readFileSync(path)).toEqual(Buffer.from(left))
    } finally {
      closeSync(file)
    }
  },
)

it('the beginning of an entry that was not written further is taken away', () => {
  const bytes = nextEntry('x'.repeat(200))
  const { path, file } = opened(Buffer.concat([log, bytes.subarray(0, 60)]))
  takeBack(file, log.length, bytes)
  closeSync(file)
  expect(readFileSync(path)).toEqual(Buffer.from(log))
})

const strace = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0

it.skipIf(!strace)(
  'a file that was cut after the entry was written: others may have read it, so it is completed and acknowledged',
  async () => {
    const { path, file } = opened(log)
    closeSync(file)
    const slow = ['-f', '-qq', '-o', '/dev/null', '-P', path, '-e', 'trace=write']
    const inject = ['-e', 'inject=write:delay_exit=1000000:when=1']
    const { ended } = startScript('strace', [
      ...[...slow, ...inject, process.execPath],
      ...[join(compiled, 'append.mjs'), path, 'BACKEND', '1'],
    ])
    const written = () => statSync(path).size > log.length
    await vi.waitFor(() => expect(written()).toBe(true), { timeout: 15_000, interval: 5 })
    truncateSync(path, log.length + 20)
    expect(await ended).toMatchObject({ stdout: '6\n' })
    expect(verifyFile(path)).toMatchObject({ holds: true, entries: 6, unsealed: 0 })
  },
)

it('what an editor has not yet written over of an entry in an emptied file is taken away', () => {
  const bytes = nextEntry('x'.repeat(5_000))
  const edited = `${'An older copy.\n'.repeat(20)}By hand.\n`
  const { path, file } = opened(Buffer.concat([Buffer.from(edited), bytes.subarray(edited.length)]))
  takeBack(file, log.length, bytes)
  closeSync(file)
  expect(readFileSync(path, 'utf8')).toBe(edited)
})

it('a text that only ends like an entry is somebody’s own', () => {
  const text = `${'By hand.\n'.repeat(20)}<!-- #6 0123456789abcdef -->\n`
  const { path, file } = opened(text)
  takeBack(file, log.length, nextEntry('short'))
  closeSync(file)
  expect(readFileSync(path, 'utf8')).toBe(text)
})
