import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { chainNext, chainStart } from '../../src/log/chain.ts'
import { sha256 } from '../../src/log/digest.ts'
import type { ParsedLog } from '../../src/log/entry.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { byHand, logBytes, logText, proposal, say } from '../support/log-builder.ts'

const PARTS = [
  say('BACKEND', { Verdict: ['AGREE #1'] }, 'Plain.'),
  byHand('HUMAN', 'By hand.'),
  proposal({}, 'ARCHITECT'),
  say('SECURITY', {}, 'Line\n### [X] [y]\n<!-- #1 é'),
]

/** Offsets in bytes, found without the reader. */
interface Span {
  readonly number: number
  readonly start: number
  /** Where the text after the heading begins, where the seal and the newline before it begin, where it ends. */
  readonly body: number
  readonly seal: number
  readonly end: number
}

function spansOf(bytes: Uint8Array): readonly Span[] {
  const text = Buffer.from(bytes).toString('latin1')
  const headings = [...text.matchAll(/^### \[.*\n/gm)]
  const seals = [...text.matchAll(/^<!-- #(\d+) [0-9a-f]{32}(?: adopted)? -->/gm)]
  expect(headings).toHaveLength(seals.length)
  return seals.map((seal, at) => {
    const heading = headings[at]
    const before = seals[at - 1]
    return {
      number: Number(seal[1]),
      start: before === undefined ? 0 : before.index + before[0].length,
      body: (heading?.index ?? 0) + (heading?.[0].length ?? 0),
      seal: seal.index - 1,
      end: seal.index + seal[0].length,
    }
  })
}

function brokenIn({ notices }: ParsedLog): readonly (number | null)[] {
  return notices.filter(({ code }) => code === 'seal-broken').map(({ entry }) => entry)
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at] = value
  return copy
}

const hex32 = (...parts: readonly (string | Uint8Array)[]) =>
  parts
    .reduce((hash, part) => hash.update(part), createHash('sha256'))
    .digest('hex')
    .slice(0, 32)

describe('the chain', () => {
  it('is what the protocol says, computed by hand from the bytes', () => {
    const bytes = logBytes(PARTS)
    const text = Buffer.from(bytes).toString('latin1')
    const spans = spansOf(bytes)
    expect(spans).toHaveLength(4)
    let hash = hex32(bytes.subarray(0, text.indexOf('### [')))
    for (const { number, start, seal, end } of spans) {
      const from = number === 1 ? text.indexOf('### [') : start
      const mark = number === 2 ? ' adopted' : ''
      hash = hex32(hash, bytes.subarray(from, seal + 1), mark)
      expect(text.slice(seal + 1, end)).toBe(`<!-- #${number} ${hash}${mark} -->`)
    }
  })

  it('starts from the bytes before the first heading and goes on from the hash before', () => {
    const bytes = new TextEncoder().encode('abc')
    expect(chainStart(bytes, sha256)).toBe('ba7816bf8f01cfea414140de5dae2223')
    expect(chainNext('00', bytes, false, sha256)).toBe(hex32('00abc'))
    expect(chainNext('00', bytes, true, sha256)).toBe(hex32('00abc adopted'))
  })
})

describe('a log that was changed', () => {
  const bytes = logBytes(PARTS)
  const spans = spansOf(bytes)
  const last = spans.at(-1)?.seal ?? 0

  it('holds as it is', () => {
    expect(verifyLog(parseLog(bytes))).toEqual({ holds: true, entries: 4, unsealed: 0, firstBroken: null })
  })

  it.each([
    ['a newline', () => 0x0a],
    ['a blank', () => 0x20],
    ['a tab', () => 0x09],
    ['a letter', () => 0x78],
    ['another bit', (byte: number) => byte ^ 1],
    ['no UTF-8', () => 0xff],
  ])('does not hold, whichever byte before the last seal became %s', (_, value) => {
    const passed: number[] = []
    for (let at = 0; at < last; at += 1) {
      const byte = value(bytes[at] ?? 0)
      if (byte !== bytes[at] && verifyLog(parseLog(changed(bytes, at, byte))).holds) passed.push(at)
    }
    expect(passed).toEqual([])
  })

  it('shows its last entry as unsealed where the seal or the newline before it was changed: nothing follows that could tell', () => {
    const end = spans.at(-1)?.end ?? 0
    for (const at of range(last, end)) {
      const log = parseLog(changed(bytes, at, 0x78))
      expect(log.entries.at(-1)?.verified).toBe(false)
      expect(verifyLog(log)).toMatchObject(
        log.entries.at(-1)?.sealed ? { holds: false } : { holds: true, unsealed: 1 },
      )
    }
  })

  it('is damaged in the entry whose text was changed, and in no other', () => {
    for (const { number, body, seal } of spans) {
      for (let at = body; at < seal; at += 1) {
        for (const byte of [0x78, (bytes[at] ?? 0) ^ 1]) {
          if (byte === bytes[at]) continue
          const log = parseLog(changed(bytes, at, byte))
          expect([number, at, brokenIn(log)]).toEqual([number, at, [number]])
          expect(verifyLog(log).firstBroken).toMatchObject({ number })
          expect(log.entries.filter(({ verified }) => verified)).toHaveLength(3)
        }
      }
    }
  })

  it('is damaged in that entry or a neighbour, where its heading or its seal was changed', () => {
    for (const { number, start, body, seal, end } of spans.slice(0, -1)) {
      const framing = [...range(Math.max(start, 0), body), ...range(seal, end)]
      for (const at of framing) {
        for (const byte of [0x78, 0x0a]) {
          if (byte === bytes[at]) continue
          const { firstBroken } = verifyLog(parseLog(changed(bytes, at, byte)))
          expect([number - 1, number, number + 1]).toContain(firstBroken?.number)
        }
      }
    }
  })

  it('is damaged from the first entry where header, title or problem were changed', () => {
    for (const word of ['BACKEND, SECURITY]', '# Rate', 'Limit what', 'synod: 1']) {
      const text = logText(PARTS).replace(word, word.replace(/\w/, 'Z'))
      expect(verifyLog(parseLog(text)).firstBroken).toMatchObject({ number: 1 })
    }
  })

  it('is damaged where an entry was taken out', () => {
    for (const { number, start, end } of spans.slice(0, -1)) {
      const cut = Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
      if (number === 1) continue
      expect(verifyLog(parseLog(cut)).firstBroken).toMatchObject({ number })
    }
  })

  it('is damaged where an entry was put in between two', () => {
    for (const { number, end } of spans.slice(0, -1)) {
      const put = Buffer.concat([
        bytes.subarray(0, end),
        Buffer.from(byHand('HUMAN', 'New.')),
        bytes.subarray(end),
      ])
      const log = parseLog(put)
      // The seal of an adopted entry covers all the unsealed ones before it.
      expect(verifyLog(log).firstBroken).toMatchObject({ number: number === 1 ? 2 : number + 2 })
      expect(log.entries[number]).toMatchObject({ content: 'New.', verified: false })
    }
  })

  it('is damaged where two entries changed places', () => {
    const [, , third, fourth] = spans
    const part = (span: typeof third) => bytes.subarray(span?.start, span?.end)
    const swapped = Buffer.concat([bytes.subarray(0, third?.start), part(fourth), part(third)])
    expect(verifyLog(parseLog(swapped)).firstBroken).toMatchObject({ number: 3 })
  })

  it('is damaged where an entry of another log stands', () => {
    const other = logText([say('BACKEND', { Verdict: ['AGREE #1'] }, 'Plain!'), ...PARTS.slice(1)])
    const cut = (text: string) => text.indexOf('### [HUMAN]')
    const mine = logText(PARTS)
    const mixed = mine.slice(0, cut(mine)) + other.slice(cut(other))
    expect(verifyLog(parseLog(mixed)).firstBroken).toMatchObject({ number: 2 })
  })

  it.each([
    ['put on', (text: string) => text.replace(/(<!-- #1 \w+) -->/, '$1 adopted -->'), 1],
    ['taken off', (text: string) => text.replace(' adopted -->', ' -->'), 2],
  ])('is damaged where the mark " adopted" was %s', (_, edit, number) => {
    const log = parseLog(edit(logText(PARTS)))
    expect(brokenIn(log)).toEqual([number])
    expect(verifyLog(log).firstBroken).toMatchObject({ number })
  })

  it('names the first of several entries that were adopted together', () => {
    const text = logText([say('BACKEND'), byHand('HUMAN', 'One.'), byHand('HUMAN', 'Two.'), say('BACKEND')])
    const log = parseLog(text.replace('Two.', 'Too.'))
    expect(verifyLog(log).firstBroken).toMatchObject({ number: 2, role: 'HUMAN' })
    expect(verifyLog(log).firstBroken?.message).not.toBe('')
    expect(log.entries.map(({ verified }) => verified)).toEqual([true, false, false, true])
  })

  it('is named by number, role and what is wrong', () => {
    expect(verifyLog(parseLog(logText(PARTS).replace('Plain.', 'Plane.'))).firstBroken).toEqual({
      number: 1,
      role: 'BACKEND',
      message: 'Entry #1 is not what was sealed: it, or what stands before it, was changed afterwards',
    })
    expect(verifyLog(parseLog(logText([say('BACKEND')]).replace('### [', '## ['))).firstBroken).toEqual({
      number: 1,
      role: '',
      message: 'The seal of entry #1 stands alone: the heading of its entry was changed or taken out',
    })
  })
})

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, at) => from + at)
}
