import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { LogFollower } from '../../src/log/follow.ts'
import { parseLog } from '../../src/log/parse.ts'
import { byHand, frame, logBytes, logText, OPENED, say } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

const now = () => 0
const WHOLE = logBytes([...OPENED, say('BACKEND'), say('SECURITY')])

function followed(bytes: Uint8Array): { readonly path: string; readonly follower: LogFollower } {
  const path = join(tempFolder(), 'log.md')
  writeFileSync(path, bytes)
  const follower = new LogFollower(path, { now })
  follower.refresh()
  return { path, follower }
}

it('reads on from where it was, as if it had read all at once', () => {
  const { path, follower } = followed(new Uint8Array(0))
  for (let at = 0; at < WHOLE.length; at += 97) {
    appendFileSync(path, WHOLE.subarray(at, at + 97))
    expect(follower.refresh()).toBe(true)
    expect(follower.refresh()).toBe(false)
  }
  expect(follower.reader.snapshot()).toEqual(parseLog(WHOLE))
  expect(follower.missing).toBe(0)
})

it.each<[string, (path: string) => void, { missing: number; count: number }]>([
  ['cut within an entry', path => truncateSync(path, WHOLE.length - 20), { missing: 1, count: 6 }],
  ['emptied', path => truncateSync(path, 0), { missing: 7, count: 0 }],
  [
    'replaced by an older copy',
    path => replace(path, logBytes([...OPENED, say('BACKEND')])),
    { missing: 1, count: 6 },
  ],
  [
    'replaced by an older copy with a text',
    path => replace(path, logBytes([frame(), byHand('HUMAN', 'x'.repeat(9_000))])),
    { missing: 6, count: 1 },
  ],
  ['replaced by the same bytes', path => replace(path, WHOLE), { missing: 0, count: 7 }],
  [
    'replaced by more of the same',
    path => replace(path, logBytes([...OPENED, say('BACKEND'), say('SECURITY'), say('BACKEND')])),
    { missing: 0, count: 8 },
  ],
])('notices that the file was %s', (_, change, { missing, count }) => {
  const { path, follower } = followed(WHOLE)
  change(path)
  follower.refresh()
  expect([follower.missing, follower.reader.sealed.count]).toEqual([missing, count])
  // What was handed out is kept until it is there again.
  expect(follower.whole.sealed.count).toBe(Math.max(7, count))
  replace(path, WHOLE)
  follower.refresh()
  expect(follower.reader.snapshot()).toEqual(parseLog(WHOLE))
  if (count < 8) expect(follower.missing).toBe(0)
})

it('does not take a longer file with the same end for the one it knows', () => {
  const { path, follower } = followed(WHOLE)
  const other = logText([...OPENED, say('BACKEND'), say('SECURITY')]).replace(
    'The framework.',
    'The fromework.',
  )
  replace(path, new TextEncoder().encode(`${other}\nMore.\n`))
  follower.refresh()
  expect(follower.reader.notices.map(({ code }) => code)).toContain('seal-broken')
})

it('says that the file is gone, and knows what it had', () => {
  const { path, follower } = followed(WHOLE)
  rmSync(path)
  expect(() => follower.refresh()).toThrow(expect.objectContaining({ code: 'SYN_SESSION_NOT_FOUND' }))
  expect(follower.whole.sealed.count).toBe(7)
})

function replace(path: string, bytes: Uint8Array): void {
  writeFileSync(`${path}~`, bytes)
  renameSync(`${path}~`, path)
}
