/** The program's surroundings, as one value: so that a command can be run whole in a test. */
import type { Readable, Writable } from 'node:stream'
import { createStyle, type Style, wantsColor } from '../views/style.ts'

export interface OutputStream extends Writable {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Calls `onSignal` at each SIGINT or SIGTERM until the returned function is called. */
  readonly onSignal: (onSignal: (name: 'SIGINT' | 'SIGTERM') => void) => () => void
  /** Ends the process at once, for a second Ctrl-C. */
  readonly exit: (code: number) => void
}

/** Where the user's own settings are, or undefined. */
export function homeOf({ env }: Pick<Io, 'env'>): string | undefined {
  return env['HOME'] ?? env['USERPROFILE']
}

const DEFAULT_WIDTH = 80

export function widthOf(stream: OutputStream): number {
  return stream.columns ?? DEFAULT_WIDTH
}

export function styleOf(
  stream: OutputStream,
  env: Io['env'],
  roles: Readonly<Record<string, string | null>> = {},
): Style {
  return createStyle({ color: wantsColor({ isTTY: stream.isTTY === true, env }), roles })
}

/** Writes a result to stdout and waits until it is taken: a slow reader must not lose the end of it. */
export function write(stream: OutputStream, text: string): Promise<void> {
  return new Promise(resolve => {
    if (stream.destroyed || stream.errored !== null) return resolve()
    stream.write(text, () => resolve())
  })
}

export function systemIo(): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    onSignal(onSignal) {
      const [interrupt, terminate] = [() => onSignal('SIGINT'), () => onSignal('SIGTERM')]
      process.on('SIGINT', interrupt).on('SIGTERM', terminate)
      return () => process.off('SIGINT', interrupt).off('SIGTERM', terminate)
    },
    exit: code => process.exit(code),
  }
}
