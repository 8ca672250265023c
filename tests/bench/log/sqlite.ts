/** Where SQLite is to be had: no dependency of Synod brings it. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { script } from './worker.ts'

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  /** Who runs it, for the table. */
  readonly by: string
}

/** What .ci/run installs. */
const NODE_24 = fileURLToPath(new URL('../../../.ci/node24/node_modules/node/bin/node', import.meta.url))

const NODE = `import('node:sqlite').then(({DatabaseSync}) => console.log('node:sqlite of Node ' + process.versions.node + ', SQLite ' + new DatabaseSync(':memory:').prepare('SELECT sqlite_version() AS it').get().it))`
const PYTHON = `import sqlite3, platform; print('Python ' + platform.python_version() + ', SQLite ' + sqlite3.sqlite_version)`

/** This Node, the Node that .ci/run installs, or Python; null when none of them has it. */
export function sqliteProgram(): Program | null {
  const candidates = [
    { command: process.execPath, ask: ['-e', NODE], args: [script('append-worker.mjs'), 'sqlite'] },
    { command: NODE_24, ask: ['-e', NODE], args: [script('append-worker.mjs'), 'sqlite'] },
    { command: 'python3', ask: ['-c', PYTHON], args: [script('sqlite-worker.py')] },
  ]
  for (const { command, ask, args } of candidates) {
    const { status, stdout } = spawnSync(command, ask, { encoding: 'utf8' })
    if (status === 0) return { command, args, by: stdout.trim() }
  }
  return null
}

export const NO_SQLITE =
  'not measured: neither this Node (node:sqlite needs 22.13), nor .ci/node24 (.ci/run installs it), nor python3 has SQLite'
