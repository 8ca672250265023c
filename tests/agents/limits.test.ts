import { describe, expect, it } from 'vitest'
import { readLimits } from '../../src/agents/limits.ts'

function read(
  data: Readonly<Record<string, unknown>>,
  repeated: readonly (readonly [string, unknown])[] = [],
) {
  return readLimits({ data, repeated })
}

it('limits nothing where nothing is said', () => {
  expect(read({ name: 'a' })).toEqual({
    tools: null,
    disallowedTools: [],
    permissionMode: null,
    maxTurns: null,
    duty: null,
    title: null,
    notes: [],
    warnings: [],
    errors: [],
  })
})

describe('of several limits the stricter wins', () => {
  it.each([
    ['two keys', { tools: 'Read, Bash', 'allowed-tools': 'Bash(git:*)' }, ['Bash(git:*)'], []],
    ['two spellings', { allowedTools: ['Read', 'Grep'], allowed_tools: 'Grep, Write' }, ['Grep'], []],
    ['a list and no limit', { tools: '*', allowedTools: 'Read' }, ['Read'], []],
    ['nothing and a list', { tools: [], allowedTools: 'Read' }, [], []],
    ['two denials', { disallowedTools: 'Bash', 'disallowed-tools': 'Write' }, null, ['Bash', 'Write']],
    ['a denial and a list', { tools: 'Read, Bash', disallowedTools: 'Bash' }, ['Read', 'Bash'], ['Bash']],
    ['a permission and a list', { tools: 'Read', permission: { bash: 'deny' } }, ['Read'], ['Bash']],
    [
      'a closed permission and a list',
      { tools: 'Read, Bash', permission: { '*': 'deny', read: 'allow' } },
      ['Read'],
      [],
    ],
    ['words of another program', { excludedTools: 'execute_bash', tools: 'fs_read' }, ['Read'], ['Bash']],
  ])('%s', (_, data, tools, disallowedTools) => {
    expect(read(data)).toMatchObject({ tools, disallowedTools, errors: [] })
  })

  it('what stands twice under one key', () => {
    expect(read({ tools: 'Read, Bash' }, [['tools', 'Bash, Grep']]).tools).toEqual(['Bash'])
    expect(read({ maxTurns: 50, max_turns: 5 }, [['maxTurns', 9]]).maxTurns).toBe(5)
  })
})

it('warns where a list of tools is empty, as that reads like a limit', () => {
  expect(read({ tools: null })).toMatchObject({
    tools: null,
    warnings: ['tools is empty: it limits nothing; write [] for no tools'],
  })
})

it('says of every word it mapped under which key it stood', () => {
  expect(read({ tools: 'fs_read', 'disallowed-tools': 'execute_bash' }).notes).toEqual([
    'tools: fs_read is Read here',
    'disallowed-tools: execute_bash is Bash here',
  ])
})

it.each([
  ['default', 'default'],
  ['manual', 'default'],
  ['acceptEdits', 'acceptEdits'],
  ['accept-edits', 'acceptEdits'],
  ['auto_edit', 'acceptEdits'],
  ['auto', 'auto'],
  ['dontAsk', 'dontAsk'],
  ['PLAN', 'plan'],
  ['yolo', 'bypassPermissions'],
  ['bypassPermissions', 'bypassPermissions'],
])('the mode %s is %s', (written, mode) => {
  expect(read({ permissionMode: written })).toMatchObject({ permissionMode: mode, errors: [] })
})

it.each([
  ['5', 5],
  [12, 12],
])('%j turns are %i', (written, turns) => {
  expect(read({ maxTurns: written })).toMatchObject({ maxTurns: turns, errors: [] })
})

describe('a limit that cannot be read is an error that names key and value', () => {
  it.each([
    ['another mode', { permissionMode: 'root' }, 'permissionMode is "root": expected default, acceptEdits'],
    ['a mode that is a list', { permission_mode: ['plan'] }, 'permission_mode is ["plan"]: expected'],
    [
      'two modes',
      { permissionMode: 'plan', permission_mode: 'auto' },
      'permissionMode is said to be plan and auto',
    ],
    ['no number of turns', { maxTurns: 'many' }, 'maxTurns is "many": expected a whole number above 0'],
    ['no turns', { maxTurns: 0 }, 'maxTurns is 0: expected'],
    ['half a turn', { 'max-turns': 1.5 }, 'max-turns is 1.5: expected'],
    [
      'another role of a profile',
      { name: 'a', role: 'dispatcher' },
      'role is "dispatcher": expected supervisor',
    ],
    ['a list of tools in prose', { tools: 'Everything with a blade' }, 'tools: "Everything with a blade"'],
    ['tools that are a number', { tools: 7 }, 'tools: '],
    ['a denial that is a number', { disallowedTools: 7 }, 'disallowedTools: '],
    ['another permission', { permission: 'sometimes' }, 'permission'],
    ['a readonly that is neither', { readonly: 'perhaps' }, 'readonly'],
  ])('%s', (_, data, said) => {
    expect(read(data).errors).toEqual([expect.stringContaining(said)])
  })
})

describe('a role', () => {
  it.each([
    ['supervisor', 'supervisor'],
    ['Reviewer', 'reviewer'],
    ['developer', 'developer'],
  ])('%s is a duty', (role, duty) => {
    expect(read({ name: 'a', role })).toMatchObject({ duty, title: null, warnings: [], errors: [] })
  })

  it.each([
    ['in several words', { name: 'a', role: 'Senior Engineer' }, 'Senior Engineer'],
    ['in a file of another program', { name: 'a', tools: 'Read', role: 'specialist' }, 'specialist'],
  ])('%s is a title, which limits nothing', (_, data, title) => {
    expect(read(data)).toMatchObject({
      duty: null,
      title,
      warnings: [
        `role "${title}" is none of supervisor, developer, reviewer: kept as a title, it limits nothing`,
      ],
      errors: [],
    })
  })
})

describe('a key that is nearly a limit', () => {
  it.each([
    ['dissallowedTools', 'disallowedTools'],
    ['permisionMode', 'permissionMode'],
    ['tolls', 'tools'],
    ['allowed-tolls', 'allowed-tools'],
  ])('is refused: %s', (key, meant) => {
    expect(readLimits({ data: { [key]: 'Bash' }, repeated: [] }).errors).toEqual([
      `${key} is no key: did you mean ${meant}? A limit is never guessed`,
    ])
  })

  it.each([['skills'], ['tags'], ['tone'], ['rules'], ['model'], ['permissions'], ['topics']])(
    'is another key: %s',
    key => {
      expect(readLimits({ data: { [key]: 'inherit' }, repeated: [] }).errors).toEqual([])
    },
  )
})

it('says by which mode another word is meant', () => {
  expect(readLimits({ data: { permissionMode: 'yolo' }, repeated: [] })).toMatchObject({
    permissionMode: 'bypassPermissions',
    notes: ['permissionMode: yolo is bypassPermissions here'],
  })
})
