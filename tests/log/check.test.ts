import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { checkLog } from '../../src/log/check.ts'
import { createLog } from '../../src/log/file-log.ts'
import { byHand, HEADER, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

async function written(): Promise<string> {
  const log = createLog(join(tempFolder(), 'log.md'), { header: HEADER, title: TITLE, problem: PROBLEM })
  for (const role of ['ARCHITECT', 'BACKEND', 'SECURITY']) await log.append(say(role))
  return log.path
}

const text = (path: string) => readFileSync(path, 'utf8')
const whole = { holds: true, entries: 3, unsealed: 0, firstBroken: null, journal: 'agrees', missing: 0 }

it.each<[string, (path: string) => void, object]>([
  ['as it was written', () => {}, whole],
  [
    'with text by hand behind it',
    path => writeFileSync(path, text(path) + byHand('HUMAN', 'Hi.')),
    { ...whole, entries: 4, unsealed: 1 },
  ],
  [
    'without its journal',
    path => rmSync(join(dirname(path), '.synod'), { recursive: true }),
    { ...whole, journal: 'none' },
  ],
  [
    'cut behind the second entry',
    path => truncateSync(path, text(path).indexOf('\n### [SECURITY]')),
    {
      holds: false,
      entries: 2,
      journal: 'has-more',
      missing: 1,
      firstBroken: { number: 3, role: '', message: expect.stringMatching(/1 .*missing/) },
    },
  ],
  [
    'cut within the second entry',
    path => truncateSync(path, text(path).indexOf('BACKEND speaks')),
    { holds: false, journal: 'has-more', missing: 2, firstBroken: expect.objectContaining({ number: 2 }) },
  ],
  [
    'deleted',
    path => rmSync(path),
    {
      holds: false,
      entries: 0,
      journal: 'has-more',
      missing: 3,
      firstBroken: expect.objectContaining({ number: 1 }),
    },
  ],
  [
    'with a changed word',
    path => writeFileSync(path, text(path).replace('BACKEND speaks', 'BACKEND agrees')),
    {
      holds: false,
      journal: 'differs',
      missing: 0,
      firstBroken: expect.objectContaining({ number: 2, role: 'BACKEND' }),
    },
  ],
  [
    'replaced by another log whose own seals hold',
    path => {
      const other = join(dirname(path), 'other', 'log.md')
      mkdirSync(dirname(other))
      createLog(other, { header: HEADER, title: 'Another', problem: PROBLEM })
      copyFileSync(other, path)
    },
    { holds: false, journal: 'has-more', missing: 3, firstBroken: expect.objectContaining({ number: 1 }) },
  ],
])('a log %s', async (_, change, expected) => {
  const path = await written()
  change(path)
  expect(await checkLog(path)).toMatchObject(expected)
})

it('another log with entries of its own in the place of this one is named, though all its seals hold', async () => {
  const [path, other] = [await written(), await written()]
  writeFileSync(path, text(other))
  const check = await checkLog(path)
  expect(check).toMatchObject({
    holds: false,
    journal: 'differs',
    firstBroken: expect.objectContaining({ number: 1 }),
  })
})

it('a log that is not there, nor its journal, is an error', async () => {
  await expect(checkLog(join(tempFolder(), 'log.md'))).rejects.toMatchObject({
    code: 'SYN_SESSION_NOT_FOUND',
  })
})
