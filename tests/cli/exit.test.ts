import { expect, it } from 'vitest'
import { exitOf } from '../../src/cli/exit.ts'
import { SynodError } from '../../src/errors.ts'
import type { ClosingOutcome, Outcome, PauseReason } from '../../src/protocol/state.ts'

const closed = (kind: ClosingOutcome): Outcome => ({
  kind,
  on: 5,
  entry: 9,
})
const paused = (reason: PauseReason): Outcome => ({ kind: 'PAUSED', reason, entry: 9 })
const credentials = new SynodError('SYN_MIND_CREDENTIALS', 'x')
const damaged = new SynodError('SYN_LOG_DAMAGED', 'x')

it.each<[string, number, Parameters<typeof exitOf>]>([
  ['consensus', 0, [{ state: { outcome: closed('CONSENSUS') }, error: null }]],
  ['no objection', 0, [{ state: { outcome: closed('NO_OBJECTION') }, error: null }]],
  ['a majority that decides', 0, [{ state: { outcome: closed('MAJORITY') }, error: null }]],
  ['a supermajority that decides', 0, [{ state: { outcome: closed('SUPERMAJORITY') }, error: null }]],
  ['a decision with dissent', 3, [{ state: { outcome: closed('DECIDED_WITH_DISSENT') }, error: null }]],
  ['a session that was stopped', 3, [{ state: { outcome: closed('STOPPED') }, error: null }]],
  ['no outcome', 3, [{ state: { outcome: null }, error: null }]],
  ['no outcome and an error', 4, [{ state: { outcome: null }, error: credentials }]],
  ['a cap', 5, [{ state: { outcome: paused('budget') }, error: null }]],
  ['entries that are used up', 5, [{ state: { outcome: paused('rounds') }, error: null }]],
  ['a deadlock', 3, [{ state: { outcome: paused('deadlock') }, error: null }]],
  ['nobody there whom it waits for', 3, [{ state: { outcome: paused('stalled') }, error: null }]],
  ['an error of its own', 4, [{ state: { outcome: paused('error') }, error: credentials }]],
  ["another process's error", 3, [{ state: { outcome: paused('error') }, error: null }]],
  ['Ctrl-C', 130, [{ state: { outcome: paused('interrupted') }, error: null }, 'SIGINT']],
  ['SIGTERM', 143, [{ state: { outcome: paused('interrupted') }, error: null }, 'SIGTERM']],
  ['a role that was taken away', 130, [{ state: { outcome: null }, error: null }, 'SIGINT', true]],
  ['the same by SIGTERM', 143, [{ state: { outcome: null }, error: null }, 'SIGTERM', true]],
  ['the same in a pause', 130, [{ state: { outcome: paused('error') }, error: null }, 'SIGINT', true]],
  ['the same at the end', 0, [{ state: { outcome: closed('CONSENSUS') }, error: null }, 'SIGINT', true]],
  ['a log that was tampered with', 6, [{ state: { outcome: null }, error: damaged }]],
  ['the same at the end of all', 6, [{ state: { outcome: closed('CONSENSUS') }, error: damaged }]],
])('%s exits with %i', (_, code, args) => {
  expect(exitOf(...args)).toBe(code)
})
