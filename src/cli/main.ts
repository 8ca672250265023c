import { type Command, CommanderError } from 'commander'
import { EXIT, SynodError } from '../errors.ts'
import { type Io, write } from './io.ts'
import { createProgram } from './program.ts'

/** Runs one command line to its exit code. Never throws; what went wrong is one line on stderr. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const lost: Error[] = []
  for (const stream of [io.stdout, io.stderr]) {
    stream.on('error', error => {
      // The reader has seen enough (`| head`): that is no failure of ours.
      if (!('code' in error) || error.code !== 'EPIPE') lost.push(error)
    })
  }
  const code = await run(args, io)
  // A stream tells that it could not write a moment after it was written to.
  await new Promise(resolve => setImmediate(resolve))
  const [failure] = lost
  if (failure === undefined || code !== EXIT.ok) return code
  const why = `What was to be printed could not be written whole (${failure.message}): free some space, or print it elsewhere`
  return report(
    new SynodError('SYN_FILE_NOT_WRITABLE', why, { cause: failure }),
    io,
    args.includes('--verbose'),
  )
}

async function run(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok
  const program = createProgram(io, result => {
    code = result
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ok
      // Help was printed for want of a command: that says it all.
      if (error.code === 'commander.help') return EXIT.usage
      const usage = usageError(error, commandIn(program, args))
      if (args.includes('--json') && ENDS_WITH_RESULT.includes(args[0] ?? '')) {
        const { writeFailure } = await import('./result.ts')
        await writeFailure(io, usage)
      }
      return report(usage, io, args.includes('--verbose'))
    }
    return report(error, io, args.includes('--verbose'))
  }
  return code
}

/** The commands whose `--json` ends with a `result` line on every path. */
const ENDS_WITH_RESULT: readonly string[] = ['start', 'resume', 'join', 'decide']

/** The names of the command that was meant, as far as there is one: `['agents', 'check']`. */
function commandIn(program: Command, [name, ...args]: readonly string[]): readonly string[] {
  const command = program.commands.find(one => one.name() === name)
  return command === undefined ? [] : [command.name(), ...commandIn(command, args)]
}

/** `error: unknown option '--jsn'\n(Did you mean --json?)` → one line with what to do. */
function usageError({ message }: CommanderError, command: readonly string[]): SynodError {
  const said = message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '')
  const capital = said.charAt(0).toUpperCase() + said.slice(1)
  const help = ['synod', ...command, '--help'].join(' ')
  return new SynodError('SYN_USAGE', `${capital}: ${help} shows what there is`)
}

async function report(error: unknown, io: Io, verbose: boolean): Promise<number> {
  const known =
    error instanceof SynodError
      ? error
      : new SynodError('SYN_INTERNAL', `Unexpected: ${String(error)}`, { cause: error })
  const { safeText } = await import('../views/safe.ts')
  await write(io.stderr, `synod: ${safeText(known.message)} [${known.code}]\n`)
  for (let cause = known.cause; verbose && cause instanceof Error; cause = cause.cause) {
    await write(io.stderr, `  because: ${safeText(cause.stack ?? cause.message, { multiline: true })}\n`)
  }
  return known.exitCode
}
