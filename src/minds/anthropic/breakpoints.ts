/**
 * Where a prompt is marked to be cached. A marked place is found again by a later request that has the same bytes up
 * to it, if one of that request's own marks is at most twenty blocks behind it; four marks are allowed.
 */
import type { Entry } from '../../log/entry.ts'

export type CacheTtl = '5m' | '1h'

/** Less than the twenty blocks a mark looks back over, so that no place between two marks is out of sight. */
const STRIDE = 15
const MOST_IN_LOG = 3

/**
 * The places of a log's blocks to mark, from the first on: its end, which is the horizon, and the boundaries before it
 * that every longer log has too. One mark more is left for what stands before the log.
 * @param blocks how many there are
 */
export function logBreakpoints(blocks: number): readonly number[] {
  const last = blocks - 1
  if (last < 0) return []
  const boundary = last - (last % STRIDE)
  return [boundary - STRIDE, boundary, last]
    .filter((place, index, places) => place >= 0 && places.indexOf(place) === index)
    .slice(-MOST_IN_LOG)
}

const LONG_GAP_MS = 4 * 60_000
const RECENT = 12

/**
 * Five minutes are enough where somebody speaks every few minutes. Where turns take longer, as with people at the
 * table, an hour costs more to write and is still there when it is read.
 */
export function ttlFor(entries: readonly Pick<Entry, 'time'>[]): CacheTtl {
  const times = entries.slice(-RECENT).flatMap(({ time }) => (time === null ? [] : [Date.parse(time)]))
  const isSlow = times.some((time, index) => time - (times[index - 1] ?? time) > LONG_GAP_MS)
  return isSlow ? '1h' : '5m'
}
