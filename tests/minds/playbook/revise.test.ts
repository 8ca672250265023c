import { describe, expect, it } from 'vitest'
import { DRAFT_OF, type Draft } from '../../../src/minds/draft.ts'
import { draftFor } from '../../../src/minds/playbook/playbook.ts'
import { panel, RATE_LIMITER } from './rules.ts'
import { append, open, run, type Session, turnOf } from './session.ts'

const review = (role: string, ...concerns: readonly string[]) => ({
  role,
  type: 'REVIEW' as const,
  fields: { Verdict: ['OBJECT #5'], Concern: concerns },
  content: 'No.',
})

function revised(session: Session): Draft {
  const draft = draftFor(
    turnOf(session, { role: 'ARCHITECT', task: 'revise', on: 5, horizon: session.entries.length }),
  )
  expect(DRAFT_OF.revise.safeParse(draft).success).toBe(true)
  return draft
}

const proposed = run(open(RATE_LIMITER, panel()), 5)
const written = (content: string) =>
  append(run(open(RATE_LIMITER, panel()), 4), { role: 'ARCHITECT', type: 'PROPOSAL', fields: {}, content })

describe('a concern that says how it is met', () => {
  const draft = revised(
    append(
      proposed,
      review(
        'BACKEND',
        'slow-store: A slow store is cut off. Why. Met by (Failure handling): A call to the store times out after 10 ms.',
      ),
    ),
  )

  it('gets exactly that statement, in its section, and the whole text stands again', () => {
    expect(draft.content).toContain('- A call to the store times out after 10 ms. (BACKEND #6: slow-store)')
    expect(draft.content).toContain(
      '- A token is checked and taken in one atomic step. (BACKEND #3: limit-overrun)',
    )
    expect(draft.resolves).toEqual([
      { id: 'slow-store', how: 'Failure handling: "A call to the store times out after 10 ms."' },
    ])
  })

  it('is told in the opening lines', () => {
    expect(draft.content.split('\n').slice(0, 2)).toEqual([
      'Revision 2. What changed since #5:',
      '- `slow-store` (BACKEND #6): Failure handling now says "A call to the store times out after 10 ms."',
    ])
    expect(draft.content).toContain('BACKEND (#3, #6)')
  })

  it('ends the assumption that stood for it', () => {
    expect(proposed.entries[4]?.content).toContain('(BACKEND #3: slow-store)')
    expect(draft.content).not.toContain('(BACKEND #3: slow-store)')
    expect(draft.content).toContain('(SUPERVISOR #1: who-pays)')
  })
})

it('replaces what was written for the same concern before', () => {
  const session = append(
    proposed,
    review('BACKEND', 'limit-overrun: No. Met by (Data flow): One script on the store checks and takes.'),
  )
  const { content } = revised(session)
  expect(content).toContain('- One script on the store checks and takes. (BACKEND #6: limit-overrun)')
  expect(content).not.toContain('one atomic step')
})

it('drops the list of changes of the revision before', () => {
  const text =
    'Revision 2. What changed since #3:\n- `old` (BACKEND #4): Data now says "Rows."\n\nThe limiter.\n\n#### Data\n- Rows.'
  const { content } = revised(append(written(text), review('BACKEND', 'x: It must be y.')))
  expect(content).not.toContain('`old`')
  expect(content).toContain('\n\nThe limiter.\n\n#### Data\n- Rows.')
})

describe('a concern in free words', () => {
  it.each([
    [
      'deploys: it must be deployed without downtime',
      'Rollout',
      'must satisfy this before going live: "it must be deployed without downtime"',
    ],
    [
      'leak: a token leaks into the log',
      'Security',
      'must not go live while this can be shown: "a token leaks into the log"',
    ],
    ['hm: hm', 'Failure handling', '"hm"'],
  ])('%s becomes a condition under %s', (concern, section, words) => {
    const { content, resolves } = revised(append(written('#### Data\n- Rows.'), review('BACKEND', concern)))
    const under = content.split(`#### ${section}\n`)[1] ?? ''
    expect(under.split('\n')[0]).toContain(words)
    expect(resolves).toHaveLength(1)
  })

  it('is met by a rule of the proposer that is about it', () => {
    const session = append(
      written('#### Data\n- Rows.'),
      review(
        'SECURITY',
        'one-place: A call over its rate limit is refused at several places, which count twice',
      ),
    )
    expect(revised(session).content).toContain(
      'nothing behind it refuses a call. (SECURITY #6: one-place; ARCHITECT: off-path)',
    )
  })
})

it('keeps the text of a person or a model as it stands', () => {
  const text =
    '# Limiter\n\nWe build it.\n\n## Storage\n\nRows, wrapped\nover two lines.\n\n```\n# a comment\n```\n\n## Out of scope\n- Billing.'
  const { content } = revised(append(written(text), review('BACKEND', 'x: No. Met by (Rollout): In steps.')))
  expect(content).toBe(
    [
      'Revision 2. What changed since #5:',
      '- `x` (BACKEND #6): Rollout now says "In steps."',
      '',
      '#### Limiter',
      'We build it.',
      '',
      '##### Storage',
      'Rows, wrapped',
      'over two lines.',
      '',
      '```',
      '# a comment',
      '```',
      '',
      '##### Out of scope',
      '- Billing.',
      '',
      '#### Rollout',
      '- In steps. (BACKEND #6: x)',
      '',
      '#### Assumptions',
      ...(content.split('#### Assumptions\n')[1]?.split('\n') ?? []),
    ].join('\n'),
  )
})

it('answers those who have no seat too, without claiming to resolve anything', () => {
  const session = append(append(proposed, review('BACKEND', 'slow-store: No. Met by (Data): Rows.')), {
    role: 'MARKETING',
    type: 'REVIEW',
    fields: { Concern: ['colors: the page must work without color'] },
    content: 'Please.',
  })
  const { content, resolves } = revised(session)
  expect(content).toContain('(MARKETING #7: colors)')
  expect(resolves.map(({ id }) => id)).toEqual(['slow-store'])
})
