import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { hostileText } from '../support/hostile.ts'
import { byHand, logOf, logText, type Part, say } from '../support/log-builder.ts'

function seals(parts: readonly Part[]): readonly (readonly [string, string])[] {
  return logOf(parts).entries.map(({ role, sealed, adopted, verified }) => [
    role,
    !sealed ? 'open' : !verified ? 'broken' : adopted ? 'adopted' : 'sealed',
  ])
}

describe('an entry by hand', () => {
  const hand = byHand('HUMAN', 'Hello.')

  it('is read at once', () => {
    expect(logOf([say('BACKEND'), hand]).entries[1]).toMatchObject({
      number: 2,
      role: 'HUMAN',
      content: 'Hello.',
      time: '2026-11-21T05:00:00.000Z',
      sealed: false,
      verified: false,
    })
  })

  it.each<[string, readonly Part[], readonly (readonly [string, string])[]]>([
    [
      'is open until the engine appends',
      [say('BACKEND'), hand],
      [
        ['BACKEND', 'sealed'],
        ['HUMAN', 'open'],
      ],
    ],
    [
      'is adopted by the next append',
      [say('BACKEND'), hand, say('SECURITY')],
      [
        ['BACKEND', 'sealed'],
        ['HUMAN', 'adopted'],
        ['SECURITY', 'sealed'],
      ],
    ],
    [
      'may be the first',
      [hand, say('BACKEND')],
      [
        ['HUMAN', 'adopted'],
        ['BACKEND', 'sealed'],
      ],
    ],
    [
      'may be one of several',
      [hand, hand, hand, say('BACKEND')],
      [
        ['HUMAN', 'adopted'],
        ['HUMAN', 'adopted'],
        ['HUMAN', 'adopted'],
        ['BACKEND', 'sealed'],
      ],
    ],
    [
      'may come again and again',
      [hand, say('BACKEND'), hand, say('BACKEND')],
      [
        ['HUMAN', 'adopted'],
        ['BACKEND', 'sealed'],
        ['HUMAN', 'adopted'],
        ['BACKEND', 'sealed'],
      ],
    ],
    [
      'may lack its last newline',
      [say('BACKEND'), hand.trimEnd(), say('BACKEND')],
      [
        ['BACKEND', 'sealed'],
        ['HUMAN', 'adopted'],
        ['BACKEND', 'sealed'],
      ],
    ],
    [
      'may be nothing but a heading',
      [say('BACKEND'), '\n### [HUMAN] [2026-11-21 05:00] UTC', say('BACKEND')],
      [
        ['BACKEND', 'sealed'],
        ['HUMAN', 'adopted'],
        ['BACKEND', 'sealed'],
      ],
    ],
    [
      'may stand right behind a seal',
      [say('BACKEND'), '### [HUMAN] [2026-11-21 05:00]\na', say('BACKEND')],
      [
        ['BACKEND', 'sealed'],
        ['HUMAN', 'adopted'],
        ['BACKEND', 'sealed'],
      ],
    ],
    [
      'may claim any role',
      [say('BACKEND'), byHand('SECURITY', 'x'), say('BACKEND')],
      [
        ['BACKEND', 'sealed'],
        ['SECURITY', 'adopted'],
        ['BACKEND', 'sealed'],
      ],
    ],
  ])('%s', (_, parts, expected) => {
    expect(seals(parts)).toEqual(expected)
    expect(verifyLog(logOf(parts)).holds).toBe(true)
    expect(logOf(parts).notices).toEqual([])
  })

  it('is left as it was written: adopting only adds', () => {
    const before = logText([say('BACKEND'), hand])
    const after = logText([say('BACKEND'), hand, say('SECURITY')])
    expect(after.startsWith(before)).toBe(true)
    expect(after.slice(before.length)).toMatch(/^\n<!-- #2 [0-9a-f]{32} adopted -->\n\n### \[SECURITY\] /)
  })

  it('may be the first in a file without a header', () => {
    const log = logOf(['### [HUMAN] [2026-11-21 05:00] UTC\nHello.\n', say('BACKEND')], { header: null })
    expect(log.entries).toMatchObject([
      { adopted: true, verified: true },
      { adopted: false, verified: true },
    ])
  })
})

it('after a newline was lost behind a seal, the next append still holds', () => {
  const whole = logText([say('BACKEND')])
  const text = logText([whole.trimEnd(), say('SECURITY')], { header: null })
  expect(verifyLog(parseLog(text))).toMatchObject({ holds: true, entries: 2, unsealed: 0 })
})

it('a torn entry is adopted, so that it can neither hide nor claim anything', () => {
  const whole = logText([say('BACKEND')])
  const start = whole.indexOf('### [')
  for (let length = 1; length < whole.trimEnd().length - start; length += 7) {
    const torn = logText([whole.slice(0, start + length), say('SECURITY')], { header: null })
    const { entries } = parseLog(torn)
    expect(verifyLog(parseLog(torn)).holds).toBe(true)
    expect(entries.at(-1)).toMatchObject({ role: 'SECURITY', adopted: false, verified: true })
    expect(entries.filter(({ role, adopted }) => role === 'BACKEND' && !adopted)).toEqual([])
  }
})

it('whatever anybody leaves in the file, the next append holds and is read as it was written', () => {
  fc.assert(
    fc.property(fc.array(hostileText, { maxLength: 4 }), left => {
      const parts: Part[] = left.flatMap(text => [byHand('HUMAN', text), text])
      const before = logOf([say('BACKEND'), ...parts])
      // A seal somebody made up is damage, and damage refuses appends.
      fc.pre(verifyLog(before).holds)
      const log = logOf([say('BACKEND'), ...parts, say('SECURITY', {}, 'The last word.')])
      expect(verifyLog(log)).toMatchObject({ holds: true, unsealed: 0 })
      expect(log.entries.at(-1)).toMatchObject({
        role: 'SECURITY',
        content: 'The last word.',
        verified: true,
      })
      expect(log.entries).toHaveLength(before.entries.length + 1)
    }),
    { numRuns: 150 },
  )
})
