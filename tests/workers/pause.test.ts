import { expect, it } from 'vitest'
import { pauseEntry } from '../../src/workers/pause.ts'
import { agree, frame, HEADER, OPENED, object, proposal, session } from '../support/log-builder.ts'

/** SECURITY does not give in: one round of mediation, and no more revisions. */
const STUCK = [
  ...OPENED,
  agree('BACKEND', 5),
  object('SECURITY', 5, 'key-in-log: keys stand in the log'),
  frame({ Re: ['#5'] }),
  object('SECURITY', 5, 'key-in-log: keys stand in the log'),
  proposal({ Revises: ['#5'], Resolves: ['key-in-log: they are hashed'] }),
  agree('BACKEND', 10),
  object('SECURITY', 10, 'key-in-log: a hash of a key is a key'),
]

it('reports a deadlock: who does not agree, each concern with its answer, and the ways on', () => {
  const state = session(STUCK, { maxRevisions: 0 })
  const { fields, content } = pauseEntry('deadlock', state.consensus.why, HEADER, state)
  expect(fields).toEqual({ Outcome: ['PAUSED deadlock'] })
  expect(
    content,
  ).toBe(`Nobody can move: there is no agreement and nothing left to revise. SECURITY objects to #10; concern key-in-log by SECURITY, raised on #10, is not answered.

#### Without agreement

- SECURITY objects to #10 in #12

#### Concerns that are open

- key-in-log, by SECURITY in #7: a hash of a key is a key (answered in #10: they are hashed)

This is no decision. To go on from here:

- \`synod say 2026-11-21-rate-limiter "..."\`: what a person says is answered when the session is resumed
- \`synod resume 2026-11-21-rate-limiter\`: as many rounds again
- \`synod decide 2026-11-21-rate-limiter --on 10 --reason "..."\`: a person decides, the dissent recorded`)
})

it('names whom it waited for, and what answers for them', () => {
  const state = session([...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)], { with: ['HUMAN'] })
  expect(
    pauseEntry('stalled', 'HUMAN is asked to review #5', HEADER, state).content,
  ).toBe(`Nobody whom the engine runs can go on, and nothing is decided. HUMAN is asked to review #5.

#### Asked from outside

- HUMAN is asked to review #5

This is no decision. To go on from here:

- \`synod say 2026-11-21-rate-limiter --agree 5\`
- \`synod say 2026-11-21-rate-limiter --object 5 --concern "id: why"\`
- \`synod resume 2026-11-21-rate-limiter\` goes on from there`)
})

it('says in any other pause what happened and how to go on', () => {
  expect(pauseEntry('budget', '2 of 2 USD are spent', HEADER, session(OPENED)).content).toBe(
    'The session has reached its cap. 2 of 2 USD are spent.\n\nThis is no decision. To go on from here: `synod resume 2026-11-21-rate-limiter`',
  )
})
