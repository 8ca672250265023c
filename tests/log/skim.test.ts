import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Skim, skimFile } from '../../src/log/skim.ts'
import { byHand, frame, logBytes, say } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

function skim(bytes: Uint8Array, upTo?: number): Skim {
  const path = join(tempFolder(), 'log.md')
  writeFileSync(path, bytes)
  const file = openSync(path, 'r')
  try {
    return skimFile(file, upTo)
  } finally {
    closeSync(file)
  }
}

describe('where the seals end', () => {
  const bytes = logBytes([frame(), say('BACKEND'), byHand('HUMAN', 'Hello.'), say('SECURITY')])
  const ends = [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/^<!-- #\d+ .* -->/gm),
  ].map(({ index, 0: seal }) => index + seal.length)
  const [first = 0, second = 0, third = 0, last = 0] = ends

  it('is told of a log that holds', () => {
    expect(skim(bytes)).toMatchObject({
      size: bytes.length,
      sealedEnd: last,
      soundEnd: last,
      entries: 4,
      holds: true,
    })
  })

  it('is told of one that lost its last newline', () => {
    expect(skim(bytes.subarray(0, last))).toMatchObject({ size: last, sealedEnd: last, soundEnd: last })
  })

  it('is told as far as all of them are right', () => {
    const changed = Uint8Array.from(bytes)
    changed[second - 60] = 0x78
    expect(skim(changed)).toMatchObject({
      sealedEnd: last,
      soundEnd: first,
      holds: false,
      firstBroken: { number: 2 },
    })
  })

  it.each([
    ['before the first', first - 1, { end: 0, number: 0 }],
    ['at the first', first, { end: first, number: 1 }],
    ['within an entry', second + 5, { end: second, number: 2 }],
    ['at an adopted one', third, { end: third, number: 3 }],
    ['behind the last', bytes.length, { end: last, number: 4 }],
  ])('is told up to an offset %s', (_, upTo, boundary) =>
    expect(skim(bytes, upTo).boundary).toEqual(boundary),
  )
})

it('an empty file has no seal', () => {
  expect(skim(new Uint8Array(0))).toMatchObject({
    size: 0,
    sealedEnd: 0,
    soundEnd: 0,
    entries: 0,
    holds: true,
  })
})
