import { join } from 'node:path'
import { it } from 'vitest'
import { keptFolder, tempFolder } from '../support/temp.ts'
import { latencies, newLog, PATIENCE, place, scaled } from './log/figures.ts'
import { answerOf, startScript, type Worker } from './log/worker.ts'
import { printTable } from './table.ts'

/** Milliseconds between two appends, and how many are made. */
const PACES: readonly (readonly [pause: number, count: number])[] = [
  [20, scaled(500, 50)],
  [2, scaled(3_000, 150)],
]
/** Appended before and not counted. */
const WARM_UP = 50

interface Written {
  readonly number: number
  readonly called: number
  readonly acknowledged: number
}

interface Seen {
  readonly number: number
  readonly at: number
}

/** The reader follows a log that the writer appends to; where both are one worker, through one FileLog. */
async function measure(
  writer: Worker,
  reader: Worker,
  pause: number,
  count: number,
): Promise<readonly string[][]> {
  const write = async (many: number) => {
    writer.tell(`${many} ${pause}`)
    return answerOf<readonly Written[]>(writer)
  }
  const see = async (written: readonly Written[]) => {
    reader.tell(`${written.at(-1)?.number ?? 0}`)
    return answerOf<readonly Seen[]>(reader)
  }
  await see(await write(WARM_UP))
  const written = await write(count)
  const seen = new Map((await see(written)).map(({ number, at }) => [number, at]))
  const since = (zero: (entry: Written) => number) =>
    written.map(entry => (seen.get(entry.number) ?? Number.NaN) - zero(entry))
  const lost = written.filter(({ number }) => !seen.has(number)).length
  if (lost > 0) throw new Error(`${lost} of ${count} entries were never seen`)
  return [
    [`${pause} ms`, 'acknowledged', `${count}`, ...latencies(since(({ acknowledged }) => acknowledged))],
    [`${pause} ms`, 'append was called', `${count}`, ...latencies(since(({ called }) => called))],
  ]
}

function log(): string {
  const path = join(tempFolder(), 'log.md')
  newLog(path)
  return path
}

const folder = keptFolder()

it(
  'from an append to a tail that has seen it',
  async () => {
    const rows: string[][] = []
    for (const [pause, count] of PACES) {
      const path = log()
      const [writer, reader] = [
        startScript('latency-writer.mjs', path),
        startScript('latency-reader.mjs', path),
      ]
      for (const row of await measure(writer, reader, pause, count))
        rows.push(['two processes', ...row, row[1] === 'acknowledged' ? 'p99 under 10 ms' : ''])
      await Promise.all([writer.stop(), reader.stop()])
    }
    for (const [pause, count] of PACES) {
      const both = startScript('latency-reader.mjs', log())
      for (const row of await measure(both, both, pause, count)) rows.push(['one process', ...row, ''])
      await both.stop()
    }
    printTable(
      `From append to tail, 2 KB entries with fdatasync; below 0: seen before the writer knew that it is on disk; ${place(folder)}`,
      ['writer and reader', 'one each', 'counted from', 'entries', 'p50 ms', 'p99 ms', 'max ms', 'aim'],
      rows,
    )
  },
  PATIENCE,
)
