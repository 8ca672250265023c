import { PassThrough, Readable } from 'node:stream'
import { main } from '../../src/cli/main.ts'

export interface CliRun {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
  /** stdout as JSON lines. */
  readonly events: readonly Record<string, unknown>[]
}

export interface CliOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

/** One command line in this process, with streams of its own. `--dir` and paths are the caller's to make absolute. */
export async function runCli(
  args: readonly string[],
  { cwd = '/', env = {}, stdin = '' }: CliOptions = {},
): Promise<CliRun> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const collected = [collect(stdout), collect(stderr)]
  const exit = await main(args, {
    stdin: Readable.from([stdin]),
    stdout,
    stderr,
    env,
    cwd,
    onSignal: () => () => undefined,
    exit: code => {
      throw new Error(`exit(${code})`)
    },
  })
  stdout.end()
  stderr.end()
  const [out = '', err = ''] = await Promise.all(collected)
  const events = args.includes('--json') ? out.split('\n').filter(Boolean).map(parseLine) : []
  return { exit, stdout: out, stderr: err, events }
}

function parseLine(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return {}
  }
}

async function collect(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
