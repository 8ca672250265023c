import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkId, decisionPathOf, freeId, locateLog, sessionsIn } from '../../src/session/places.ts'
import { tempFolder } from '../support/temp.ts'

const log = (created: string) => `---\nsynod: 1\nsession: x\ncreated: ${created}\n---\n\n# T\n\nP\n`

function folder() {
  return tempFolder({
    '2026-11-20-upload/log.md': log('2026-11-20T00:00:00.000Z'),
    '2026-11-21-rate-limiter/log.md': log('2026-11-21T02:00:00.000Z'),
    '2026-11-21-search/log.md': log('2026-11-21T01:00:00.000Z'),
    'empty/notes.md': 'x',
    'elsewhere.md': 'x',
  })
}

it('finds a session by id, by the beginning of one, by folder and by file', () => {
  const root = folder()
  const path = join(root, '2026-11-21-search', 'log.md')
  for (const wanted of ['2026-11-21-search', '2026-11-21-s', join(root, '2026-11-21-search'), path]) {
    expect(locateLog(root, wanted)).toBe(path)
  }
  expect(locateLog(root, join(root, 'elsewhere.md'))).toBe(join(root, 'elsewhere.md'))
})

it.each([
  ['2026-11-21', 'SYN_SESSION_AMBIGUOUS', '2026-11-21-rate-limiter, 2026-11-21-search'],
  ['payments', 'SYN_SESSION_NOT_FOUND', '2026-11-20-upload'],
])('says what there is when "%s" names no one session', (wanted, code, names) => {
  expect(() => locateLog(folder(), wanted)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(names) }),
  )
})

it('says that a folder without a log is no session', () => {
  const root = folder()
  expect(() => locateLog(root, join(root, 'empty'))).toThrow(
    expect.objectContaining({ code: 'SYN_LOG_NOT_A_FILE' }),
  )
})

it('lists sessions with the newest first, and none for a folder that is not there', () => {
  expect(sessionsIn(folder()).map(({ id }) => id)).toEqual([
    '2026-11-21-rate-limiter',
    '2026-11-21-search',
    '2026-11-20-upload',
  ])
  expect(sessionsIn('/nowhere')).toEqual([])
})

it('gives a second session of the same name a number', () => {
  const root = tempFolder()
  expect(freeId(root, 'a')).toBe('a')
  mkdirSync(join(root, 'a'))
  mkdirSync(join(root, 'a-2'))
  expect(freeId(root, 'a')).toBe('a-3')
})

it.each(['../x', 'a/b', '', '.', '..', 'a..b', '-x', 'x.', 'a b', 'x'.repeat(81)])(
  'refuses "%s" as an id',
  id => {
    expect(() => checkId(id)).toThrow(expect.objectContaining({ code: 'SYN_USAGE' }))
  },
)

it('puts the decision beside its log', () => {
  expect(decisionPathOf('s/x/log.md')).toBe(join('s/x', 'decision.md'))
  expect(decisionPathOf('notes/design.md')).toBe(join('notes', 'design.decision.md'))
})
