import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsOf } from '../../../src/minds/playbook/facts.ts'
import { fill } from '../../../src/minds/playbook/fill.ts'

const FULL = factsOf(
  'Design a rate limiter: 20k requests a second, 2 million users, 400 tenants, 3 regions, files of 5 GB, under 50 ms, 99.95 % uptime, kept for 7 years, $2M a month.',
  '',
)
const BARE = factsOf('Design an index.', '')

describe('a placeholder takes the words of the problem', () => {
  it.each([
    ['the {subject} runs', 'The rate limiter runs.'],
    ['{rate|the peak rate}', '20k requests a second.'],
    ['for {users|all users}', 'For 2 million users.'],
    ['for {tenants|every tenant}', 'For 400 tenants.'],
    ['in {regions|every region}', 'In 3 regions.'],
    ['of {size|the largest object}', 'Of 5 GB.'],
    ['in {latency|200 ms}', 'In 50 ms.'],
    ['at {availability|99.9 %}', 'At 99.95 %.'],
    ['for {retention|90 days}', 'For 7 years.'],
    ['because {money|the amount} moves', 'Because $2M a month moves.'],
  ])('%s', (text, filled) => expect(fill(text, FULL)).toBe(filled))
})

describe('what the problem does not say takes its fallback', () => {
  it.each([
    ['at {rate|the peak rate}', 'At the peak rate.'],
    ['the {unknown|other thing}', 'The other thing.'],
    ['the {unknown}', 'The unknown.'],
    ['a {subject} and a {rate|rate}', 'An index and a rate.'],
    ['an {latency|200 ms} budget', 'A 200 ms budget.'],
    ['ends well.', 'Ends well.'],
    ['ends well. .', 'Ends well.'],
    ['`code` first', '`code` first.'],
    ['a question?', 'A question?'],
  ])('%s', (text, filled) => expect(fill(text, BARE)).toBe(filled))
})

it('does not take countries for regions', () => {
  expect(fill('in {regions|every region}', factsOf('We sell in 12 countries.', ''))).toBe('In every region.')
})

it('leaves no brace, whatever the text and the problem are', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, problem) => {
      expect(fill(`{subject} ${text} {rate|x}`, factsOf(`Design ${problem}`, ''))).not.toMatch(/[{}]/)
    }),
  )
})
