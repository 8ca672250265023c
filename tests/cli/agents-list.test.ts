import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runSynod } from '../support/command-line.ts'
import { tempFolder } from '../support/temp.ts'

const agent = (name: string, description = `Knows ${name}.`) =>
  `---\nname: ${name}\ndescription: ${description}\n---\nYou own ${name}.\n`

/** Every row of `--json`, its path without what differs from machine to machine. */
async function rows(cwd: string, ...args: readonly string[]) {
  const { stdout } = await runSynod(['agents', 'list', '--json', ...args], {
    cwd,
    env: { HOME: `${cwd}/home` },
  })
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
}

const BUILT_IN = ['ARCHITECT', 'BACKEND', 'DATABASE', 'DEVOPS', 'FRONTEND', 'QA', 'SECURITY', 'SUPERVISOR']

describe('synod agents list', () => {
  it('has the built-in panel where there is nothing else', async () => {
    const all = await rows(tempFolder())
    expect(all.map(({ role, source, wins, shadowedBy }) => [role, source, wins, shadowedBy])).toEqual(
      BUILT_IN.map(role => [role, 'built-in', true, null]),
    )
    expect(Object.keys(all[0])).toEqual([
      'role',
      'name',
      'path',
      'source',
      'dialect',
      'description',
      'model',
      'tools',
      'wins',
      'why',
      'shadowedBy',
    ])
  })

  it('says of each role which source wins, the nearest first, and who is shadowed by it', async () => {
    const cwd = tempFolder({
      'mine/backend.md': agent('backend'),
      'agents/backend.md': agent('backend'),
      '.claude/agents/qa.md': agent('qa'),
      'home/.claude/agents/backend-developer.md': agent('backend-developer'),
    })
    const all = await rows(cwd, '--agents', 'mine')
    const contested = all.filter(({ role, source }) => source !== 'built-in' || /BACKEND|QA/.test(role))
    expect(
      contested.map(({ source, role, wins, why, shadowedBy }) => [source, role, wins, why, shadowedBy]),
    ).toEqual([
      ['mine', 'BACKEND', true, 'has the role, in the nearest source', null],
      ['./agents', 'BACKEND', false, 'has the role, in the nearest source', 'mine/backend.md'],
      ['./.claude/agents', 'QA', true, 'has the role, in the nearest source', null],
      [
        '~/.claude/agents',
        'BACKEND-DEVELOPER',
        false,
        'is of the kind of BACKEND-DEVELOPER, in the nearest source',
        'mine/backend.md',
      ],
      ['built-in', 'BACKEND', false, 'has the role, in the nearest source', 'mine/backend.md'],
      ['built-in', 'QA', false, 'has the role, in the nearest source', '.claude/agents/qa.md'],
    ])
  })

  it('marks in its table who is shadowed, by whom and why, and who plays a kind', async () => {
    const cwd = tempFolder({
      'agents/python-pro.md': agent('python-pro'),
      'agents/senior-python-expert.md': agent('senior-python-expert'),
      'agents/qa.md': agent('qa'),
    })
    const { code, stdout, stderr } = await runSynod(['agents', 'list'], { cwd, columns: 160 })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.split('\n').map(line => line.replace(/\S*\/agents\/qa\.md is/, '…/qa.md is'))
    expect(lines.slice(0, 6)).toEqual([
      'role                  source              model   tools                what it is for',
      'PYTHON-PRO            ./agents                    any                  Knows python-pro.',
      '    plays PYTHON too: is of the kind of PYTHON, nearest in its name',
      'QA                    ./agents                    any                  Knows qa.',
      '    plays QA: has the role, in the nearest source',
      'SENIOR-PYTHON-EXPERT  ./agents                    any                  Knows senior-python-expert.',
    ])
    const qa = lines.findIndex(line => /^QA .* built-in, shadowed /.test(line))
    expect(lines[qa + 1]).toBe(
      '    …/qa.md is shadowed by agents/qa.md (./agents): has the role, in the nearest source',
    )
  })

  it('has a file once that two sources lead to', async () => {
    const cwd = tempFolder({ 'agents/mobile.md': agent('mobile') })
    symlinkSync(join(cwd, 'agents'), join(cwd, 'link'))
    const all = await rows(cwd, '--agents', 'link', '--agents', 'agents/mobile.md')
    expect(all.filter(({ role }) => role === 'MOBILE').map(({ source }) => source)).toEqual(['link'])
  })

  it('counts what it could not read, and names the command that shows it', async () => {
    const cwd = tempFolder({
      'agents/mobile.md': agent('mobile'),
      'agents/bad.md': 'a\0b',
      'my agents/mobile.md': agent('mobile'),
      'my agents/empty.md': '',
      'my agents/limit.md': '---\nname: x\npermissionMode: god\n---\nx\n',
    })
    const { code, stdout, stderr } = await runSynod(['agents', 'list', '--agents', 'my agents', '--json'], {
      cwd,
    })
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(2 + BUILT_IN.length)
    expect(stderr).toBe(`synod: 2 files or folders in my agents cannot be read: synod agents check 'my agents'
synod: 1 file or folder in agents cannot be read: synod agents check agents
`)
  })

  it.each([
    ['nowhere', 'nowhere: there is no such file or folder: check the path [SYN_FILE_UNREADABLE]'],
    ['bad.md', 'bad.md: has a NUL byte on line 1: it is no text, or not UTF-8 [SYN_AGENT_INVALID]'],
    ['empty', 'SYN_'],
  ])('refuses --agents %s, which has nobody', async (path, message) => {
    const cwd = tempFolder({ 'bad.md': 'a\0b', 'empty/notes.txt': '' })
    const { code, stdout, stderr } = await runSynod(['agents', 'list', '--agents', path], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.replaceAll(`${cwd}/`, '')).toContain(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('tells thousands of agents of as many kinds apart', async () => {
    const files = Array.from({ length: 1500 }, (_, at) => [`agents/kind${at}-pro.md`, agent(`kind${at}-pro`)])
    const all = await rows(tempFolder(Object.fromEntries(files)))
    expect(all.filter(({ wins }) => wins)).toHaveLength(1500 + BUILT_IN.length)
  })
})
