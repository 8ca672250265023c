import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadAgents, readAgentFile, readDefinition } from '../../src/agents/load.ts'
import { sha256 } from '../../src/log/digest.ts'
import { tempFolder } from '../support/temp.ts'

const FILE = `---
name: Payments Expert
description: "Use it for cards: checkout, refunds."
tools: Read, Bash(git:*), Agent(a, b)
model: opus
color: "#60A5FA"
---

# Payments

You own money.
`

it('reads a definition as its author meant it', () => {
  expect(readDefinition('payments.md', FILE)).toEqual({
    name: 'Payments Expert',
    role: 'PAYMENTS-EXPERT',
    description: 'Use it for cards: checkout, refunds.',
    dialect: 'claude',
    model: 'opus',
    tools: ['Read', 'Bash(git:*)', 'Agent(a, b)'],
    disallowedTools: [],
    permissionMode: null,
    maxTurns: null,
    effort: null,
    color: '#60A5FA',
    memory: null,
    isolation: null,
    skills: [],
    mcpServers: {},
    hooks: null,
    provider: null,
    duty: null,
    prompt: '# Payments\n\nYou own money.',
    report: null,
    conduct: null,
    playbook: [],
    borrowedFrom: null,
    extra: {},
    path: 'payments.md',
    hash: sha256([FILE]),
    recovered: [],
    warnings: [],
  })
})

it('names an agent without front matter after its file, and describes it by its first sentence', () => {
  expect(readDefinition('/x/legal-counsel.md', '# Legal\n\nYou know contracts. And more.\n')).toMatchObject({
    name: 'legal-counsel',
    role: 'LEGAL-COUNSEL',
    description: 'You know contracts.',
    dialect: 'plain',
    tools: null,
    model: null,
  })
})

it.each([
  ['a colon in a text', '---\nname: a\ndescription: use it: so\n---\nBody', { description: 'use it: so' }],
  ['no body', '---\nname: a\ndescription: b\n---\n', { description: 'b', prompt: '' }],
  ['a list for a name', '---\nname: [a]\n---\nBody', { name: 'a' }],
  ['a name that gives no role', '---\nname: 数据\n---\nBody', { name: '数据', role: 'SOME-FILE' }],
  ['YAML aliases', '---\nname: &a x\ntools: [*a, *a]\n---\nBody', { name: 'x', tools: ['x'] }],
])('takes %s as it was meant', (_, source, expected) => {
  expect(readDefinition('some-file.md', source)).toMatchObject(expected)
})

it.each([
  ['no body and no description', '---\nname: a\n---\n', 'has no body and no description'],
  ['only a playbook', '---\nname: a\n---\n## Playbook\n', 'has no body'],
  ['a program for a front matter', '---js\n{ name: process.exit(9) }\n---\nBody', 'the front matter is js'],
  ['a limit that nobody knows', '---\npermissionMode: root\n---\nBody', 'permissionMode is "root"'],
  ['bytes of a program', '\u007fELF\u0001\u0001', 'is a program'],
])('refuses %s in one line that names the file', (_, source, why) => {
  expect(() => readDefinition('some/agent.md', source)).toThrow(
    expect.objectContaining({
      code: 'SYN_AGENT_INVALID',
      message: expect.stringMatching(new RegExp(`^some/agent.md: .*${why}.*$`)),
    }),
  )
})

it('never throws for a file, whatever it is', () => {
  const folder = tempFolder({ 'a.md': FILE, 'b.md': '---js\n---\n' })
  mkdirSync(join(folder, 'c.md'))
  const [a, b, c, d] = ['a.md', 'b.md', 'c.md', 'd.md'].map(name => readAgentFile(join(folder, name)))
  expect(a).toMatchObject({ path: join(folder, 'a.md'), definition: { hash: sha256([FILE]) }, errors: [] })
  expect(b).toMatchObject({ definition: null, errors: [expect.stringContaining('is js')] })
  expect(c).toMatchObject({ definition: null, errors: ['is a folder: a definition is a plain file'] })
  expect(d).toMatchObject({ definition: null, errors: [expect.stringContaining('there is no such file')] })
})

describe('a folder', () => {
  it('is loaded by path, at any depth, and other files are left alone', () => {
    const folder = tempFolder({
      'b.md': '# B\n\nb',
      'a.md': '# A\n\na',
      'deep/er/c.MD': '# C\n\nc',
      'deep/d.mdc': '# D\n\nd',
      'notes.txt': 'x',
      'README.md': 'x',
      'CLAUDE.md': 'x',
      '.hidden/e.md': 'x',
      'node_modules/f.md': 'x',
    })
    expect(loadAgents(folder).map(({ name }) => name)).toEqual(['a', 'b', 'd', 'c'])
    expect(loadAgents(join(folder, 'b.md')).map(({ name }) => name)).toEqual(['b'])
  })

  it('without definitions, or that is not there, is refused', () => {
    expect(() => loadAgents(tempFolder())).toThrow(expect.objectContaining({ code: 'SYN_AGENTS_NONE' }))
    expect(() => loadAgents('/nowhere')).toThrow(expect.objectContaining({ code: 'SYN_FILE_UNREADABLE' }))
  })

  it('with one that cannot be read is refused by the name of that file', () => {
    const folder = tempFolder({ 'a.md': FILE, 'b.md': '---js\n---\n' })
    expect(() => loadAgents(folder)).toThrow(
      expect.objectContaining({
        code: 'SYN_AGENT_INVALID',
        message: expect.stringContaining(join(folder, 'b.md')),
        details: { path: join(folder, 'b.md'), errors: [expect.stringContaining('is js')] },
      }),
    )
  })
})
