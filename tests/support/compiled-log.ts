/** src/log as JavaScript, for tests that need other processes on one log and must not wait for a build. */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, onTestFinished } from 'vitest'

const REPO = fileURLToPath(new URL('../..', import.meta.url))
const SCRIPTS = fileURLToPath(new URL('../log/fixtures', import.meta.url))

/** A folder with `errors.js`, `log/*.js` and the scripts of tests/log/fixtures; gone when the group of tests is. */
export function compiledLog(): string {
  const folder = mkdtempSync(join(tmpdir(), 'synod-compiled-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'log'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  symlinkSync(join(REPO, 'node_modules'), join(folder, 'node_modules'))
  compile('errors.ts')
  for (const name of readdirSync(join(REPO, 'src/log')))
    if (!name.endsWith('.d.ts')) compile(join('log', name))
  cpSync(SCRIPTS, folder, { recursive: true })
  return folder

  function compile(file: string): void {
    const { outputText } = ts.transpileModule(readFileSync(join(REPO, 'src', file), 'utf8'), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
      fileName: basename(file),
    })
    writeFileSync(join(folder, file.replace(/\.ts$/, '.js')), outputText)
  }
}

export interface Script {
  readonly child: ChildProcess
  /** Resolves with what it has said so far once that holds; rejects when it ends before. */
  said(holds: (stdout: string) => boolean): Promise<string>
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
}

/** Starts a program that is killed with its test. */
export function startScript(command: string, args: readonly string[]): Script {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let [stdout, stderr] = ['', '']
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    for (const listener of listeners) listener()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
  const said = (holds: (text: string) => boolean) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (holds(stdout)) resolve(stdout)
      }
      listeners.add(look)
      look()
      void ended.then(() => reject(new Error(`It ended before: ${stdout}${stderr}`)))
    })
  return { child, said, ended }
}
