import { appendFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { watchFile } from '../../src/log/watch.ts'
import { tempFolder } from '../support/temp.ts'

function hints(path: string) {
  const waiting = new Set<() => void>()
  let count = 0
  const watch = watchFile(path, () => {
    count += 1
    for (const wake of waiting) wake()
    waiting.clear()
  })
  onTestFinished(() => watch.close())
  return { watch, count: () => count, next: () => new Promise<void>(resolve => void waiting.add(resolve)) }
}

it.each<[string, (path: string) => void]>([
  ['it grew', path => appendFileSync(path, 'b')],
  [
    'it was replaced',
    path => {
      writeFileSync(`${path}~`, 'b')
      renameSync(`${path}~`, path)
    },
  ],
  ['nothing at all: events are lost', () => {}],
])('tells sooner or later that a file may have changed, after %s', async (_, change) => {
  const path = join(tempFolder({ 'log.md': 'a' }), 'log.md')
  const { next } = hints(path)
  change(path)
  await next()
})

it('tells nothing any more once it is closed, and can be closed twice', async () => {
  const path = join(tempFolder({ 'log.md': 'a' }), 'log.md')
  const { watch, count, next } = hints(path)
  await next()
  await watch.close()
  const before = count()
  appendFileSync(path, 'b')
  const other = hints(path)
  await other.next()
  expect(count()).toBe(before)
  await watch.close()
})

it('watches a folder that is not there without complaint', async () => {
  const { watch, next } = hints(join(tempFolder(), 'no/log.md'))
  await next()
  await watch.close()
})
