import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { behindSeal, replaceFile, stampOf } from '../../src/log/replace.ts'
import { tempFolder } from '../support/temp.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function oldFile(text: string) {
  const folder = tempFolder({ 'log.md': text, '.synod/x': '' })
  const path = join(folder, 'log.md')
  const file = openSync(path, 'r')
  onTestFinished(() => closeSync(file))
  return { folder, path, file, size: Buffer.byteLength(text), stamp: () => stampOf(file) }
}

it('puts all pieces in the place of the old file, with its permissions, and leaves nothing else', () => {
  const { folder, path, file, size, stamp } = oldFile('old')
  chmodSync(path, 0o640)
  expect(replaceFile(path, [bytes('a'), bytes('b')], { file, size, stamp: stamp() })).toBe(true)
  expect(readFileSync(path, 'utf8')).toBe('ab')
  expect(statSync(path).mode & 0o777).toBe(0o640)
  expect(readdirSync(join(folder, '.synod'))).toEqual(['x'])
})

it('does nothing when the file was added to, or another was saved, after it was read', () => {
  const { folder, path, file, size, stamp } = oldFile('old')
  const read = { file, size, stamp: stamp() }
  appendFileSync(path, ' and mine')
  expect(replaceFile(path, [bytes('new')], read)).toBe(false)
  expect(readFileSync(path, 'utf8')).toBe('old and mine')
  rmSync(path)
  writeFileSync(path, 'another')
  expect(replaceFile(path, [bytes('new')], read)).toBe(false)
  expect(replaceFile(path, [bytes('new')], null)).toBe(false)
  expect(readFileSync(path, 'utf8')).toBe('another')
  expect(readdirSync(join(folder, '.synod'))).toEqual(['x'])
})

it.skipIf(process.platform === 'win32')(
  'never writes through a link or into a pipe that somebody put where its draft goes',
  () => {
    const { folder, path, file, size, stamp } = oldFile('old')
    const draft = join(folder, '.synod/log.md.draft')
    writeFileSync(join(folder, 'precious'), 'keep me')
    symlinkSync(join(folder, 'precious'), draft)
    replaceFile(path, [bytes('new')], { file, size, stamp: stamp() })
    execFileSync('mkfifo', [draft])
    rmSync(path)
    replaceFile(path, [bytes('newer')], null)
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('keep me')
    expect(readFileSync(path, 'utf8')).toBe('newer')
  },
)

it('makes a file that was not there, for its owner alone', () => {
  const path = join(tempFolder({ '.synod/x': '' }), 'log.md')
  replaceFile(path, [bytes('new')], null)
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('leaves the old file as it was, and no draft, when it cannot be replaced', () => {
  const { folder, path, file, size, stamp } = oldFile('old')
  function* pieces(): Generator<Uint8Array> {
    yield bytes('new')
    throw new Error('from the journal')
  }
  expect(() => replaceFile(path, pieces(), { file, size, stamp: stamp() })).toThrow(
    /Cannot append to .*from the journal/,
  )
  expect(readFileSync(path, 'utf8')).toBe('old')
  expect(readdirSync(join(folder, '.synod'))).toEqual(['x'])
})

const root = process.getuid?.() === 0 && process.platform === 'linux'
it.skipIf(!root)(
  `leaves the old file as it was when the disk is full${root ? '' : ' (not tested: a small disk is made by root, on Linux)'}`,
  () => {
    const disk = join(tempFolder(), 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    onTestFinished(() => void execFileSync('umount', [disk]))
    const path = join(disk, 'log.md')
    mkdirSync(join(disk, '.synod'))
    writeFileSync(path, 'old')
    const file = openSync(path, 'r')
    try {
      expect(() =>
        replaceFile(path, [new Uint8Array(100_000)], { file, size: 3, stamp: stampOf(file) }),
      ).toThrow(
        expect.objectContaining({ code: 'SYN_LOG_NOT_WRITABLE', message: expect.stringContaining('full') }),
      )
    } finally {
      closeSync(file)
    }
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(existsSync(join(disk, '.synod/log.md.draft'))).toBe(false)
  },
)

it.each([
  ['\ntext', '\ntext'],
  ['text', '\ntext'],
  ['', '\n'],
])('behind a seal %j stands as %j', (text, expected) => {
  expect(Buffer.concat(behindSeal(bytes(text))).toString()).toBe(expected)
})
