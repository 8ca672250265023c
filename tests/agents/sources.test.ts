import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BUILT_IN, builtInPanel, loadSources, standardSources } from '../../src/agents/sources.ts'
import { tempFolder } from '../support/temp.ts'

const GOOD = '---\nname: legal\ndescription: Reads contracts.\n---\n\nYou read contracts.\n'
const BROKEN = '---\nname: loose\ndescription: a\npermissionMode: root\n---\n\nText.\n'

describe('folders that are looked into without being named', () => {
  it('are those of the project, then the one of its user', () => {
    const cwd = tempFolder({ 'agents/a.md': GOOD, '.claude/agents/b.md': GOOD })
    const home = tempFolder({ '.claude/agents/c.md': GOOD })
    expect(standardSources(cwd, home)).toEqual([
      { label: './agents', path: join(cwd, 'agents'), isNamed: false },
      { label: './.claude/agents', path: join(cwd, '.claude', 'agents'), isNamed: false },
      { label: '~/.claude/agents', path: join(home, '.claude', 'agents'), isNamed: false, isUsers: true },
    ])
  })

  it('are left out where they are missing, or are files, or nobody has a home', () => {
    const cwd = tempFolder({ agents: 'a file' })
    expect(standardSources(cwd, undefined)).toEqual([])
    expect(standardSources(cwd, '')).toEqual([])
    expect(standardSources(join(cwd, 'nowhere'), join(cwd, 'nobody'))).toEqual([])
  })
})

describe('definitions of sources', () => {
  it('come in the order of the sources, with the built-in panel behind them', () => {
    const near = tempFolder({ 'legal.md': GOOD })
    const sources = loadSources([{ label: 'near', path: near, isNamed: true }])
    expect(sources.map(({ label, definitions }) => [label, definitions.length])).toEqual([
      ['near', 1],
      [BUILT_IN, builtInPanel().length],
    ])
    expect(sources[0]?.definitions[0]).toMatchObject({ name: 'legal', path: join(near, 'legal.md') })
  })

  it.each([
    ['that somebody named', true],
    ['that nobody named', false],
  ])('that cannot be read are left out of a folder %s, with the reason', (_, isNamed) => {
    const folder = tempFolder({ 'legal.md': GOOD, 'loose.md': BROKEN, 'script.md': '---js\n1\n---\nText' })
    const [source] = loadSources([{ label: 'near', path: folder, isNamed }])
    expect(source?.definitions.map(({ name }) => name)).toEqual(['legal'])
    expect(source?.unread.map(({ path, name, errors }) => [path, name, errors.length])).toEqual([
      [join(folder, 'loose.md'), 'loose', 1],
      [join(folder, 'script.md'), null, 1],
    ])
  })

  it('that cannot be read are refused where their very file is named', () => {
    const path = join(tempFolder({ 'loose.md': BROKEN }), 'loose.md')
    expect(() => loadSources([{ label: path, path, isNamed: true }])).toThrow(
      expect.objectContaining({
        code: 'SYN_AGENT_INVALID',
        message: expect.stringMatching(/loose\.md: permissionMode is "root"/),
      }),
    )
  })

  it('may be none in a folder nobody named, and may not in one that somebody did', () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'empty'))
    const path = join(folder, 'empty')
    expect(loadSources([{ label: 'a', path, isNamed: false }])[0]?.definitions).toEqual([])
    expect(() => loadSources([{ label: 'a', path, isNamed: true }])).toThrow(
      expect.objectContaining({ code: 'SYN_AGENTS_NONE' }),
    )
    expect(() => loadSources([{ label: 'a', path: join(path, 'x'), isNamed: true }])).toThrow(
      expect.objectContaining({ code: 'SYN_FILE_UNREADABLE' }),
    )
  })
})
