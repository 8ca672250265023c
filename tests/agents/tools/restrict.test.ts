import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allows, intersect } from '../../../src/agents/tools/restrict.ts'

type List = readonly string[] | null

const given = (tools: List, disallowedTools: readonly string[] = []) => ({ tools, disallowedTools })

describe('what two lists allow together', () => {
  it.each<[List, List, List]>([
    [null, null, null],
    [null, ['Read'], ['Read']],
    [['Read', 'Bash'], ['Bash', 'Write'], ['Bash']],
    [['Read'], [], []],
    [['Bash'], ['Bash(git:*)'], ['Bash(git:*)']],
    [['Bash(*)'], ['Bash(git:*)'], ['Bash(git:*)']],
    [['Bash(git:*)'], ['Bash(git add:*)'], ['Bash(git add:*)']],
    [['Bash(git:*)'], ['Bash(git status)'], ['Bash(git status)']],
    [['Bash(git:*)'], ['Bash(gitx)'], []],
    [['Bash(git:*)'], ['Bash(npm:*)'], []],
    [['Bash(git:*)'], ['Bash(git log > out)'], []],
    [['Bash(git add:*, npm test)'], ['Bash(git:*)'], ['Bash(git add:*)']],
    [['mcp__s__*'], ['mcp__s__t'], ['mcp__s__t']],
    [['mcp__s'], ['mcp__s__t'], ['mcp__s__t']],
    [['mcp__s__*'], ['mcp__other__t'], []],
    [['*'], ['Read', 'Bash(git:*)'], ['Read', 'Bash(git:*)']],
    [['*'], ['*'], ['*']],
    [['Task'], ['Agent(a)'], ['Agent(a)']],
    [['Read(src/**)'], ['Read(src/*)'], ['Read(src/*)']],
    [['Read(src/*)'], ['Read(src/a/b)'], []],
    [['Read(src/**)'], ['Read(src/../x)'], []],
    [['Read(*/**)'], ['Read(**)'], ['Read(*/**)']],
    [['docker', 'Read'], ['docker'], ['docker']],
  ])('%j and %j: %j', (a, b, expected) => {
    expect(intersect(a, b)).toEqual(expected)
    expect(intersect(b, a)).toEqual(expected)
  })

  it('keeps the order of the first list', () => {
    expect(intersect(['Write', 'Read', 'Grep'], ['Grep', 'Read', 'Write'])).toEqual(['Write', 'Read', 'Grep'])
  })

  it('compares very long lists by their texts', () => {
    const long = Array.from({ length: 501 }, (_, at) => `Bash(c${at}:*)`)
    expect(intersect(long, ['Bash(c7:*)', 'Bash(c7 x)'])).toEqual(['Bash(c7:*)'])
  })
})

it('meets long lists full of wildcards in good time', () => {
  const listOf = (first: string) =>
    Array.from({ length: 500 }, (_, at) => `*${first}${at}${'ab*'.repeat(14)}`)
  const start = performance.now()
  expect(intersect(listOf('t'), listOf('q'))).toEqual([])
  expect(performance.now() - start).toBeLessThan(1_000)
})

describe('what a definition allows', () => {
  it.each<[List, readonly string[], string, boolean]>([
    [null, [], 'Read', true],
    [[], [], 'Read', false],
    [['Read'], [], 'Read', true],
    [['Read'], [], 'Write', false],
    [['Read'], [], 'Read(src/a.ts)', true],
    [['Read'], ['Read'], 'Read', false],
    [['*'], [], 'anything', true],
    [['*'], ['*'], 'anything', false],
    [['Bash(git:*)'], [], 'Bash(git status)', true],
    [['Bash(git:*)'], [], 'Bash(git)', true],
    [['Bash(git:*)'], [], 'Bash', false],
    [['Bash(git:*)'], [], 'Bash(gitx)', false],
    [['Bash(git *)'], [], 'Bash(gitx)', false],
    [['Bash(git*)'], [], 'Bash(gitx)', true],
    [['Bash(git add:*, npm test)'], [], 'Bash(npm test)', true],
    [['Bash(git add:*, npm test)'], [], 'Bash(npm test x)', false],
    [null, ['Bash'], 'Bash(ls)', false],
    [['Bash'], ['Bash(rm:*)'], 'Bash(ls)', true],
    [['Bash'], ['Bash(rm:*)'], 'Bash(rm -rf /)', false],
    [['Bash'], ['Bash(rm:*)'], 'Bash', false],
    [['Bash'], ['Bash(rm:*)'], 'Bash(ls && rm x)', false],
    [['Bash'], ['Bash(rm:*)'], 'Bash(ls $(rm x))', false],
    [['Bash'], ['Bash(rm:*)'], 'Bash(ls; rm  x)', false],
    [['Bash(git:*)'], [], 'Bash(git status && rm x)', false],
    [['Bash(git:*)', 'Bash(ls:*)'], [], 'Bash(git status | ls)', true],
    [['Bash(git:*)'], [], 'Bash(git log > x)', false],
    [['Bash(git:*)'], [], 'Bash(git log `x`)', false],
    [['Bash(git:*)'], [], 'Bash(git log\nrm x)', false],
    [['Bash(git log > x)'], [], 'Bash(git log > x)', true],
    [['Bash(git:*)'], [], 'Bash(;)', false],
    [['mcp__s__*'], [], 'mcp__s__t', true],
    [['mcp__s'], [], 'mcp__s__t', true],
    [['mcp__s__*'], [], 'mcp__sx__t', false],
    [['mcp__s__t'], [], 'mcp__s__*', false],
    [null, ['mcp__s__t'], 'mcp__s__*', false],
    [null, ['docs_*'], 'docs_search', false],
    [['Task'], [], 'Agent', true],
    [['Agent(a, b)'], [], 'Task(b)', true],
    [['Agent(a, b)'], [], 'Agent(c)', false],
    [null, ['Edit'], 'MultiEdit', false],
    [null, ['Edit'], 'NotebookEdit', false],
    [null, ['Edit'], 'Write', true],
    [null, ['Bash'], 'Monitor', false],
    [['Read(src/*)'], [], 'Read(src/a.ts)', true],
    [['Read(src/*)'], [], 'Read(./src/a.ts)', true],
    [['Read(src/*)'], [], 'Read(src/a/b.ts)', false],
    [['Read(src/**)'], [], 'Read(src/a/b.ts)', true],
    [['Read(src/**)'], [], 'Read(src/../key)', false],
    [null, ['Read(secrets/*)'], 'Read(secrets/a/b)', false],
    [null, ['Read(secrets/*)'], 'Read(x/../secrets/a)', false],
    [null, ['Read(secrets/*)'], 'Read(x/./secrets/a)', false],
    [null, ['Read(secrets/*)'], 'Read(src/a)', true],
    [['WebFetch(domain:example.org)'], [], 'WebFetch(https://example.org/a)', true],
    [['WebFetch(domain:example.org)'], [], 'WebFetch(https://example.org.evil.test/a)', false],
    [null, ['WebFetch(domain:example.org)'], 'WebFetch(https://example.org/a)', false],
    [null, ['WebFetch(domain:example.org)'], 'WebFetch(domain:example.org)', false],
  ])('allowed %j, denied %j: %s is %s', (tools, denied, tool, expected) => {
    expect(allows(given(tools, denied), tool)).toBe(expected)
  })

  it('matches a pattern of many stars in good time', () => {
    const pattern = `Bash(${'a*'.repeat(300)}b)`
    expect(allows(given([pattern]), `Bash(${'a'.repeat(5_000)})`)).toBe(false)
  })
})

const commands = [
  'git',
  'git status',
  'git add a',
  'gitx',
  'npm test',
  'git status && npm test',
  'git log > x',
  'ls *',
]
const paths = ['src/a', 'src/a/b', './src/a', 'src/../a', 'a', '/src', 'src/**', 'src/*']
const patterns = [
  'git:*',
  'git *',
  'git*',
  '*',
  'git add:*',
  'git status',
  'npm test, git:*',
  '*t*',
  'ls *',
  '**',
]
const pathPatterns = [
  'src/*',
  'src/**',
  '*',
  '**',
  '*/a',
  'src/*/b',
  './src/a',
  'src/a, a',
  '**/b',
  'src/../a',
]

const entry = fc.oneof(
  fc.constantFrom(
    'Read',
    'Bash',
    'Task',
    'Agent',
    'Edit',
    'MultiEdit',
    '*',
    'mcp__s',
    'mcp__s__*',
    'mcp__s__t',
    'm*',
  ),
  fc.constantFrom(...patterns).map(pattern => `Bash(${pattern})`),
  fc.constantFrom(...pathPatterns).map(pattern => `Read(${pattern})`),
  fc.constantFrom(
    'Task(a)',
    'Agent(a, b)',
    'Agent(*)',
    'mcp__*(x)',
    '*(src/*)',
    '*(git:*)',
    'Bash()',
    'Bash(,)',
  ),
  fc
    .string({ unit: fc.constantFrom('a', '*', '/', ' ', ':', '.'), maxLength: 6 })
    .map(text => `Read(${text})`),
  fc
    .string({ unit: fc.constantFrom('a', '*', '&', ' ', ':', ','), maxLength: 6 })
    .map(text => `Bash(${text})`),
)
const list = fc.array(entry, { maxLength: 5 })
const use = fc.oneof(
  fc.constantFrom(
    'Read',
    'Bash',
    'Task',
    'Agent',
    'Edit',
    'mcp__s__t',
    'mcp__s__*',
    'mcp__s',
    'Agent(a)',
    '*',
  ),
  fc.constantFrom(...commands).map(command => `Bash(${command})`),
  fc.constantFrom(...paths).map(path => `Read(${path})`),
  fc
    .string({ unit: fc.constantFrom('a', 'b', '*', '/', ' ', '.'), maxLength: 6 })
    .map(text => `Read(${text})`),
  fc
    .string({ unit: fc.constantFrom('a', 'b', '*', '&', ' ', ':'), maxLength: 6 })
    .map(text => `Bash(${text})`),
)
const runs = { numRuns: 3_000 }

describe('for any lists', () => {
  it('never allows together what either list does not', () => {
    fc.assert(
      fc.property(list, list, use, (a, b, tool) => {
        const both = allows(given(a), tool) && allows(given(b), tool)
        if (allows(given(intersect(a, b)), tool)) expect(both).toBe(true)
      }),
      runs,
    )
  })

  it('gives back a list that meets itself', () => {
    fc.assert(
      fc.property(list, a => {
        expect(intersect(a, a)).toEqual([...new Set(a)])
      }),
      runs,
    )
  })

  it('gives the same set from both sides', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(new Set(intersect(a, b))).toEqual(new Set(intersect(b, a)))
      }),
      runs,
    )
  })

  it('leaves out no plain name that is in both', () => {
    const names = fc.uniqueArray(fc.constantFrom('Read', 'Write', 'Bash', 'docker', 'mcp__s__t'))
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(intersect(a, b)).toEqual(a.filter(name => b.includes(name)))
      }),
    )
  })

  it('never allows more because something is denied', () => {
    fc.assert(
      fc.property(list, list, use, (tools, denied, tool) => {
        if (allows(given(tools, denied), tool)) expect(allows(given(tools), tool)).toBe(true)
        if (denied.includes(tool)) expect(allows(given(tools, denied), tool)).toBe(false)
      }),
      runs,
    )
  })
})
