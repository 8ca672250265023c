import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseLog } from '../../src/log/parse.ts'
import { LogStream } from '../../src/log/stream.ts'
import { hostileText } from '../support/hostile.ts'
import { byHand, logBytes, type Part, say } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const parts: fc.Arbitrary<readonly Part[]> = fc.array(
  fc.oneof(
    hostileText.map(text => say('BACKEND', {}, text)),
    hostileText.map(text => byHand('HUMAN', text)),
    hostileText,
  ),
  { maxLength: 8 },
)

it('gives what a whole read gives, whatever is in the file', () => {
  const path = join(tempFolder(), 'log.md')
  fc.assert(
    fc.property(parts, some => {
      const bytes = logBytes(some)
      writeFileSync(path, bytes)
      const stream = new LogStream(path)
      const entries = [...stream.entries()]
      expect({ ...stream.frame, entries }).toEqual(parseLog(bytes))
    }),
    { numRuns: 100 },
  )
})

it('gives an adopted entry as adopted, though its seal stands in a later piece of the file', () => {
  const path = join(tempFolder(), 'log.md')
  const long = 'x'.repeat(1_500_000)
  writeFileSync(path, logBytes([say('BACKEND'), byHand('HUMAN', 'First.'), `\n${long}\n`, say('SECURITY')]))
  expect([...new LogStream(path).entries()].map(({ role, adopted }) => [role, adopted])).toEqual([
    ['BACKEND', false],
    ['HUMAN', true],
    ['SECURITY', false],
  ])
})

it('knows the header with the first entry, and reads no further than it is asked', () => {
  const path = join(tempFolder(), 'log.md')
  writeFileSync(path, logBytes(Array.from({ length: 40 }, () => say('BACKEND', {}, 'y'.repeat(100_000)))))
  const stream = new LogStream(path)
  const entries = stream.entries()
  expect(entries.next().value).toMatchObject({ number: 1 })
  expect(stream.frame.header).toMatchObject({ session: '2026-11-21-rate-limiter' })
  entries.return(undefined)
})

it('a missing log is an error with a code', () => {
  expect(() => [...new LogStream(join(tempFolder(), 'no.md')).entries()]).toThrow(
    expect.objectContaining({ code: 'SYN_SESSION_NOT_FOUND' }),
  )
})
