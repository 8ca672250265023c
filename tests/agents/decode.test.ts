import { spawnSync } from 'node:child_process'
import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { decodeDefinition, MAX_BYTES, readDefinitionBytes } from '../../src/agents/decode.ts'
import { tempFolder } from '../support/temp.ts'

/** Each character is one byte. */
function bytes(latin1: string): Uint8Array {
  return Buffer.from(latin1, 'latin1')
}

function utf16(text: string, order: 'little' | 'big'): Uint8Array {
  const units = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return order === 'little' ? units : units.swap16()
}

const noText = (error: string) => ({ text: '', recovered: [], errors: [error] })

describe('decoding', () => {
  it.each<[what: string, bytes: Uint8Array, text: string, recovered: readonly string[]]>([
    ['UTF-8', Buffer.from('naïve → 😀\n'), 'naïve → 😀\n', []],
    ['nothing at all', bytes(''), '', []],
    ['CRLF, as it is ordinary, without a word', bytes('a\r\nb\r\n'), 'a\nb\n', []],
    ['a byte order mark', bytes('\xef\xbb\xbf---\nname: a'), '---\nname: a', ['byte order mark removed']],
    ['a byte order mark twice', bytes('\xef\xbb\xbf\xef\xbb\xbfa'), 'a', ['byte order mark removed']],
    ['nothing but a byte order mark', bytes('\xef\xbb\xbf'), '', ['byte order mark removed']],
    [
      'UTF-16, little-endian',
      utf16('né\r\n😀', 'little'),
      'né\n😀',
      ['read as UTF-16, little-endian, as its byte order mark says'],
    ],
    [
      'UTF-16, big-endian',
      utf16('né', 'big'),
      'né',
      ['read as UTF-16, big-endian, as its byte order mark says'],
    ],
    [
      'Windows-1252, with the signs that Latin-1 does not have',
      bytes('a\n\x93caf\xe9\x94 \x80 5 \x96 \x9f'),
      'a\n“café” € 5 – Ÿ',
      ['line 2 is not UTF-8: read as Windows-1252'],
    ],
    [
      'single lines that are not UTF-8, the others as they are',
      Buffer.concat([Buffer.from('é →\r\n'), bytes('caf\xe9\r\n'), Buffer.from('😀\n'), bytes('\xfc')]),
      'é →\ncafé\n😀\nü',
      ['line 2 and 1 more are not UTF-8: read as Windows-1252'],
    ],
    [
      'a byte order mark before a line that is not UTF-8',
      bytes('\xef\xbb\xbfna\xefve'),
      'naïve',
      ['byte order mark removed', 'line 1 is not UTF-8: read as Windows-1252'],
    ],
    [
      'UTF-8 that ends in the middle of a sign',
      bytes('ok\n\xe2\x82'),
      'ok\nâ‚',
      ['line 2 is not UTF-8: read as Windows-1252'],
    ],
    [
      'a sign written longer than it may be',
      bytes('\xc0\xafx'),
      'À¯x',
      ['line 1 is not UTF-8: read as Windows-1252'],
    ],
    ['lines of an old Mac', bytes('a\rb\r'), 'a\nb\n', ['a lone CR (first on line 1) read as a line end']],
    [
      'a lone CR among other lines',
      bytes('a\r\nb\nc\rd'),
      'a\nb\nc\nd',
      ['a lone CR (first on line 3) read as a line end'],
    ],
    [
      'CRLF that was made from CRLF, as one line end',
      bytes('a\r\r\nb\r\r\n'),
      'a\nb\n',
      ['a lone CR (first on line 1) read as a line end'],
    ],
    [
      'lines of an old Mac that are not UTF-8, by their number',
      bytes('a\rb\rcaf\xe9'),
      'a\nb\ncafé',
      ['line 3 is not UTF-8: read as Windows-1252', 'a lone CR (first on line 1) read as a line end'],
    ],
    [
      'control characters and separators of lines, which are kept',
      Buffer.from(`text of some length ${'x'.repeat(80)}\t\x1b[31m\x07\u2028\u0085\u202e`),
      `text of some length ${'x'.repeat(80)}\t\x1b[31m\x07\u2028\u0085\u202e`,
      [],
    ],
  ])('reads %s', (_, source, text, recovered) => {
    expect(decodeDefinition(source)).toEqual({ text, recovered, errors: [] })
  })

  it.each<[what: string, bytes: Uint8Array, error: string]>([
    ['a NUL byte', bytes('a\nb\0c'), 'has a NUL byte on line 2: it is no text, or not UTF-8'],
    [
      'UTF-16 without a mark',
      Buffer.from('name', 'utf16le'),
      'has a NUL byte on line 1: it is no text, or not UTF-8',
    ],
    ['a NUL in UTF-16', utf16('a\0', 'big'), 'has a NUL byte on line 1: it is no text, or not UTF-8'],
    [
      'half a sign of UTF-16',
      bytes('\xff\xfea\0b'),
      'begins like UTF-16 (little-endian) and is not: save it as UTF-8',
    ],
    ['UTF-32', bytes('\xff\xfe\0\0a\0\0\0'), 'is UTF-32: save it as UTF-8'],
    ['UTF-32, big-endian', bytes('\0\0\xfe\xff\0\0\0a'), 'is UTF-32: save it as UTF-8'],
    ['a PDF', bytes('%PDF-1.7\n%\xe2\xe3'), 'is a PDF: a definition is a plain text file'],
    ['rich text', bytes('{\\rtf1\\ansi a}'), 'is rich text (RTF): a definition is a plain text file'],
    ['a picture', bytes('\x89PNG\r\n\x1a\n'), 'is a picture: a definition is a plain text file'],
    [
      'an archive',
      bytes('PK\x03\x04abc'),
      'is a ZIP archive or an office document: a definition is a plain text file',
    ],
    ['noise', bytes('\x01\x02\x03abc\xff\x81'), 'has 4 control characters in 8: it is no text'],
  ])('refuses %s', (_, source, error) => {
    expect(decodeDefinition(source)).toEqual(noText(error))
  })

  it('gives back any text that was written as UTF-8 or UTF-16', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', '\n', 'é', '→', '😀', '#', '-', ' ', '\u0301') })
    fc.assert(
      fc.property(letters, text => {
        expect(decodeDefinition(Buffer.from(text)).text).toBe(text)
        expect(decodeDefinition(utf16(text, 'little')).text).toBe(text)
        expect(decodeDefinition(utf16(text, 'big')).text).toBe(text)
      }),
    )
  })

  it('has either a text or an error for any bytes, and no carriage return in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), source => {
        const { text, errors } = decodeDefinition(source)
        expect(text).not.toContain('\r')
        expect(errors.length > 0 && text !== '').toBe(false)
        expect(errors.length === 0 && text === '').toBe(
          /^(?:\xef\xbb\xbf|\xff\xfe$|\xfe\xff$)*$/.test(latin1(source)),
        )
      }),
    )
  })

  it('takes a megabyte of line ends as it takes any other', () => {
    const ends = '\r'.repeat(MAX_BYTES - 2)
    expect(decodeDefinition(bytes(`\xe9${ends}x`)).text).toBe(`é${'\n'.repeat(MAX_BYTES - 2)}x`)
  })
})

function latin1(source: Uint8Array): string {
  return Buffer.from(source).toString('latin1')
}

describe('reading', () => {
  it('gives the bytes of a file, and of the file that a link leads to', () => {
    const folder = tempFolder({ 'a.md': 'é\r\n' })
    symlinkSync('a.md', join(folder, 'link.md'))
    for (const name of ['a.md', 'link.md'])
      expect(readDefinitionBytes(join(folder, name))).toEqual({ bytes: Buffer.from('é\r\n') })
  })

  it('reads a file that is as large as one may be, and none that is larger by a byte', () => {
    const folder = tempFolder({ 'most.md': 'x'.repeat(1_048_576), 'more.md': 'x'.repeat(1_048_577) })
    const most = readDefinitionBytes(join(folder, 'most.md'))
    expect('bytes' in most && most.bytes.length).toBe(1_048_576)
    expect(readDefinitionBytes(join(folder, 'more.md'))).toEqual({
      path: join(folder, 'more.md'),
      message: 'has 1048577 bytes: a definition may have 1048576',
    })
  })

  it('refuses 50 MB by the size alone', () => {
    const path = join(tempFolder(), 'large.md')
    const file = openSync(path, 'w')
    ftruncateSync(file, 50_000_000)
    closeSync(file)
    const before = process.memoryUsage().arrayBuffers
    expect(readDefinitionBytes(path)).toEqual({
      path,
      message: 'has 50000000 bytes: a definition may have 1048576',
    })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000)
  })

  it.skipIf(process.platform !== 'linux')('reads a file whose size is told as 0, and not without end', () => {
    const status = readDefinitionBytes('/proc/self/status')
    expect('bytes' in status && Buffer.from(status.bytes).toString()).toContain('VmHWM')
    expect(readDefinitionBytes('/proc/kallsyms')).toEqual({
      path: '/proc/kallsyms',
      message: 'has more than 1048576 bytes: a definition may have 1048576',
    })
  })

  it.skipIf(process.platform === 'win32')('never waits at a pipe, a socket or a device', async () => {
    const folder = tempFolder()
    const [pipe, socket] = [join(folder, 'pipe.md'), join(folder, 'socket.md')]
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
    const server = createServer()
    await new Promise<void>(resolve => void server.listen(socket, resolve))
    onTestFinished(() => void server.close())
    const message = (path: string) => {
      const read = readDefinitionBytes(path)
      return 'message' in read ? read.message : 'it was read'
    }
    expect([pipe, socket, '/dev/zero', folder].map(message)).toEqual([
      'is a pipe: a definition is a plain file',
      'is a socket: a definition is a plain file',
      'is a device: a definition is a plain file',
      'is a folder: a definition is a plain file',
    ])
  })

  it.each<[what: string, name: string, message: string]>([
    ['that is not there', 'none.md', 'there is no such file or folder: check the path'],
    ['below a file', 'a.md/b.md', 'a part of the path is a file, not a folder: check the path'],
    ['with a NUL in it', 'a\0.md', 'is no path: it has a NUL character'],
    ['that is longer than any', `${'x'.repeat(300)}.md`, 'the path is longer than the system can open'],
    ['that leads to itself', 'self.md', 'is a symbolic link that leads round in a circle'],
  ])('says in one line what is wrong with a path %s', (_, name, message) => {
    const folder = tempFolder({ 'a.md': 'a' })
    symlinkSync('self.md', join(folder, 'self.md'))
    expect(readDefinitionBytes(join(folder, name))).toEqual({ path: join(folder, name), message })
  })

  it.skipIf(process.getuid?.() === 0)(
    'is refused a file without permission (skipped as root, who may read all)',
    () => {
      const path = join(tempFolder({ 'a.md': 'a' }), 'a.md')
      chmodSync(path, 0)
      expect(readDefinitionBytes(path)).toEqual({
        path,
        message: 'permission denied: change its permissions',
      })
    },
  )

  it.skipIf(process.platform !== 'linux')(
    'says so when a name is no text, and cannot be given back to the system',
    () => {
      const folder = tempFolder()
      mkdirSync(join(folder, 'x'))
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/x/`), bytes('caf\xe9.md')]), 'a')
      expect(readDefinitionBytes(join(folder, 'x', 'caf\ufffd.md'))).toMatchObject({
        message: 'there is no such file or folder: check the path',
      })
    },
  )
})
