import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { DURABILITIES, Flusher } from '../../src/log/flusher.ts'
import { tempFolder } from '../support/temp.ts'

const newFile = () => join(tempFolder({ 'log.md': 'text' }), 'log.md')

function written(flusher: Flusher, path: string): void {
  const file = openSync(path, 'r+')
  try {
    flusher.written(file)
  } finally {
    closeSync(file)
  }
}

it.each(DURABILITIES)('%s takes what is written and lets go of it', durability => {
  const path = newFile()
  const flusher = new Flusher(path, durability)
  written(flusher, path)
  written(flusher, path)
  flusher.close()
  flusher.close()
})

it('what cannot be forced at once is told at once', () => {
  const path = newFile()
  const file = openSync(path, 'r+')
  closeSync(file)
  expect(() => new Flusher(path, 'entry').written(file)).toThrow(/EBADF/)
  new Flusher(path, 'none').written(file)
})

it('what could not be forced later is told to who closes, and only once', () => {
  const path = newFile()
  const flusher = new Flusher(path, 'interval')
  written(flusher, path)
  rmSync(path)
  expect(() => flusher.close()).toThrow(expect.objectContaining({ code: 'SYN_SESSION_NOT_FOUND' }))
  flusher.close()
})

it('what could not be forced later is told to who writes next', async () => {
  const path = newFile()
  const flusher = new Flusher(path, 'interval')
  const file = openSync(path, 'r+')
  try {
    flusher.written(file)
    rmSync(path)
    await sleep(1_200)
    expect(() => flusher.written(file)).toThrow(expect.objectContaining({ code: 'SYN_SESSION_NOT_FOUND' }))
    flusher.written(file)
  } finally {
    closeSync(file)
  }
})
