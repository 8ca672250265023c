import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { placeFile } from '../../src/cli/new-file.ts'
import { SynodError } from '../../src/errors.ts'
import { tempFolder } from '../support/temp.ts'

const fine = () => {}

it('writes a file and the folders on the way to it, and leaves nothing else', () => {
  const folder = tempFolder()
  expect(placeFile(join(folder, 'a/b/x.md'), 'text', { replace: false, check: fine })).toBe(true)
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['x.md'])
  expect(readFileSync(join(folder, 'a/b/x.md'), 'utf8')).toBe('text')
})

it('leaves a file that is there as it is, unless it is to be replaced', () => {
  const folder = tempFolder({ 'x.md': 'old' })
  expect(placeFile(join(folder, 'x.md'), 'new', { replace: false, check: fine })).toBe(false)
  expect(readFileSync(join(folder, 'x.md'), 'utf8')).toBe('old')
  expect(placeFile(join(folder, 'x.md'), 'new', { replace: true, check: fine })).toBe(true)
  expect(readFileSync(join(folder, 'x.md'), 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['x.md'])
})

it('leaves a file that somebody makes at the last moment', () => {
  const folder = tempFolder()
  const path = join(folder, 'x.md')
  const check = () => writeFileSync(path, 'theirs')
  expect(placeFile(path, 'ours', { replace: false, check })).toBe(false)
  expect(readFileSync(path, 'utf8')).toBe('theirs')
  expect(readdirSync(folder)).toEqual(['x.md'])
})

it('never writes through a link that is there', () => {
  const folder = tempFolder({ 'other.txt': 'other' })
  symlinkSync(join(folder, 'other.txt'), join(folder, 'x.md'))
  expect(placeFile(join(folder, 'x.md'), 'new', { replace: false, check: fine })).toBe(false)
  expect(placeFile(join(folder, 'x.md'), 'new', { replace: true, check: fine })).toBe(true)
  expect(readFileSync(join(folder, 'other.txt'), 'utf8')).toBe('other')
  expect(readFileSync(join(folder, 'x.md'), 'utf8')).toBe('new')
})

it('keeps a file from its place that its check refuses', () => {
  const folder = tempFolder({ 'x.md': 'old' })
  const seen: string[] = []
  const check = (draft: string) => {
    seen.push(readFileSync(draft, 'utf8'))
    throw new SynodError('SYN_AGENT_INVALID', 'it is another agent')
  }
  expect(() => placeFile(join(folder, 'x.md'), 'new', { replace: true, check })).toThrow(
    'it is another agent',
  )
  expect(seen).toEqual(['new'])
  expect(readdirSync(folder)).toEqual(['x.md'])
  expect(readFileSync(join(folder, 'x.md'), 'utf8')).toBe('old')
})

it('says what could not be written, and where', () => {
  const folder = tempFolder({ 'a-file': '' })
  mkdirSync(join(folder, 'taken.md'))
  const write = (name: string) => placeFile(join(folder, name), 'x', { replace: true, check: fine })
  expect(() => write('a-file/x.md')).toThrow(`Cannot write ${folder}/a-file/x.md (`)
  expect(() => write('taken.md')).toThrow(`Cannot write ${folder}/taken.md (`)
  expect(readdirSync(folder).toSorted()).toEqual(['a-file', 'taken.md'])
})
