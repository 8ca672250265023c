import { describe, expect, it } from 'vitest'
import { foldLog } from '../../src/protocol/fold.ts'
import { renderDecision } from '../../src/views/decision.ts'
import { type BuiltEntry, type BuiltLog, buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

/** The record with its links read as numbers: `[#7](log.md#…)` as `#7`. */
function record(built: BuiltLog): string {
  const log = buildLog(built)
  return renderDecision(log, foldLog(log)).replace(/\[(#\d+)\]\(log\.md#[a-z0-9-]+\)/g, '$1')
}

const split = SAMPLE.slice(0, 7)
const agreed = SAMPLE.slice(0, 10)
const closing = (outcome: string, before: readonly BuiltEntry[]): readonly BuiltEntry[] => [
  ...before,
  { role: 'SUPERVISOR', fields: { Outcome: [outcome] }, content: 'Closed.' },
]

describe('a decision that is no consensus', () => {
  const PROPOSED = SAMPLE.slice(0, 5)
  const agreement: BuiltEntry = {
    role: 'BACKEND',
    type: 'REVIEW',
    fields: { Verdict: ['AGREE #5'], Evidence: ['read'] },
  }
  it.each<[string, string, string]>([
    ['consent', 'NO_OBJECTION #5', 'accepted without objection, not by consensus, on #5'],
    ['majority', 'MAJORITY #5', 'accepted by majority (2 of 3), not by consensus, on #5'],
    [
      'supermajority:2/3',
      'SUPERMAJORITY #5',
      'accepted by supermajority 2/3 (2 of 3), not by consensus, on #5',
    ],
  ])('under %s says with %s how many carried it', (policy, outcome, status) => {
    const text = record({ header: { policy }, entries: closing(outcome, [...PROPOSED, agreement]) })
    expect(text).toContain(`**Status**: ${status} (revision 1), 2026-11-21\n`)
    expect(text).toContain('## Dissent\n\n- SECURITY has given no verdict on #5\n')
  })

  it('names the person who decided, why, and whose dissent that is', () => {
    const entries: readonly BuiltEntry[] = [
      ...split,
      { role: 'HUMAN', type: 'REVIEW', fields: { Verdict: ['AGREE #5'] }, content: 'We ship on Monday.' },
      {
        role: 'SUPERVISOR',
        fields: { Re: ['#8'], Outcome: ['DECIDED_WITH_DISSENT #5'] },
        content: 'HUMAN has decided.\n\n#### Dissent\n- said above',
      },
    ]
    const text = record({ entries, header: { with: ['HUMAN'] } })
    expect(text).toContain('**Status**: decided with dissent on #5 (revision 1), 2026-11-21\n')
    expect(text).toContain(
      '## Dissent\n\nDecided by HUMAN in #8: We ship on Monday.\n\n- BACKEND objects in #6\n',
    )
    expect(text).not.toContain('- HUMAN ')
    expect(text).not.toContain('said above')
  })

  it('names the owners who decided within their concerns', () => {
    const entries: readonly BuiltEntry[] = [
      ...split,
      { role: 'SUPERVISOR', fields: { Re: ['#5'] }, content: 'Mediation.' },
      ...['BACKEND', 'SECURITY'].map(
        (role): BuiltEntry => ({
          role,
          type: 'REVIEW',
          fields: {
            Verdict: ['OBJECT #5'],
            Concern: [role === 'BACKEND' ? 'retry-storm: x' : 'key-in-log: y'],
          },
        }),
      ),
      { role: 'ARCHITECT', type: 'PROPOSAL', fields: { Revises: ['#5'] }, content: 'The second text.' },
      ...['BACKEND', 'SECURITY'].map(
        (role): BuiltEntry => ({
          role,
          type: 'REVIEW',
          fields: {
            Verdict: ['OBJECT #11'],
            Concern: [role === 'BACKEND' ? 'retry-storm: x' : 'key-in-log: y'],
          },
        }),
      ),
      { role: 'BACKEND', type: 'REVIEW', fields: { Re: ['#11'], Concern: ['retry-storm: jitter is added'] } },
      { role: 'SECURITY', type: 'REVIEW', fields: { Re: ['#11'], Withdraws: ['key-in-log'] } },
      {
        role: 'SUPERVISOR',
        fields: { Re: ['#11'], Outcome: ['DECIDED_WITH_DISSENT #11'] },
        content: 'So be it.',
      },
    ]
    const header = { deadlock: 'owner', maxRevisions: 0 } as const
    expect(record({ entries, header })).toContain(`## Dissent

Decided by the session's rule that each concern's owner decides about it: BACKEND in #14, SECURITY in #15.

- BACKEND objects in #12
- SECURITY objects in #13
- retry-storm by BACKEND, raised in #6, is still open: jitter is added
`)
  })

  it('tells an agreement in prose, a condition and a guest apart from what counts', () => {
    const entries: readonly BuiltEntry[] = [
      ...PROPOSED,
      { role: 'HUMAN', type: 'REVIEW', content: 'I agree to #5.' },
      {
        role: 'BACKEND',
        type: 'REVIEW',
        fields: { Verdict: ['AGREE #5'], Evidence: ['read'] },
        content: 'Fine, but only if the limit is per key.',
      },
      { role: 'LEGAL', type: 'REVIEW', fields: { Concern: ['gdpr: no retention limit'] } },
    ]
    const text = record({ entries })
    expect(text).toContain('| HUMAN (not needed) | AGREE, in prose | #6 |  |\n')
    expect(text).toContain('| BACKEND | AGREE, with a condition not confirmed | #7 | read |\n')
    expect(text).toContain('- BACKEND agreed with a condition that it has not confirmed, in #7: ')
    expect(text).toContain(
      '## Objections\n\nNone was raised.\n\n## Heard\n\nRaised by roles without a seat in the session: it was heard and decided nothing.\n\n- gdpr, by LEGAL in #8 on #5: no retention limit\n',
    )
    expect(text).not.toContain('gdpr by LEGAL')
  })

  it('lists who builds what, and what the others said to it', () => {
    const entries: readonly BuiltEntry[] = [
      ...agreed,
      { role: 'BACKEND', type: 'IMPLEMENTATION', fields: { Re: ['#8'] }, content: 'The bucket.' },
      { role: 'SECURITY', type: 'REVIEW', fields: { Verdict: ['AGREE #11'], Evidence: ['read'] } },
    ]
    expect(record({ entries, header: { implement: true } })).toContain(`## Implementation

| Author | Entry | Of | Verdicts of the others |
|---|---|---|---|
| BACKEND | #11 | #8 | SECURITY AGREE #12 |
`)
  })
})
