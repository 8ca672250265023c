import { join } from 'node:path'
import { it } from 'vitest'
import { tempFolder } from '../support/temp.ts'
import { newLog, PATIENCE, place, scaled, whole } from './log/figures.ts'
import { answerOf, startScript } from './log/worker.ts'
import { printTable } from './table.ts'

const MB = 1e6
const STEPS = 10
const STEP = scaled(100 * MB)

interface Memory {
  readonly seen: number
  readonly rss: number
  readonly heapUsed: number
  readonly arrayBuffers: number
  readonly most: number
}

it(
  'memory of a tail while the log grows',
  async () => {
    const folder = tempFolder()
    const path = join(folder, 'log.md')
    newLog(path)
    const [grower, follower] = [startScript('grow-worker.mjs', path), startScript('memory-worker.mjs', path)]
    const memory = async (entry: number) => {
      follower.tell(`${entry}`)
      return answerOf<Memory>(follower)
    }
    const rows: string[][] = []
    const row = (bytes: number, { seen, rss, heapUsed, arrayBuffers, most }: Memory, speed: string) =>
      rows.push([
        whole(bytes / MB),
        whole(seen),
        ...[rss, heapUsed, arrayBuffers, most].map(size => (size / MB).toFixed(1)),
        speed,
      ])
    row(0, await memory(0), '')
    const sizes: number[] = []
    for (let step = 1; step <= STEPS; step += 1) {
      const begin = performance.now()
      grower.tell(`${step * STEP}`)
      const { entries, bytes } = await answerOf<{ entries: number; bytes: number }>(grower)
      const found = await memory(entries)
      sizes.push(found.rss)
      row(bytes, found, whole(STEP / MB / ((performance.now() - begin) / 1000)))
    }
    await Promise.all([grower.stop(), follower.stop()])
    printTable(
      `A tail of a log that another process makes grow; ${place(folder)}`,
      [
        'MB of log',
        'entries seen',
        'RSS MB',
        'heap MB',
        'buffers MB',
        'most RSS so far MB',
        'MB/s written and seen',
      ],
      rows,
    )
    const grown = (from: number) =>
      ((sizes.at(-1) ?? Number.NaN) / (sizes[from - 1] ?? Number.NaN)).toFixed(2)
    // The heap finds its size at the beginning; what is kept of each entry would show in the second half as well.
    printTable(
      'RSS at the last step',
      ['beside', 'log', 'RSS', 'aim'],
      [1, STEPS / 2].map(step => [`step ${step}`, `× ${STEPS / step}`, `× ${grown(step)}`, 'flat']),
    )
  },
  PATIENCE,
)
