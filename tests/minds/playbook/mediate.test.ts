import { describe, expect, it } from 'vitest'
import { panel, RATE_LIMITER } from './rules.ts'
import { append, by, open, run, type Session, takeAs } from './session.ts'

const LAST = { maxRevisions: 0 }
const reviewed = takeAs(takeAs(run(open(RATE_LIMITER, panel(), LAST), 5), 'BACKEND'), 'SECURITY')
const mediated = takeAs(reviewed, 'SUPERVISOR')
const contentOf = (session: Session) => session.entries.at(-1)?.content ?? ''

describe('the mediation', () => {
  it('has each concern in the words of its owner, what the text says, the options and one recommendation', () => {
    expect(contentOf(mediated)).toBe(
      [
        'Revising #5 by ARCHITECT goes no further, and it is not agreed: 1 concern of BACKEND is open. What follows takes no side; whoever owns a concern decides about it.',
        '',
        '#### `slow-store` (BACKEND, raised in #6 on #5)',
        '- The concern, in the words of BACKEND: "A slow store is cut off. A slow store holds every request."',
        '- What the text says: no statement of #5 speaks of it.',
        '- Options: (a) ARCHITECT writes the recommended statement into Failure handling, and everybody reads the text again; (b) #5 stays as it is, and BACKEND withdraws `slow-store` with the reason why it need not be settled now; (c) BACKEND names other words that would settle it, and ARCHITECT writes those.',
        '- Recommended: under Failure handling, as a statement of its own: "A call to the store times out after 10 ms." It is what BACKEND itself has asked for.',
      ].join('\n'),
    )
    expect(mediated.state.mediation).toBe(8)
  })

  it('recommends a condition that can be tested where its owner has named no words', () => {
    const session = append(
      takeAs(run(open(RATE_LIMITER, panel(), LAST), 5), 'BACKEND'),
      by('SECURITY', 'No.', {
        Verdict: ['OBJECT #5'],
        Concern: ['keys: the account that owns a key must be known'],
      }),
    )
    const content = contentOf(takeAs(session, 'SUPERVISOR'))
    expect(content).toContain('2 concerns of BACKEND and SECURITY are open')
    expect(content).toContain(
      '#5 says "The rate limiter counts each call against the account that owns the key."',
    )
    expect(content).toContain(
      'It puts the concern into a condition that can be tested; SECURITY says whether',
    )
  })
})

it('ends in agreement when the author writes what was recommended', () => {
  const session = run(mediated)
  expect(session.state.outcome).toMatchObject({ kind: 'CONSENSUS', on: 10 })
  expect(session.entries.map(({ role, type }) => `${role} ${type}`).slice(7)).toEqual([
    'SUPERVISOR ANALYSIS',
    'BACKEND REVIEW',
    'ARCHITECT PROPOSAL',
    'BACKEND REVIEW',
    'SECURITY REVIEW',
    'SUPERVISOR ANALYSIS',
  ])
})

describe('whoever reconsiders', () => {
  it('keeps its objection while its rule is not met, with the words that would settle it', () => {
    const draft = takeAs(mediated, 'BACKEND').drafts.at(-1)
    expect(draft?.verdict).toBe('OBJECT')
    expect(draft?.concerns).toEqual([
      {
        id: 'slow-store',
        reason:
          'A slow store is cut off. A slow store holds every request. #5 does not show "times out". Met by (Failure handling): A call to the store times out after 10 ms.',
      },
    ])
    expect(draft?.content).toContain(
      'These words under Failure handling settle it, as the mediation recommends: "A call to the store times out after 10 ms."',
    )
  })

  it('agrees where what it asks for stands in the text, and takes back what it had raised on it', () => {
    const wrong = append(
      append(run(open(RATE_LIMITER, panel(), LAST), 5), by('SECURITY', 'Yes.', { Verdict: ['AGREE #5'] })),
      by('BACKEND', 'No.', { Verdict: ['OBJECT #5'], Concern: ['retry-storm: they come back together'] }),
    )
    const session = takeAs(takeAs(wrong, 'SUPERVISOR'), 'BACKEND')
    const draft = session.drafts.at(-1)
    expect(draft).toMatchObject({ verdict: 'AGREE', withdraws: ['retry-storm'] })
    expect(draft?.evidence).toContain('own concerns checked again in #5: retry-storm in "Every 429 of')
    expect(session.state.consensus.reached).toBe(true)
  })

  it('keeps one and drops another', () => {
    const two = append(
      append(run(open(RATE_LIMITER, panel(), LAST), 5), by('SECURITY', 'Yes.', { Verdict: ['AGREE #5'] })),
      by('BACKEND', 'No.', {
        Verdict: ['OBJECT #5'],
        Concern: ['retry-storm: they come back together', 'slow-store: it holds everything'],
      }),
    )
    const session = takeAs(takeAs(two, 'SUPERVISOR'), 'BACKEND')
    expect(session.drafts.at(-1)).toMatchObject({ verdict: 'OBJECT', withdraws: ['retry-storm'] })
    expect(session.state.consensus.openConcerns).toEqual(['slow-store'])
  })
})

describe('an owner that rules', () => {
  /** The author gives the same text again after the mediation: BACKEND is to rule on #10. */
  const toRule = (second: string) => {
    const reconsidered = takeAs(
      takeAs(
        takeAs(
          takeAs(run(open(RATE_LIMITER, panel(), { ...LAST, deadlock: 'owner' }), 5), 'BACKEND'),
          'SECURITY',
        ),
        'SUPERVISOR',
      ),
      'BACKEND',
    )
    return append(reconsidered, by('ARCHITECT', second, { Revises: ['#5'] }, 'PROPOSAL'))
  }
  const same = mediated.entries[4]?.content ?? ''

  it('upholds in final words what the text does not meet', () => {
    const session = takeAs(takeAs(takeAs(toRule(same), 'BACKEND'), 'SECURITY'), 'BACKEND')
    expect(session.drafts.at(-1)).toMatchObject({
      verdict: null,
      withdraws: [],
      concerns: [
        {
          id: 'slow-store',
          reason:
            'A slow store is cut off. Met by (Failure handling): A call to the store times out after 10 ms.',
        },
      ],
    })
    expect(session.state.rulings).toEqual({ BACKEND: 13 })
  })

  it('withdraws what the text meets', () => {
    const met = `${same}\n\n#### Failure handling\n- A call to the store times out after 10 ms.`
    const judged = append(
      takeAs(toRule(met), 'SECURITY'),
      by('BACKEND', 'Still no.', { Verdict: ['OBJECT #10'], Concern: ['slow-store: it holds everything'] }),
    )
    const session = takeAs(judged, 'BACKEND')
    expect(session.drafts.at(-1)).toMatchObject({ concerns: [], withdraws: ['slow-store'] })
    expect(session.drafts.at(-1)?.content).toContain(
      '- `slow-store`: "A call to the store times out after 10 ms." (Failure handling)',
    )
  })
})
