/** A file's bytes → the text its author saw. Files come from anywhere: no kind of file may block, or fill the memory. */
import { isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'

/** The most a definition may have, in bytes. */
export const MAX_BYTES: number = 1024 * 1024

/** Why a path gives no definition. The message is one line that never quotes the path. */
export interface DefinitionProblem {
  readonly path: string
  readonly message: string
}

export interface DecodedDefinition {
  /** With `\n` for line ends and without a byte order mark; empty where there are errors. */
  readonly text: string
  /** What was not plain UTF-8, and how it was read: one line each. */
  readonly recovered: readonly string[]
  /** Why it is no text: one line each. */
  readonly errors: readonly string[]
}

/** Never waits for the other end of a pipe, and never makes a terminal its own. Windows has neither flag. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)

/** Symbolic links are followed. */
export function readDefinitionBytes(path: string): { readonly bytes: Uint8Array } | DefinitionProblem {
  const problem = (message: string): DefinitionProblem => ({ path, message })
  let file: number | null = null
  try {
    // Asked before it is opened as well: opening a device can be an act of its own.
    const before = refusal(statSync(path))
    if (before !== null) return problem(before)
    file = openSync(path, FLAGS)
    const stats = fstatSync(file)
    const opened = refusal(stats)
    if (opened !== null) return problem(opened)
    const bytes = readAtMost(file, stats.size)
    return bytes === null ? problem(tooLarge(`more than ${MAX_BYTES}`)) : { bytes }
  } catch (error) {
    return problem(unreadable(error))
  } finally {
    if (file !== null) closeSync(file)
  }
}

/** What stands in the way of reading a file, for people. */
export function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return CAUSES[code] ?? (code === '' ? `cannot be read: ${String(error)}` : `cannot be read (${code})`)
}

/** What it is instead of a plain file or a folder; null when it is one of the two. */
export function specialKind(
  entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket'>,
): string | null {
  if (entry.isFile() || entry.isDirectory()) return null
  const kind = entry.isFIFO() ? 'pipe' : entry.isSocket() ? 'socket' : 'device'
  return `is a ${kind}: a definition is a plain file`
}

/** UTF-8, or UTF-16 that says so; lines that are not UTF-8 are read as Windows-1252. Other control characters are kept. */
export function decodeDefinition(bytes: Uint8Array): DecodedDefinition {
  const wide = WIDE.find(({ mark }) => startsWith(bytes, mark))
  if (wide !== undefined) return decodeWide(bytes, wide.encoding)
  const start = endOfMarks(bytes)
  const plain = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.length - start)
  const recovered = start > 0 ? ['byte order mark removed'] : []
  const foreign = FOREIGN.find(({ mark }) => startsWith(plain, mark))
  if (foreign !== undefined) return refused(`is ${foreign.what}: a definition is a plain text file`)
  if (isUtf8(plain)) return readText(plain.toString('utf8'), recovered)
  const { text, lines } = decodeByLine(plain)
  const others = lines.length === 1 ? ' is' : ` and ${lines.length - 1} more are`
  return readText(text, [...recovered, `line ${lines[0]}${others} not UTF-8: read as Windows-1252`])
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder: check the path',
  ENOTDIR: 'a part of the path is a file, not a folder: check the path',
  ELOOP: 'is a symbolic link that leads round in a circle',
  EACCES: 'permission denied: change its permissions',
  EPERM: 'permission denied: change its permissions',
  ENAMETOOLONG: 'the path is longer than the system can open',
  ENXIO: 'is a pipe, a socket or a device: a definition is a plain file',
  ERR_INVALID_ARG_VALUE: 'is no path: it has a NUL character',
}

function refusal(stats: Stats): string | null {
  if (stats.isDirectory()) return 'is a folder: a definition is a plain file'
  return specialKind(stats) ?? (stats.size > MAX_BYTES ? tooLarge(`${stats.size}`) : null)
}

function tooLarge(size: string): string {
  return `has ${size} bytes: a definition may have ${MAX_BYTES}`
}

/** Null when there is more than a definition may have: the size of a growing file, or of one in /proc, says little. */
function readAtMost(file: number, size: number): Uint8Array | null {
  let buffer = Buffer.allocUnsafe(size + 1)
  let length = 0
  for (;;) {
    const read = readSync(file, buffer, length, buffer.length - length, null)
    length += read
    if (length > MAX_BYTES) return null
    if (read === 0) return buffer.subarray(0, length)
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(2 * length + 4096, MAX_BYTES + 1))
  }
}

type Wide = 'utf-16le' | 'utf-16be' | 'utf-32'

/** UTF-32 first: its mark begins with the one of UTF-16. */
const WIDE: readonly { readonly mark: readonly number[]; readonly encoding: Wide }[] = [
  { mark: [0xff, 0xfe, 0, 0], encoding: 'utf-32' },
  { mark: [0, 0, 0xfe, 0xff], encoding: 'utf-32' },
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
]

const UTF8_MARK = [0xef, 0xbb, 0xbf]

/** Files that may have no NUL byte near their start, and are no text all the same. */
const FOREIGN: readonly { readonly mark: readonly number[]; readonly what: string }[] = [
  { mark: [...Buffer.from('%PDF-')], what: 'a PDF' },
  { mark: [...Buffer.from('{\\rtf')], what: 'rich text (RTF)' },
  { mark: [0x50, 0x4b, 3, 4], what: 'a ZIP archive or an office document' },
  { mark: [0x1f, 0x8b], what: 'a compressed file' },
  { mark: [0x89, 0x50, 0x4e, 0x47], what: 'a picture' },
  { mark: [0xff, 0xd8, 0xff], what: 'a picture' },
  { mark: [0x7f, 0x45, 0x4c, 0x46], what: 'a program' },
]

function decodeWide(bytes: Uint8Array, encoding: Wide): DecodedDefinition {
  if (encoding === 'utf-32') return refused('is UTF-32: save it as UTF-8')
  const order = encoding === 'utf-16le' ? 'little-endian' : 'big-endian'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return readText(text, [`read as UTF-16, ${order}, as its byte order mark says`])
  } catch {
    // Nothing else that decoding can throw: the bytes are not what their mark says.
    return refused(`begins like UTF-16 (${order}) and is not: save it as UTF-8`)
  }
}

/** Some editors add a mark to a file that has one. */
function endOfMarks(bytes: Uint8Array): number {
  let end = 0
  while (startsWith(bytes.subarray(end, end + 3), UTF8_MARK)) end += 3
  return end
}

/** CR CR LF is what a careless program makes of CR LF. Never `\r+`, which a megabyte of CR would make slow. */
const LINE_END = /(\r{1,2}\n|\r|\n)/

const FOREIGN_SIGN = /[\x80-\xff]/

/** Line by line, as one line pasted from elsewhere must not spoil the signs of all others. */
function decodeByLine(bytes: Buffer): { readonly text: string; readonly lines: readonly number[] } {
  const lines: number[] = []
  // Latin-1 keeps each byte as one character; the line ends stand between the lines.
  const parts = bytes.toString('latin1').split(LINE_END)
  const decoded = parts.map((part, at) => {
    if (!FOREIGN_SIGN.test(part)) return part
    const line = Buffer.from(part, 'latin1')
    if (isUtf8(line)) return line.toString('utf8')
    lines.push(at / 2 + 1)
    return part.replace(/[\x80-\x9f]/g, sign => WINDOWS_1252[sign.charCodeAt(0) - 0x80] ?? sign)
  })
  return { text: decoded.join(''), lines }
}

/** The signs of 0x80 to 0x9F. A table, as Node 20 decodes `windows-1252` as Latin-1, which has controls there. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** More control characters than one in this many, tabs and the like not counted, and it is no text. */
const TEXT_PER_CONTROL = 20

function readText(decoded: string, recovered: readonly string[]): DecodedDefinition {
  const nul = decoded.indexOf('\0')
  if (nul >= 0) return refused(`has a NUL byte on line ${lineOf(decoded, nul)}: it is no text, or not UTF-8`)
  const controls = decoded.match(/[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]/g)?.length ?? 0
  if (controls * TEXT_PER_CONTROL > decoded.length) {
    return refused(`has ${controls} control characters in ${decoded.length}: it is no text`)
  }
  if (!decoded.includes('\r')) return { text: decoded, recovered, errors: [] }
  const text = decoded.replace(/\r{1,2}\n|\r/g, '\n')
  const odd = /\r(?!\n)/.exec(decoded)
  if (odd === null) return { text, recovered, errors: [] }
  const line = lineOf(decoded, odd.index)
  return {
    text,
    recovered: [...recovered, `a lone CR (first on line ${line}) read as a line end`],
    errors: [],
  }
}

function lineOf(text: string, at: number): number {
  return Math.ceil(text.slice(0, at).split(LINE_END).length / 2)
}

function refused(error: string): DecodedDefinition {
  return { text: '', recovered: [], errors: [error] }
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, at) => bytes[at] === byte)
}
