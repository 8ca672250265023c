import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/log/digest.ts'
import { parseLog } from '../../src/log/parse.ts'
import { LogReader } from '../../src/log/reader.ts'
import { verifyFile } from '../../src/log/verify-file.ts'
import { logBytes, OPENED, say } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

/** The least size, in megabytes; `SYNOD_SIM_MB=1` for 1, 2, 4 and 8. */
const UNIT = Number(process.env['SYNOD_SIM_MB'] ?? 0.125) * 1_000_000
const SIZES = [1, 2, 4, 8] as const
const HEADING = '### [HUMAN] [2026-11-21 05:00:00.000] UTC\n'
const SEAL = `<!-- #1 ${'0'.repeat(32)} -->\n`

/** Logs made to be slow. Each is given its size in bytes. */
const FAMILIES: readonly (readonly [string, (bytes: number) => string | Uint8Array])[] = [
  ['one long line', bytes => 'x'.repeat(bytes)],
  ['one long line in an entry', bytes => `${HEADING}${'x'.repeat(bytes)}`],
  ['NULs', bytes => '\0'.repeat(bytes)],
  ['newlines', bytes => `${HEADING}${'\n'.repeat(bytes)}x`],
  ['blanks', bytes => `${HEADING}${' '.repeat(bytes)}x`],
  ['carriage returns', bytes => `${HEADING}${'\r'.repeat(bytes)}x`],
  ['backslashes', bytes => `${HEADING}${'\\'.repeat(bytes)}### [`],
  ['backslashes, line by line', bytes => HEADING + over('\\\\\\### [\n', bytes)],
  ['no UTF-8', bytes => Buffer.concat([Buffer.from(HEADING), Buffer.alloc(bytes, 0xff)])],
  ['halves of headings', bytes => HEADING + over('### [HUMAN] [2026-11-21\n', bytes)],
  ['headings without a role', bytes => HEADING + over('### [1] [2]\n', bytes)],
  ['a heading that does not end', bytes => `### [${'A'.repeat(bytes)}`],
  ['brackets in a heading', bytes => `### [A] [${'['.repeat(bytes)}] UTC\n`],
  ['blanks in a heading', bytes => `###${' \t'.repeat(bytes / 2)}[A] [b`],
  ['a seal that does not end', bytes => `${HEADING}<!--${' \t'.repeat(bytes / 2)}#`],
  ['halves of seals', bytes => HEADING + over('<!-- #1 \n', bytes)],
  ['seals of nothing', bytes => HEADING + over(SEAL, bytes)],
  ['seals before any entry', bytes => over(SEAL, bytes)],
  ['entries with a wrong seal', bytes => over(`${HEADING}a\n${SEAL}`, bytes)],
  ['entries without a seal', bytes => over(`${HEADING}a\n`, bytes)],
  ['headings alone', bytes => over(HEADING, bytes)],
  ['text behind a seal', bytes => `${text(logBytes(OPENED))}\n${over('Lost words.\n', bytes)}`],
  [
    'an entry that is not finished',
    bytes => `${text(logBytes(OPENED))}\n${HEADING}${over('More words.\n', bytes)}`,
  ],
  ['fields', bytes => HEADING + over('**Verdict**: AGREE #1\n', bytes)],
  [
    'fields of many names',
    bytes => HEADING + Array.from({ length: bytes / 16 }, (_, at) => `**${word(at)}**: 1\n`).join(''),
  ],
  ['halves of fields', bytes => HEADING + over('**Verdict\n', bytes)],
  ['a field that does not end', bytes => `${HEADING}**Verdict**: ${'a '.repeat(bytes / 2)}`],
  ['front matter that does not end', bytes => `---\n${over('a: 1\n', bytes)}`],
  ['a preamble of titles', bytes => over('# title\n', bytes)],
  ['sealed entries', bytes => sealed(bytes)],
]

function over(piece: string, bytes: number): string {
  return piece.repeat(Math.ceil(bytes / piece.length))
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString()
}

/** Letters only, as a field's name has them. */
function word(at: number): string {
  return [...at.toString(26)].map(digit => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')
}

function sealed(bytes: number): Uint8Array {
  const one = logBytes([say('BACKEND')], { header: null }).length
  return logBytes(
    Array.from({ length: Math.ceil(bytes / one) }, () => say('BACKEND')),
    { header: null },
  )
}

/** Of the processor, in milliseconds: other work on the machine does not count. The least of three. */
function cost(work: () => unknown): number {
  const times = [0, 0, 0].map(() => {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

describe('the time to read a log grows with its size, not with its square', () => {
  it.each(FAMILIES)('%s', { timeout: 120_000 }, (name, make) => {
    const path = join(tempFolder(), 'log.md')
    const rows = SIZES.map(size => {
      const made = make(size * UNIT)
      const bytes = typeof made === 'string' ? new TextEncoder().encode(made) : made
      writeFileSync(path, bytes)
      return { size, parse: cost(() => parseLog(bytes)), verify: cost(() => verifyFile(path)) }
    })
    const shown = (values: readonly number[]) => values.map(value => value.toFixed(1).padStart(7)).join('')
    process.stdout.write(
      `${name.padEnd(32)} parse${shown(rows.map(({ parse }) => parse))}   verify${shown(rows.map(({ verify }) => verify))} ms\n`,
    )
    const [first, , , last] = rows
    for (const part of ['parse', 'verify'] as const) {
      // Eight times the bytes: 8 is linear, 64 is the square. What takes no time at all is not measured.
      expect(last?.[part]).toBeLessThan(Math.max(first?.[part] ?? 0, 8) * 24)
    }
  })

  it('piece by piece as well, a few bytes at a time', () => {
    const pieces = (size: number) => {
      const bytes = new TextEncoder().encode(`${HEADING}${over('More words.\n', size * UNIT)}`)
      return cost(() => {
        const reader = new LogReader(sha256)
        for (let at = 0; at < bytes.length; at += 50) reader.push(bytes.subarray(at, at + 50))
        return reader.snapshot()
      })
    }
    expect(pieces(8)).toBeLessThan(Math.max(pieces(1), 8) * 24)
  })
})
