import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'

export const HELP = `npm run torture -- [options]

Writers, readers and an editor on one log; writers are killed and meet faults of the disk. Ends with 1 when an
acknowledged entry is lost or there twice, or the chain does not hold.

  --minutes N      how long (1)
  --seconds N      the same in seconds
  --writers N      processes that append (8)
  --appends N      each of them has so many acknowledged, and then the run ends; default: without end
  --readers N      processes that tail (3)
  --seed N         of the random choices; default: any
  --no-editor      nobody edits the log
  --no-faults      no faults of the disk (they need strace)
  --tamper         afterwards: is an in-place change of a sealed byte noticed within a second?
  --rotate MB      a fresh log when it is larger (64)
  --folder PATH    where the logs are made (a folder in ${tmpdir()})
  --keep           keep the logs; those with problems are always kept
  --build PATH     the compiled package that is tortured (dist)
  --json           the counts as one line of JSON at the end`

/** @param {readonly string[]} args */
export function readOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      minutes: { type: 'string', default: '1' },
      seconds: { type: 'string' },
      writers: { type: 'string', default: '8' },
      appends: { type: 'string' },
      readers: { type: 'string', default: '3' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      editor: { type: 'boolean', default: true },
      faults: { type: 'boolean', default: true },
      tamper: { type: 'boolean', default: false },
      rotate: { type: 'string', default: '64' },
      folder: { type: 'string' },
      keep: { type: 'boolean', default: false },
      build: { type: 'string', default: new URL('../../dist', import.meta.url).pathname },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    ...values,
    seconds: number('seconds', values.seconds ?? String(Number(values.minutes) * 60), 1),
    writers: number('writers', values.writers, 1),
    appends: values.appends === undefined ? null : number('appends', values.appends, 1),
    readers: number('readers', values.readers, 0),
    seed: number('seed', values.seed, 0),
    rotate: number('rotate', values.rotate, 1) * 1024 * 1024,
  }
}

/** @typedef {ReturnType<typeof readOptions>} Options */

/** @param {string} name @param {string} written @param {number} least */
function number(name, written, least) {
  const value = Number(written)
  if (Number.isFinite(value) && value >= least) return value
  throw new Error(`Expected --${name} to be a number from ${least}, got ${written}`)
}
