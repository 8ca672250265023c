import { expect, it } from 'vitest'
import { problemWords, stemOf, wordsOf } from '../../src/agents/words.ts'

const stemsIn = (prose: string) => wordsOf(prose).map(({ stem }) => stem)

it.each([
  ['cache caches cached caching', 'cach'],
  ['refund refunds refunded refunding', 'refund'],
  ['query queries queried querying', 'query'],
  ['migrate migrates migrated migrating migration migrations', 'migr'],
  ['encrypt encrypts encrypted encryption', 'encrypt'],
  ['deploy deploys deployed deploying deployment deployments', 'deploy'],
  ['pay pays paying payment payments', 'pay'],
  ['secure secured security', 'secur'],
  ['architect architects architecture architectural', 'architect'],
  ['stop stopped stopping', 'stop'],
  ['limit limits limiter limiters limiting', 'limit'],
  ['schedule scheduled scheduling scheduler', 'schedul'],
  ['bill bills billed billing', 'bill'],
  ['process processes processed processing', 'process'],
  ['service services', 'servic'],
  ['index indexes indexed indexing', 'index'],
  ['authorize authorized authorizing authorization', 'authoriz'],
])('takes %s for one word', (words, stem) => {
  expect(new Set(words.split(' ').map(stemOf))).toEqual(new Set([stem]))
})

it.each([
  ['status', 'status'],
  ['customer', 'customer'],
  ['analysis', 'analysis'],
  ['string', 'string'],
  ['feed', 'feed'],
  ['bus', 'bus'],
  ['оплаты', 'оплаты'],
])('leaves %s as it is', (word, stem) => {
  expect(stemOf(word)).toBe(stem)
})

it('hears nothing in how agents speak of themselves', () => {
  expect(
    wordsOf('Use this agent PROACTIVELY when you need an expert; MUST BE USED by senior engineers.'),
  ).toEqual([])
})

it('hears nothing in numbers and single letters, but something in one ideogram', () => {
  expect(stemsIn('5 x 2026 支 10k')).toEqual(['支', '10k'])
})

it.each([
  ['Design a rate limiter', ['rate', 'limiter']],
  ['Design the build of our design system', ['build', 'design', 'system']],
  ['We need to build a build server', ['build', 'server']],
  ['How can we make refunds faster?', ['refunds', 'faster']],
  ['Refunds are refunded by a refund service', ['refunds', 'service']],
])('hears in %j', (problem, words) => {
  expect(problemWords(problem).map(({ word }) => word)).toEqual(words)
})
