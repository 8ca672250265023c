// Plays whole sessions with misbehaving workers, people and processes, and shows what became of them:
//   npm run sim -- [--sessions 10000] [--seed 1] [--keep]
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
})
const [sessions, seed] = [Number(values.sessions), Number(values.seed)]
if (!Number.isSafeInteger(sessions) || sessions < 1 || !Number.isSafeInteger(seed) || seed < 0) {
  console.error('Expected --sessions N from 1 and --seed N from 0')
  process.exit(2)
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'synod-sim-'))
const begun = performance.now()
const code = await play()
const halves = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')))
const tally = halves.reduce(merge, {})
show(tally, (performance.now() - begun) / 1000)
if (values.keep || tally.violations?.length > 0) console.log(`\nlogs and figures: ${folder}`)
else rmSync(folder, { recursive: true, force: true })
process.exit(code)

function play() {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const files = ['sessions', 'sessions-other-half'].map(name => `tests/sim/${name}.test.ts`)
  const args = [
    vitest,
    'run',
    '--maxWorkers=2',
    '--config',
    '.config/vitest.config.ts',
    '--project',
    'unit',
    ...files,
  ]
  const env = {
    ...process.env,
    SYNOD_SIM_SESSIONS: `${sessions}`,
    SYNOD_SIM_SESSION_SEED: `${seed}`,
    SYNOD_SIM_FOLDER: folder,
  }
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  return new Promise(resolve => child.on('close', status => resolve(status ?? 1)))
}

/** Numbers are added, lists joined, and so on through whatever holds them. */
function merge(left, right) {
  if (left === undefined) return right
  if (right === undefined) return left
  if (typeof right === 'number') return left + right
  if (Array.isArray(right)) return [...left, ...right]
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  return Object.fromEntries([...names].map(name => [name, merge(left[name], right[name])]))
}

function show({ sessions, entries, looks, refused, ends, tasks, misdeeds, violations }, seconds) {
  if (sessions === undefined) return
  console.log(
    `\n${sessions} sessions from seed ${seed}: ${entries} entries, ${looks} states looked at, ${refused} drafts refused, in ${seconds.toFixed(0)} s`,
  )
  console.log(`\n${table(['ended in', 'sessions'], byCount(ends))}`)
  console.log(`\n${table(['turns', 'asked for'], byCount(tasks))}`)
  const rows = byCount(Object.fromEntries(Object.entries(misdeeds).map(([name, { times }]) => [name, times])))
  console.log(
    `\n${table(
      ['misbehaviour', 'times', 'sessions', 'these ended in', 'answered with'],
      rows.map(([name, times]) => [
        name,
        times,
        misdeeds[name].sessions,
        shares(misdeeds[name].ends),
        named(misdeeds[name].answers),
      ]),
    )}`,
  )
  console.log(`\nviolations: ${violations.length}`)
  for (const violation of violations.slice(0, 20)) console.log(violation)
}

function byCount(counts) {
  return Object.entries(counts).toSorted(([, left], [, right]) => right - left)
}

function shares(counts) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const [first, second, third, ...rest] = byCount(counts)
  const others = rest.reduce((sum, [, count]) => sum + count, 0)
  return [first, second, third, ...(others > 0 ? [['other', others]] : [])]
    .filter(one => one !== undefined)
    .map(([name, count]) => `${name} ${Math.round((100 * count) / all)} %`)
    .join(', ')
}

function named(counts) {
  return byCount(counts)
    .slice(0, 4)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

function table(head, rows) {
  const lines = [head, ...rows].map(row => row.map(String))
  const widths = head.map((_, at) => Math.max(...lines.map(line => line[at].length)))
  return lines
    .map(line =>
      line
        .map((cell, at) => cell.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
