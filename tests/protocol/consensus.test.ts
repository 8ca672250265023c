import { describe, expect, it } from 'vitest'
import {
  abstain,
  agree,
  byHand,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

const ALL = [agree('BACKEND', 5), agree('SECURITY', 5)]

function consensusOf(parts: readonly Part[], header = {}) {
  return session(parts, header).consensus
}

describe('consensus', () => {
  it('is there when every worker has agreed to exactly the live text and no concern is open', () => {
    expect(consensusOf([...OPENED, ...ALL])).toEqual({
      reached: true,
      outcome: 'CONSENSUS',
      proposal: 5,
      missing: [],
      openConcerns: [],
      why: 'All 3 have agreed to #5 and no concern is open',
    })
  })

  it('is there on a revision to which all have agreed anew', () => {
    const parts = [
      ...OPENED,
      object('BACKEND', 5, 'x: y'),
      agree('SECURITY', 5),
      proposal({ Revises: ['#5'] }),
    ]
    expect(consensusOf([...parts, agree('BACKEND', 8), agree('SECURITY', 8)])).toMatchObject({
      reached: true,
      proposal: 8,
    })
  })

  it.each<[string, readonly Part[], readonly string[], readonly string[]]>([
    ['there is no proposal', OPENED.slice(0, 4), ['ARCHITECT', 'BACKEND', 'SECURITY'], []],
    ['nobody has spoken', OPENED, ['BACKEND', 'SECURITY'], []],
    ['one has not spoken', [...OPENED, agree('BACKEND', 5)], ['SECURITY'], []],
    ['one objects', [...OPENED, agree('BACKEND', 5), object('SECURITY', 5, 'x: y')], ['SECURITY'], ['x']],
    [
      'one objects without a concern',
      [...OPENED, agree('BACKEND', 5), object('SECURITY', 5)],
      ['SECURITY'],
      ['security-speaks'],
    ],
    ['one abstains', [...OPENED, agree('BACKEND', 5), abstain('SECURITY', 5)], ['SECURITY'], []],
    ['one took its agreement back', [...OPENED, ...ALL, object('BACKEND', 5, 'x: y')], ['BACKEND'], ['x']],
    [
      'one agreed in prose',
      [...OPENED, agree('BACKEND', 5), say('SECURITY', {}, 'I agree.')],
      ['SECURITY'],
      [],
    ],
    [
      'one agreed to a text that was replaced',
      [...OPENED, ...ALL, proposal({ Revises: ['#5'] })],
      ['BACKEND', 'SECURITY'],
      [],
    ],
    [
      'one agreed under a condition',
      [...OPENED, agree('BACKEND', 5), say('SECURITY', { Verdict: ['AGREE #5 once it is fast'] })],
      ['SECURITY'],
      [],
    ],
    [
      'one agreement was forged',
      [...OPENED, agree('BACKEND', 5), byHand('SECURITY', 'x', { Verdict: ['AGREE #5'] })],
      ['SECURITY'],
      [],
    ],
    [
      'all agree and a concern is open',
      [...OPENED, agree('BACKEND', 5, { Concern: ['x: y'] }), agree('SECURITY', 5)],
      [],
      ['x'],
    ],
    [
      'all agree and a concern was raised later',
      [...OPENED, ...ALL, say('BACKEND', { Concern: ['x: y'] })],
      [],
      ['x'],
    ],
    [
      'a concern was only answered',
      [
        ...OPENED,
        object('BACKEND', 5, 'x: y'),
        proposal({ Revises: ['#5'], Resolves: ['x: done'] }),
        agree('SECURITY', 7),
      ],
      ['BACKEND'],
      ['x'],
    ],
    [
      'the author turned against its own text',
      [...OPENED, ...ALL, object('ARCHITECT', 5, 'x: y')],
      ['ARCHITECT'],
      ['x'],
    ],
  ])('is not there while %s', (_, parts, missing, openConcerns) =>
    expect(consensusOf(parts)).toMatchObject({ reached: false, missing, openConcerns }),
  )

  it('is not there where nobody could agree', () => {
    expect(session([], null).consensus).toMatchObject({ reached: false, missing: [] })
  })

  it('of one worker with itself is one: who is named decides', () => {
    expect(consensusOf([proposal()], { workers: ['ARCHITECT'] })).toMatchObject({
      reached: true,
      missing: [],
    })
  })

  it('goes again when somebody leaves it', () => {
    expect(consensusOf([...OPENED, ...ALL, abstain('SECURITY', 5)]).reached).toBe(false)
  })

  it('is a matter of the log, paused or not', () => {
    expect(consensusOf([...OPENED, outcome('PAUSED interrupted'), ...ALL]).reached).toBe(true)
  })
})

describe('why there is none', () => {
  it.each<[string, readonly Part[], string]>([
    ['no proposal', [], 'There is no proposal yet'],
    ['silence', OPENED, 'BACKEND has not spoken on #5; SECURITY has not spoken on #5'],
    [
      'one of each',
      [...OPENED, object('BACKEND', 5, 'x: y'), abstain('SECURITY', 5)],
      'BACKEND objects to #5; SECURITY abstains on #5; concern x by BACKEND, raised on #5, is not answered',
    ],
    [
      'an answer that waits',
      [
        ...OPENED,
        object('BACKEND', 5, 'x: y'),
        proposal({ Revises: ['#5'], Resolves: ['x: z'] }),
        agree('SECURITY', 7),
      ],
      'BACKEND has not spoken on #7; concern x by BACKEND, raised on #5, answered in #7, waits for BACKEND',
    ],
  ])('%s', (_, parts, why) => expect(consensusOf(parts).why).toBe(why))
})
