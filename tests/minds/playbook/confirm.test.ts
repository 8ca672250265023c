import { expect, it } from 'vitest'
import { panel, RATE_LIMITER } from './rules.ts'
import { append, by, open, run, takeAs } from './session.ts'

const proposed = run(open(RATE_LIMITER, panel()), 5)
const flagged = (role: string) =>
  takeAs(append(proposed, by(role, 'I agree once the store is named.', { Verdict: ['AGREE #5'] })), role)

it('says that it was a remark when the text meets its rules', () => {
  const session = flagged('SECURITY')
  expect(session.drafts.at(-1)).toMatchObject({ verdict: 'AGREE', concerns: [] })
  expect(session.entries.at(-1)?.content.split('\n')[0]).toBe(
    'The condition in #6 ("once") was a remark: #5 may be built as it stands.',
  )
  expect(session.state.consensus.missing).toEqual(['BACKEND'])
})

it('makes it a concern when the text does not', () => {
  const session = flagged('BACKEND')
  expect(session.drafts.at(-1)).toMatchObject({ verdict: 'OBJECT', concerns: [{ id: 'slow-store' }] })
  expect(session.entries.at(-1)?.content.split('\n')[0]).toBe(
    'The condition in #6 ("once") is a concern: #5 does not show all that the rules of BACKEND require.',
  )
  expect(session.state.consensus.openConcerns).toEqual(['slow-store'])
  expect(session.state.proposals[0]?.verdicts['BACKEND']?.caveat).toBeNull()
})
