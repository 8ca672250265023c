import { expect, it } from 'vitest'
import { panel, RATE_LIMITER, SECURITY_RULES } from './rules.ts'
import { open, run } from './session.ts'

const session = run(open(RATE_LIMITER, panel()))
const content = session.entries.at(-1)?.content ?? ''

it('ends a session that had objections', () => {
  expect(session.state.outcome).toMatchObject({ kind: 'CONSENSUS', on: 8 })
  expect(session.state.notices).toEqual([])
})

it('says what was decided, on which text, by whom', () => {
  expect(content.split('\n')[0]).toBe(
    'Decided: the rate limiter as #8 describes it, revision 2 by ARCHITECT; ARCHITECT, BACKEND and SECURITY have agreed to exactly that text. ' +
      '1 concern was raised on the way, and none is open. The rate limiter is a filter in the gateway.',
  )
})

it('names each objection with its entries and where it is met', () => {
  expect(content).toContain(
    '- `slow-store` (BACKEND, raised in #6 on #5): met since #8 by "A call to the store times out after 10 ms." (Failure handling); closed in #9.',
  )
})

it('names who agreed and on what', () => {
  expect(content).toContain(
    '- ARCHITECT: the author of #8.\n- BACKEND (#9, AGREE): Own concerns checked in #8: slow-store in ',
  )
  expect(content).toContain('- SECURITY (#10, AGREE): Still in #8 as in #5: limit-evasion in ')
})

it('ends with what was left out, what to watch and what is only assumed', () => {
  expect(content).toContain('#### Left out\n- A library in each service was left out')
  expect(content).toContain('#### What to watch\n- Rollout: The first delivery of the rate limiter')
  expect(content).toMatch(
    /#### Assumed, until somebody says otherwise\n- Who may change the limit of a customer\? The limit/,
  )
})

it('says so when nobody objected', () => {
  const calm = run(
    open(RATE_LIMITER, panel({ BACKEND: SECURITY_RULES.replace('limit-evasion', 'other-matter') })),
  )
  expect(calm.entries.at(-1)?.content).toContain('the first text by ARCHITECT')
  expect(calm.entries.at(-1)?.content).toContain('Nobody raised a concern.')
})
