import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'vitest'
import { verifyFile } from '../../src/log/verify-file.ts'
import { keptFolder, tempFolder } from '../support/temp.ts'
import { latencies, millis, newLog, PATIENCE, place, scaled, whole } from './log/figures.ts'
import { NO_SQLITE, type Program, sqliteProgram } from './log/sqlite.ts'
import { answerOf, script, startWorker, type Worker } from './log/worker.ts'
import { percentile, printTable } from './table.ts'

const ROUNDS = scaled(4)
const PROCESSES = [1, 8]
/** Milliseconds that a round of one store takes. */
const ROUND = scaled(2_000, 100)
/** What append-worker.mjs appends each time, and how often before it says that it is ready. */
const SIZE = 2_048
const WARM_UP = 100

interface Store {
  readonly name: string
  readonly durability: 'sync' | 'none'
  /** Null where there is nothing that could be run. */
  readonly program: Program | null
  /** How many appends the file at the end shows; null where it cannot tell. */
  readonly count: (path: string) => number | null
}

interface Run {
  readonly times: readonly number[]
  /** From when the first began to when the last ended. */
  readonly elapsed: number
  /** Milliseconds of the processor that all of them took. It hardly depends on what else the machine does. */
  readonly processor: number
}

interface Answer {
  readonly begin: number
  readonly end: number
  readonly times: readonly number[]
  readonly processor: number
}

const node = (store: string): Program => ({
  command: process.execPath,
  args: [script('append-worker.mjs'), store],
  by: '',
})
const bySize = (path: string) => statSync(path).size / SIZE
const byChain = (path: string) => {
  const { holds, entries } = verifyFile(path)
  return holds ? entries : 0
}
const sqlite = sqliteProgram()
const SYNOD = 'Synod'
const LOCKFILE = 'proper-lockfile, retry after 1-5 ms'
const STORES: readonly Store[] = (['sync', 'none'] as const).flatMap(durability => [
  { name: SYNOD, durability, program: node('synod'), count: byChain },
  { name: LOCKFILE, durability, program: node('lockfile'), count: bySize },
  { name: 'SQLite WAL, a transaction each', durability, program: sqlite, count: () => null },
  { name: 'O_APPEND, no lock', durability, program: node('plain'), count: bySize },
])

const SAFETY: Readonly<Record<string, readonly [string, string]>> = {
  [SYNOD]: ['durability entry', 'durability none'],
  'SQLite WAL, a transaction each': ['synchronous FULL', 'synchronous OFF'],
}

function safety({ name, durability }: Store): string {
  const [synced, none] = SAFETY[name] ?? ['fdatasync', 'none']
  return durability === 'sync' ? synced : none
}

/** As many processes as asked for, that begin together when all of them are ready. */
async function run({ durability, program, name, count }: Store, processes: number): Promise<Run> {
  if (program === null) throw new Error(`${name} cannot be run`)
  const folder = tempFolder()
  const path = join(folder, 'log.md')
  if (name === SYNOD) newLog(path)
  const start = () => startWorker(program.command, [...program.args, durability, path])
  // The first makes what the others open.
  const workers: Worker[] = [start()]
  await workers[0]?.answer()
  while (workers.length < processes) workers.push(start())
  await Promise.all(workers.slice(1).map(worker => worker.answer()))
  for (const worker of workers) worker.tell(`${ROUND}`)
  const answers = await Promise.all(workers.map(worker => answerOf<Answer>(worker)))
  await Promise.all(workers.map(worker => worker.stop()))
  const times = answers.flatMap(answer => answer.times)
  const there = count(path) ?? times.length + processes * WARM_UP
  if (there !== times.length + processes * WARM_UP)
    throw new Error(`${name}: ${times.length + processes * WARM_UP} appends were made, ${there} are there`)
  rmSync(folder, { recursive: true })
  const elapsed = Math.max(...answers.map(({ end }) => end)) - Math.min(...answers.map(({ begin }) => begin))
  const processor = answers.reduce((sum, answer) => sum + answer.processor, 0)
  return { times, elapsed, processor }
}

function sum(values: readonly number[]): number {
  return values.reduce((left, right) => left + right, 0)
}

function rate(runs: readonly Run[]): number {
  return (sum(runs.map(({ times }) => times.length)) / sum(runs.map(({ elapsed }) => elapsed))) * 1000
}

const folder = keptFolder()

it(
  'appends a second, beside other ways to append',
  async () => {
    const runs = new Map<string, Run[]>()
    const key = (store: Store, processes: number) => `${processes} ${store.durability} ${store.name}`
    for (let round = 0; round < ROUNDS; round += 1) {
      // Every store in every round, each time after another one: what else the machine does hits all alike. An odd
      // step goes through all eight.
      const order = STORES.flatMap((_, at) => STORES[(at * (2 * round + 1) + round) % STORES.length] ?? [])
      for (const processes of PROCESSES) {
        for (const store of order) {
          if (store.program === null) continue
          const so = runs.get(key(store, processes)) ?? []
          runs.set(key(store, processes), [...so, await run(store, processes)])
        }
      }
    }
    const of = (store: Store, processes: number) => runs.get(key(store, processes)) ?? []
    for (const processes of PROCESSES) {
      printTable(
        `Appends of 2 KB by ${processes} ${processes === 1 ? 'process' : 'processes'}; ${ROUNDS} rounds of ${ROUND} ms each, interleaved; ${place(folder)}${sqlite === null ? '' : `; ${sqlite.by}`}`,
        [
          'what',
          'on disk by',
          'appends/s',
          'least and most of a round',
          'p50 ms',
          'p99 ms',
          'max ms',
          'processor ms each',
        ],
        STORES.map(store => {
          const mine = of(store, processes)
          if (store.program === null) return [store.name, safety(store), NO_SQLITE, '', '', '', '', '']
          const rates = mine.map(one => rate([one]))
          const spread = `${whole(Math.min(...rates))} - ${whole(Math.max(...rates))}`
          const times = mine.flatMap(({ times }) => times)
          const processor = millis(sum(mine.map(({ processor }) => processor)) / times.length)
          return [store.name, safety(store), whole(rate(mine)), spread, ...latencies(times), processor]
        }),
      )
    }
    printTable(
      'Synod beside proper-lockfile',
      ['processes', 'on disk', 'appends/s, Synod : proper-lockfile', 'p99 ms of Synod', 'aim'],
      PROCESSES.flatMap(processes =>
        (['sync', 'none'] as const).map(durability => {
          const runsOf = (name: string) => runs.get(`${processes} ${durability} ${name}`) ?? []
          const ratio = rate(runsOf(SYNOD)) / rate(runsOf(LOCKFILE))
          const p99 = percentile(
            runsOf(SYNOD).flatMap(({ times }) => times),
            0.99,
          )
          const aim = processes === 8 ? 'at least 2.5, p99 under 20 ms' : ''
          return [`${processes}`, durability === 'sync' ? 'yes' : 'no', ratio.toFixed(2), p99.toFixed(1), aim]
        }),
      ),
    )
  },
  PATIENCE,
)
