import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type Watch, watchFile } from '../../src/log/watch.ts'
import { keptFolder } from '../support/temp.ts'

/** They wait for timers and run side by side. */
const folder = keptFolder()
const watches: Watch[] = []
afterAll(() => Promise.all(watches.map(watch => watch.close())))

let files = 0
function newFile(): string {
  files += 1
  const path = join(folder, `${files}/log.md`)
  mkdirSync(dirname(path))
  writeFileSync(path, 'a')
  return path
}

function hints(path: string) {
  const waiting = new Set<() => void>()
  let count = 0
  const watch = watchFile(path, () => {
    count += 1
    for (const wake of waiting) wake()
    waiting.clear()
  })
  watches.push(watch)
  return { watch, count: () => count, next: () => new Promise<void>(resolve => void waiting.add(resolve)) }
}

it.concurrent.each<[string, (path: string) => void]>([
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
  const path = newFile()
  const { next } = hints(path)
  change(path)
  await next()
})

it.concurrent('tells nothing any more once it is closed, and can be closed twice', async () => {
  const path = newFile()
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

it.concurrent('watches a folder that is not there without complaint', async () => {
  const { watch, next } = hints(join(folder, 'no/log.md'))
  await next()
  await watch.close()
})
