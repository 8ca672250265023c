/** One command line, run whole in this process: what it printed, and its exit code. */
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Io } from '../../src/cli/io.ts'
import { main } from '../../src/cli/main.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Of the terminal; without it there is none. */
  readonly columns?: number
}

export async function runSynod(
  args: readonly string[],
  { cwd, env = {}, stdin = '', columns }: Surroundings,
): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io: Io = {
    stdin: Readable.from([stdin]),
    stdout: Object.assign(stdout, columns === undefined ? {} : { columns, isTTY: true }),
    stderr,
    env: { HOME: cwd, NO_COLOR: '1', ...env },
    cwd,
    onSignal: () => () => {},
    exit: () => {},
  }
  // Read while it is written, as by a terminal: what nobody takes is waited for.
  const printed = Promise.all([text(stdout), text(stderr)])
  const code = await main(args, io)
  stdout.end()
  stderr.end()
  const [out, err] = await printed
  return { code, stdout: out, stderr: err }
}
