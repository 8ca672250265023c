import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeSideFolder, sideFile } from '../../src/log/side-files.ts'
import { tempFolder } from '../support/temp.ts'

it('are in a folder beside the log, named after it', () => {
  expect(sideFile(join('sessions', 'x', 'log.md'), 'lock')).toBe(
    join('sessions', 'x', '.synod', 'log.md.lock'),
  )
  expect(sideFile('log.md', 'SECURITY.lease')).toBe(join('.synod', 'log.md.SECURITY.lease'))
})

it('have a folder that is its owner’s alone, made once', () => {
  const path = join(tempFolder(), 'log.md')
  makeSideFolder(path)
  makeSideFolder(path)
  const { mode } = statSync(join(path, '../.synod'))
  if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o700)
})

it('leave nothing behind where the log’s folder is not', () => {
  const folder = join(tempFolder(), 'mistyped')
  expect(() => makeSideFolder(join(folder, 'log.md'))).toThrow('ENOENT')
  expect(existsSync(folder)).toBe(false)
})
