import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { verifyFile } from '../../src/log/verify-file.ts'
import { mutate } from '../sim/mutate.ts'
import { createRandom } from '../sim/random.ts'
import { hostileText } from '../support/hostile.ts'
import { byHand, logBytes, OPENED, say } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const part = fc.oneof(
  fc.constantFrom(...OPENED),
  hostileText.map(text => say('BACKEND', {}, text)),
  hostileText.map(text => byHand('HUMAN', text)),
  hostileText,
)

it('a file is verified as the log in it is, however it was messed with', () => {
  const path = join(tempFolder(), 'log.md')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.nat(), fc.boolean(), (parts, seed, messed) => {
      const log = logBytes(parts)
      writeFileSync(path, messed ? mutate(log, createRandom(seed), logBytes(OPENED)) : log)
      expect(verifyFile(path)).toEqual(verifyLog(parseLog(readFileSync(path))))
    }),
    { numRuns: 300 },
  )
})

it('a file larger than what is read at once is verified across the pieces', () => {
  const path = join(tempFolder(), 'log.md')
  const big = (letter: string) => say('BACKEND', {}, letter.repeat(250_000))
  const bytes = logBytes([...'abcdefghi'].map(big))
  expect(bytes.length).toBeGreaterThan(2 * 1024 * 1024)
  writeFileSync(path, bytes)
  expect(verifyFile(path)).toEqual({ holds: true, entries: 9, unsealed: 0, firstBroken: null })
  bytes[2_000_000] = 0x78
  writeFileSync(path, bytes)
  expect(verifyFile(path)).toMatchObject({ holds: false, firstBroken: { number: 8, role: 'BACKEND' } })
})

it.each([
  ['is not there', 'none.md', 'SYN_SESSION_NOT_FOUND'],
  ['is a folder', 'folder', 'SYN_LOG_NOT_A_FILE'],
])('a log that %s is refused', (_, name, code) => {
  const folder = tempFolder()
  mkdirSync(join(folder, 'folder'))
  expect(() => verifyFile(join(folder, name))).toThrow(expect.objectContaining({ code }))
})
