import { describe, expect, it } from 'vitest'
import { readPermission, readReadonly } from '../../src/agents/permission.ts'

/** As a reader of YAML makes them: without a prototype, so that it has no text. */
const bareMap: unknown = Object.assign(Object.create(null), { bash: 'deny' })

const WRITING = ['Edit', 'Write', 'MultiEdit', 'NotebookEdit']

describe('permissions', () => {
  it.each([
    ['nothing', null, null, []],
    ['what the parent has', 'inherit', null, []],
    ['all', 'allow', null, []],
    ['all by pattern', { '*': 'allow' }, null, []],
    ['nothing at all', 'deny', [], []],
    ['nothing without being asked', 'ask', [], []],
    ['no editing', { edit: 'deny' }, null, WRITING],
    ['no editing without being asked', { edit: 'ask' }, null, WRITING],
    ['no shell, in one word', { bash: false, read: true }, null, ['Bash']],
    ['no shell, by its pattern', { bash: { '*': 'deny' } }, null, ['Bash']],
    ['not that command', { bash: { '*': 'allow', 'rm *': 'deny' } }, null, ['Bash(rm *)']],
    ['not that use of any tool', { '*': { 'rm *': 'deny', ls: 'allow' } }, null, ['*(rm *)']],
    ['only reading', { '*': 'deny', read: 'allow', grep: 'allow' }, ['Read', 'Grep'], []],
  ])('that grant or deny %s', (_, written, allowed, denied) => {
    const read = readPermission(written)
    expect(read.problems).toEqual([])
    expect(read.allowed).toEqual(allowed)
    expect(read.denied.toSorted()).toEqual(denied.toSorted())
  })

  it('that allow some commands of a tool do not allow the rest of it', () => {
    const { denied, problems } = readPermission({ bash: { '*': 'ask', 'git status': 'allow' } })
    expect(denied).toContain('Bash')
    expect(problems).toEqual([])
  })

  it('as a list of rules', () => {
    const rules = [
      { capability: 'shell', effect: 'deny', match: ['rm *', 'dd *'] },
      { tool: 'web_fetch', effect: 'deny' },
    ]
    const denied = ['Bash(rm *)', 'Bash(dd *)', 'WebFetch']
    expect(readPermission(rules)).toMatchObject({ allowed: null, denied, problems: [] })
    expect(readPermission({ rules })).toMatchObject({ allowed: null, denied, problems: [] })
  })

  it('as rules and by tool: both count', () => {
    const rules = [{ capability: 'bash', effect: 'deny' }]
    expect(readPermission({ webfetch: 'deny', rules })).toMatchObject({
      allowed: null,
      denied: ['Bash', 'WebFetch'],
      problems: [],
    })
  })

  it.each([
    [{ bash: { enabled: false } }, ['Bash']],
    [{ bash: { allow: false } }, ['Bash']],
    [{ bash: { enabled: true } }, []],
    ['webfetch: deny\nbash: ask', ['WebFetch', 'Bash']],
  ])('that switch a tool: %j denies %j', (written, denied) => {
    expect(readPermission(written)).toMatchObject({ allowed: null, denied, problems: [] })
  })

  it.each([
    ['a map to match', [{ capability: 'shell', effect: 'deny', match: bareMap }]],
    ['a list of maps to match', [{ capability: 'shell', effect: 'deny', match: [bareMap] }]],
    ['nothing to match', [{ capability: 'shell', effect: 'deny', match: [] }]],
    ['a map as an effect', [{ capability: 'shell', effect: bareMap }]],
    ['rules that are a map', { edit: 'deny', rules: bareMap }],
    ['prose', { 'no writes': 'deny' }],
    ['another word', 'sometimes'],
    ['a number', 7],
    ['another word for a tool', { bash: 'sometimes' }],
    ['another word for a pattern', { bash: { 'rm *': 'sometimes' } }],
    ['a rule without a tool', [{ effect: 'deny' }]],
    ['a rule that is none', ['deny']],
    ['a rule with another effect', [{ capability: 'shell', effect: 'sometimes' }]],
    [
      'two rules that contradict each other',
      [
        { capability: 'shell', effect: 'deny' },
        { capability: 'shell', effect: 'allow' },
      ],
    ],
  ])('that cannot be read are a problem: %s', (_, written) => {
    expect(readPermission(written).problems).not.toEqual([])
  })
})

describe('readonly', () => {
  it.each([
    [true, ['Write', 'Edit', 'MultiEdit', 'NotebookEdit', 'Bash', 'PowerShell']],
    ['Yes', ['Write', 'Edit', 'MultiEdit', 'NotebookEdit', 'Bash', 'PowerShell']],
    ['true', ['Write', 'Edit', 'MultiEdit', 'NotebookEdit', 'Bash', 'PowerShell']],
    [false, []],
    ['false', []],
    [null, []],
  ])('%j denies %j', (written, denied) => {
    expect(readReadonly(written)).toMatchObject({ allowed: null, denied, problems: [] })
  })

  it('is a problem where it is a map', () => {
    expect(readReadonly(bareMap).problems).toEqual(['a map is no permission: expected true or false'])
  })

  it('is a problem where it is neither true nor false', () => {
    expect(readReadonly('perhaps').problems).toEqual([
      expect.stringContaining('"perhaps" is no permission: expected true or false'),
    ])
  })
})
