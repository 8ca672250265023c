import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/log/digest.ts'
import { FrameReader, type FrameSink } from '../../src/log/frames.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { writeEntry } from '../../src/log/write.ts'
import { byHand, frame, logBytes, OPENED, type Part, say, timeOf } from '../support/log-builder.ts'

const SILENT: FrameSink = { preamble() {}, frame() {}, adopted() {}, notice() {} }
const entry = writeEntry(say('BACKEND'), timeOf(0))

function readerOf(bytes: Uint8Array, sink: FrameSink = SILENT): FrameReader {
  const reader = new FrameReader(sha256, sink)
  reader.push(bytes)
  return reader
}

/** What a log is found as when an engine appends. */
const FOUND: readonly (readonly [string, Uint8Array])[] = [
  ['an empty file', new Uint8Array(0)],
  ['only a header', logBytes([])],
  ['only a header, without its last newline', logBytes([]).subarray(0, -1)],
  ['a header and an entry by hand', logBytes([byHand('HUMAN', 'First.')])],
  ['a header and two entries by hand', logBytes([byHand('HUMAN', 'First.'), byHand('HUMAN', 'Second.')])],
  ['a header and a heading without a newline', logBytes(['\n### [HUMAN] [2026-11-21 05:00]'])],
  ['no header and an entry by hand', logBytes([byHand('HUMAN', 'First.')], { header: null })],
  ['a BOM and an entry by hand', new TextEncoder().encode('\ufeff### [HUMAN] [2026-11-21 05:00]\na\n')],
  ['sealed entries', logBytes(OPENED)],
  ['sealed entries without the last newline', logBytes(OPENED).subarray(0, -1)],
  ['an entry by hand below sealed ones', logBytes([frame(), byHand('HUMAN', 'Below.')])],
  ['a torn line', logBytes([frame(), '\n### [BACK'])],
]

describe('what is sealed behind', () => {
  it.each(FOUND)('%s is the last entry, holds, and leaves nothing unsealed', (_, bytes) => {
    const { number, bytes: added } = readerOf(bytes).seal(entry)
    const log = parseLog(Buffer.concat([bytes, added]))
    expect(verifyLog(log)).toEqual({ holds: true, entries: number, unsealed: 0, firstBroken: null })
    expect(log.entries.at(-1)).toMatchObject({ role: 'BACKEND', content: 'BACKEND speaks.', adopted: false })
  })

  // A journal without the preamble could not bring back a log that is deleted: its first seal would not hold.
  it.each(FOUND)('%s gives the journal every byte since the last seal', (_, bytes) => {
    const reader = readerOf(bytes)
    const { bytes: added, stretch } = reader.seal(entry)
    const whole = Buffer.concat([bytes, added])
    const from = reader.sealedAtEnd.end
    expect(Buffer.from(stretch).toString()).toBe(whole.subarray(from, whole.length - 1).toString())
    expect(readerOf(whole).sealed.end).toBe(from + stretch.length)
  })
})

it('tells of each frame where it is in the file', () => {
  const parts: readonly Part[] = [
    frame(),
    byHand('HUMAN', 'é'),
    byHand('HUMAN', 'b'),
    say('BACKEND'),
    byHand('QA', 'c'),
  ]
  const bytes = Buffer.from(logBytes(parts))
  const found: string[] = []
  readerOf(bytes, {
    ...SILENT,
    frame: ({ number, start, end, seal }) =>
      found.push(
        `${number} ${bytes.toString('utf8', start, start + 9)} ${seal === null ? '' : bytes.toString('utf8', end - 4, end)}`,
      ),
  })
  expect(found).toEqual(['1 ### [SUPE  -->', '2 ### [HUMA ', '3 ### [HUMA  -->', '4 ### [BACK  -->'])
})

it('is left as it is by a look at what might follow', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4_000), { maxLength: 8 }), cuts => {
      const bytes = logBytes([...OPENED, byHand('HUMAN', 'a'), say('BACKEND')])
      const reader = new FrameReader(sha256, SILENT)
      let at = 0
      for (const cut of [...cuts, bytes.length].toSorted((left, right) => left - right)) {
        reader.push(bytes.subarray(at, cut))
        at = Math.max(at, Math.min(cut, bytes.length))
        reader.preview(new TextEncoder().encode('\n### [X] [y]\n'), SILENT)
        expect(reader.offset).toBe(at)
        expect(reader.sealedAtEnd.count).toBeGreaterThanOrEqual(reader.sealed.count)
      }
      expect(reader.sealed).toEqual(readerOf(bytes).sealed)
    }),
    { numRuns: 40 },
  )
})
