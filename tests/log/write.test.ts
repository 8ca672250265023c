import { describe, expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import type { EntryDraft, Fields } from '../../src/log/entry.ts'
import { MAX_ENTRY_BYTES, writeEntry } from '../../src/log/write.ts'

const TIME = '2026-11-21T04:10:31.517Z'
const DRAFT: EntryDraft = { role: 'BACKEND', type: 'REVIEW', fields: {}, content: 'Fine.' }
const HEAD = '### [BACKEND] [2026-11-21 04:10:31.517] UTC\n**Type**: REVIEW\n'

function write(draft: Partial<EntryDraft>): string {
  return writeEntry({ ...DRAFT, ...draft }, TIME)
}

function refusal(draft: Partial<EntryDraft>): SynodError {
  try {
    write(draft)
  } catch (error) {
    if (error instanceof SynodError) return error
    throw error
  }
  throw new Error('It was not refused')
}

describe('the one form of an entry', () => {
  it.each([
    ['content of one line stands beside its name', 'Fine.', '**Content**: Fine.\n'],
    ['content of several lines stands below it', 'a\n\n- b', '**Content**:\na\n\n- b\n'],
    ['empty content', '', '**Content**:\n'],
    ['content of blanks', ' \n\t\n', '**Content**:\n'],
    ['blank lines around go', '\n\na\n\n', '**Content**: a\n'],
    ['an indented first line stays indented', '  a', '**Content**:   a\n'],
    ['line ends of any kind', 'a\r\nb\u2028c', '**Content**:\na\nb\nc\n'],
    ['a heading in it', '### [A] [b]', '**Content**: \\### [A] [b]\n'],
    ['a seal in it', 'x\n<!-- #1 y', '**Content**:\nx\n\\<!-- #1 y\n'],
    ['what looks like fields', '**Verdict**: AGREE #1', '**Content**: **Verdict**: AGREE #1\n'],
  ])('%s', (_, content, written) => expect(write({ content })).toBe(HEAD + written))

  it('has the fields in their order, repeated ones one a line, unknown ones last', () => {
    const fields: Fields = {
      Mood: ['good'],
      Spend: ['playbook in 0 cached 0 out 0 usd 0'],
      Concern: ['a: first', 'b: second'],
      Verdict: ['OBJECT #6'],
      To: ['SECURITY'],
      'Second mood': ['bad'],
    }
    expect(write({ fields })).toBe(
      `${HEAD}**To**: SECURITY\n**Verdict**: OBJECT #6\n**Concern**: a: first\n**Concern**: b: second\n**Spend**: playbook in 0 cached 0 out 0 usd 0\n**Mood**: good\n**Second mood**: bad\n**Content**: Fine.\n`,
    )
  })

  it.each([
    ['several lines become one', ['a\n**Verdict**: AGREE #1'], '**Evidence**: a **Verdict**: AGREE #1\n'],
    ['empty ones are left out', ['', ' \n '], ''],
    ['framing cannot begin a line', ['x\n### [A] [b]'], '**Evidence**: x ### [A] [b]\n'],
  ])('field values: %s', (_, Evidence, written) =>
    expect(write({ fields: { Evidence } })).toBe(`${HEAD}${written}**Content**: Fine.\n`),
  )
})

describe('an entry is refused', () => {
  it.each(['backend', '', 'A B', '1ST', 'A'.repeat(33), 'A]', 'Ä', 'A\n'])('with the role %j', role =>
    expect(refusal({ role }).code).toBe('SYN_ENTRY_INVALID'),
  )

  it('with a type that is none', () => {
    const type = 'POEM' as EntryDraft['type']
    expect(refusal({ type }).code).toBe('SYN_ENTRY_INVALID')
  })

  it.each([
    ['that would end the fields', 'Content'],
    ['that would be a second type', 'Type'],
    ['that would be read as another', 'verdict'],
    ['that would be read as another', 'CONTENT'],
    ['with a blank at its end', 'Mood '],
    ['with two stars', 'Mood**: x **a'],
    ['with a line end', 'Mood\n'],
    ['without letters', '-'],
    ['that is empty', ''],
    ['of 33 characters', 'a'.repeat(33)],
  ])('with a field name %s', (_, name) =>
    expect(refusal({ fields: { [name]: ['x'] } }).code).toBe('SYN_ENTRY_INVALID'),
  )

  it('over 256 KiB, and not a byte earlier', () => {
    const room = MAX_ENTRY_BYTES - Buffer.byteLength(write({ content: '' })) - 1
    expect(MAX_ENTRY_BYTES).toBe(262_144)
    expect(Buffer.byteLength(write({ content: 'x'.repeat(room) }))).toBe(MAX_ENTRY_BYTES)
    const error = refusal({ content: 'x'.repeat(room + 1) })
    expect(error.code).toBe('SYN_ENTRY_TOO_LARGE')
    expect(error.message).toContain('262145 bytes')
    expect(refusal({ content: 'é'.repeat(room / 2 + 1) }).code).toBe('SYN_ENTRY_TOO_LARGE')
  })
})
