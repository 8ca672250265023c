import { describe, expect, it } from 'vitest'
import { FIELD_ORDER } from '../../src/log/entry.ts'
import {
  readField,
  readHeading,
  readSeal,
  readTime,
  readType,
  writeField,
  writeHeading,
  writeSeal,
} from '../../src/log/grammar.ts'

const HASH = '3f2a9c0d11223344556677889900aabb'
const TIME = '2026-11-21T04:10:31.517Z'

describe('a heading', () => {
  it('is written in one form', () => {
    expect(writeHeading('BACKEND', TIME)).toBe('### [BACKEND] [2026-11-21 04:10:31.517] UTC')
  })

  it.each([
    ['as it is written', '### [BACKEND] [2026-11-21 04:10:31.517] UTC', 'BACKEND', TIME],
    ['blanks at its end', '### [BACKEND] [2026-11-21 04:10:31.517] UTC \t ', 'BACKEND', TIME],
    ['no blanks', '###[BACKEND][2026-11-21 04:10:31.517]UTC', 'BACKEND', TIME],
    ['tabs', '###\t[BACKEND]\t[2026-11-21 04:10:31.517]\tUTC', 'BACKEND', TIME],
    ['T and Z', '### [BACKEND] [2026-11-21T04:10:31.517Z]', 'BACKEND', TIME],
    ['Z behind the brackets', '### [BACKEND] [2026-11-21 04:10:31.517] Z', 'BACKEND', TIME],
    ['UTC inside the brackets', '### [BACKEND] [2026-11-21 04:10:31.517 UTC]', 'BACKEND', TIME],
    ['no zone', '### [BACKEND] [2026-11-21 04:10:31.517]', 'BACKEND', TIME],
    ['lower-case zone', '### [BACKEND] [2026-11-21 04:10:31.517] utc', 'BACKEND', TIME],
    ['a lower-case role', '### [backend] [2026-11-21 04:10:31.517] UTC', 'BACKEND', TIME],
    ['blanks in the role', '### [ Data  Base ] [2026-11-21 04:10:31.517] UTC', 'DATA-BASE', TIME],
    ['a role with every kind of character', '### [A_1-B] [2026-11-21 04:10:31.517] UTC', 'A_1-B', TIME],
    ['no readable time', '### [BACKEND] [yesterday] UTC', 'BACKEND', null],
    ['an empty time', '### [BACKEND] []', 'BACKEND', null],
  ])('is read: %s', (_, line, role, time) => expect(readHeading(line)).toEqual({ role, time }))

  it.each([
    ['another level', '#### [BACKEND] [2026-11-21 04:10:31.517] UTC'],
    ['indented', ' ### [BACKEND] [2026-11-21 04:10:31.517] UTC'],
    ['escaped', '\\### [BACKEND] [2026-11-21 04:10:31.517] UTC'],
    ['text behind it', '### [BACKEND] [2026-11-21 04:10:31.517] UTC and more'],
    ['no time at all', '### [BACKEND]'],
    ['no role', '### [] [2026-11-21 04:10:31.517] UTC'],
    ['a role that begins with a digit', '### [1ST] [2026-11-21 04:10:31.517] UTC'],
    ['a role of 33 characters', `### [${'A'.repeat(33)}] [2026-11-21 04:10:31.517] UTC`],
    ['a role with a dot', '### [A.B] [2026-11-21 04:10:31.517] UTC'],
    ['a role with letters of another script', '### [ВACKEND] [2026-11-21 04:10:31.517] UTC'],
    ['plain markdown', '### Interfaces'],
  ])('is none: %s', (_, line) => expect(readHeading(line)).toBeNull())

  it('is looked for no longer than the line is long', () => {
    const started = performance.now()
    expect(readHeading(`### [A] [B]${' '.repeat(300_000)}x`)).toBeNull()
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

it.each([
  ['2026-11-21 04:10:31.517', TIME],
  ['2026-11-21T04:10:31.517Z', TIME],
  ['2026-11-21t04:10:31.517z', TIME],
  ['2026-11-21 04:10:31', '2026-11-21T04:10:31.000Z'],
  ['2026-11-21 04:10', '2026-11-21T04:10:00.000Z'],
  ['2026-11-21 04:10:31.5', '2026-11-21T04:10:31.500Z'],
  ['2026-11-21 04:10:31.517999999', TIME],
  [' 2026-11-21 04:10 UTC ', '2026-11-21T04:10:00.000Z'],
  ['2024-02-29 00:00', '2024-02-29T00:00:00.000Z'],
  ['2026-02-29 00:00', null],
  ['2026-13-01 00:00', null],
  ['2026-11-21 25:00', null],
  ['2026-11-21 04:60', null],
  ['2026-11-21', null],
  ['2026-11-21 04:10 +01:00', null],
  ['21.11.2026 04:10', null],
  ['on 2026-11-21 04:10', null],
  ['', null],
])('the time %j is read as %j', (written, time) => expect(readTime(written)).toBe(time))

describe('a time in the engine’s own form', () => {
  it.each([
    ['2026-01-31 00:00:00.000', '2026-01-31T00:00:00.000Z'],
    ['2026-12-30 23:59:59.999', '2026-12-30T23:59:59.999Z'],
    ['2026-11-21 04:10:31.517 UTC', TIME],
  ])('%j is %j', (written, time) => expect(readTime(written)).toBe(time))

  it.each([
    '2026-00-15 04:10:31.517',
    '2026-13-15 04:10:31.517',
    '2026-13-30 04:10:31.517',
    '2026-11-00 04:10:31.517',
    '2026-11-1a 04:10:31.517',
    '2026-02-29 04:10:31.517',
    '2026-02-30 04:10:31.517',
    '2026-04-31 04:10:31.517',
    '2026-11-31 04:10:31.517',
    '2026-12-32 04:10:31.517',
    '2026-11-21 1a:10:31.517',
    '2026-11-21 25:10:31.517',
    '2026-11-21 34:10:31.517',
    '2026-11-21 04:60:31.517',
    '2026-11-21 04:10:60.517',
    '2026-11-21 04:1a:3b.517',
    '2026-11-21 04:10.517',
    '2026-11-21 04:10:31.abc',
    '6-11-21 04:10:31.517',
    'abcd-11-21 04:10:31.517',
    'at 2026-11-21 04:10:31.517',
  ])('%j is none', written => expect(readTime(written)).toBeNull())
})

describe('a seal', () => {
  it.each([
    [false, `<!-- #7 ${HASH} -->`],
    [true, `<!-- #7 ${HASH} adopted -->`],
  ])('is written in one form and read back (adopted: %s)', (adopted, written) => {
    expect(writeSeal(7, HASH, adopted)).toBe(written)
    expect(readSeal(written)).toEqual({ number: 7, hash: HASH, adopted, exact: true, length: written.length })
  })

  it.each([
    ['blanks behind it', `<!-- #7 ${HASH} -->  `, true],
    ['a second blank', `<!--  #7 ${HASH} -->`, false],
    ['a second blank before its hash', `<!-- #7  ${HASH} -->`, false],
    ['a second blank before its mark', `<!-- #7 ${HASH}  adopted -->`, false],
    ['a tab', `<!-- #7\t${HASH} -->`, false],
    ['no blanks', `<!--#7 ${HASH}-->`, false],
    ['a zero before its number', `<!-- #07 ${HASH} -->`, false],
  ])('is a seal, but only its own spelling is exact: %s', (_, line, exact) =>
    expect(readSeal(line)).toMatchObject({ number: 7, exact }),
  )

  it.each([
    ['text behind it', `<!-- #7 ${HASH} --> x`],
    ['a short hash', `<!-- #7 ${HASH.slice(1)} -->`],
    ['a long hash', `<!-- #7 ${HASH}0 -->`],
    ['an upper-case hash', `<!-- #7 ${HASH.toUpperCase()} -->`],
    ['another mark', `<!-- #7 ${HASH} approved -->`],
    ['no number', `<!-- # ${HASH} -->`],
    ['an endless number', `<!-- #${'9'.repeat(16)} ${HASH} -->`],
    ['a comment', '<!-- a note -->'],
    ['escaped', `\\<!-- #7 ${HASH} -->`],
    ['indented', ` <!-- #7 ${HASH} -->`],
  ])('is none: %s', (_, line) => expect(readSeal(line)).toBeNull())
})

describe('a field', () => {
  it.each([
    ['as it is written', '**Verdict**: OBJECT #6', 'Verdict', 'OBJECT #6'],
    ['the colon inside', '**Verdict:** OBJECT #6', 'Verdict', 'OBJECT #6'],
    ['blanks around the colon', '**Verdict** :  OBJECT #6', 'Verdict', ' OBJECT #6'],
    ['blanks inside, behind the colon', '**Verdict: \t** OBJECT #6', 'Verdict', 'OBJECT #6'],
    ['a blank behind its name', '**Verdict ** : OBJECT #6', 'Verdict', 'OBJECT #6'],
    ['in lower case', '**verdict**: OBJECT #6', 'Verdict', 'OBJECT #6'],
    ['in upper case', '**VERDICT**: OBJECT #6', 'Verdict', 'OBJECT #6'],
    ['an unknown one keeps its name', '**Mood of the day**: fine', 'Mood of the day', 'fine'],
    ['no value', '**Content**:', 'Content', ''],
    ['a value with stars', '**Evidence**: **bold**: yes', 'Evidence', '**bold**: yes'],
    ['a value with a line separator', '**Evidence**: a\u2028b', 'Evidence', 'a\u2028b'],
  ])('is read: %s', (_, line, name, value) => expect(readField(line)).toEqual({ name, value }))

  it.each([
    'Verdict: OBJECT #6',
    '*Verdict*: x',
    '**Verdict** x',
    '**1st**: x',
    '** **: x',
    '**** **Verdict**: x',
    '**Verdict:x** y',
    ' **To**: X',
    '',
  ])('is none: %j', line => expect(readField(line)).toBeNull())

  it.each([...FIELD_ORDER, 'Type', 'Content'])('%s is known in any case and written in its own', name => {
    expect(readField(writeField(name.toLowerCase(), 'x'))).toEqual({ name, value: 'x' })
    expect(writeField(name, 'x')).toBe(`**${name}**: x`)
  })
})

describe('a type', () => {
  it.each(['ANALYSIS', 'PROPOSAL', 'IMPLEMENTATION', 'REVIEW'] as const)(
    '%s is itself, in any case',
    type => {
      expect(readType(type)).toEqual({ type, written: type, known: true })
      expect(readType(` ${type.toLowerCase()} `)).toEqual({ type, written: type, known: true })
    },
  )

  it.each([
    'LEADERSHIP',
    'GUIDANCE',
    'COORDINATION',
    'QUALITY_CHECK',
    'THREAT_MODEL',
    'REQUIREMENT',
    'DECISION',
    'SCHEMA',
    'OPTIMIZATION',
  ])('%s of older role files is kept and treated as ANALYSIS', written =>
    expect(readType(written)).toEqual({ type: 'ANALYSIS', written, known: true }),
  )

  it.each([
    ['missing', undefined, 'ANALYSIS', true],
    ['empty', '', 'ANALYSIS', true],
    ['older, with a blank', 'quality check', 'QUALITY_CHECK', true],
    ['older, with blanks', 'quality  check', 'QUALITY_CHECK', true],
    ['older, with a hyphen', 'Threat-Model', 'THREAT_MODEL', true],
    ['never heard of', 'Poem', 'POEM', false],
  ])('one that is %s is ANALYSIS', (_, written, kept, known) =>
    expect(readType(written)).toEqual({ type: 'ANALYSIS', written: kept, known }),
  )
})
