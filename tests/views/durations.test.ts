import { expect, it } from 'vitest'
import {
  count,
  formatAge,
  formatDuration,
  formatTime,
  formatTokens,
  formatUsd,
} from '../../src/views/durations.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

it.each([
  [-5, '0 s'],
  [999, '0 s'],
  [12_000, '12 s'],
  [65_000, '1 min 05 s'],
  [2 * HOUR + 4 * MINUTE, '2 h 04 min'],
  [30 * HOUR, '30 h 00 min'],
])('%i ms last %s', (milliseconds, words) => {
  expect(formatDuration(milliseconds)).toBe(words)
})

it.each([
  [0, 'now'],
  [-HOUR, 'now'],
  [59_999, 'now'],
  [5 * MINUTE, '5 min'],
  [3 * HOUR, '3 h'],
  [47 * HOUR, '1 d'],
  [400 * 24 * HOUR, '400 d'],
])('%i ms ago is %s', (span, words) => {
  expect(formatAge(1e12, 1e12 + span)).toBe(words)
})

it.each([
  ['2026-11-21T04:10:31.517Z', '2026-11-21 04:10:31 UTC'],
  [null, 'time unknown'],
])('%s is %s wherever it is read', (iso, words) => {
  expect(formatTime(iso)).toBe(words)
})

it.each([
  [0, '$0.00'],
  [0.0079, '$0.0079'],
  [0.25, '$0.2500'],
  [12.3456, '$12.35'],
])('%f dollars are %s', (usd, words) => {
  expect(formatUsd(usd)).toBe(words)
})

it.each([
  [0, '0'],
  [999, '999'],
  [9120, '9.1k'],
  [999_960, '1.0M'],
  [1_250_000, '1.3M'],
])('%i tokens are %s', (tokens, words) => {
  expect(formatTokens(tokens)).toBe(words)
})

it('counts one and many', () => {
  expect([count(1, 'entry', 'entries'), count(2, 'entry', 'entries'), count(0, 'role')]).toEqual([
    '1 entry',
    '2 entries',
    '0 roles',
  ])
})
