// Makes a fresh clone runnable with nothing but Node: installs when node_modules is missing or older than the
// lock file says, builds when dist is older than src. Quiet and instant when there is nothing to do.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...path) => join(root, ...path)

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Synod needs Node 20.19 or newer; this is ${process.version}. Install a newer Node and run the command again.`,
  )
}

const lockHash = createHash('sha256')
  .update(readFileSync(at('package-lock.json')))
  .digest('hex')
const stamp = at('node_modules', '.synod-lock')
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lockHash) {
  note('installing dependencies (once) …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(stamp, lockHash)
}

const inputs = ['src', 'package.json', 'tsconfig.json', '.config/tsconfig.build.json'].map(path => at(path))
const built = at('dist', '.built')
if (!existsSync(built) || Math.max(...inputs.map(newest)) > statSync(built).mtimeMs) {
  note('building …')
  // A stale file of a renamed module must not linger, so the folder is made anew.
  rmSync(at('dist'), { recursive: true, force: true })
  run(process.execPath, [
    at('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    at('.config', 'tsconfig.build.json'),
  ])
  // npx runs the program of a clone where it stands.
  chmodSync(at('dist', 'cli', 'bin.js'), 0o755)
  writeFileSync(built, '')
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  // The folder's own time counts too: it changes when a file is removed.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map(name => newest(join(path, name))))
}

function run(command, args) {
  const shell = process.platform === 'win32' && command === 'npm'
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', shell })
  if (status === 0) return
  fail(`"${command} ${args.join(' ')}" failed:\n${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`)
}

function note(text) {
  process.stderr.write(`synod: ${text}\n`)
}

function fail(text) {
  process.stderr.write(`synod: ${text}\n`)
  process.exit(1)
}
