/** What entries say: text as a design discussion has it, the same in every run. */

const LINES = [
  'The limiter keeps one token bucket per customer and plan, in memory, and shares counts every 200 ms.',
  '- **Retry-After** is sent with every 429, in whole seconds, rounded up; clients of v1 ignore it.',
  'With three regions a customer could spend the budget three times: the share of a region follows its traffic.',
  '## What happens when the store is away',
  'Requests pass for up to 30 s (fail open), then only plans with a contract do. `limiter.degraded` is set to 1.',
  '| plan | requests a minute | burst |',
  '- p99 of the check stays ≤ 2 ms → it must never leave the process; the store is asked in the background.',
  '```ts',
  'const allowed = bucket.take(now, cost) // false → 429 with the reason "plan-exceeded"',
  '```',
  '1. Ship it dark, compare its answers with those of the old limiter for a week, then turn it on by plan.',
  '',
  'Not covered: abuse by many accounts of one customer. That is for the gateway (see #3), and for billing.',
]

/** Numbers from 0 to 1 that are the same in every run (Park and Miller). */
export function randomFrom(seed) {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Text of about `size` bytes; never more. */
export function textOf(size, random) {
  const lines = []
  for (let left = size; left > 0; ) {
    const line = LINES[Math.floor(random() * LINES.length)]
    const bytes = Buffer.byteLength(line) + 1
    if (bytes > left) {
      lines.push('x'.repeat(left))
      break
    }
    lines.push(line)
    left -= bytes
  }
  return lines.join('\n')
}
