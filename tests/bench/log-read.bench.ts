import { join } from 'node:path'
import { it } from 'vitest'
import { tempFolder } from '../support/temp.ts'
import { millis, newLog, PATIENCE, place, scaled, whole } from './log/figures.ts'
import { answerOf, startScript } from './log/worker.ts'
import { percentile, printTable } from './table.ts'

const MB = 1e6
/** Bytes of a log, and how often it is read. */
const LOGS: readonly (readonly [bytes: number, runs: number])[] = [
  [scaled(MB), 25],
  [scaled(10 * MB), 9],
  [scaled(100 * MB), 5],
]

/** Milliseconds; those of the processor hardly depend on what else the machine does. */
interface Time {
  readonly clock: number
  readonly processor: number
}

type Way = 'verify' | 'parse' | 'hash'
const WAYS: readonly (readonly [way: Way, what: string, aim: string])[] = [
  ['verify', '`verifyFile`: read from the disk cache and check the chain', 'at least 200 MB/s'],
  ['parse', '`parseLog`: check the chain and keep every entry', ''],
  ['hash', 'SHA-256 of the same bytes, and nothing else', ''],
]

interface Log {
  readonly path: string
  readonly runs: number
  readonly entries: number
  readonly bytes: number
}

async function makeLogs(folder: string): Promise<readonly Log[]> {
  const logs: Log[] = []
  for (const [size, runs] of LOGS) {
    const path = join(folder, `${size}.md`)
    newLog(path)
    const grower = startScript('grow-worker.mjs', path)
    grower.tell(`${size}`)
    logs.push({ path, runs, ...(await answerOf<{ entries: number; bytes: number }>(grower)) })
    await grower.stop()
  }
  return logs
}

it(
  'parse and verify',
  async () => {
    const folder = tempFolder()
    const logs = await makeLogs(folder)
    const reader = startScript('read-worker.mjs', logs[0]?.path ?? '')
    const found: Record<Way, readonly Time[]>[] = []
    for (const { path, runs } of logs) {
      reader.tell(`${runs} ${path}`)
      found.push(await answerOf<Record<Way, readonly Time[]>>(reader))
    }
    await reader.stop()
    const head = (log: Log) =>
      `${(log.bytes / MB).toFixed(log.bytes < MB ? 2 : 0)} MB, ${whole(log.entries)} entries`
    const clocks = (way: Way, at: number) => (found[at]?.[way] ?? []).map(({ clock }) => clock)
    const median = (way: Way, at: number) => percentile(clocks(way, at), 0.5)
    const processor = (way: Way, at: number) =>
      percentile(
        (found[at]?.[way] ?? []).map(time => time.processor),
        0.5,
      )
    const speed = (bytes: number, time: number) => whole(bytes / MB / (time / 1000))
    printTable(
      `Reading logs with entries of 0.5 to 8 KB, MB/s: median / best of ${logs.map(({ runs }) => runs).join(', ')} runs / median a second of the processor; ${place(folder)}`,
      ['what', ...logs.map(head), 'aim'],
      WAYS.map(([way, what, aim]) => [
        what,
        ...logs.map(({ bytes }, at) =>
          [median(way, at), Math.min(...clocks(way, at)), processor(way, at)]
            .map(time => speed(bytes, time))
            .join(' / '),
        ),
        aim,
      ]),
    )
    printTable(
      'Time against size: median ms (ms a MB / of the processor), which stay the same where time is linear',
      ['what', ...logs.map(head)],
      WAYS.map(([way]) => [
        `\`${way}\``,
        ...logs.map(({ bytes }, at) => {
          const [clock, used] = [median(way, at), processor(way, at)]
          return `${millis(clock)} (${millis(clock / (bytes / MB))} / ${millis(used / (bytes / MB))})`
        }),
      ]),
    )
  },
  PATIENCE,
)
