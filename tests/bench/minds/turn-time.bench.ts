/** What the engine adds to a turn: real processes against a server that answers at once, beside a bare loop of SDK calls. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { it } from 'vitest'
import { tempFolder } from '../../support/temp.ts'
import { ms, percentile, printTable } from '../table.ts'

interface Figures {
  readonly ms: number
  readonly turns: number
  /** Megabytes at most. */
  readonly rss: number
}

const REPETITIONS = 3

function script(name: string): string {
  return new URL(name, import.meta.url).pathname
}

async function withServer<T>(rounds: number, use: (url: string) => Promise<T>): Promise<T> {
  const server = spawn(process.execPath, [script('zero-latency-server.mjs'), String(rounds)], {
    // Its end of stdin tells it when to go, also when this process is killed.
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    const [url] = (await once(createInterface(server.stdout), 'line')) as [string]
    return await use(url)
  } finally {
    server.stdin.end()
  }
}

async function run(name: string, url: string, rounds: number): Promise<Figures> {
  const place = name === 'bare-loop.mjs' ? join(tempFolder(), 'log.md') : tempFolder()
  const child = spawn(process.execPath, [script(name), url, String(rounds), place], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: '' },
  })
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')])
  return JSON.parse(out)
}

it('time a turn', async () => {
  const rows: string[][] = []
  for (const rounds of [5, 25, 250]) {
    const bare: Figures[] = []
    const synod: Figures[] = []
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      // A server for each: what it has to collect of the one must not be paid by the other.
      bare.push(await withServer(rounds, url => run('bare-loop.mjs', url, rounds)))
      synod.push(await withServer(rounds, url => run('engine-loop.mjs', url, rounds)))
    }
    const each = (figures: readonly Figures[]) =>
      percentile(
        figures.map(({ ms, turns }) => ms / turns),
        0.5,
      )
    const most = (figures: readonly Figures[]) => Math.max(...figures.map(({ rss }) => rss)).toFixed(0)
    rows.push([
      `${rounds}`,
      `${bare[0]?.turns} and ${synod[0]?.turns}`,
      ms(each(bare)),
      ms(each(synod)),
      (each(synod) / each(bare)).toFixed(2),
      most(bare),
      most(synod),
    ])
  }
  printTable(
    `Milliseconds a turn, median of ${REPETITIONS} runs of a process each, and the most memory in MB`,
    ['rounds', 'turns', 'bare loop', 'Synod', 'times', 'MB bare', 'MB Synod'],
    rows,
  )
})
