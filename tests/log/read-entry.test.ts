import { describe, expect, it } from 'vitest'
import { readEntryBody } from '../../src/log/read-entry.ts'

function read(text: string) {
  const { fields, ...rest } = readEntryBody(text)
  return { ...rest, fields: { ...fields } }
}

const EMPTY = { type: 'ANALYSIS', writtenType: 'ANALYSIS', typeKnown: true, fields: {}, content: '' }

describe('the lines of an entry', () => {
  it.each([
    ['nothing', '', {}],
    ['content beside its name', '**Content**: a\nb\n', { content: 'a\nb' }],
    ['content below its name', '**Content**:\na\nb\n', { content: 'a\nb' }],
    ['content below blanks', '**Content**:  \n\n  a\n', { content: '  a' }],
    ['no Content line', 'a\n**Verdict**: x\n', { content: 'a\n**Verdict**: x' }],
    [
      'no Content line, after fields and a blank line',
      '**To**: X\n\na\n',
      { fields: { To: ['X'] }, content: 'a' },
    ],
    ['fields after Content are text', '**Content**: a\n**To**: X\n', { content: 'a\n**To**: X' }],
    ['a second Content is text', '**Content**: a\n**Content**: b\n', { content: 'a\n**Content**: b' }],
    ['blank lines between fields', '\n**To**: X\n\n**Re**: #1\n', { fields: { To: ['X'], Re: ['#1'] } }],
    [
      'a line of blanks between fields',
      '**To**: X\n \t\n**Re**: #1\n',
      { fields: { To: ['X'], Re: ['#1'] } },
    ],
    ['a field that stands twice', '**To**: X\n**To**: Y\n', { fields: { To: ['X', 'Y'] } }],
    ['blanks around a value', '**To**:   X  \n', { fields: { To: ['X'] } }],
    ['a field without a value', '**To**:\n**Re**:   \n', {}],
    ['fields in any case', '**to:** X\n**CONTENT:** a\n', { fields: { To: ['X'] }, content: 'a' }],
    ['an unknown field', '**Mood**: good\n', { fields: { Mood: ['good'] } }],
    ['CRLF', '**To**: X\r\n**Content**: a\r\nb\r\n', { fields: { To: ['X'] }, content: 'a\nb' }],
    ['other line ends in content', '**Content**: a\u2028b\rc\n', { content: 'a\nb\nc' }],
    [
      'other line ends in a value',
      '**To**: a\u2028b\n**Content**: c',
      { fields: { To: ['a b'] }, content: 'c' },
    ],
    ['escaped framing', '**Content**:\n\\### [A] [b]\n\\\\<!-- #1\n', { content: '### [A] [b]\n\\<!-- #1' }],
    ['controls', '**To**: \u001b[1mX\n**Content**: a\u202eb\n', { fields: { To: ['[1mX'] }, content: 'ab' }],
    ['a type', '**Type**: proposal\n', { type: 'PROPOSAL', writtenType: 'PROPOSAL' }],
    ['an older type', '**Type**: GUIDANCE\n', { writtenType: 'GUIDANCE' }],
    ['an unknown type', '**Type**: poem\n', { writtenType: 'POEM', typeKnown: false }],
    [
      'the first of two types',
      '**Type**: REVIEW\n**Type**: PROPOSAL\n',
      { type: 'REVIEW', writtenType: 'REVIEW' },
    ],
  ])('%s', (_, text, expected) => expect(read(text)).toEqual({ ...EMPTY, ...expected }))

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('a field may be called %s', name => {
    expect(readEntryBody(`**${name}**: x\n`).fields[name]).toEqual(['x'])
    expect(readEntryBody('').fields[name]).toBeUndefined()
  })
})
