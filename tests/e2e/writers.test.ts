/** Many writers on one log, killed at random while people edit it. `npm run torture` does the same for minutes. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { compiledLog } from '../support/compiled-log.ts'
import { keptFolder, tempFolder } from '../support/temp.ts'

const TORTURE = fileURLToPath(new URL('../torture/torture.mjs', import.meta.url))
/** How long writers are killed, in seconds; they finish what they have to append afterwards. */
const SECONDS = Number(process.env['SYNOD_TORTURE_SECONDS'] ?? 20)
const LIMIT = SECONDS * 1000 + 240_000

interface Counts {
  readonly seed: number
  readonly acknowledged: number
  readonly lost: number
  readonly duplicated: number
  readonly 'texts lost': number
  readonly 'seen by readers': number
  readonly kills: number
  readonly problems: number
}

interface Run {
  readonly code: number | null
  readonly said: string
  readonly counts: Counts
}

const compiled = compiledLog()

function torture(folder: string, ...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [
    TORTURE,
    ...['--build', compiled, '--folder', folder, '--seconds', `${SECONDS}`, '--json'],
    ...args,
  ])
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      const last = said.trimEnd().split('\n').at(-1) ?? ''
      if (last.startsWith('{')) resolve({ code, said, counts: JSON.parse(last) })
      else reject(new Error(`It ended with ${code}:\n${said}`))
    })
  })
}

describe('8 processes that append 500 entries each, of 200 bytes to 200 KB, and are killed at random', () => {
  const folder = keptFolder()
  let run: Run
  beforeAll(async () => {
    run = await torture(folder, '--appends', '500', '--writers', '8', '--no-editor', '--rotate', '1000')
  }, LIMIT)

  it('lose no acknowledged entry, and have none twice', () => {
    expect(run.counts, run.said).toMatchObject({ acknowledged: 8 * 500, lost: 0, duplicated: 0 })
  })

  it('leave one chain that holds, no entry mixed with another, and one order for every reader', () => {
    expect(run.counts.problems, run.said).toBe(0)
    expect(run.code).toBe(0)
    expect(run.counts['seen by readers']).toBeGreaterThanOrEqual(3 * 8 * 500)
  })

  it('were really killed', () => {
    expect(run.counts.kills, run.said).toBeGreaterThan(SECONDS / 4)
  })
})

it(
  'lose nothing either while an editor saves older copies over the log, empties and deletes it: its texts are kept as well',
  async () => {
    const run = await torture(tempFolder(), '--writers', '4', '--readers', '3')
    expect(run.counts, run.said).toMatchObject({ lost: 0, duplicated: 0, 'texts lost': 0, problems: 0 })
    expect(run.counts.acknowledged, run.said).toBeGreaterThan(0)
  },
  LIMIT,
)
