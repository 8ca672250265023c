import { expect, it } from 'vitest'
import { cachedShare, sharedPrefixes, totalsByRole, totalsOf } from '../../src/views/trace-report.ts'
import { tracedCall } from '../support/calls.ts'

const QA = { role: 'QA', usage: null, usd: 0.1, ms: 800 }

it('adds up what calls have used, by role and in all', () => {
  const calls = [tracedCall(), tracedCall(QA), tracedCall({ usd: 0.2 })]
  expect([...totalsByRole(calls)]).toEqual([
    ['BACKEND', { calls: 2, sent: 600, cached: 1200, output: 80, usd: 0.2123, ms: 8_400 }],
    ['QA', { calls: 1, sent: 0, cached: 0, output: 0, usd: 0.1, ms: 800 }],
  ])
  expect(totalsOf(calls)).toEqual({ calls: 3, sent: 600, cached: 1200, output: 80, usd: 0.3123, ms: 9_200 })
  expect(totalsOf([])).toEqual({ calls: 0, sent: 0, cached: 0, output: 0, usd: 0, ms: 0 })
})

it('says which part of the input came from a cache', () => {
  expect(cachedShare({ sent: 300, cached: 600 })).toBeCloseTo(0.667, 3)
  expect(cachedShare({ sent: 0, cached: 0 })).toBeNull()
})

it('finds the prefixes that calls have in common, the longest first', () => {
  const [tools, system, own] = ['a', 'b', 'c'].map((hash, at) => ({ upTo: `#${at}`, hash, bytes: 100 * at }))
  if (tools === undefined || system === undefined || own === undefined) throw new Error('There are three')
  const calls = [
    tracedCall({ prefixes: [tools, system] }),
    tracedCall({ role: 'QA', prefixes: [tools, system, own] }),
    tracedCall({ prefixes: [tools] }),
  ]
  expect(sharedPrefixes(calls)).toEqual([
    { upTo: '#1', hash: 'b', bytes: 100, calls: 2, roles: ['BACKEND', 'QA'] },
    { upTo: '#0', hash: 'a', bytes: 0, calls: 3, roles: ['BACKEND', 'QA'] },
  ])
})
