import { expect, it } from 'vitest'
import { verifyLog } from '../../src/log/verify.ts'
import { byHand, logOf, type Part, say } from '../support/log-builder.ts'

it.each<[string, readonly Part[], { entries: number; unsealed: number }]>([
  ['an empty log', [], { entries: 0, unsealed: 0 }],
  ['a sealed one', [say('BACKEND'), say('SECURITY')], { entries: 2, unsealed: 0 }],
  ['one with an adopted entry', [byHand('HUMAN', 'a'), say('SECURITY')], { entries: 2, unsealed: 0 }],
  [
    'one with entries by hand',
    [say('BACKEND'), byHand('HUMAN', 'a'), byHand('HUMAN', 'b')],
    { entries: 3, unsealed: 2 },
  ],
])('%s holds', (_, parts, counts) =>
  expect(verifyLog(logOf(parts))).toEqual({ holds: true, firstBroken: null, ...counts }),
)

it('a file with nothing but entries by hand holds, and says that nothing is sealed', () => {
  const log = logOf([byHand('HUMAN', 'a'), byHand('BACKEND', 'b')], { header: null })
  expect(verifyLog(log)).toEqual({ holds: true, entries: 2, unsealed: 2, firstBroken: null })
})
