import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { appendAt, takeBack } from '../../src/log/append.ts'
import { tempFolder } from '../support/temp.ts'

const OURS = `\n### [BACKEND] ours\n<!-- #7 ${'0123456789abcdef'.repeat(2)} -->\n`

/** A file with this text, open the way a log is. */
function open(text: string) {
  const path = join(tempFolder({ 'log.md': text }), 'log.md')
  const file = openSync(path, 'a+')
  onTestFinished(() => closeSync(file))
  return { path, file, now: () => readFileSync(path, 'utf8') }
}

const bytes = new TextEncoder().encode(OURS)

it('adds at the end', () => {
  const { path, file, now } = open('before')
  expect(appendAt(path, file, 6, bytes)).toBe(true)
  expect(now()).toBe(`before${OURS}`)
})

it('is not there, and theirs is, when somebody was quicker', () => {
  const { path, file, now } = open('before')
  appendFileSync(path, ' theirs')
  expect(appendAt(path, file, 6, bytes)).toBe(false)
  // Empty lines where ours had stood: nothing is cut, for more of theirs may have come behind it.
  expect(now()).toBe(`before theirs${'\n'.repeat(bytes.length)}`)
})

it('is not there, and nothing is said of the disk, when somebody cut the file in the meantime', () => {
  const { path, file, now } = open('before')
  writeFileSync(path, '')
  expect(appendAt(path, file, 6, bytes)).toBe(false)
  expect(now()).toBe('')
})

it.each(['', '\n', 'a b\n', `${OURS.slice(0, 20)}x`])(
  'what is taken back is ours alone, behind what somebody wrote: %j',
  theirs => {
    const { path, file, now } = open('before')
    appendFileSync(path, theirs)
    // A newline alone is not known from theirs, and harms nobody.
    for (let torn = theirs === '' ? 1 : 2; torn <= bytes.length; torn += 1) {
      writeSync(file, bytes.subarray(0, torn))
      takeBack(file, 6, bytes)
      expect(now()).toBe(`before${theirs}`)
    }
  },
)

it('what somebody wrote behind it stays, and it with that: theirs is never cut', () => {
  const { path, file, now } = open('before')
  writeSync(file, bytes)
  appendFileSync(path, 'theirs')
  takeBack(file, 6, bytes)
  expect(now()).toBe(`before${OURS}theirs`)
})

it('what an editor left of it, when it wrote a shorter file over its beginning, goes as well', () => {
  const { path, file, now } = open('before')
  ftruncateSync(file, 0)
  writeSync(file, bytes)
  const editor = openSync(path, 'r+')
  writeSync(editor, 'the copy of an editor', 0)
  closeSync(editor)
  takeBack(file, 6, bytes)
  expect(now()).toBe('the copy of an editor')
})
