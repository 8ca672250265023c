import { describe, expect, it } from 'vitest'
import { agree, byHand, frame, OPENED, object, proposal, session } from '../support/log-builder.ts'

const REVISION = proposal({ Revises: ['#5'] })

describe('a proposal', () => {
  it('starts with its author’s own agreement and nobody else’s', () => {
    expect(session(OPENED).proposals).toEqual([
      {
        entry: 5,
        author: 'ARCHITECT',
        revision: 1,
        revises: null,
        verdicts: { ARCHITECT: { verdict: 'AGREE', entry: 5, evidence: null } },
      },
    ])
  })

  it('is replaced by a revision, which starts anew', () => {
    const { proposals } = session([...OPENED, agree('BACKEND', 5), object('SECURITY', 5, 'x: y'), REVISION])
    expect(proposals).toMatchObject([
      { entry: 5, revision: 1 },
      { entry: 8, revision: 2, revises: 5 },
    ])
    expect(Object.keys(proposals[0]?.verdicts ?? {})).toEqual(['ARCHITECT', 'BACKEND', 'SECURITY'])
    expect(proposals[1]?.verdicts).toEqual({ ARCHITECT: { verdict: 'AGREE', entry: 8, evidence: null } })
  })

  it('is replaced by what its author proposes after it, though it does not say so', () => {
    expect(session([...OPENED, proposal()])).toMatchObject({
      proposals: [{ entry: 5 }, { entry: 6, revision: 2, revises: 5 }],
      notices: [],
    })
  })

  it.each([
    ['an older text', ['#5']],
    ['an entry that is none', ['#1']],
    ['nothing readable', ['the last one']],
  ])('that says it revises %s revises the live one all the same, with a notice', (_, Revises) => {
    const state = session([...OPENED, REVISION, proposal({ Revises })])
    expect(state.proposals.at(-1)).toMatchObject({ entry: 7, revision: 3, revises: 6 })
    expect(state.notices).toMatchObject([{ code: 'revises-not-live', entry: 7 }])
  })

  it('that revises nothing is the first', () => {
    const state = session([frame(), proposal({ Revises: ['#1'] })])
    expect(state.proposals).toMatchObject([{ entry: 2, revision: 1, revises: null }])
    expect(state.notices).toMatchObject([{ code: 'revises-not-live' }])
  })

  it('by a role without a seat is none', () => {
    const guest = byHand('PASSER-BY', 'Mine.').replace('ANALYSIS', 'PROPOSAL')
    expect(session([...OPENED, guest]).proposals).toHaveLength(1)
  })

  it('by another worker is none, and what it resolves stays open', () => {
    const other = proposal({ Revises: ['#5'], Resolves: ['x: done'] }, 'BACKEND')
    const state = session([...OPENED, object('SECURITY', 5, 'x: y'), other])
    expect(state).toMatchObject({
      proposer: 'ARCHITECT',
      proposals: [{ entry: 5 }],
      concerns: [{ id: 'x', status: 'open' }],
    })
    expect(state.notices.map(({ code }) => code)).toEqual(['proposal-not-proposer', 'resolves-elsewhere'])
  })
})
