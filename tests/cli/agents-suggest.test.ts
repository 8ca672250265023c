import { describe, expect, it } from 'vitest'
import { runSynod } from '../support/command-line.ts'
import { tempFolder } from '../support/temp.ts'

const agent = (name: string, description: string) =>
  `---\nname: ${name}\ndescription: ${description}\n---\nYou own ${name}.\n`

const FILES = {
  'agents/honey.md': agent('honey', 'Honey and wax.'),
  'my team/beekeeper.md': agent('beekeeper', 'Beehives, swarms and their honey.'),
  'my team/leader.md': agent('supervisor', 'Beehives, beehives, beehives.'),
}
const PROBLEM = "Design beehives for our village's honey"

describe('synod agents suggest', () => {
  it('ranks agents with a reason each, and prints the command that seats a roster of them', async () => {
    const cwd = tempFolder(FILES)
    const args = ['agents', 'suggest', PROBLEM, '--agents', 'my team', '--limit', '2']
    const { code, stdout, stderr } = await runSynod(args, { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [first, second, blank, command, ...rest] = stdout.split('\n')
    expect([first, second, blank, rest]).toEqual([
      'BEEKEEPER  beehives, honey in its description (my team)',
      'HONEY      honey in its description (./agents)',
      '',
      [''],
    ])
    expect(command).toMatch(
      /^synod start 'Design beehives for our village'\\''s honey' --agents 'my team' --workers architect,beekeeper,honey$/,
    )
  })

  it('prints one line of JSON an agent, and the roster last', async () => {
    const cwd = tempFolder(FILES)
    const { stdout } = await runSynod(['agents', 'suggest', '--json', PROBLEM], { cwd })
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(Object.keys(lines[0])).toEqual(['role', 'name', 'path', 'source', 'score', 'why', 'from'])
    expect(lines[0]).toMatchObject({
      role: 'HONEY',
      name: 'honey',
      path: 'agents/honey.md',
      source: './agents',
      why: ['honey'],
      from: 'description',
    })
    expect(lines.at(-1)).toEqual({ event: 'result', workers: ['architect', 'honey'] })
  })

  it('suggests no supervisor', async () => {
    const cwd = tempFolder(FILES)
    const { stdout } = await runSynod(['agents', 'suggest', 'Beehives', '--json', '--agents', 'my team'], {
      cwd,
    })
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ role }) => role)).toEqual(['BEEKEEPER', undefined])
  })

  it('suggests nobody who is shadowed', async () => {
    const cwd = tempFolder({ 'agents/backend.md': agent('backend', 'Gardens and hedges.') })
    const { stdout } = await runSynod(['agents', 'suggest', '--json', 'A garden with hedges and payments'], {
      cwd,
    })
    const backends = stdout.split('\n').filter(line => line.includes('"role":"BACKEND"'))
    expect(backends.map(line => JSON.parse(line).source)).toEqual(['./agents'])
  })

  it('reads the problem from a pipe, and leaves the pipe to be given again', async () => {
    const cwd = tempFolder(FILES)
    const { code, stdout } = await runSynod(['agents', 'suggest', '-'], { cwd, stdin: `${PROBLEM}\n` })
    expect(code).toBe(0)
    expect(stdout).toMatch(/\nsynod start - --workers architect/)
  })

  it('offers the usual panel where nothing fits', async () => {
    const { code, stdout, stderr } = await runSynod(['agents', 'suggest', 'qqqq'], { cwd: tempFolder() })
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'synod start qqqq --workers architect,backend,frontend,security\n',
      stderr: 'synod: none of 8 agents has a word of the problem\n',
    })
  })

  it.each<[string, readonly string[], string, string]>([
    ['an empty problem', [' '], '', 'SYN_PROBLEM_EMPTY'],
    ['an empty pipe', ['-'], '', 'SYN_PROBLEM_EMPTY'],
    ['a problem that is too long', ['-'], 'x'.repeat(300_000), 'SYN_PROBLEM_TOO_LARGE'],
    ['a limit of none', ['x', '--limit', '0'], '', 'SYN_USAGE'],
    ['a limit that is no number', ['x', '--limit', 'all'], '', 'SYN_USAGE'],
    ['a missing folder', ['x', '--agents', 'nowhere'], '', 'SYN_FILE_UNREADABLE'],
  ])('refuses %s', async (_, args, stdin, error) => {
    const { code, stdout, stderr } = await runSynod(['agents', 'suggest', ...args], {
      cwd: tempFolder(),
      stdin,
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^synod: .*\\[${error}\\]\n$`))
  })
})
