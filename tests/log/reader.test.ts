import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/log/digest.ts'
import { ENTRY_TYPES, type Entry, type EntryDraft, FIELD_ORDER, type ParsedLog } from '../../src/log/entry.ts'
import { parseLog } from '../../src/log/parse.ts'
import { LogReader } from '../../src/log/reader.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { writeEntry } from '../../src/log/write.ts'
import { hostileText, kept, keptValue } from '../support/hostile.ts'
import {
  byHand,
  HEADER,
  logBytes,
  logOf,
  logText,
  OPENED,
  PROBLEM,
  say,
  TITLE,
  timeOf,
} from '../support/log-builder.ts'

const HEADING = '### [HUMAN] [2026-11-21 04:10:31.517] UTC\n'

const drafts: fc.Arbitrary<EntryDraft> = fc.record({
  role: fc.constantFrom('SUPERVISOR', 'BACKEND', 'HUMAN', 'A_1-B'),
  type: fc.constantFrom(...ENTRY_TYPES),
  fields: fc.dictionary(
    fc.constantFrom(...FIELD_ORDER, 'Mood', 'Mood of the day', 'constructor', 'toString'),
    fc.array(hostileText, { maxLength: 3 }),
    { maxKeys: 4 },
  ),
  content: hostileText,
})

function keptFields(fields: EntryDraft['fields']): Record<string, string[]> {
  const values = Object.entries(fields).map(([name, written]) => [
    name,
    written.map(keptValue).filter(Boolean),
  ])
  return Object.fromEntries(values.filter(([, written]) => (written?.length ?? 0) > 0))
}

/** Where pieces of these sizes, over and over, cut the bytes. */
function inPieces(bytes: Uint8Array, sizes: readonly number[]): ParsedLog {
  const reader = new LogReader(sha256)
  for (let at = 0, piece = 0; at < bytes.length; piece += 1) {
    const size = sizes[piece % sizes.length] ?? 1
    reader.push(bytes.subarray(at, at + size))
    at += size
  }
  return reader.snapshot()
}

/** Everything but its seal: that of a last line without a newline may adopt what stands before it. */
const said = ({ number, role, time, content, line }: Entry) => ({ number, role, time, content, line })

/** A log as a file is after people, editors and crashes: whole parts and torn ones in any order. */
const messyLogs: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      drafts,
      hostileText,
      hostileText.map(text => byHand('HUMAN', text)),
    ),
    { maxLength: 6 },
  )
  .chain(parts => {
    const bytes = logBytes(parts)
    return fc
      .record({ from: fc.constantFrom(0, 0, 0, 40), to: fc.integer({ min: 0, max: bytes.length }) })
      .map(({ from, to }) => bytes.subarray(from, from + to))
  })

describe('what is written is read', () => {
  it('every entry as it was, every seal right, whatever the drafts hold', () => {
    fc.assert(
      fc.property(fc.array(drafts, { maxLength: 6 }), hostileText, (written, problem) => {
        const log = logOf(written, { problem })
        expect(log).toMatchObject({ header: HEADER, title: TITLE, problem: kept(problem), notices: [] })
        expect(log.entries.map(entry => ({ ...entry, fields: { ...entry.fields } }))).toEqual(
          written.map(({ role, type, fields, content }, at) => ({
            number: at + 1,
            role,
            type,
            writtenType: type,
            time: timeOf(at),
            fields: keptFields(fields),
            content: kept(content),
            sealed: true,
            adopted: false,
            verified: true,
            line: expect.any(Number),
          })),
        )
      }),
      { numRuns: 150 },
    )
  })

  it('written again it gives the same bytes', () => {
    fc.assert(
      fc.property(drafts, draft => {
        const once = writeEntry(draft, timeOf(0))
        const [entry] = parseLog(once).entries
        const again = { ...draft, fields: { ...entry?.fields }, content: entry?.content ?? '' }
        expect(writeEntry(again, timeOf(0))).toBe(once)
      }),
      { numRuns: 100 },
    )
  })

  it('each entry knows the line of its heading', () => {
    const text = logText([
      ...OPENED,
      say('BACKEND', { Evidence: ['x'] }, 'a\n\n### [X] [y]\nb'),
      say('SECURITY'),
    ])
    const lines = text.split('\n')
    const { entries } = parseLog(text)
    expect(entries).toHaveLength(7)
    for (const { line, role } of entries) expect(lines[line - 1]).toContain(`### [${role}] [`)
  })

  it('a whole log looks like this', () => {
    const text = logText([say('BACKEND', { Verdict: ['AGREE #5'] }, 'Fine.'), say('HUMAN', {}, 'a\nb')])
    expect(text.replace(/[0-9a-f]{32}/g, 'HASH').slice(text.indexOf('# Rate'))).toBe(
      '# Rate limiter\n\nLimit what one client may ask.\n\n### [BACKEND] [2026-11-21 04:10:12.000] UTC\n**Type**: REVIEW\n**Verdict**: AGREE #5\n**Content**: Fine.\n<!-- #1 HASH -->\n\n### [HUMAN] [2026-11-21 04:10:13.000] UTC\n**Type**: REVIEW\n**Content**:\na\nb\n<!-- #2 HASH -->\n',
    )
  })
})

describe('it does not matter how the bytes come', () => {
  it('in pieces of any sizes they give what they give at once', () => {
    fc.assert(
      fc.property(
        messyLogs,
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 4 }),
        (bytes, sizes) => {
          expect(inPieces(bytes, sizes)).toEqual(parseLog(bytes))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('looking in between changes nothing', () => {
    fc.assert(
      fc.property(messyLogs, fc.integer({ min: 1, max: 300 }), (bytes, size) => {
        const reader = new LogReader(sha256)
        for (let at = 0; at < bytes.length; at += size) {
          reader.push(bytes.subarray(at, at + size))
          const { entries } = reader.snapshot()
          const whole = Array.from({ length: reader.count }, (_, n) => reader.at(n + 1))
          const ended = [...whole, reader.pending].filter(entry => entry != null)
          expect(entries.slice(0, ended.length).map(said)).toEqual(ended.map(said))
          reader.seal(writeEntry(say('BACKEND'), timeOf(0)))
        }
        expect(reader.snapshot()).toEqual(parseLog(bytes))
      }),
      { numRuns: 60 },
    )
  })
})

describe('it never throws', () => {
  it('on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        expect(() => verifyLog(parseLog(bytes))).not.toThrow()
      }),
      { numRuns: 200 },
    )
  })

  it('on any text, and numbers its entries from 1 without a gap', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { maxLength: 5 }), texts => {
        const { entries } = parseLog(texts.join('\n'))
        expect(entries.map(({ number }) => number)).toEqual(entries.map((_, at) => at + 1))
      }),
      { numRuns: 200 },
    )
  })

  it('on a long run of blank lines', () => {
    const { entries } = parseLog(`${HEADING}${'\n'.repeat(100_000)}x`)
    expect(entries).toMatchObject([{ content: 'x' }])
  })
})

describe('what others wrote is read', () => {
  const read = (text: string | Uint8Array) => parseLog(text)

  it.each([
    [
      'only entries, no header',
      `${HEADING}**Type**: REVIEW\n**Content**: a\n`,
      [{ role: 'HUMAN', type: 'REVIEW', content: 'a' }],
    ],
    ['a BOM before the first entry', `\ufeff${HEADING}a\n`, [{ role: 'HUMAN', content: 'a' }]],
    [
      'CRLF',
      `${HEADING}**Type**: REVIEW\n**Content**: a\nb\n`.replaceAll('\n', '\r\n'),
      [{ type: 'REVIEW', content: 'a\nb', time: '2026-11-21T04:10:31.517Z' }],
    ],
    ['no last newline', `${HEADING}a`, [{ content: 'a' }]],
    ['a heading as the last line', HEADING.trimEnd(), [{ role: 'HUMAN', content: '' }]],
    ['two headings at once', `${HEADING}${HEADING.trimEnd()}`, [{ content: '' }, { content: '' }]],
    [
      'several entries',
      `${HEADING}a\n${HEADING}b\n\n${HEADING}c`,
      [{ content: 'a' }, { content: 'b' }, { content: 'c' }],
    ],
    ['no Type', `${HEADING}**Content**: a\n`, [{ type: 'ANALYSIS', writtenType: 'ANALYSIS' }]],
    [
      'an older Type',
      `${HEADING}**Type**: THREAT_MODEL\n`,
      [{ type: 'ANALYSIS', writtenType: 'THREAT_MODEL' }],
    ],
    [
      'lower case everywhere',
      '### [human] [2026-11-21t04:10z]\n**type:** review\n**verdict:** agree #5\n',
      [{ role: 'HUMAN', type: 'REVIEW', fields: { Verdict: ['agree #5'] } }],
    ],
    [
      'a heading inside text ends it',
      `${HEADING}a\n### [BACKEND] [2026-11-21 05:00] UTC\nb`,
      [{ content: 'a' }, { role: 'BACKEND', content: 'b' }],
    ],
    [
      'markdown headings inside text do not',
      `${HEADING}a\n### Interfaces\n#### [B] [c]\nb`,
      [{ content: 'a\n### Interfaces\n#### [B] [c]\nb' }],
    ],
  ])('%s', (_, text, entries) => {
    const log = read(text)
    expect(log.entries).toMatchObject(entries)
    expect(log.entries.every(({ sealed, verified, adopted }) => !sealed && !verified && !adopted)).toBe(true)
    expect(log.notices).toEqual([])
  })

  it('header, title and problem with a BOM and CRLF', () => {
    const text = `\ufeff${logText(OPENED).replaceAll('\n', '\r\n')}`
    const log = read(text)
    expect(log).toMatchObject({ header: HEADER, title: TITLE, problem: PROBLEM })
    expect(log.entries.map(({ content }) => content)).toEqual(
      logOf(OPENED).entries.map(({ content }) => content),
    )
    // Its bytes are others than those that were sealed.
    expect(verifyLog(log).holds).toBe(false)
  })

  it('an empty file', () => {
    expect(read('')).toEqual({ header: null, title: '', problem: '', entries: [], notices: [] })
  })

  it('only a header', () => {
    expect(logOf([])).toEqual({ header: HEADER, title: TITLE, problem: PROBLEM, entries: [], notices: [] })
  })

  it('a sealed log that lost its last newline', () => {
    const log = read(logText(OPENED).trimEnd())
    expect(log).toEqual(logOf(OPENED))
  })

  it.each([
    ['a time nobody can read', '### [HUMAN] [soon] UTC\na\n', 'time-unreadable', 1, 1],
    ['an unknown type', `${HEADING}**Type**: POEM\na\n`, 'type-unknown', 1, 1],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from(HEADING), Buffer.from([0x61, 0xff, 0x0a])]),
      'utf8-invalid',
      1,
      1,
    ],
    [
      'bytes that are no UTF-8 before the first entry',
      Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from(HEADING)]),
      'utf8-invalid',
      1,
      null,
    ],
    ['a heading without a role', `${HEADING}a\n\n### [1] [2]\n`, 'heading-unreadable', 4, null],
    ['a heading without a role at the end', `${HEADING}a\n\n### [1] [2]`, 'heading-unreadable', 4, null],
    ['a seal that is none', `${HEADING}a\n<!-- #1 abc -->\n`, 'seal-unreadable', 3, 1],
    ['a seal of nothing', `${HEADING}a\n<!-- #1 ${'0'.repeat(32)} -->\n`, 'seal-broken', 3, 1],
    ['a seal without an entry', `a\n<!-- #1 ${'0'.repeat(32)} -->\n${HEADING}a\n`, 'seal-broken', 2, 1],
    ['front matter that is none', `---\na: [1\n---\n${HEADING}a\n`, 'header-unreadable', 1, null],
  ])('a notice names the line of %s', (_, text, code, line, entry) =>
    expect(read(text).notices).toMatchObject([{ code, line, entry }]),
  )

  it('bad bytes are shown as U+FFFD and hide nothing else', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEADING}a `),
      Buffer.from([0xe2, 0x82]),
      Buffer.from(` b\n${HEADING}c\n`),
    ])
    expect(read(bytes).entries).toMatchObject([{ content: 'a \ufffd b' }, { content: 'c' }])
  })

  it.each([
    ['at the end', [say('BACKEND'), '\n\nLost words.\n'], 1],
    ['before an entry of the engine', [say('BACKEND'), '\n\nLost words.\n', say('SECURITY')], 1],
    ['before an entry by hand', [say('BACKEND'), '\n\nLost words.\n', byHand('HUMAN', 'Hello.')], 1],
    ['without a newline', [say('BACKEND'), 'Lost words.'], 1],
  ])('text without a heading %s is told about, with its line', (_, parts, entry) => {
    const text = logText(parts)
    const { notices } = parseLog(text)
    const line = text.split('\n').indexOf('Lost words.') + 1
    expect(notices).toMatchObject([{ code: 'text-stray', line, entry: null }])
    expect(notices[0]?.message).toContain(`#${entry}`)
  })

  it('text without a heading does not stop the next append, and is sealed by it', () => {
    const log = logOf([say('BACKEND'), '\nLost words.\n', say('SECURITY')])
    expect(log.entries.map(({ role, content }) => [role, content])).toEqual([
      ['BACKEND', 'BACKEND speaks.'],
      ['SECURITY', 'SECURITY speaks.'],
    ])
    expect(verifyLog(log).holds).toBe(true)
    const changed = logText([say('BACKEND'), '\nLost words.\n', say('SECURITY')]).replace('Lost', 'Last')
    expect(verifyLog(parseLog(changed))).toMatchObject({ holds: false, firstBroken: { number: 2 } })
  })
})
