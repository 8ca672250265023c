/** How large the benches of the log are, and how their figures are written. */
import { availableParallelism, loadavg } from 'node:os'
import { createLog } from '../../../src/index.ts'
import { fileSystemOf } from '../../../src/log/file-system.ts'
import { percentile } from '../table.ts'

/** The longest a bench may take, in milliseconds: it must end one day, and never for being slow. */
export const PATIENCE = 3_600_000

/** 1 is the whole run. With BENCH_SCALE=0.05 everything is a twentieth: to see that it runs, not to quote. */
const SCALE: number = readScale(process.env['BENCH_SCALE'])

function readScale(text = '1'): number {
  const scale = Number(text)
  if (scale > 0 && scale <= 1) return scale
  throw new Error(`BENCH_SCALE is "${text}": expected a number above 0 and up to 1`)
}

export function scaled(full: number, least = 1): number {
  return Math.max(least, Math.round(full * SCALE))
}

/** What the figures depend on, for the line above a table. Load far above the cores: the machine is busy with other work. */
export function place(folder: string): string {
  const load = `load ${(loadavg()[0] ?? Number.NaN).toFixed(1)} on ${availableParallelism()} cores`
  const size = SCALE === 1 ? '' : `, BENCH_SCALE=${SCALE}: not to be quoted`
  return `Node ${process.versions.node}, ${fileSystemOf(folder).name}, ${load}${size}`
}

export function newLog(path: string): void {
  const header = {
    synod: 1,
    session: 'bench',
    created: new Date(0).toISOString(),
    workers: ['ARCHITECT', 'BACKEND'],
    proposer: 'ARCHITECT',
    policy: 'unanimous',
    veto: [],
    external: [],
    with: [],
    deadlock: 'pause' as const,
    implement: false,
    maxRevisions: 3,
    mind: null,
  }
  createLog(path, { header, title: 'Bench', problem: 'How fast is the log?' })
}

/** Milliseconds with as many digits as tell something. */
export function millis(value: number): string {
  const size = Math.abs(value)
  return value.toFixed(size < 1 ? 3 : size < 100 ? 1 : 0)
}

/** p50, p99 and the most. */
export function latencies(times: readonly number[]): readonly string[] {
  const most = times.reduce((left, right) => Math.max(left, right), Number.NEGATIVE_INFINITY)
  return [percentile(times, 0.5), percentile(times, 0.99), most].map(millis)
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}
