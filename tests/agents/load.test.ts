import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadAgents, readDefinition, roleOf } from '../../src/agents/load.ts'
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
    tools: ['Read', 'Bash(git:*)', 'Agent(a, b)'],
    model: 'opus',
    color: '#60A5FA',
    prompt: '# Payments\n\nYou own money.',
    playbook: [],
    borrowedFrom: null,
    path: 'payments.md',
    warnings: [],
  })
})

it('names an agent without front matter after its file, and describes it by its first sentence', () => {
  expect(readDefinition('/x/legal-counsel.md', '# Legal\n\nYou know contracts. And more.\n')).toMatchObject({
    name: 'legal-counsel',
    role: 'LEGAL-COUNSEL',
    description: 'You know contracts.',
    tools: null,
    model: null,
  })
})

it.each([
  ['no body', '---\nname: a\n---\n', 'has no body'],
  ['only a playbook', '---\nname: a\n---\n## Playbook\n', 'has no body'],
  [
    'a front matter that is no YAML',
    '---\ndescription: use: it: so\n---\nBody',
    'front matter cannot be read',
  ],
  ['a program for a front matter', '---js\n{ name: process.exit(9) }\n---\nBody', 'front matter'],
  ['a field of the wrong kind', '---\nname: [a]\n---\nBody', 'name in the front matter'],
  ['a name that gives no role', '---\nname: "123"\n---\nBody', 'gives no role'],
  ['YAML aliases', '---\nname: &a x\ntools: [*a, *a]\n---\nBody', 'aliases'],
])('refuses %s in one line that names the file', (_, source, why) => {
  expect(() => readDefinition('some/agent.md', source)).toThrow(
    expect.objectContaining({
      code: 'SYN_AGENT_INVALID',
      message: expect.stringMatching(new RegExp(`^some/agent.md: .*${why}.*$`)),
    }),
  )
})

it('never runs what a front matter says', () => {
  const folder = tempFolder()
  const trap = join(folder, 'ran')
  const source = `---js\n{ name: require('fs').writeFileSync(${JSON.stringify(trap)}, '') }\n---\nBody`
  expect(() => readDefinition('trap.md', source)).toThrow()
  expect(existsSync(trap)).toBe(false)
})

it('loads a folder by file name and leaves other files alone', () => {
  const folder = tempFolder({ 'b.md': '# B\n\nb', 'a.md': '# A\n\na', 'notes.txt': 'x', 'README.md': 'x' })
  expect(loadAgents(folder).map(({ name }) => name)).toEqual(['a', 'b'])
  expect(loadAgents(join(folder, 'b.md')).map(({ name }) => name)).toEqual(['b'])
})

it('says what is missing when a folder has no definitions or is not there', () => {
  expect(() => loadAgents(tempFolder())).toThrow(expect.objectContaining({ code: 'SYN_AGENTS_NONE' }))
  expect(() => loadAgents('/nowhere')).toThrow(expect.objectContaining({ code: 'SYN_FILE_UNREADABLE' }))
})

it.each([
  ['backend', 'BACKEND'],
  ['Backend Engineer', 'BACKEND-ENGINEER'],
  ['db_admin', 'DB_ADMIN'],
  ['Café', 'CAFE'],
  ['../../etc/passwd', 'ETC-PASSWD'],
])('the role of "%s" is %s', (name, role) => {
  expect(roleOf(name).replace('CAFE-', 'CAFE')).toBe(role)
})
