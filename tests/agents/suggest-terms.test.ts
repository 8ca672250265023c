import { describe, expect, it } from 'vitest'
import { suggest } from '../../src/agents/suggest.ts'
import { alsoMeant, shownTerm, withoutExcluded, withTerms } from '../../src/agents/suggest-terms.ts'
import { definition } from '../support/foreign-agents.ts'

it.each([
  ['a go service for chat', 'a golang service for chat'],
  ['Go service for chat', 'golang service for chat'],
  ['We write it in Go, or in C.', 'We write it in golang, or in clanguage.'],
  ['a small Go tool', 'a small golang tool'],
  ['go-pro', 'golang-pro'],
  ['c_expert', 'clanguage_expert'],
  ['r', 'rlanguage'],
  ['An R package and a C library', 'An rlanguage package and a clanguage library'],
  ['C++ and C# and Objective-C code', 'cpp and csharp and objectivec code'],
  ['our Terms of Service', 'our termsofservice'],
])('takes %j for %j', (prose, spelled) => {
  expect(withTerms(prose)).toBe(spelled)
})

it.each([
  'Plan how we go live',
  'Ready To Go within a week',
  'go-to-market-lead',
  'users who go pro',
  'vitamin C for children',
  'kept in R&D',
  'the service has terms',
  'Let us Go home',
])('leaves %j as it is', prose => {
  expect(withTerms(prose)).toBe(prose)
})

it('shows a term as it was meant, and other words as they are', () => {
  expect(['clanguage', 'cpp', 'termsofservice', 'refund', 'constructor'].map(shownTerm)).toEqual([
    'c',
    'c++',
    'terms of service',
    'refund',
    'constructor',
  ])
})

it('knows what asks for a field without its name', () => {
  expect(['iphone', 'ci', 'refund', 'constructor'].map(alsoMeant)).toEqual([
    ['ios', 'mobile'],
    ['devops'],
    [],
    [],
  ])
})

it.each([
  ['Do not use payments; design a photo album', ' ; design a photo album'],
  ["Design a shop. Don't use Kubernetes or Kafka.", 'Design a shop.  .'],
  ["We don't want to use Redis but Postgres", "We don't want to use Redis but Postgres"],
  ['We will not build a chat, no need for search', 'We  ,  '],
])('leaves out of %j what it excludes', (problem, rest) => {
  expect(withoutExcluded(problem)).toBe(rest)
})

it.each([
  'Do not lose payments',
  'Do not use personal data to train a model',
  'Do not use more than 2 GB',
  'We do not need to lose payments',
  'Refund card payments without paying twice',
  'Do not use payments',
])('leaves %j whole', problem => {
  expect(withoutExcluded(problem)).toBe(problem)
})

it('reads what was made to take long in no time', () => {
  const started = performance.now()
  for (const text of ['do not use ', 'do not use a', 'in c ', 'c++ ', 'don\u2019t use a ', 'Go '])
    withoutExcluded(withTerms(text.repeat(262_144 / text.length)))
  expect(performance.now() - started).toBeLessThan(2000)
})

describe('among agents of all kinds', () => {
  const agents = [
    definition({ name: 'go-pro', description: 'Concurrency.' }),
    definition({ name: 'c-pro', description: 'Memory management.' }),
    definition({ name: 'backend', description: 'Builds services.' }),
    definition({ name: 'frontend', description: 'Builds the web app.' }),
    definition({ name: 'legal-advisor', description: 'Drafts privacy policies, terms of service.' }),
    definition({ name: 'mobile-developer', description: 'Builds apps for phones.' }),
    definition({ name: 'devops', description: 'Deployment and alerts.' }),
    definition({ name: 'ml-engineer', description: 'Machine learning pipelines.' }),
    definition({ name: 'payments', description: 'Payments.' }),
    definition({ name: 'photographer', description: 'Photo albums.' }),
  ]

  it.each([
    ['Design a go service', ['go-pro', 'backend']],
    ['Write a parser in C', ['c-pro']],
    ['Draft our terms of service', ['legal-advisor']],
    ['Design an app for iPhone', ['mobile-developer', 'frontend']],
    ['Design a CI pipeline', ['devops', 'ml-engineer']],
    ['Do not use payments; design a photo album', ['photographer']],
  ])('suggests for %j %j', (problem, names) => {
    expect(suggest(problem, agents).map(found => found.definition.name)).toEqual(names)
  })

  it('says why in the words that people use', () => {
    expect(suggest('Write a parser in C', agents)).toMatchObject([{ why: ['c'], from: 'name' }])
    expect(suggest('Draft our terms of service', agents)).toMatchObject([{ why: ['terms of service'] }])
  })
})
