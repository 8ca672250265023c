/** One process: its input written, its output taken in, and all it has started ended with it. Never through a shell. */
import { type ChildProcess, spawn } from 'node:child_process'

export interface RunOptions {
  readonly file: string
  readonly args: readonly string[]
  /** The folder it runs in. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly input: string
  /** The most it may take, in milliseconds. */
  readonly timeoutMs: number
  /** The most it may write to stdout, in bytes. */
  readonly mostOutput: number
  /** How long it may take to end when it is told to, and to close its output once it has ended, in milliseconds. */
  readonly graceMs: number
  /** Ends it when it aborts. */
  readonly signal: AbortSignal
  /** Told of each piece of stdout. */
  readonly onOutput: (piece: Buffer) => void
}

/** `exited` by itself, or why it was ended; `absent` when it did not start at all, for the reason in `error`. */
export type Ending = 'exited' | 'stopped' | 'timeout' | 'too-much' | 'absent'

export interface Ran {
  readonly ending: Ending
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  /** The end of it, from a whole word on. */
  readonly stderr: string
  readonly error: unknown
}

const LONGEST_STDERR = 65_536

export async function run(options: RunOptions): Promise<Ran> {
  try {
    return await following(start(options), options)
  } catch (error) {
    // Some of what keeps a program from starting is thrown, some is told later.
    return { ending: 'absent', code: null, signal: null, stdout: '', stderr: '', error }
  }
}

function start({ file, args, cwd, env }: RunOptions): ChildProcess {
  return spawn(file, [...args], {
    cwd,
    env: { ...env },
    stdio: 'pipe',
    shell: false,
    windowsHide: true,
    // A group of its own, so that what it starts can be ended with it, and a Ctrl-C in the terminal is ours to handle.
    detached: process.platform !== 'win32',
  })
}

function following(child: ChildProcess, options: RunOptions): Promise<Ran> {
  const { input, timeoutMs, mostOutput, graceMs, signal, onOutput } = options
  const stdout: Buffer[] = []
  let stderr = Buffer.alloc(0)
  let dropped = false
  let size = 0
  let ending: Ending = 'exited'
  return new Promise((settle, fail) => {
    const done = () => {
      clearTimeout(limit)
      clearTimeout(grace)
      signal.removeEventListener('abort', onAbort)
      forget(child)
    }
    let grace: NodeJS.Timeout | undefined
    const stop = (why: Ending) => {
      if (ending !== 'exited') return
      ending = why
      killGroup(child, 'SIGTERM')
      grace ??= setTimeout(() => killGroup(child, 'SIGKILL'), graceMs)
    }
    const onAbort = () => stop('stopped')
    const limit = setTimeout(() => stop('timeout'), timeoutMs)
    remember(child)
    child.once('error', error => {
      // Once it runs, an error is a signal that could not be sent: it has ended already, and says so by itself.
      if (child.pid !== undefined) return
      done()
      fail(error)
    })
    child.once('exit', () => {
      // Whatever it has left behind in its group had its chance to end with it.
      if (ending !== 'exited') killGroup(child, 'SIGKILL')
      clearTimeout(grace)
      // Something it started may hold its output open, and will write no answer into it.
      grace = setTimeout(() => {
        killGroup(child, 'SIGKILL')
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, graceMs)
    })
    child.once('close', (code, by) => {
      done()
      settle({
        ending,
        code,
        signal: by,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: dropped ? fromWholeWord(stderr.toString('utf8')) : stderr.toString('utf8'),
        error: null,
      })
    })
    child.stdout?.on('data', (piece: Buffer) => {
      size += piece.length
      if (size > mostOutput) return stop('too-much')
      stdout.push(piece)
      onOutput(piece)
    })
    child.stderr?.on('data', (piece: Buffer) => {
      const all = Buffer.concat([stderr, piece])
      dropped ||= all.length > LONGEST_STDERR
      stderr = all.subarray(-LONGEST_STDERR)
    })
    // A program may end without having read everything: what it says then is what counts.
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}

/** Half a word may be half a key, which nobody would know for one. */
function fromWholeWord(tail: string): string {
  return tail.replace(/^\S*/, '')
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    child.kill(signal)
    return
  }
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // Nobody of it is left; macOS says EPERM of those that have ended and were not waited for.
    if (!(error instanceof Error && 'code' in error && GONE.includes(error.code))) throw error
  }
}

const GONE: readonly unknown[] = ['ESRCH', 'EPERM']

const running = new Set<ChildProcess>()

/** A group of its own outlives a process that ends at once, as at the second Ctrl-C. */
function remember(child: ChildProcess): void {
  if (running.size === 0) process.on('exit', killAll)
  running.add(child)
}

function forget(child: ChildProcess): void {
  running.delete(child)
  if (running.size === 0) process.off('exit', killAll)
}

function killAll(): void {
  for (const child of running) killGroup(child, 'SIGKILL')
}
