import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AgentDefinition } from '../../src/agents/definition.ts'
import { loadAgents } from '../../src/agents/load.ts'
import { runSynod } from '../support/command-line.ts'
import { tempFolder } from '../support/temp.ts'

const FOREIGN = `---
name: Backend Wizard
description: Use it when: services are asked for
allowedTools: [fs_read, execute_bash]
model: sonnet
color: #60A5FA
role: developer
hooks:
  Stop: [{command: "true"}]
mcpServers: {bank: {command: bank, env: {BANK_TOKEN: hunter2}}}
rank: 3
---
# Services

You own services.

## Communication Protocol

Answer in JSON.

## Report Template

What was built.
`
const FILES = { 'foreign/wizard.md': FOREIGN, 'agents/qa.md': '---\nname: qa\n---\nOld.\n' }

function only(path: string): AgentDefinition {
  const [definition] = loadAgents(path)
  if (definition === undefined) throw new Error(`${path} has a definition`)
  return definition
}

describe('synod agents import', () => {
  it('writes a definition of which nothing is lost, and says what it was made from', async () => {
    const cwd = tempFolder(FILES)
    const ran = await runSynod(['agents', 'import', 'foreign/wizard.md', '--as', 'Backend'], { cwd })
    expect(ran).toEqual({
      code: 0,
      stderr: '',
      stdout: `written  agents/backend.md: BACKEND, from foreign/wizard.md (orchestrator)
  recovered  line 3: description is not quoted and has a colon in it; read by lines
  recovered  line 6: color has a # that YAML takes for the beginning of a comment; taken as it stands
  recovered  allowedTools: fs_read is Read here
  recovered  allowedTools: execute_bash is Bash here
  warning    hooks are kept and never run
  warning    kept, and not used here: rank
synod agents show agents/backend.md
`,
    })
    const [before, after] = [only(`${cwd}/foreign/wizard.md`), only(`${cwd}/agents/backend.md`)]
    const { path, hash, recovered, warnings, dialect, name, role, extra, ...rest } = before
    expect(after).toMatchObject(rest)
    expect({ name: after.name, role: after.role, recovered: after.recovered }).toEqual({
      name: 'backend',
      role: 'BACKEND',
      recovered: [],
    })
    expect(after.extra).toMatchObject({ rank: 3 })
    const text = readFileSync(`${cwd}/agents/backend.md`, 'utf8')
    expect(text).toContain(`imported:\n  name: Backend Wizard\n  path: foreign/wizard.md\n  hash: ${hash}\n`)
    expect(readdirSync(`${cwd}/agents`).toSorted()).toEqual(['backend.md', 'qa.md'])
  })

  it('makes the folder it is to write into', async () => {
    const cwd = tempFolder(FILES)
    const args = ['agents', 'import', 'foreign/wizard.md', '--as', 'supervisor', '--to', 'new/team', '--json']
    const { code, stdout } = await runSynod(args, { cwd })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      path: 'new/team/supervisor.md',
      role: 'SUPERVISOR',
      name: 'supervisor',
      from: { name: 'Backend Wizard', path: 'foreign/wizard.md', dialect: 'orchestrator' },
    })
    expect(only(`${cwd}/new/team/supervisor.md`).role).toBe('SUPERVISOR')
  })

  it('replaces a file only by force', async () => {
    const cwd = tempFolder(FILES)
    const args = ['agents', 'import', 'foreign/wizard.md', '--as', 'qa']
    expect(await runSynod(args, { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'synod: agents/qa.md is there already: --force replaces it, or give another --as or --to [SYN_FILE_EXISTS]\n',
    })
    expect(readFileSync(`${cwd}/agents/qa.md`, 'utf8')).toBe(FILES['agents/qa.md'])
    expect((await runSynod([...args, '--force'], { cwd })).code).toBe(0)
    expect(only(`${cwd}/agents/qa.md`).prompt).toContain('You own services.')
  })

  it('imports what was imported, over itself', async () => {
    const cwd = tempFolder(FILES)
    await runSynod(['agents', 'import', 'foreign/wizard.md', '--as', 'backend'], { cwd })
    const again = ['agents', 'import', 'agents/backend.md', '--as', 'backend', '--force']
    expect((await runSynod(again, { cwd })).code).toBe(0)
    expect(only(`${cwd}/agents/backend.md`)).toMatchObject({ name: 'backend', dialect: 'synod' })
  })

  it('keeps what the file itself says it was imported from', async () => {
    const cwd = tempFolder({ 'old.md': '---\nname: old\nimported: {by: hand, path: x.md}\n---\nYou know.\n' })
    expect((await runSynod(['agents', 'import', 'old.md', '--as', 'new'], { cwd })).code).toBe(0)
    expect(structuredClone(only(`${cwd}/agents/new.md`).extra['imported'])).toEqual({
      name: 'old',
      path: 'old.md',
      hash: only(`${cwd}/old.md`).hash,
      imported: { by: 'hand', path: 'x.md' },
    })
  })

  it('refuses what is too deep to be written, and writes nothing', async () => {
    const deep = `{"name":"a","description":"b","x":${'['.repeat(3000)}${']'.repeat(3000)}}`
    const cwd = tempFolder({ 'deep.md': deep })
    const { code, stderr } = await runSynod(['agents', 'import', 'deep.md', '--as', 'x', '--to', 'to'], {
      cwd,
    })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^synod: \S+deep\.md\b.*\[SYN_AGENT_INVALID\]\n$/)
    expect(existsSync(`${cwd}/to`)).toBe(false)
  })

  it.each<[string, readonly string[], string]>([
    [
      'a person',
      ['--as', 'human'],
      'HUMAN is a person and has no definition: give another --as [SYN_ROLE_INVALID]',
    ],
    ['a role of nothing', ['--as', '///'], '--as "///" gives no role'],
    ['a blank role', ['--as', ' '], '--as " ": Expected a role [SYN_USAGE]'],
    ['no role', [], "Required option '--as <role>' not specified"],
    [
      'a file in place of the folder',
      ['--as', 'x', '--to', 'agents/qa.md'],
      'Cannot write agents/qa.md/x.md (',
    ],
  ])('refuses %s, and writes nothing', async (_, args, message) => {
    const cwd = tempFolder(FILES)
    const { code, stdout, stderr } = await runSynod(['agents', 'import', 'foreign/wizard.md', ...args], {
      cwd,
    })
    expect({ code, stdout }).toEqual({ code: message.startsWith('Cannot write') ? 1 : 2, stdout: '' })
    expect(stderr.replaceAll(`${cwd}/`, '')).toContain(`synod: ${message}`)
    expect(readdirSync(`${cwd}/agents`)).toEqual(['qa.md'])
  })

  it.each([
    ['nowhere.md', 'SYN_FILE_UNREADABLE'],
    ['foreign', 'SYN_USAGE'],
    ['bad.md', 'SYN_AGENT_INVALID'],
  ])('refuses %s with %s', async (path, code) => {
    const cwd = tempFolder({ ...FILES, 'bad.md': '---\nname: x\npermissionMode: god\n---\nx\n' })
    const { code: exit, stderr } = await runSynod(['agents', 'import', path, '--as', 'x', '--to', 'to'], {
      cwd,
    })
    expect(exit).toBe(2)
    expect(stderr).toContain(`[${code}]\n`)
    expect(existsSync(`${cwd}/to`)).toBe(false)
  })

  it('never writes outside of its folder', async () => {
    const cwd = tempFolder(FILES)
    const { code } = await runSynod(['agents', 'import', 'foreign/wizard.md', '--as', '../../up'], { cwd })
    expect(code).toBe(0)
    expect(readdirSync(`${cwd}/agents`).toSorted()).toEqual(['qa.md', 'up.md'])
  })
})
