import { expect, it } from 'vitest'
import { panel, RATE_LIMITER } from './rules.ts'
import { append, by, open, run, type Session, takeAs } from './session.ts'

const TEXT = [
  '#### Data flow',
  '- A token is checked and taken in one atomic step. (ARCHITECT: counter; BACKEND #3: limit-overrun)',
  '#### Security',
  '- Calls count against the account that owns the key. (SECURITY #4: limit-evasion)',
].join('\n')

/** ARCHITECT and BACKEND have both asked for the first statement; ARCHITECT's mark comes first, so it builds it. */
function reviewed(part: string): Session {
  const yes = { Verdict: ['AGREE #5'], Evidence: ['read'] }
  const entries = [
    by('ARCHITECT', TEXT, {}, 'PROPOSAL'),
    by('BACKEND', 'Yes.', yes),
    by('SECURITY', 'Yes.', yes),
    by('ARCHITECT', part, {}, 'IMPLEMENTATION'),
  ]
  const start = run(open(RATE_LIMITER, panel(), { implement: true }), 4)
  const session = entries.reduce((before, entry) => append(before, entry), start)
  return takeAs(takeAs(takeAs(session, 'BACKEND'), 'SECURITY'), 'BACKEND')
}

it.each([
  'First the token is checked and taken in one atomic step.',
  '1. Data flow: "A token is checked and taken in one atomic step."',
])('agrees to a part that carries out what it asked for: %s', part => {
  expect(reviewed(part).drafts.at(-1)).toMatchObject({
    verdict: 'AGREE',
    evidence: "#8 compared with #5: 1 statement of #5 concerns BACKEND, and it is ARCHITECT's to build",
  })
})

it('objects to a part that leaves it out, under a new name', () => {
  const session = reviewed('The filter is written.\nA token is something else. The step is atomic.')
  expect(session.drafts.at(-1)).toMatchObject({
    verdict: 'OBJECT',
    concerns: [
      {
        id: 'limit-overrun-not-built',
        reason:
          '#8 has no step for what #5 says "A token is checked and taken in one atomic step." (Data flow). Met by (Data flow): A token is checked and taken in one atomic step.',
      },
    ],
  })
  expect(session.state.implementations[0]?.verdicts['BACKEND']?.verdict).toBe('OBJECT')
})

it('is settled by a part that takes the step up', () => {
  const rest = run(reviewed('The filter is written.'))
  expect(rest.state.outcome?.kind).toBe('CONSENSUS')
  expect(rest.state.concerns).toMatchObject([{ id: 'limit-overrun-not-built', status: 'closed' }])
  expect(rest.state.implementations.find(({ author }) => author === 'ARCHITECT')?.revision).toBe(2)
})
