import { describe, expect, it } from 'vitest'
import { agree, byHand, frame, OPENED, object, proposal, say, session } from '../support/log-builder.ts'

const REVISION = proposal({ Revises: ['#5'] })

describe('a proposal', () => {
  it('starts with its author’s own agreement and nobody else’s', () => {
    expect(session(OPENED).proposals).toEqual([
      {
        entry: 5,
        author: 'ARCHITECT',
        revision: 1,
        revises: null,
        repeats: false,
        verdicts: { ARCHITECT: { verdict: 'AGREE', entry: 5, evidence: null, typed: true, caveat: null } },
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
    expect(proposals[1]?.verdicts).toEqual({
      ARCHITECT: { verdict: 'AGREE', entry: 8, evidence: null, typed: true, caveat: null },
    })
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

  it('by another worker is a text of its own: nobody has agreed to it but its author', () => {
    const other = proposal({ Revises: ['#5'], Resolves: ['x: done'] }, 'BACKEND')
    const state = session([...OPENED, agree('BACKEND', 5), object('SECURITY', 5, 'x: y'), other])
    expect(state).toMatchObject({
      proposer: 'ARCHITECT',
      proposals: [{ entry: 5 }, { entry: 8, author: 'BACKEND', revision: 1, revises: null }],
      concerns: [{ id: 'x', status: 'answered' }],
      consensus: { reached: false, missing: ['ARCHITECT', 'SECURITY'] },
    })
    expect(state.notices.map(({ code }) => code)).toEqual(['revises-not-live'])
  })

  it.each([
    ['the supervisor', 'SUPERVISOR'],
    ['a person', 'HUMAN'],
  ])('may be put by %s, who then needs all the others', (_, role) => {
    const put = [...OPENED.slice(0, 4), proposal({}, role)]
    const all = ['ARCHITECT', 'BACKEND', 'SECURITY'].map(worker => agree(worker, 5))
    expect(session([...put, ...all.slice(1)]).consensus).toMatchObject({
      reached: false,
      missing: ['ARCHITECT'],
    })
    expect(session([...put, ...all]).consensus).toMatchObject({ reached: true, proposal: 5 })
  })

  it('is told from other entries among many that were replaced', () => {
    /** #1, #3, #4 and #6 are texts. */
    const parts = [proposal(), say('BACKEND'), proposal(), proposal(), say('BACKEND'), proposal()]
    const codes = [1, 2, 3, 4, 5, 6, 7].map(on =>
      session([...parts, agree('BACKEND', on)]).notices.map(({ code }) => code),
    )
    expect(codes).toEqual([
      ['verdict-outdated'],
      ['verdict-unknown'],
      ['verdict-outdated'],
      ['verdict-outdated'],
      ['verdict-unknown'],
      [],
      ['verdict-unknown'],
    ])
  })

  it('leaves what waits for an answer waiting', () => {
    const state = session([...OPENED, say('BACKEND', { Asks: ['SECURITY'] }), REVISION])
    expect(state.questions).toMatchObject([{ entry: 6, answeredIn: null }])
  })

  it('that says nearly the same as the one before is known for it', () => {
    const text = 'One bucket a key holds 100 tokens and is filled at 10 a second. '.repeat(8)
    const write = (content: string) => ({ ...proposal(), content })
    const repeats = (content: string) =>
      session([...OPENED.slice(0, 4), write(text), write(content)]).proposals.at(-1)?.repeats
    expect(repeats(text)).toBe(true)
    expect(repeats(`${text} So be it.`)).toBe(true)
    expect(repeats(text.replaceAll('100', '200'))).toBe(false)
    expect(repeats('Another design altogether. '.repeat(19))).toBe(false)
  })
})
