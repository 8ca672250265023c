import { expect, it } from 'vitest'
import { foldLog } from '../../src/protocol/fold.ts'
import { readVerdict, type VerdictReading } from '../../src/protocol/read-verdict.ts'
import { agree, byHand, logOf, OPENED, type Part, say } from '../support/log-builder.ts'

const NONE = {
  verdict: 'unclear',
  on: null,
  typed: true,
  reason: 'it is no one verdict on one proposal',
} as const
const typed = (...Verdict: readonly string[]) => say('BACKEND', { Verdict })
const propose = (role: string) => byHand(role, 'I agree to #5.').replace('ANALYSIS', 'PROPOSAL')
const implement = (role: string) => byHand(role, 'I agree to #5.').replace('ANALYSIS', 'IMPLEMENTATION')

it.each<[string, Part, VerdictReading | null]>([
  ['one verdict', agree('BACKEND', 5), { verdict: 'AGREE', on: 5, typed: true, reason: '' }],
  [
    'one on a text that is not there',
    typed('OBJECT #9'),
    { verdict: 'OBJECT', on: 9, typed: true, reason: '' },
  ],
  ['the same twice', typed('AGREE #5', 'agree 5'), { verdict: 'AGREE', on: 5, typed: true, reason: '' }],
  ['one that cannot be read', typed('LGTM'), NONE],
  ['two verdicts', typed('AGREE #5', 'ABSTAIN #5'), NONE],
  ['two texts', typed('AGREE #5', 'AGREE #4'), NONE],
  ['the first cannot be read', typed('LGTM', 'AGREE #5'), NONE],
  ['the second cannot be read', typed('AGREE #5', 'LGTM'), NONE],
  ['an agreement in a person’s proposal', propose('HUMAN'), null],
  ['an agreement in a person’s implementation', implement('HUMAN'), null],
])('what an entry says by its fields is read: %s', (_, part, expected) => {
  const log = logOf([...OPENED, part])
  const [entry] = log.entries.slice(OPENED.length)
  const before = foldLog(log, { upTo: OPENED.length })
  expect(entry === undefined ? 'not read back' : readVerdict(entry, before)).toEqual(expected)
})
