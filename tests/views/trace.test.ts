import { describe, expect, it } from 'vitest'
import { createStyle } from '../../src/views/style.ts'
import { renderTrace, type TracePage } from '../../src/views/trace.ts'
import type { TracedCall } from '../../src/views/trace-report.ts'
import { displayWidth } from '../../src/views/width.ts'
import { FIRST_CALL, tracedCall } from '../support/calls.ts'

const FINE = { foreign: 0, torn: false, unknown: [], withUnknown: 0 }
const at = (seconds: number) => new Date(FIRST_CALL + seconds * 1000).toISOString()
const CALLS: readonly TracedCall[] = [
  tracedCall(),
  tracedCall({ role: 'QA', entry: null, reason: 'repair', stopReason: 'max_tokens', time: at(5) }),
  tracedCall({
    role: 'QA',
    entry: null,
    outcome: 'failed',
    usage: null,
    usd: 0,
    firstTokenMs: null,
    prefixes: [],
    error: { code: 'SYN_MIND_CUT', message: 'cut' },
    time: at(10),
  }),
]

function page(change: Partial<TracePage> = {}, width = 120, color = false): string {
  const calls = change.calls ?? CALLS
  return renderTrace(
    { path: 'sessions/a/log.trace.jsonl', calls, tail: calls.length, logUsd: null, faults: FINE, ...change },
    { style: createStyle({ color }), width, ascii: true },
  )
}

describe('renderTrace', () => {
  it('has a row a call and a role, the waterfall, what was shared, and what does not add up', () => {
    expect(page({ logUsd: 0.0123 })).toBe(`3 calls to claude-haiku-5-5
sessions/a/log.trace.jsonl

Calls
entry  role     task               model             sent  cached  out     cost  first  total  outcome
   #6  BACKEND  review #5          claude-haiku-5-5   300     600   40  $0.0123  0.8 s  4.2 s  answered
    -  QA       review #5, repair  claude-haiku-5-5   300     600   40  $0.0123  0.8 s  4.2 s  answered, max_tokens
    -  QA       review #5          claude-haiku-5-5     -       -    -    $0.00      -  4.2 s  failed, SYN_MIND_CUT

Waterfall
#6 BACKEND review #5   -----####################                                                             4.2 s
- QA review #5, repair                              -----####################                                4.2 s
- QA review #5                                                                    -------------------------  4.2 s

Totals
role     calls  sent  cached  out     cost  from cache    time
BACKEND      1   300     600   40  $0.0123        67 %   4.2 s
QA           2   300     600   40  $0.0123        67 %   8.4 s
all          3   600    1.2k   80  $0.0246        67 %  12.6 s

Shared prefixes
up to   bytes  calls  roles  sha256        who
#4      11000      2      2  040404040404  BACKEND, QA
system   8000      2      2  5e5e5e5e5e5e  BACKEND, QA

spent by the trace 0.0246 USD, by the log 0.0123 USD: calls ended before their entry was written
`)
  })

  it('lets columns go, and then the table, before it grows wider than the terminal', () => {
    const header = (width: number) => page({}, width).split('\n')[4]?.split(/ +/)
    const figures = ['sent', 'cached', 'out', 'cost']
    expect(header(100)).toEqual(['entry', 'role', 'task', 'model', ...figures, 'first', 'total', 'outcome'])
    expect(header(80)).toEqual(['entry', 'role', 'task', ...figures, 'first', 'total', 'outcome'])
    expect(header(72)).toEqual(['entry', 'role', 'task', ...figures, 'total', 'outcome'])
    expect(page({}, 44)).toContain(`Calls
#6 BACKEND review #5, claude-haiku-5-5
    300 sent, 600 cached, 40 out, $0.0123,
    first token after 0.8 s, 4.2 s, answered
`)
    for (const width of [40, 44, 60, 80, 100]) {
      const lines = page({ logUsd: 1, faults: { ...FINE, torn: true } }, width).split('\n')
      expect(lines.filter(line => displayWidth(line) > width)).toEqual([])
    }
  })

  it('off a terminal leaves nothing out', () => {
    const code = `SYN_MIND_${'X'.repeat(200)}`
    const failed = tracedCall({ outcome: 'failed', error: { code, message: 'x' }, model: 'm'.repeat(150) })
    const lines = page({ calls: [...CALLS, failed] }, Number.POSITIVE_INFINITY).split('\n')
    const row = lines.find(line => line.includes(code))
    expect(row).toMatch(
      /^ +#6 +BACKEND +review #5 +m{150} +300 +600 +40 +\$0\.0123 +0\.8 s +4\.2 s +failed, SYN_/,
    )
    const from = lines.indexOf('Waterfall') + 1
    expect(lines.slice(from, from + 4).map(displayWidth)).toEqual([114, 114, 114, 114])
  })

  it('says of which models the price is not known, and counts what is', () => {
    const free = { usd: 0, priced: false }
    const [one, two] = [tracedCall({ ...free, model: 'qwen3' }), tracedCall({ ...free, model: 'llama' })]
    const text = page({ calls: [tracedCall(), one] })
    expect(text).toContain(' 40        ?  0.8 s ')
    expect(text).toMatch(/\nall .+ \$0\.0123 .+\nthe price of qwen3 is not known: its calls count as 0\n/)
    expect(page({ calls: [one, two, two] })).toContain(
      '\nthe prices of qwen3 and llama are not known: their calls count as 0\n',
    )
    expect(page({ calls: [one] }, 44)).toMatch(/40 out, cost\s+unknown,/)
    expect(page()).not.toContain('not known')
  })

  it('lists the last calls, with figures of all', () => {
    const text = page({ tail: 1 })
    expect(text).toContain('3 calls, the last 1 listed to claude-haiku-5-5\n')
    expect(text).not.toContain('#6 BACKEND')
    expect(text).toMatch(/^all +3 +600 /m)
    expect(page({ tail: 0 })).not.toContain('Waterfall')
  })

  it('says that nothing was shared, and nothing at all where nothing is cached', () => {
    expect(page({ calls: [tracedCall()] })).toContain('Shared prefixes\nno two calls had one in common\n')
    expect(page({ calls: [tracedCall({ prefixes: [] })] })).not.toContain('prefixes')
  })

  it.each([
    [0.0246, ''],
    [0.02465, ''],
    [0.03, 'spent by the trace 0.0246 USD, by the log 0.0300 USD: not every call was traced\n'],
  ])('compares with the %d USD of the log', (logUsd, said) => {
    const [, after = ''] = page({ logUsd }).split(/BACKEND, QA\n\n/)
    expect(after).toBe(said)
  })

  it('says what of the trace could not be read', () => {
    const faults = { foreign: 2, torn: true, unknown: ['region', 'x'.repeat(99)], withUnknown: 1 }
    expect(page({ faults }, 200)).toContain(`
2 lines of the trace cannot be read as a call
the last line of the trace is cut off
1 line of the trace with fields this version does not know: region, ${'x'.repeat(39)}…
`)
  })

  it('lets nothing of a trace act on the terminal', () => {
    const evil = '\u001b[2J\u202e\rx'
    const call = tracedCall({
      task: evil,
      reason: evil,
      model: evil,
      stopReason: evil,
      prefixes: [{ upTo: evil, hash: evil, bytes: 1 }],
    })
    const failed = { ...call, outcome: 'failed' as const, error: { code: evil, message: evil } }
    const faults = { ...FINE, unknown: [evil], withUnknown: 1 }
    for (const width of [40, 160]) {
      expect(page({ calls: [call, failed], path: evil, faults }, width)).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u202e]/,
      )
    }
  })
})
