import { describe, expect, it } from 'vitest'
import { parseToolList } from '../../../src/agents/tools/parse.ts'

const read = (written: unknown) => {
  const { allowed, denied, problems } = parseToolList(written)
  return [allowed, denied, problems]
}

describe('a map that is only text', () => {
  it.each<[string, readonly string[] | null, readonly string[]]>([
    ['write: false\nbash: false', null, ['Write', 'Bash']],
    ['write: false\n bash: false\nwrite: true', null, ['Write', 'Bash']],
    ['{write: false, bash: false}', null, ['Write', 'Bash']],
    ['{write:false, bash:false', null, ['Write', 'Bash']],
    ['{"write": false, "bash": false,}', null, ['Write', 'Bash']],
    ['write: false bash: false', null, ['Write', 'Bash']],
    ['write=false\nbash=false', null, ['Write', 'Bash']],
    ['read: true, write: false', ['Read'], ['Write']],
    ['Read, Write: off', ['Read'], ['Write']],
    ['Read, Write (no)', ['Read'], ['Write']],
    ['Read, Write - disabled', ['Read'], ['Write']],
    ['Read, Bash: not allowed', ['Read'], ['Bash']],
    ['*, Bash: never', ['*'], ['Bash']],
    ['*: false, read: true', ['Read'], []],
  ])('%j allows %j and denies %j', (written, allowed, denied) => {
    expect(read(written)).toEqual([allowed, denied, []])
  })

  it.each([
    ['bash:\n  enabled: false', '"enabled: false" stands without a tool: write it as a map, {Bash: false}'],
    ['Read, off', '"off" stands without a tool: write it as a map, {Bash: false}'],
    ['deny: Bash', '"deny: Bash" is a list inside of a text: write deny as a key with a list'],
  ])('is a problem where the tool cannot be told: %j', (written, problem) => {
    expect(parseToolList(written).problems).toEqual([problem])
  })
})

describe('a tool’s own switch', () => {
  it.each<[unknown, readonly string[] | null, readonly string[]]>([
    [{ bash: { enabled: false } }, null, ['Bash']],
    [{ bash: { allow: false } }, null, ['Bash']],
    [{ bash: { disabled: true } }, null, ['Bash']],
    [{ bash: { permission: 'deny' } }, null, ['Bash']],
    [{ bash: { enabled: true } }, ['Bash'], []],
    [{ bash: { enabled: true, 'rm *': 'deny' } }, null, ['Bash(rm *)']],
    [{ bash: {} }, ['Bash'], []],
    [{ deny: { Bash: true } }, null, ['Bash']],
    [{ allow: { Read: true } }, ['Read'], []],
    [{ Bash: ['git *'] }, ['Bash(git *)'], []],
    [{ Bash: ['*'] }, ['Bash(*)'], []],
  ])('%j allows %j and denies %j', (written, allowed, denied) => {
    expect(read(written)).toEqual([allowed, denied, []])
  })
})

describe('a pattern behind a name', () => {
  it.each<[unknown, readonly string[]]>([
    [
      [{ Bash: 'git *' }, { Edit: 'docs/**' }],
      ['Bash(git *)', 'Edit(docs/**)'],
    ],
    ['Read, Bash: git *', ['Read', 'Bash(git *)']],
    ['Bash:git*', ['Bash(git*)']],
    ['Bash git:*', ['Bash(git:*)']],
    ['Bash git *', ['Bash(git *)']],
    ['Bash npm test', ['Bash(npm test)']],
    ['- Bash: npm test', ['Bash(npm test)']],
    ['Bash: no network', ['Bash(no network)']],
    ['Write (to docs/)', ['Write(docs/**)']],
    ['Write - docs/*.md', ['Write(docs/*.md)']],
    ['Edit: only docs/', ['Edit(docs/**)']],
    ['Bash: Execute shell commands', ['Bash']],
    ['Write: create/modify files', ['Write']],
  ])('%j allows %j', (written, allowed) => {
    expect(read(written)).toEqual([allowed, [], []])
  })

  it('is a problem where it names files in a sentence', () => {
    expect(parseToolList('Write: reports that go to docs/').problems).toEqual([
      '"Write (reports that go to docs/)" may limit Write to some files: write Write(docs/**) for that',
    ])
  })
})

describe('all tools', () => {
  it.each([
    'Read all files',
    'full read access',
    'Unrestricted read access',
    'All read tools',
    'Read Grep Bash git:*',
  ])('are not meant by "%s"', written => {
    expect(read(written)).toEqual([
      null,
      [],
      [`"${written}" is meant as a limit and cannot be read: name the tools`],
    ])
  })

  it.each([[['*', '- Bash']], [['*', '!Bash']], ['*, - Bash'], ['*\n- Bash'], ['"*", "!Bash"']])(
    'are without what is taken away beside them: %j',
    written => {
      expect(read(written)).toEqual([['*'], ['Bash'], []])
    },
  )
})

it('says which name is nearly one of ours', () => {
  expect(parseToolList('Raed, docker')).toEqual({
    allowed: ['Raed', 'docker'],
    denied: [],
    notes: ['Raed is no tool known here: did you mean Read?'],
    problems: [],
  })
})
