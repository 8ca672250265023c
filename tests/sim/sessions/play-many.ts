/** Sessions by the thousand: one half of them in each of two test files, so that both cores have work. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { playSession } from './session.ts'
import { count, createTally, type Tally } from './tally.ts'

/** `npm run sim` says how many, from which seed on, and where it wants the figures. */
export const SESSIONS: number = Number(process.env['SYNOD_SIM_SESSIONS'] ?? 10_000)
const FIRST_SEED = Number(process.env['SYNOD_SIM_SESSION_SEED'] ?? 1)
const FOLDER = process.env['SYNOD_SIM_FOLDER']
/** So many are looked at whole: every prefix folded anew and asked of the oracle, every entry taken out. */
const WHOLE = 200
/** For a machine that others use as well. */
export const PATIENCE: number = 60_000 + SESSIONS * 100

/** @param half 0 or 1 */
export async function playHalf(half: number): Promise<Tally> {
  const tally = createTally()
  for (let nth = half; nth < SESSIONS; nth += 2) {
    const seed = FIRST_SEED + nth
    const played = await playSession(seed, { whole: nth < WHOLE })
    count(tally, played)
    if (FOLDER !== undefined && played.violations.length > 0)
      writeFileSync(join(FOLDER, `seed-${seed}.md`), played.bytes)
  }
  if (FOLDER !== undefined) appendFileSync(join(FOLDER, `half-${half}.json`), JSON.stringify(tally))
  return tally
}
