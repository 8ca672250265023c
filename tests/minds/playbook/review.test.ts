import { describe, expect, it } from 'vitest'
import { DRAFT_OF, type Draft } from '../../../src/minds/draft.ts'
import { draftFor } from '../../../src/minds/playbook/playbook.ts'
import { BACKEND_RULES, panel, RATE_LIMITER } from './rules.ts'
import { append, open, run, type Session, turnOf } from './session.ts'

/** A session in which ARCHITECT has proposed this text. */
function proposing(text: string, backend = BACKEND_RULES, problem = RATE_LIMITER): Session {
  const session = run(open(problem, panel({ BACKEND: backend })), 4)
  return append(session, { role: 'ARCHITECT', type: 'PROPOSAL', fields: {}, content: text })
}

function reviewed(session: Session, role = 'BACKEND'): Draft {
  const on = session.state.proposals.at(-1)?.entry ?? 0
  const draft = draftFor(turnOf(session, { role, task: 'review', on, horizon: session.entries.length }))
  expect(DRAFT_OF.review.safeParse(draft).success).toBe(true)
  return draft
}

const GOOD = `
## Interfaces
A 429 carries Retry-After with jitter.
## Data flow
- The bucket is changed in one atomic script.
## Failure handling
- Without the store a local fallback applies.
- Each call times out after 10 ms.
`

it('agrees to a text that shows everything, whoever wrote it, and says where', () => {
  const draft = reviewed(proposing(GOOD))
  expect(draft).toMatchObject({ verdict: 'AGREE', concerns: [] })
  expect(draft.evidence).toBe(
    '4 considerations checked in #5: retry-storm in "A 429 carries Retry-After with jitter." (Interfaces); ' +
      'limit-overrun in "The bucket is changed in one atomic script." (Data flow); ' +
      'store-down in "Without the store a local fallback applies." (Failure handling); ' +
      'slow-store in "Each call times out after 10 ms." (Failure handling)',
  )
})

it('objects to what is not shown, at most three, in a form that can be answered', () => {
  const draft = reviewed(proposing('## Interfaces\nA 429 carries Retry-After.'))
  expect(draft.verdict).toBe('OBJECT')
  expect(draft.concerns.map(({ id }) => id)).toEqual(['retry-storm', 'limit-overrun', 'store-down'])
  expect(draft.concerns[0]?.reason).toBe(
    'Clients that are limited together do not retry together. One peak becomes a train of peaks. ' +
      'Met by (Interfaces): Every 429 of the rate limiter carries `Retry-After` with 20 % jitter.',
  )
  expect(draft.content).toContain(
    'Nearest is "A 429 carries Retry-After." (Interfaces), which has no word on "jitter".',
  )
  expect(draft.content).toContain('Noted and not raised, because it does not decide: `slow-store`.')
})

it('takes no assumption and nothing left out for a statement', () => {
  const draft = reviewed(proposing(GOOD.replace('## Failure handling', '## Assumptions')))
  expect(draft.concerns.map(({ id }) => id)).toEqual(['store-down', 'slow-store'])
})

it('checks what the design itself brings up', () => {
  const more = `${BACKEND_RULES}
### lost-message
- when: message queue*
- ask: What is lost?
- require: Nothing is lost.
- because: It would be missed.
- meet: Data: A message is kept until it is confirmed.
- signs: confirmed
`
  expect(reviewed(proposing(GOOD, more)).verdict).toBe('AGREE')
  const draft = reviewed(
    proposing(`${GOOD}- A message queue takes the rest.\n- A message queue keeps its order.`, more),
  )
  expect(draft.concerns.map(({ id }) => id)).toEqual(['lost-message'])
})

it('names a concern apart from one that somebody else has under that name', () => {
  const first = append(proposing('## Data\n- Rows.'), {
    role: 'SECURITY',
    type: 'REVIEW',
    fields: { Verdict: ['OBJECT #5'], Concern: ['retry-storm: mine'] },
    content: 'No.',
  })
  const draft = draftFor({ ...turnOf(first, { role: 'BACKEND', task: 'review', on: 5, horizon: 6 }) })
  expect(draft.concerns.map(({ id }) => id)).toContain('backend-retry-storm')
})

describe('a role whose rules have nothing on the problem', () => {
  const KNITTING = 'Design a knitting pattern collection.'
  const WHOLE =
    '## Architecture\nOne part.\n## Flow\nIn and out.\n## Failures\nNone.\n## Rollout plan\nAt once.'

  it('agrees on the structure alone, and says so', () => {
    const draft = reviewed(proposing(WHOLE, BACKEND_RULES, KNITTING))
    expect(draft.verdict).toBe('AGREE')
    expect(draft.content).toContain('None of the rules of BACKEND is about this kind of problem')
    expect(draft.evidence).toContain('nothing of the field itself')
  })

  it('objects to the parts that are missing', () => {
    const draft = reviewed(
      proposing('## Architecture\nOne part.\n## Flow\nIn and out.', BACKEND_RULES, KNITTING),
    )
    expect(draft.verdict).toBe('OBJECT')
    expect(draft.concerns.map(({ id }) => id)).toEqual(['endless-wait', 'no-way-back'])
  })
})
