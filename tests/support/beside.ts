/** A session on the disk with a person beside it: commands, an editor's way of adding an entry, and what stands there. */
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { foldLog, parseLog, type State } from '../../src/index.ts'
import { type Finished, fileUntil, type Running, synod } from './processes.ts'
import { tempFolder } from './temp.ts'

export interface Desk {
  readonly cwd: string
  readonly path: string
  /** Runs to its end; `stdin` is what is piped in. */
  readonly run: (args: readonly string[], stdin?: string, env?: Record<string, string>) => Promise<Finished>
  readonly begin: (...args: readonly string[]) => Running
  readonly text: () => string
  readonly state: () => State
  /** Resolves when the log satisfies this. */
  readonly until: (holds: (state: State) => boolean) => Promise<State>
  /** Adds an entry the way an editor does. */
  readonly type: (role: string, text: string) => void
}

export function desk(): Desk {
  const cwd = tempFolder()
  const path = join(cwd, 'log.md')
  const begin = (args: readonly string[], stdin = '', env: Record<string, string> = {}) => {
    const running = synod(args, { cwd, stdin, env })
    onTestFinished(() => void running.child.kill('SIGKILL'))
    return running
  }
  const read = (text: string) => foldLog(parseLog(Buffer.from(text)))
  return {
    cwd,
    path,
    run: (args, stdin, env) => begin(args, stdin, env).finished,
    begin: (...args) => begin(args),
    text: () => readFileSync(path, 'utf8'),
    state: () => read(readFileSync(path, 'utf8')),
    until: async holds => read(await fileUntil(path, text => text.includes('### [') && holds(read(text)))),
    type(role, text) {
      const now = new Date().toISOString().replace('T', ' ').replace('Z', '')
      appendFileSync(path, `\n### [${role}] [${now}] UTC\n\n${text}\n`)
    },
  }
}
