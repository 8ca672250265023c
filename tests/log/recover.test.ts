import {
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLog, FileLog } from '../../src/log/file-log.ts'
import { journalOf, withJournal } from '../../src/log/journal.ts'
import { parseLog } from '../../src/log/parse.ts'
import { type Recovery, recover } from '../../src/log/recover.ts'
import { sideFile } from '../../src/log/side-files.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { byHand, HEADER, PROBLEM, say, TITLE } from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

interface Written {
  readonly path: string
  /** What log and journal hold: the journal ends with the last seal. */
  readonly text: string
  readonly sealed: string
}

async function written(count: number = 3): Promise<Written> {
  const log = createLog(join(tempFolder(), 'log.md'), { header: HEADER, title: TITLE, problem: PROBLEM })
  for (let at = 1; at <= count; at += 1) await log.append(say('BACKEND', {}, `Entry ${at}.`))
  const text = readFileSync(log.path, 'utf8')
  return { path: log.path, text, sealed: text.trimEnd() }
}

/** To its end, as one who holds the lock and waits in between. */
function mend(path: string): Recovery {
  const once = (stamp: string | null) => withJournal(path, journal => recover(path, journal, stamp))
  const first = once(null)
  return first.kind === 'agree' ? first : once(first.stamp)
}

const bytesOf = (path: string) => readFileSync(path, 'utf8')
const upTo = (text: string, find: string) => text.slice(0, text.indexOf(find))
const through = (text: string, number: number) =>
  new RegExp(`^[^]*<!-- #${number} [0-9a-f]{32} -->`).exec(text)?.[0] ?? ''
const contents = (path: string) => parseLog(readFileSync(path)).entries.map(({ content }) => content)

describe('the journal follows the log where it', () => {
  it.each<[string, (written: Written) => void]>([
    ['is as it should be', () => {}],
    ['is not there', ({ path }) => rmSync(journalOf(path))],
    ['is empty', ({ path }) => truncateSync(journalOf(path), 0)],
    ['is an entry behind', ({ path, text }) => writeFileSync(journalOf(path), through(text, 2))],
    ['ends within an entry', ({ path, text }) => writeFileSync(journalOf(path), upTo(text, 'Entry 3'))],
    [
      'has a torn entry that the log never got',
      ({ path }) => appendFileSync(journalOf(path), '\n\n### [BACKEND] [2026-'),
    ],
  ])('%s', async (_, harm) => {
    const all = await written()
    harm(all)
    expect(mend(all.path)).toEqual({ kind: 'agree', notice: null })
    expect(bytesOf(all.path)).toBe(all.text)
    expect(bytesOf(journalOf(all.path))).toBe(all.sealed)
    expect(existsSync(sideFile(all.path, 'journal.damaged'))).toBe(false)
  })

  it.each<[string, (sealed: string) => string]>([
    ['in an entry', sealed => sealed.replace('Entry 2.', 'Entry 7.')],
    ['in its header', sealed => sealed.replace('maxRevisions: 3', 'maxRevisions: 9')],
    ['in a seal', sealed => sealed.replace('<!-- #2 ', '<!-- #7 ')],
    ['with NULs', sealed => sealed.replace('Entry 2.', '\0'.repeat(8))],
  ])('is damaged in the middle %s: what was in it is kept aside', async (_, harm) => {
    const { path, text, sealed } = await written()
    const harmed = harm(sealed)
    writeFileSync(journalOf(path), harmed)
    expect(mend(path)).toEqual({ kind: 'agree', notice: null })
    expect(bytesOf(path)).toBe(text)
    expect(bytesOf(journalOf(path))).toBe(sealed)
    const aside = bytesOf(sideFile(path, 'journal.damaged'))
    expect(aside.length).toBeGreaterThan(0)
    expect(harmed.endsWith(aside)).toBe(true)
  })
})

describe('a log that ends within its journal is completed', () => {
  it.each<[string, (text: string) => string]>([
    ['after an entry', text => through(text, 2)],
    ['within a seal', text => `${upTo(text, '<!-- #3')}<!-- #`],
    ['within an entry', text => upTo(text, 'Entry 3')],
    ['within the header', text => text.slice(0, 30)],
    ['before its first byte', () => ''],
  ])('%s', async (_, cut) => {
    const { path, text, sealed } = await written()
    writeFileSync(path, cut(text))
    expect(mend(path)).toMatchObject({ notice: { code: 'log-completed' } })
    expect(bytesOf(path)).toBe(text)
    expect(bytesOf(journalOf(path))).toBe(sealed)
  })
})

describe('an older copy gets back what it lacks, and what was written under it stands behind that', () => {
  it.each<[string, (written: Written) => string, readonly string[]]>([
    ['with an entry', ({ text }) => through(text, 1) + byHand('HUMAN', 'Mine.'), ['Mine.']],
    [
      'with half an entry',
      ({ text }) => `${through(text, 1)}\n\n### [HUMAN] [2026-11-21 05:00] UTC\nMi`,
      ['Mi'],
    ],
    [
      'with an entry before the first seal',
      ({ text }) => upTo(text, '### [') + byHand('HUMAN', 'Mine.').trim(),
      ['Mine.'],
    ],
    ['from before the last entry', ({ text }) => through(text, 2) + byHand('HUMAN', 'Mine.'), ['Mine.']],
    [
      'typed on the line of the last seal',
      ({ sealed }) => `${sealed} and more${byHand('HUMAN', 'Mine.')}`,
      ['Mine.'],
    ],
  ])('%s', async (_, save, own) => {
    const all = await written()
    writeFileSync(all.path, save(all))
    expect(mend(all.path)).toMatchObject({ notice: { code: 'log-restored' } })
    expect(bytesOf(all.path).startsWith(all.sealed)).toBe(true)
    expect(contents(all.path)).toEqual(['Entry 1.', 'Entry 2.', 'Entry 3.', ...own])
    expect(await new FileLog(all.path).append(say('SECURITY'))).toMatchObject({ appended: true })
    expect(verifyLog(parseLog(readFileSync(all.path)))).toMatchObject({ holds: true, unsealed: 0 })
  })

  it('and keeps its permissions', async () => {
    const { path, text } = await written()
    writeFileSync(path, `${through(text, 1)}\nmore\n`)
    chmodSync(path, 0o640)
    mend(path)
    expect(statSync(path).mode & 0o777).toBe(0o640)
  })
})

it('a log that is gone comes back whole', async () => {
  const { path, text } = await written()
  rmSync(path)
  expect(mend(path)).toMatchObject({ notice: { code: 'log-restored' } })
  expect(bytesOf(path)).toBe(text)
})

it('where neither log nor journal is there, that is said', async () => {
  const { path } = await written()
  rmSync(path)
  rmSync(journalOf(path))
  expect(() => withJournal(path, journal => recover(path, journal, 'missing'))).toThrow(
    expect.objectContaining({ code: 'SYN_SESSION_NOT_FOUND' }),
  )
})

describe('what only a person can decide is an error, and nothing is touched', () => {
  it.each<[string, (text: string) => string, number]>([
    ['a changed word', text => text.replace('Entry 2.', 'Entry 7.'), 2],
    ['a changed header', text => text.replace('maxRevisions: 3', 'maxRevisions: 9'), 0],
    ['a seal with another number', text => text.replace('<!-- #2 ', '<!-- #5 '), 2],
    ['a changed word far into a long stretch', text => text.replace('Entry 3.', 'Entry 8.'), 3],
    ['another log with seals of its own', text => text.replace(TITLE, 'Another'), 0],
    ['a seal somebody made up', text => `${text}${byHand('HUMAN', 'x')}<!-- #4 ${'a'.repeat(32)} -->\n`, 4],
  ])('%s', async (_, edit, entry) => {
    const { path, text, sealed } = await written()
    writeFileSync(path, edit(text))
    const stamp = withJournal(path, journal => recover(path, journal, null))
    expect(stamp).toMatchObject({ kind: 'unsteady' })
    expect(() => mend(path)).toThrow(
      expect.objectContaining({ code: 'SYN_LOG_DAMAGED', details: expect.objectContaining({ entry }) }),
    )
    expect(bytesOf(path)).toBe(edit(text))
    expect(bytesOf(journalOf(path))).toBe(sealed)
  })
})

describe('a file in disorder is not touched before it has come to rest', () => {
  it('and the wait begins anew when it changes', async () => {
    const { path, text } = await written()
    const once = (stamp: string | null) => withJournal(path, journal => recover(path, journal, stamp))
    const stampOf = (recovery: Recovery) => (recovery.kind === 'unsteady' ? recovery.stamp : null)
    writeFileSync(path, '')
    const empty = once(null)
    writeFileSync(path, text.slice(0, 40))
    const begun = once(stampOf(empty))
    expect([empty.kind, begun.kind]).toEqual(['unsteady', 'unsteady'])
    expect(stampOf(begun)).not.toBe(stampOf(empty))
    expect(bytesOf(path)).toBe(text.slice(0, 40))
    rmSync(path)
    expect(once(stampOf(begun))).toEqual({ kind: 'unsteady', stamp: 'missing' })
    writeFileSync(path, text)
    expect(once('missing')).toEqual({ kind: 'agree', notice: null })
  })

  it('unless it never does', async () => {
    const { path, text } = await written()
    writeFileSync(path, '')
    withJournal(path, journal => recover(path, journal, 'anyway'))
    expect(bytesOf(path)).toBe(text)
  })
})

it('a shell that holds the file open while an older copy is mended loses nothing it wrote before that', async () => {
  const { path, text } = await written()
  writeFileSync(path, through(text, 1))
  const shell = openSync(path, constants.O_WRONLY | constants.O_APPEND)
  appendFileSync(shell, byHand('HUMAN', 'Mine.'))
  mend(path)
  closeSync(shell)
  expect(contents(path)).toEqual(['Entry 1.', 'Entry 2.', 'Entry 3.', 'Mine.'])
})
