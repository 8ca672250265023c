import { expect, it } from 'vitest'
import { proseOf } from '../../../src/minds/playbook/prose.ts'
import { subjectOf } from '../../../src/minds/playbook/subject.ts'
import { titleOf } from '../../../src/session/naming.ts'

it.each([
  ['Design a rate limiter for our public REST API: 3 plans', 'rate limiter'],
  ['How should we migrate our Rails monolith to services?', 'Rails monolith migration'],
  ['Plan the migration of the Rails monolith to services', 'migration of the Rails monolith'],
  [
    '# Splitting the Rails monolith\n\nWe run one.\n\nHow should we migrate it to services?',
    'Rails monolith split',
  ],
  ['# Rate limiter for the public API\n\nWe run a public API with 20k requests a second.', 'rate limiter'],
  ['# Context\n\nWe sell shoes.\n\n# Problem\n\nDesign a returns portal.', 'returns portal'],
  ['Design a system for booking meeting rooms across 5 offices.', 'meeting room booking system'],
  ['Build a service that ingests telemetry from 50k devices', 'telemetry ingestion service'],
  ['Design an internal tool for approving refunds.', 'refund approval tool'],
  ['We need to let users upload files up to 5 GB.', 'file upload'],
  ['We want to allow customers to book appointments online.', 'appointment booking'],
  ['We need a notification service: email, push and SMS.', 'notification service'],
  [
    'We run a marketplace. Exports take 9 hours. How should we redesign the export pipeline?',
    'export pipeline',
  ],
  ['What is the best way to add SSO to our B2B SaaS product?', 'SSO'],
  ['Users complain about our slow search. Fix it.', 'search'],
  ['Design sign-in and session management for a bank', 'sign-in and session management'],
  ['Should we use GraphQL or REST for our mobile app?', 'mobile app'],
  ['rate limiter', 'rate limiter'],
  [
    'Please design an architecture for a multi-tenant SaaS billing platform.',
    'multi-tenant SaaS billing platform',
  ],
  ['Design the backend of a chat application like Slack', 'chat application backend'],
  ['Speed up the nightly report', 'nightly report acceleration'],
  ['How do we scale our checkout to 10k orders a minute?', 'checkout scaling'],
  ['Move from a single region to three regions', 'migration to three regions'],
  ['Our checkout is slow. It must get faster.', 'checkout'],
  ['Build me a video transcoding pipeline, please', 'video transcoding pipeline'],
  [
    'Design a highly available multi-region event-driven order processing pipeline',
    'event-driven order processing pipeline',
  ],
  ['???', 'system'],
])('%s → %s', (problem, subject) => {
  expect(subjectOf(proseOf(problem), titleOf(problem))).toBe(subject)
})

it('lets nothing of a placeholder in', () => {
  expect(subjectOf(proseOf('Design {subject|x} `{rate}`'), '')).not.toMatch(/[{}|`<>]/)
})
