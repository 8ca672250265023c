import { join } from 'node:path'
import { it } from 'vitest'
import { tempFolder } from '../support/temp.ts'
import { latencies, millis, PATIENCE, place, scaled, whole } from './log/figures.ts'
import { answerOf, startScript } from './log/worker.ts'
import { percentile, printTable } from './table.ts'

const MB = 1e6
const SIZES = [scaled(1_000), scaled(10_000), scaled(100_000)]
const RUNS = 7

interface Time {
  readonly clock: number
  readonly processor: number
}

interface Folded {
  readonly times: readonly { readonly parse: Time; readonly fold: Time }[]
  readonly steps: readonly number[]
  /** The most memory the process has had, in bytes. */
  readonly most: number
}

it(
  'parse and fold',
  async () => {
    const folder = tempFolder()
    const rows: string[][] = []
    for (const entries of SIZES) {
      const path = join(folder, `${entries}.md`)
      const writer = startScript('fold-worker.mjs', path)
      writer.tell(`write ${entries}`)
      const { bytes } = await answerOf<{ bytes: number }>(writer)
      await writer.stop()
      const folder1 = startScript('fold-worker.mjs', path)
      folder1.tell(`fold ${RUNS}`)
      const { times, steps, most } = await answerOf<Folded>(folder1)
      await folder1.stop()
      const median = (pick: (time: (typeof times)[number]) => number) => percentile(times.map(pick), 0.5)
      const both = median(({ parse, fold }) => parse.clock + fold.clock)
      const [p50 = '', p99 = ''] = latencies(steps)
      rows.push([
        `${whole(entries)} (${(bytes / MB).toFixed(1)} MB)`,
        millis(median(({ parse }) => parse.clock)),
        millis(median(({ fold }) => fold.clock)),
        `${millis(both)} / ${millis(Math.min(...times.map(({ parse, fold }) => parse.clock + fold.clock)))}`,
        whole(entries / (both / 1000)),
        whole(bytes / MB / (both / 1000)),
        `${p50} / ${p99}`,
        whole(most / MB),
      ])
    }
    printTable(
      `Parse and fold a whole session in memory, ms: median of ${RUNS} runs, for both also the best; ${place(folder)}`,
      [
        'entries',
        'parse',
        'fold',
        'both',
        'entries/s',
        'MB/s',
        'one more entry, p50 / p99',
        'most memory, MB',
      ],
      rows,
    )
  },
  PATIENCE,
)

it(
  'logs that are made to take long',
  async () => {
    const worker = startScript('fold-worker.mjs', '')
    worker.tell('hostile')
    const found =
      await answerOf<readonly { name: string; bytes: number; entries: number; clock: number }[]>(worker)
    await worker.stop()
    printTable(
      'Parse and fold of logs of 5 MB that are made to take long',
      ['made of', 'entries', 'ms'],
      found.map(({ name, entries, clock }) => [name, whole(entries), whole(clock)]),
    )
  },
  PATIENCE,
)
