import { describe, expect, it } from 'vitest'
import { loadAgents } from '../../src/agents/load.ts'
import { renderRole } from '../../src/minds/role-told.ts'
import { runSynod } from '../support/command-line.ts'
import { tempFolder } from '../support/temp.ts'

const FILES = {
  'agents/backend.md': `---
name: backend
description: Services of our own.
tools: Read, execute_bash
model: opus
mcpServers:
  bank:
    command: bank
    env: {BANK_TOKEN: hunter2}
---
You own our services.

## Communication Protocol

Answer in JSON.

## Report Template

What was built, and what was not.
`,
  'team/supervisor.md': '---\nname: supervisor\ndescription: Leads.\n---\nYou lead.\n',
  'team/limit.md': '---\nname: limit\npermissionMode: godMode\n---\nx\n',
}

describe('synod agents show', () => {
  it('shows the definition that would be seated, and exactly what a model is told of it', async () => {
    const cwd = tempFolder(FILES)
    const { code, stdout, stderr } = await runSynod(['agents', 'show', 'Backend'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^BACKEND {2}backend\nfile {8}agents\/backend\.md \(sha256 [0-9a-f]{12}\)\n/)
    expect(stdout).toContain('\nmay use     Read, Bash\n')
    expect(stdout).toContain('\nplaybook    borrowed from the built-in BACKEND\n')
    expect(stdout).toContain('\nrecovered   tools: execute_bash is Bash here\n')
    expect(stdout).not.toContain('hunter2')
    const [agent] = loadAgents(`${cwd}/agents/backend.md`)
    if (agent === undefined) throw new Error('There is a definition')
    expect(stdout).toContain(`== Told at every turn ==\n${renderRole(agent, 'BACKEND')}\n`)
    expect(stdout).toContain(
      '== The shape of its reports, told when it reports ==\nWhat was built, and what was not.\n',
    )
    expect(stdout).toMatch(/== The playbook of BACKEND, \d+ long: .*==\n(?:[a-z-]+,? ?)+/)
    expect(stdout).not.toContain('You sit at a table of experts')
  })

  it('shows the words of all roles first when they are asked for', async () => {
    const { stdout } = await runSynod(['agents', 'show', 'qa', '--system'], { cwd: tempFolder() })
    expect(stdout).toContain(
      '\n== Told first, to every role of every session ==\nYou sit at a table of experts',
    )
    expect(stdout).toContain('\nplaybook    its own\n')
  })

  it.each([
    ['a file', ['./agents/backend.md'], 'BACKEND', 'agents/backend.md'],
    ['a supervisor by its file', ['team/supervisor.md'], 'SUPERVISOR', 'team/supervisor.md'],
    ['another seat for it', ['store=backend'], 'STORE', 'agents/backend.md'],
    [
      'the nearest source',
      ['supervisor', '--agents', 'team/supervisor.md'],
      'SUPERVISOR',
      'team/supervisor.md',
    ],
  ])('takes %s', async (_, args, role, path) => {
    const { code, stdout } = await runSynod(['agents', 'show', '--json', ...args], { cwd: tempFolder(FILES) })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ role, path })
  })

  it('gives the whole definition as JSON, without secrets', async () => {
    const { stdout } = await runSynod(['agents', 'show', 'backend', '--json'], { cwd: tempFolder(FILES) })
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'backend',
      model: 'opus',
      tools: ['Read', 'Bash'],
      prompt: 'You own our services.',
      report: 'What was built, and what was not.',
      borrowedFrom: 'BACKEND',
      mcpServers: { bank: { env: { BANK_TOKEN: '***' } } },
    })
  })

  it.each<[string, string, string]>([
    ['an unknown name', 'wizard', 'There is no agent "wizard": known are ARCHITECT, BACKEND'],
    ['a person', 'human', 'HUMAN is a person and has no definition'],
    [
      'a missing file',
      'nowhere.md',
      'nowhere.md: there is no such file or folder: check the path [SYN_FILE_UNREADABLE]',
    ],
    ['a folder', './team', './team is a folder: name one file of it [SYN_USAGE]'],
    ['a file that is refused', 'team/limit.md', 'team/limit.md: permissionMode is "godMode"'],
  ])('refuses %s in one line', async (_, wanted, message) => {
    const cwd = tempFolder(FILES)
    const { code, stdout, stderr } = await runSynod(['agents', 'show', wanted, '--json'], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.replaceAll(`${cwd}/`, '')).toContain(`synod: ${message}`)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
