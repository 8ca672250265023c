import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { foldLog } from '../../src/protocol/fold.ts'

const FOLDER = join(import.meta.dirname, '../../sessions/2026-11-21-rate-limiter')

it('reads the committed session as what it was written as: sealed, argued, agreed', () => {
  const log = parseLog(readFileSync(join(FOLDER, 'log.md')))
  const state = foldLog(log)
  expect(verifyLog(log)).toMatchObject({ holds: true, unsealed: 0 })
  expect([...log.notices, ...state.notices]).toEqual([])
  expect(state.outcome).toEqual({ kind: 'CONSENSUS', on: 10, entry: 14 })
  expect(state.concerns).toHaveLength(9)
  expect(
    readdirSync(FOLDER)
      .filter(name => !name.startsWith('.'))
      .toSorted(),
  ).toEqual(['decision.md', 'log.md'])
})
