import { expect, it } from 'vitest'
import type { AgentDefinition } from '../../src/agents/definition.ts'
import { suggestRoster } from '../../src/agents/suggest-roster.ts'
import { definition, FOREIGN } from '../support/foreign-agents.ts'

const names = (problem: string, definitions: readonly AgentDefinition[], size?: number) =>
  suggestRoster(problem, definitions, size).map(found => found.definition.name)

const agent = (name: string, description: string) => definition({ name, description })

const BACKENDS = [
  agent('backend-developer', 'Builds services, queues and payments.'),
  agent('backend-engineer', 'Builds services, queues and payments.'),
  agent('backend-architect', 'Designs services, queues and payments.'),
]
const OTHERS = [
  agent('privacy', 'Knows consent and deletion.'),
  agent('mobile', 'Builds apps for phones.'),
  agent('gardener', 'Knows roses.'),
]
const PROBLEM = 'Payments in a phone app, with services, queues, and deletion of what is no longer needed'

it('seats one of each kind, an architect in front, and nobody of another field', () => {
  expect(names(PROBLEM, [...BACKENDS, ...OTHERS])).toEqual([
    'backend-architect',
    'mobile',
    'privacy',
    'backend-developer',
  ])
  expect(names(PROBLEM, [...BACKENDS, ...OTHERS], 3)).toEqual(['backend-architect', 'mobile', 'privacy'])
})

it('does not fill the roster with near-duplicates', () => {
  const crowd = ['backend-pro', 'backend-expert', 'senior-backend-developer'].map(name =>
    agent(name, 'Builds services, queues and payments.'),
  )
  const seated = names(PROBLEM, [...BACKENDS, ...crowd, ...OTHERS])
  expect(seated.filter(name => name.includes('backend')).length).toBeLessThanOrEqual(2)
  expect(seated).toEqual(expect.arrayContaining(['privacy', 'mobile']))
})

it('seats an architect of whom nothing matches, and says so by having no words', () => {
  const architect = agent('architect', 'Draws the whole.')
  expect(suggestRoster('Deletion', [architect, ...OTHERS])).toMatchObject([
    { definition: { name: 'architect' }, score: 0, why: [] },
    { definition: { name: 'privacy' }, why: ['deletion'] },
  ])
})

it('prefers the architect of the whole to one of a part that fits little better', () => {
  const agents = [
    agent('architect', 'Designs payments.'),
    agent('cloud-architect', 'Designs payments, and payments above all.'),
    agent('ledger', 'Payments.'),
  ]
  expect(names('Payments', agents)[0]).toBe('architect')
  expect(names('Clouds', agents)).toEqual(['cloud-architect'])
})

it('lets somebody who writes designs propose where there is no architect, and not one who only reviews', () => {
  const reviewer = definition({
    name: 'judge',
    description: 'Payments, payments, payments.',
    duty: 'reviewer',
  })
  const agents = [
    reviewer,
    agent('payments-auditor', 'Payments.'),
    agent('clerk', 'Knows many things, and of payments something, among the others.'),
  ]
  expect(names('Payments', agents)[0]).toBe('clerk')
  expect(names('Payments', [reviewer])).toEqual(['judge'])
})

it('prefers who knows two things that matter to one who knows a single new one', () => {
  const agents = [
    agent('stream', 'Knows Kafka, sensors and telemetry.'),
    agent('device', 'Knows sensors and telemetry.'),
    agent('build', 'Knows a pipeline of builds.'),
    ...Array.from({ length: 30 }, (_, at) => agent(`gardener-${at}`, 'Knows roses, tulips and trees.')),
  ]
  expect(names('A Kafka pipeline for telemetry from sensors', agents, 2)).toEqual(['stream', 'device'])
})

it('leaves a seat empty rather than fill it by a chance word, but gives the first a partner', () => {
  const chance = definition({ name: 'gardener', prompt: 'You know roses, and the telemetry of none.' })
  const stream = agent('stream', 'Knows Kafka, sensors and telemetry.')
  const device = agent('device', 'Knows sensors and telemetry.')
  const problem = 'Kafka for telemetry from sensors'
  expect(names(problem, [stream, device, chance])).toEqual(['stream', 'device'])
  expect(names(problem, [stream, chance])).toEqual(['stream', 'gardener'])
})

it('seats no role twice', () => {
  const twins = [
    agent('Privacy', 'Deletion.'),
    agent('privacy', 'Deletion of data.'),
    agent('mobile', 'Data.'),
  ]
  expect(suggestRoster('Deletion of data', twins).map(found => found.definition.role)).toEqual([
    'PRIVACY',
    'MOBILE',
  ])
})

it('seats nobody for nothing', () => {
  expect([names('Deletion', []), names('Deletion', OTHERS, 0), names('zither', OTHERS)]).toEqual([[], [], []])
})

it.each([
  ['A Kafka pipeline for telemetry from 50,000 sensors', ['iot', 'streaming']],
  ['Refund card payments when a parcel is lost, and email the customer', ['payments', 'shipping', 'email']],
  [
    'React screens with translations in several languages, usable with screen readers',
    ['react', 'localization', 'accessibility'],
  ],
  ['Postgres backups and Kafka consumers on Kubernetes', ['postgres', 'backup', 'streaming', 'kubernetes']],
])('finds among 200 for "%s" one of each: %j', (problem, fields) => {
  const seated = names(problem, FOREIGN)
  const found = fields.filter(field => seated.some(name => name.startsWith(`${field}-`)))
  expect(found).toEqual(fields)
})
