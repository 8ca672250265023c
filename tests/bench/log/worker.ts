/** Real processes that are told what to do, and answer, a line at a time. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface Worker {
  tell(line: string): void
  /** Its next line. Rejects with what it wrote to stderr when it ends instead. */
  answer(): Promise<string>
  /** Lets it end by itself. */
  stop(): Promise<void>
}

export function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** Ends with its test at the latest. */
export function startWorker(command: string, args: readonly string[]): Worker {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = []
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  // The pipe of a worker that died: its answer says why.
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stdout }).on('line', line => {
    const next = waiting.shift()
    if (next === undefined) lines.push(line)
    else next.resolve(line)
  })
  const ended = new Promise<Error | null>(resolve => {
    const failed = (why: string) => new Error(`${[command, ...args].join(' ')}: ${why}\n${stderr}`)
    child.on('error', error => resolve(failed(error.message)))
    child.on('close', (code, signal) => resolve(code === 0 ? null : failed(`ended with ${code ?? signal}`)))
  })
  void ended.then(error => {
    for (const { reject } of waiting) reject(error ?? new Error(`${args.join(' ')} ended without an answer`))
  })
  return {
    tell(line) {
      child.stdin.write(`${line}\n`)
    },
    answer() {
      const line = lines.shift()
      if (line !== undefined) return Promise.resolve(line)
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        void ended.then(error => reject(error ?? new Error(`${args.join(' ')} ended without an answer`)))
      })
    },
    async stop() {
      child.stdin.end()
      const error = await ended
      if (error !== null) throw error
    },
  }
}

export function startScript(name: string, ...args: readonly string[]): Worker {
  return startWorker(process.execPath, [script(name), ...args])
}

export async function answerOf<T>(worker: Worker): Promise<T> {
  return JSON.parse(await worker.answer()) as T
}
