/** The last line of `--json`, on every path. */
import { SynodError } from '../errors.ts'
import { resultEvent } from '../views/events.ts'
import { safeJson } from '../views/safe.ts'
import { type Io, write } from './io.ts'

/** However a command fails, `--json` still ends with a whole `result` line. */
export async function withResult(io: Io, raw: unknown, command: () => Promise<number>): Promise<number> {
  try {
    return await command()
  } catch (error) {
    const failure =
      error instanceof SynodError ? error : new SynodError('SYN_INTERNAL', String(error), { cause: error })
    if ((raw as { json?: boolean }).json === true) await writeFailure(io, failure)
    throw error
  }
}

export async function writeFailure(io: Io, error: SynodError): Promise<void> {
  const ending = { log: null, parsed: null, state: null, exit: error.exitCode, decision: null, error }
  await write(io.stdout, `${safeJson(resultEvent(ending))}\n`)
}
