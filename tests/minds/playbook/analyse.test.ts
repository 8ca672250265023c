import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/minds/playbook/analyse.ts'
import { readTurn } from '../../../src/minds/playbook/reading.ts'
import { parseRequirements } from '../../../src/minds/playbook/requirements.ts'
import { BACKEND_RULES, panel, RATE_LIMITER, ruled } from './rules.ts'
import { open, run, turnOf } from './session.ts'

const NOTED = `
### hot-key
- when: rate limit*
- ask: Which key is busiest?
- require: No key is too busy.
- because: One key fills one node.
- meet: Data: A key is spread.
`

function analysed(
  problem: string,
  rules = BACKEND_RULES,
  more: { readonly borrowedFrom?: string } = {},
): string {
  const agents = panel().map(agent =>
    agent.role === 'BACKEND' ? { ...ruled('BACKEND', rules), ...more } : agent,
  )
  const session = run(open(problem, agents), 1)
  return analyse(readTurn(turnOf(session, { role: 'BACKEND', task: 'analyse', on: null, horizon: 1 })))
    .content
}

it('names what in the problem made its rules speak', () => {
  expect(analysed(RATE_LIMITER)).toMatch(
    /^The problem speaks of "rate limit": 4 of 4 considerations of BACKEND apply, the strongest first\./,
  )
})

it('requires three things in a form that the proposer reads back', () => {
  const [first, ...others] = parseRequirements(analysed(RATE_LIMITER))
  expect(first).toEqual({
    id: 'retry-storm',
    reason: 'Clients that are limited together do not retry together. One peak becomes a train of peaks.',
    meet: {
      section: 'Interfaces',
      text: 'Every 429 of the rate limiter carries `Retry-After` with 20 % jitter.',
    },
    signs: [['retry after'], ['jitter*']],
  })
  expect(others.map(({ id }) => id)).toEqual(['limit-overrun', 'store-down'])
})

it('asks the next ones as questions and names the rest', () => {
  const content = analysed(
    RATE_LIMITER,
    BACKEND_RULES + NOTED + NOTED.replace('hot-key', 'cold-key') + NOTED.replace('hot-key', 'odd-key'),
  )
  expect(content).toContain(
    '1. `slow-store`: How long may the store take? _Unless answered_: A slow store is cut off.',
  )
  expect(content).toMatch(/\*\*Also in view\*\*: `odd-key`\.$/)
})

describe('is honest about what it does not know', () => {
  it('when only general rules apply', () => {
    const general = NOTED.replace('when: rate limit*', 'when: always')
    const content = analysed('Design a knitting pattern collection.', BACKEND_RULES + general)
    expect(content).toMatch(
      /^The playbook of BACKEND has little for this kind of problem: none of its 5 considerations/,
    )
    expect(parseRequirements(content).map(({ id }) => id)).toEqual(['hot-key'])
  })

  it('when no rule applies', () => {
    const content = analysed('Design a knitting pattern collection.')
    expect(content).toContain('it will judge the design by its structure')
    expect(content).toContain('- Rollout: ')
  })

  it('when it has no rules at all', () => {
    expect(analysed(RATE_LIMITER, '')).toMatch(
      /^BACKEND has no playbook and so no rules about the rate limiter/,
    )
  })

  it('when its rules are borrowed', () => {
    expect(analysed(RATE_LIMITER, BACKEND_RULES, { borrowedFrom: 'devops' })).toContain(
      'The rules are borrowed from devops',
    )
  })
})
