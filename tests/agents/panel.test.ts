import { describe, expect, it } from 'vitest'
import { normalise, occurs } from '../../src/agents/phrases.ts'
import { builtInPanel } from '../../src/agents/sources.ts'

const panel = builtInPanel()
const LEAST: Readonly<Record<string, number>> = {
  SUPERVISOR: 12,
  ARCHITECT: 25,
  BACKEND: 25,
  FRONTEND: 25,
  SECURITY: 25,
  DEVOPS: 12,
  DATABASE: 12,
  QA: 12,
}

/** A few words of each kind of system that every role of the default panel must have something to say about. */
const KINDS = [
  'a rate limiter for our public REST API',
  'single sign-on for our customers',
  'card payments at checkout',
  'a file upload for attachments',
  'full-text search over products',
  'a realtime chat with presence',
  'push notifications and email notifications',
  'a multi-tenant SaaS',
  'a data pipeline for analytics',
  'a cache in front of the catalog behind a CDN',
  'the migration of a monolith',
  'a mobile app that works offline',
  'an admin tool for the back office',
  'an integration with webhooks',
  'an AI chatbot with an LLM',
  'a booking system with reservations',
  'feature flags and experiments',
  'deletion of personal data under GDPR',
  'a multi-region deployment',
  'telemetry from IoT devices',
  'background jobs with a queue',
]

it('has these seats', () => {
  expect(panel.map(({ role }) => role).toSorted()).toEqual(Object.keys(LEAST).toSorted())
})

describe.each(panel.map(agent => [agent.role, agent] as const))('%s', (role, agent) => {
  it('is described, has a model and a color, and a prompt worth reading', () => {
    expect(agent.description.length).toBeGreaterThan(40)
    expect(agent.model).not.toBeNull()
    expect(agent.color).not.toBeNull()
    expect(agent.tools).not.toBeNull()
    expect(agent.prompt.split('\n').length).toBeGreaterThan(30)
  })

  it('has a playbook of which every line is read', () => {
    expect(agent.warnings).toEqual([])
    expect(agent.playbook.length).toBeGreaterThanOrEqual(LEAST[role] ?? 0)
  })

  it('claims to apply always for two considerations at most', () => {
    expect(agent.playbook.filter(({ when }) => when.includes('always')).length).toBeLessThanOrEqual(2)
  })

  it('writes whole sentences', () => {
    const texts = agent.playbook.flatMap(({ ask, require, because, meet, instead }) => [
      ask,
      require,
      because,
      meet.text,
      instead ?? '.',
    ])
    expect(texts.filter(text => !/[.?]$/.test(text))).toEqual([])
    expect(agent.playbook.filter(({ ask }) => !ask.endsWith('?'))).toEqual([])
  })
})

it('names no two concerns alike: reviews are sealed from each other, and ids are unique in a session', () => {
  const ids = panel.flatMap(({ playbook }) => playbook.map(({ id }) => id))
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

it.each(KINDS)('has something to say about %s, from every seat of the default panel', problem => {
  const prose = normalise(`Design ${problem}`)
  const silent = ['ARCHITECT', 'BACKEND', 'FRONTEND', 'SECURITY'].filter(role => {
    const playbook = panel.find(agent => agent.role === role)?.playbook ?? []
    return (
      playbook.filter(({ when }) => when.some(phrase => phrase !== 'always' && occurs(phrase, prose)))
        .length < 2
    )
  })
  expect(silent).toEqual([])
})
