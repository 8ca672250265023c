import { spawnSync } from 'node:child_process'
import { it } from 'vitest'
import { BIN, synod } from '../support/processes.ts'
import { tempFolder } from '../support/temp.ts'
import { printTable, spread } from './table.ts'

const PROBLEM = 'Design a rate limiter for our public REST API: 3 plans, 20k requests a second, 3 regions'
const RUNS = 15

function timed(args: readonly string[]): number {
  const started = performance.now()
  spawnSync(process.execPath, args)
  return performance.now() - started
}

/** One session in a process of its own: milliseconds to the first entry and to the end. */
async function session(): Promise<readonly [number, number]> {
  const started = performance.now()
  const { child, finished } = synod(['start', PROBLEM, '--json'], { cwd: tempFolder() })
  let first = 0
  child.stdout?.on('data', (text: string) => {
    if (first === 0 && text.includes('"event":"entry"')) first = performance.now() - started
  })
  await finished
  return [first, performance.now() - started]
}

it('cold start and a whole session', async () => {
  const times = (args: readonly string[]) => Array.from({ length: RUNS }, () => timed(args))
  const sessions: (readonly [number, number])[] = []
  for (let run = 0; run < RUNS; run += 1) sessions.push(await session())
  printTable(
    `Processes, ${RUNS} runs, milliseconds`,
    ['what', 'median', 'least', 'most'],
    [
      ['`node -e 0`', ...spread(times(['-e', '0']))],
      ['`synod --help`', ...spread(times([BIN, '--help']))],
      ['`synod start`: to the first entry', ...spread(sessions.map(([first]) => first))],
      [
        '`synod start`: a whole session of 5 roles on the playbook',
        ...spread(sessions.map(([, whole]) => whole)),
      ],
    ],
  )
})
