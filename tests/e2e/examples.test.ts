import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { REPO, synod } from '../support/processes.ts'
import { keptFolder } from '../support/temp.ts'

const FOLDER = join(REPO, 'docs', 'examples')
const NAMES = readdirSync(FOLDER)
  .filter(name => name.endsWith('.md'))
  .sort()

/** Lines that say something: blank ones and rules of tables are no content. */
function linesOf(record: string): ReadonlySet<string> {
  return new Set(
    record
      .split('\n')
      .map(line => line.trim())
      .filter(line => /[\p{L}\p{N}]/u.test(line)),
  )
}

describe('the example problems', () => {
  const cwd = keptFolder()
  const records = new Map<string, ReadonlySet<string>>()

  beforeAll(async () => {
    for (const name of NAMES) {
      const { code, stdout, stderr } = await synod(['start', '--file', join(FOLDER, name)], { cwd }).finished
      expect(code, `${name}: ${stderr}`).toBe(0)
      records.set(name, linesOf(stdout))
    }
    const rate = await synod(
      ['start', 'Design a rate limiter for our public REST API: 3 plans, 20k requests a second, 3 regions'],
      { cwd },
    ).finished
    records.set('rate limiter', linesOf(rate.stdout))
  })

  it('are five of different kinds', () => {
    expect(NAMES).toHaveLength(5)
  })

  it('come to decisions of which no two share more than a third of their lines', () => {
    const shares = [...records].flatMap(([left, lines], index) =>
      [...records].slice(index + 1).map(([right, others]) => {
        const shared = [...lines].filter(line => others.has(line)).length
        return { pair: `${left} / ${right}`, share: shared / Math.min(lines.size, others.size) }
      }),
    )
    expect(shares.filter(({ share }) => share > 1 / 3)).toEqual([])
  })
})

it('says of a design for which no role has rules that it is a frame, not a design', async () => {
  const cwd = keptFolder()
  const { stdout, code } = await synod(['start', 'Plan a wedding for 120 guests'], { cwd }).finished
  expect(code).toBe(0)
  expect(stdout).toContain('No role has rules for this kind of problem')
  const rate = await synod(['start', 'Design a rate limiter'], { cwd }).finished
  expect(rate.stdout).not.toContain('No role has rules for this kind of problem')
})
