import { CommanderError } from 'commander'
import { EXIT, SynodError } from '../errors.ts'
import { type Io, write } from './io.ts'
import { createProgram } from './program.ts'

/** Runs one command line to its exit code. Never throws; what went wrong is one line on stderr. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok
  for (const stream of [io.stdout, io.stderr]) {
    stream.on('error', error => {
      // The reader has seen enough (`| head`): that is no failure of ours.
      if (!('code' in error) || error.code !== 'EPIPE') code = EXIT.failure
    })
  }
  const program = createProgram(io, result => {
    code = result
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    return report(error, io, args.includes('--verbose'))
  }
  return code
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
