import { describe, expect, it } from 'vitest'
import { parseDeniedTools, parseToolList } from '../../../src/agents/tools/parse.ts'

describe('a remark in a list of what is denied', () => {
  it.each<[unknown, readonly string[]]>([
    ['Write (not allowed)', ['Write']],
    ['Write(not allowed)', ['Write']],
    ['Bash (destructive)', ['Bash']],
    ['Write(any file)', ['Write']],
    ['Write - no', ['Write']],
    ['Bash - this agent must not run commands', ['Bash']],
    ['- Bash: not for this agent\n- Write: never modify files', ['Bash', 'Write']],
    [
      [{ Bash: 'not for this agent' }, { Write: 'read-only reviewer' }],
      ['Bash', 'Write'],
    ],
    ['Bash commands', ['Bash']],
    ['Write Edit', ['Write', 'Edit']],
    ['the Bash tool', ['Bash']],
  ])('never lessens the denial: %j denies %j', (written, expected) => {
    const { denied, problems } = parseDeniedTools(written)
    expect([denied, problems]).toEqual([expected, []])
  })

  it('is told', () => {
    expect(parseDeniedTools('Write (not allowed)').notes).toEqual([
      'Write is denied as a whole: the remark on it is left out: "not allowed"',
    ])
  })

  it.each<[unknown, readonly string[]]>([
    ['Bash(rm:*)', ['Bash(rm:*)']],
    ['Bash (rm:*)', ['Bash(rm:*)']],
    ['Bash: rm *', ['Bash(rm *)']],
    ['Bash(git push)', ['Bash(git push)']],
    ['Edit(src/**)', ['Edit(src/**)']],
    ['Edit (src/)', ['Edit(src/**)']],
  ])('limits it where it is a pattern: %j denies %j', (written, expected) => {
    const { denied, problems } = parseDeniedTools(written)
    expect([denied, problems]).toEqual([expected, []])
  })
})

describe('a switch in a list of what is denied', () => {
  it.each<[unknown, readonly string[]]>([
    [[{ Write: true }], ['Write']],
    ['Write: true', ['Write']],
    [{ Write: 'no' }, ['Write']],
    [{ all: true }, ['*']],
  ])('denies: %j denies %j', (written, expected) => {
    const { denied, problems } = parseDeniedTools(written)
    expect([denied, problems]).toEqual([expected, []])
  })

  it.each([[[{ Write: false }]], [{ Write: false }], ['Write: false']])('may mean either in %j', written => {
    expect(parseDeniedTools(written)).toEqual({
      denied: [],
      notes: [],
      problems: ['"Write: false" in a list of what is denied may mean either: name only what is denied'],
    })
  })

  it('is a problem where it names no tool', () => {
    expect(parseDeniedTools('enabled: true').problems).toEqual([
      '"enabled: true" stands without a tool: name the tools',
    ])
  })
})

describe('a denied name nobody knows', () => {
  it.each([
    ['Wrtie', '"Wrtie" is no tool known here: did you mean Write?'],
    ['write_*', '"write_*" is no tool known here: did you mean Write?'],
    ['no writes', '"writes" is no tool known here: did you mean Write?'],
    ['anything that deletes', '"anything that deletes" is no tool known here: name each tool that is denied'],
    [
      'all file modification tools',
      '"all file modification tools" is no tool known here: name each tool that is denied',
    ],
  ])('is a problem where something of ours is meant: %s', (written, problem) => {
    expect(parseDeniedTools(written).problems).toEqual([problem])
  })

  it('is a problem in exceptions of a list of tools too', () => {
    expect(parseToolList('All tools except editing').problems).toEqual([
      '"editing" is no tool known here: did you mean Edit?',
    ])
    expect(parseToolList('Read, Bash, no writes').problems).toEqual([
      '"writes" is no tool known here: did you mean Write?',
    ])
  })

  it('stays with a note where it may be the tool of another program', () => {
    expect(parseDeniedTools('filesystem, mcp__a__b')).toEqual({
      denied: ['filesystem', 'mcp__a__b'],
      notes: ['nobody here knows "filesystem": to deny it limits no tool of ours'],
      problems: [],
    })
  })

  it.each(['except Read', 'Bash (except git:*)', 'All tools except Read'])(
    'is no place for exceptions: %s',
    written => {
      expect(parseDeniedTools(written).problems).toEqual([
        'exceptions in a list of what is denied: list what is allowed instead',
      ])
    },
  )
})
