/** Real processes of the built program. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export const REPO: string = fileURLToPath(new URL('../..', import.meta.url))
export const BIN: string = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
}

/** What a session must not see of the machine's own settings. */
const CLEAN: Readonly<Record<string, string | undefined>> = {
  ANTHROPIC_API_KEY: undefined,
  ANTHROPIC_AUTH_TOKEN: undefined,
  ANTHROPIC_BASE_URL: undefined,
  OTEL_EXPORTER_OTLP_ENDPOINT: undefined,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: undefined,
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
  CI: undefined,
  // Where a user's own agent definitions are.
  HOME: undefined,
  USERPROFILE: undefined,
}

export function synod(
  args: readonly string[],
  { cwd, env = {}, stdin = '' }: { cwd: string; env?: Record<string, string>; stdin?: string },
): Running {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...process.env, ...CLEAN, ...env },
    stdio: 'pipe',
  })
  child.stdin.end(stdin)
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return { child, finished }
}

/** Resolves when the file satisfies `holds`; looks again at every change of its folder. */
export function fileUntil(path: string, holds: (text: string) => boolean, timeout = 30_000): Promise<string> {
  const look = () => (existsSync(path) ? readFileSync(path, 'utf8') : '')
  return new Promise((resolve, reject) => {
    // The folder of a session is made later than the watch on it: look at short steps as well.
    const timer = setInterval(check, 10)
    const deadline = setTimeout(
      () => done(() => reject(new Error(`${path} never became what was waited for:\n${look()}`))),
      timeout,
    )
    const watcher = existsSync(dirname(path)) ? watch(dirname(path), check) : null
    check()

    function check(): void {
      const text = look()
      if (holds(text)) done(() => resolve(text))
    }
    function done(settle: () => void): void {
      clearInterval(timer)
      clearTimeout(deadline)
      watcher?.close()
      settle()
    }
  })
}
