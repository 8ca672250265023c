import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import type { Io } from '../../src/cli/io.ts'
import { main } from '../../src/cli/main.ts'

/** One command line, as the program would run it. */
async function run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io: Io = {
    stdin: Readable.from([]),
    stdout,
    stderr,
    env: {},
    cwd: '.',
    onSignal: () => () => {},
    exit: () => {},
  }
  const code = await main(args, io)
  stdout.end()
  stderr.end()
  return { code, stdout: await text(stdout), stderr: await text(stderr) }
}

it.each([
  [
    ['strat', 'x'],
    "synod: Unknown command 'strat' (Did you mean start?): synod --help shows what there is [SYN_USAGE]",
  ],
  [
    ['start', 'x', '--jsn'],
    "synod: Unknown option '--jsn' (Did you mean --json?): synod start --help shows what there is [SYN_USAGE]",
  ],
  [
    ['join', 'x'],
    "synod: Required option '--role <role>' not specified: synod join --help shows what there is [SYN_USAGE]",
  ],
  [
    ['join', '--role', 'x'],
    "synod: Missing required argument 'session': synod join --help shows what there is [SYN_USAGE]",
  ],
  [['join', 'x', '--role', ' '], 'synod: --role " ": Expected a role of the session [SYN_USAGE]'],
  [
    ['status', 'x', 'y'],
    "synod: Too many arguments for 'status'. Expected 1 argument but got 2: synod status --help shows what there is [SYN_USAGE]",
  ],
])('answers %j in one line with a code', async (args, line) => {
  expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr: `${line}\n` })
})

it.each([
  [
    ['start', 'x', '--policy', 'most'],
    '--policy "most": Expected unanimous, consent, majority, supermajority or supermajority:3/4',
  ],
  [['start', 'x', '--with', 'human,bob'], '--with "human,bob": Expected human'],
  [['start', 'x', '--deadlock', 'war'], '--deadlock "war": Expected pause, supervisor or owner'],
  [['resume', '--wait', '15'], '--wait "15": Expected a number with a unit, such as 90s, 15m or 2h'],
  [
    ['say', 'x', '--agree', '1', '--abstain', '1'],
    '--agree and --abstain exclude each other: an entry gives one verdict',
  ],
  [['say', 'x', '--re', 'it'], '--re "it": Expected a whole number'],
  [
    ['decide', 'x', '--reason', 'y'],
    "Required option '--on <n>' not specified: synod decide --help shows what there is",
  ],
])('refuses %j', async (args, message) => {
  const { code, stderr } = await run(...args)
  expect({ code, stderr }).toEqual({ code: 2, stderr: `synod: ${message} [SYN_USAGE]\n` })
})

it.each(['start', 'resume', 'join', 'decide'])(
  'ends --json of %s with a result line also then',
  async command => {
    const { code, stdout } = await run(command, '--json', '--no-such-flag')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ event: 'result', exit: 2, error: { code: 'SYN_USAGE' } })
  },
)

it('prints help and no error when there is no command', async () => {
  const { code, stdout, stderr } = await run()
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain('Usage: synod')
  expect(stderr).not.toContain('SYN_')
})

it.each([['--help'], ['join', '--help'], ['--version']])('prints %j on stdout', async (...args) => {
  const { code, stdout, stderr } = await run(...args.flat())
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.length).toBeGreaterThan(4)
})

it('shows no control character that was typed', async () => {
  expect((await run('start', '--\u001b[31m')).stderr).not.toContain('\u001b')
})
