import { describe, expect, it } from 'vitest'
import type { Draft } from '../../../src/minds/draft.ts'
import { draftFor } from '../../../src/minds/playbook/playbook.ts'
import { panel, RATE_LIMITER } from './rules.ts'
import { append, open, run, type Session, turnOf } from './session.ts'

const LIMITS = '## Interfaces\n- A 429 carries Retry-After with jitter.'
const ATOMIC = '## Data flow\n- One atomic script.'
const STORE = '## Failure handling\n- A local fallback applies.\n- Calls have a timeout.'

/** BACKEND has judged the first text; this is the second. */
function revised(first: string, second: string, review?: { readonly concern: string }): Session {
  const propose = (content: string, fields = {}) => ({
    role: 'ARCHITECT',
    type: 'PROPOSAL' as const,
    fields,
    content,
  })
  const proposed = append(run(open(RATE_LIMITER, panel()), 4), propose(first))
  const backend = turnOf(proposed, { role: 'BACKEND', task: 'review', on: 5, horizon: 5 })
  const { verdict, concerns } = review === undefined ? draftFor(backend) : { verdict: 'OBJECT', concerns: [] }
  const judged = append(proposed, {
    role: 'BACKEND',
    type: 'REVIEW',
    fields: {
      Verdict: [`${verdict} #5`],
      Concern: review === undefined ? concerns.map(({ id, reason }) => `${id}: ${reason}`) : [review.concern],
    },
    content: 'So.',
  })
  return append(judged, propose(second, { Revises: ['#5'] }))
}

function reviewed(session: Session): Draft {
  return draftFor(turnOf(session, { role: 'BACKEND', task: 'review', on: 7, horizon: 7 }))
}

it('agrees when its concerns are met, and says where', () => {
  const draft = reviewed(revised(`${LIMITS}\n${ATOMIC}`, `${LIMITS}\n${ATOMIC}\n${STORE}`))
  expect(draft.verdict).toBe('AGREE')
  expect(draft.evidence).toBe(
    'own concerns checked in #7: store-down in "A local fallback applies." (Failure handling); ' +
      'slow-store in "Calls have a timeout." (Failure handling); unchanged: retry-storm, limit-overrun',
  )
})

it('objects again under the same name when one is not', () => {
  const draft = reviewed(
    revised(`${LIMITS}\n${ATOMIC}`, `${LIMITS}\n${ATOMIC}\n${STORE.replace('fallback', 'answer')}`),
  )
  expect(draft.verdict).toBe('OBJECT')
  expect(draft.concerns).toEqual([
    {
      id: 'store-down',
      reason:
        'Loss of the counters does not stop the traffic. A restart would be an outage. #7 does not show "fallback". ' +
        'Met by (Failure handling): Without its store the rate limiter enforces a local fallback limit.',
    },
  ])
})

it('raises nothing new that it could have raised before', () => {
  const draft = reviewed(
    revised('## Data\n- Rows.', `${LIMITS}\n${ATOMIC}\n${STORE.replace('- Calls have a timeout.', '')}`),
  )
  expect(draft.verdict).toBe('AGREE')
})

it('objects when a revision has lost what was there', () => {
  const draft = reviewed(revised(`${LIMITS}\n${ATOMIC}\n${STORE}`, `${LIMITS}\n${STORE}`))
  expect(draft.verdict).toBe('OBJECT')
  expect(draft.concerns.map(({ id }) => id)).toEqual(['limit-overrun'])
  expect(draft.content).toContain('#### Gone since #5')
})

describe('a concern that is not from its rules', () => {
  const concern = 'audit-trail: nobody can tell who changed the limit of a customer'
  it.each([
    [
      '#### Data\n- Each change of a customer limit is kept with who changed it, so that anybody can tell.',
      'AGREE',
    ],
    ['#### Data\n- Something else altogether. (BACKEND #6: audit-trail)', 'AGREE'],
    ['#### Data\n- Rows.', 'OBJECT'],
  ])('%s → %s', (text, verdict) =>
    expect(reviewed(revised(LIMITS, `${LIMITS}\n${text}`, { concern })).verdict).toBe(verdict),
  )
})
