import { expect, it } from 'vitest'
import { entriesOf, spendOfEntry } from '../../../src/session/trace/entries.ts'
import { buildLog } from '../../support/build.ts'
import { callOf } from '../../support/calls.ts'

const SPEND = 'claude-haiku-5-5 in 300 cached 600 out 40 usd 0.0123'

it('finds the entry of each call by what it has cost, and none for one that was paid for and never told', () => {
  const log = buildLog({
    entries: [
      { role: 'SUPERVISOR', fields: { Spend: ['playbook in 0 cached 0 out 0 usd 0'] } },
      { role: 'BACKEND', fields: { Spend: ['gibberish', SPEND, SPEND.replace('out 40', 'out 41')] } },
      { role: 'SECURITY', fields: { Spend: [SPEND] } },
      { role: 'BACKEND', fields: { Spend: [SPEND] } },
    ],
  })
  const usage = { input: 100, cacheRead: 600, cacheWrite5m: 150, cacheWrite1h: 50, output: 40 }
  const calls = [
    callOf(),
    callOf({ usage: { ...usage, output: 41 } }),
    callOf({ role: 'SECURITY' }),
    callOf({ role: 'QA' }),
    callOf(),
    callOf({ usage: null }),
    callOf(),
  ]
  expect(entriesOf(calls, log.entries.map(spendOfEntry))).toEqual([2, 2, 3, null, 4, null, null])
})
