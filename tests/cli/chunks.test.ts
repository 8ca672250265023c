import { PassThrough, Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { createChunks } from '../../src/cli/chunks.ts'

const LINE = `${'x'.repeat(999)}\n`

function collecting(onWrite: (size: number, done: (error?: Error) => void) => void): Writable {
  return new Writable({ write: (chunk: Buffer, _, done) => onWrite(chunk.length, done) })
}

it('writes many short pieces in few calls, whole and in order', async () => {
  const sizes: number[] = []
  const out = createChunks(
    collecting((size, done) => {
      sizes.push(size)
      done()
    }),
  )
  for (let at = 0; at < 200; at += 1) expect(await out.add(LINE)).toBe(true)
  await out.end()
  expect(sizes).toEqual([66_000, 66_000, 66_000, 2_000])
})

it('waits for a reader who is slow', async () => {
  const taken: (() => void)[] = []
  const out = createChunks(collecting((_, done) => taken.push(done)))
  let added = 0
  const adding = (async () => {
    for (; added < 200; added += 1) await out.add(LINE)
  })()
  await new Promise(resolve => setImmediate(resolve))
  expect(added).toBe(65)
  expect(taken).toHaveLength(1)
  while (taken.length > 0 || added < 200) {
    taken.shift()?.()
    await new Promise(resolve => setImmediate(resolve))
  }
  await adding
})

it('says when nobody reads any more, and throws nothing', async () => {
  const stream = collecting((_, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })))
  stream.on('error', () => {})
  const out = createChunks(stream)
  expect(await out.add('short')).toBe(true)
  expect(await out.add('x'.repeat(70_000))).toBe(false)
  expect(await out.add('more')).toBe(false)
  await out.end()
})

it('writes nothing where there is nothing', async () => {
  const stream = new PassThrough()
  await createChunks(stream).end()
  expect(stream.readableLength).toBe(0)
})
