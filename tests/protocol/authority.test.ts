import { describe, expect, it } from 'vitest'
import { parseLog } from '../../src/log/parse.ts'
import { isEngineRole } from '../../src/protocol/authority.ts'
import { foldLog, initialState } from '../../src/protocol/fold.ts'
import type { State } from '../../src/protocol/state.ts'
import {
  agree,
  byHand,
  frame,
  HEADER,
  logText,
  OPENED,
  outcome,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

const REVIEWS = [agree('BACKEND', 5), agree('SECURITY', 5)]

function codes({ notices }: State): readonly string[] {
  return notices.map(({ code }) => code)
}

it.each([
  ['a worker', HEADER, 'BACKEND', true],
  ['the supervisor', HEADER, 'SUPERVISOR', true],
  ['a person', HEADER, 'HUMAN', false],
  ['a guest', HEADER, 'PASSER-BY', false],
  ['a worker from outside', { ...HEADER, external: ['BACKEND'] }, 'BACKEND', false],
  ['anybody without a header', null, 'SUPERVISOR', false],
  ['anybody where the header names no workers', { ...HEADER, workers: [] }, 'SUPERVISOR', false],
])('the engine runs %s: %#', (_, header, role, expected) =>
  expect(isEngineRole(initialState(header), role)).toBe(expected),
)

describe('nobody speaks for a role the engine runs', () => {
  const before = session([...OPENED, agree('BACKEND', 5)])

  it.each<[string, Part]>([
    ['a verdict', byHand('SECURITY', 'Yes.', { Verdict: ['AGREE #5'] })],
    ['an objection', byHand('BACKEND', 'No.', { Verdict: ['OBJECT #5'], Concern: ['x: y'] })],
    ['a concern', byHand('BACKEND', 'No.', { Concern: ['x: y'] })],
    ['a proposal', byHand('ARCHITECT', 'Mine.').replace('ANALYSIS', 'PROPOSAL')],
    ['an outcome', byHand('SUPERVISOR', 'Done.', { Outcome: ['STOPPED'] })],
    ['a pause', byHand('SUPERVISOR', 'Wait.', { Outcome: ['PAUSED budget'] })],
  ])('%s by hand is flagged and changes nothing, neither open nor adopted', (_, part) => {
    const open = session([...OPENED, agree('BACKEND', 5), part])
    expect(open).toEqual({
      ...before,
      entries: 7,
      notices: [expect.objectContaining({ code: 'unverified-author', entry: 7 })],
    })
    const adopted = session([...OPENED, agree('BACKEND', 5), part, say('HUMAN')])
    expect(codes(adopted)).toEqual(['unverified-author'])
    expect(adopted.proposals).toEqual(before.proposals)
    expect(adopted.concerns).toEqual([])
    expect(adopted.outcome).toBeNull()
  })

  it('a framework by hand is none', () => {
    expect(session([byHand('SUPERVISOR', 'Frame.'), frame()]).framework).toBe(2)
  })

  it('an analysis by hand is none', () => {
    const state = session([frame(), byHand('BACKEND', 'Analysis.')])
    expect(state.analyses).toEqual({})
  })

  it('an entry that is not what was sealed counts for nothing, and those after it count', () => {
    const text = logText([...OPENED, ...REVIEWS]).replace('BACKEND speaks.', 'BACKEND spoke.')
    const state = foldLog(parseLog(text))
    expect(codes(state)).toEqual(['unverified-author'])
    expect(state.consensus).toMatchObject({ reached: false, missing: ['BACKEND'] })
  })

  it('does not reopen a paused session by hand', () => {
    const state = session([...OPENED, outcome('PAUSED budget'), byHand('SUPERVISOR', 'Go on.')])
    expect(state.phase).toBe('paused')
  })

  it('is not the last to have spoken where another used its name', () => {
    expect(session([...OPENED, byHand('BACKEND', 'x')]).lastEntry['BACKEND']).toBe(3)
  })
})

describe('roles the engine does not run', () => {
  it('a worker from outside is believed as it is written, open or adopted', () => {
    const header = { external: ['SECURITY'] }
    const hand = byHand('SECURITY', 'Yes.', { Verdict: ['AGREE #5'] })
    const open = session([...OPENED, agree('BACKEND', 5), hand], header)
    expect(open.consensus.reached).toBe(true)
    const adopted = session([...OPENED, hand, agree('BACKEND', 5)], header)
    expect(adopted.consensus.reached).toBe(true)
    expect(codes(adopted)).toEqual([])
  })

  it.each([
    ['open', []],
    ['adopted', [agree('BACKEND', 5)]],
  ])(
    'a guest is heard: its concern is shown and blocks nothing, its verdict does not count: %s',
    (_, after) => {
      const parts = [...OPENED, ...REVIEWS]
      const objection = byHand('PASSER-BY', 'No.', { Verdict: ['OBJECT #5'], Concern: ['x: y'] })
      const state = session([...parts, objection, ...after])
      expect(codes(state)).toEqual(['role-unknown', 'verdict-without-seat'])
      expect(state.concerns).toMatchObject([{ id: 'x', owner: 'PASSER-BY', kind: 'heard', status: 'open' }])
      expect(state.consensus).toEqual(session(parts).consensus)
      expect(state.lastEntry['PASSER-BY']).toBe(8)
    },
  )

  it('a guest may take its concern back, and a revision may answer it', () => {
    const heard = [...OPENED, byHand('PASSER-BY', 'No.', { Concern: ['x: y'] })]
    const back = session([...heard, byHand('PASSER-BY', 'Well.', { Withdraws: ['x'] })])
    expect(back.concerns).toMatchObject([{ status: 'withdrawn' }])
    const answered = session([
      ...heard,
      agree('BACKEND', 5),
      proposal({ Revises: ['#5'], Resolves: ['x: z'] }),
    ])
    expect(answered.concerns).toMatchObject([{ status: 'answered', answer: { how: 'z' } }])
  })

  it('a guest cannot propose, ask or decide', () => {
    const parts = [
      byHand('PASSER-BY', 'Mine.').replace('ANALYSIS', 'PROPOSAL'),
      byHand('PASSER-BY', 'Why?', { Asks: ['BACKEND'] }),
      byHand('PASSER-BY', 'So be it.', { Outcome: ['STOPPED'] }),
    ]
    const state = session([...OPENED, ...parts])
    expect(codes(state)).toEqual(['role-unknown', 'proposal-without-seat', 'outcome-not-supervisor'])
    expect(state).toMatchObject({ questions: [], outcome: null, proposals: [{ entry: 5 }] })
  })

  it('a person has a voice: an objection is in the way until the person is content', () => {
    const objection = byHand('HUMAN', 'No.', { Verdict: ['OBJECT #5'], Concern: ['x: y'] })
    const state = session([...OPENED, ...REVIEWS, objection])
    expect(state.consensus).toMatchObject({ reached: false, missing: [], openConcerns: ['x'] })
    expect(state.consensus.why).toBe('HUMAN objects to #5; concern x by HUMAN, raised on #5, is not answered')
    const content = byHand('HUMAN', 'Well.', { Verdict: ['AGREE #5'], Withdraws: ['x'] })
    expect(session([...OPENED, ...REVIEWS, objection, content]).consensus.reached).toBe(true)
    const revised = [...OPENED, ...REVIEWS, objection, proposal({ Revises: ['#5'], Resolves: ['x: z'] })]
    const all = [agree('BACKEND', 9), agree('SECURITY', 9)]
    expect(session([...revised, ...all]).consensus).toMatchObject({ reached: false, openConcerns: ['x'] })
    expect(session([...revised, ...all, agree('HUMAN', 9)]).consensus.reached).toBe(true)
  })

  it('a person is needed where the header says so', () => {
    const header = { with: ['HUMAN'] }
    const without = session([...OPENED, ...REVIEWS], header)
    expect(without.deciders).toEqual(['ARCHITECT', 'BACKEND', 'SECURITY', 'HUMAN'])
    expect(without.consensus).toMatchObject({ reached: false, why: 'HUMAN has not spoken on #5' })
    expect(session([...OPENED, ...REVIEWS, agree('HUMAN', 5)], header).consensus.reached).toBe(true)
  })

  it('an external role decides without being among the workers', () => {
    const header = { workers: ['ARCHITECT', 'BACKEND'], external: ['LEGAL'] }
    const parts = [...OPENED.slice(0, 3), proposal(), agree('BACKEND', 4)]
    expect(session(parts, header).consensus.missing).toEqual(['LEGAL'])
    const by = byHand('LEGAL', 'Yes.', { Verdict: ['AGREE #4'] })
    expect(session([...parts, by], header).consensus.reached).toBe(true)
  })

  it('a person’s words make no notice', () => {
    expect(session([...OPENED, byHand('HUMAN', 'The free plan has 3,000 users.')]).notices).toEqual([])
  })

  it('a guest’s agreement does not stand in for a worker’s', () => {
    const state = session([...OPENED, agree('BACKEND', 5), byHand('HUMAN', 'x', { Verdict: ['AGREE #5'] })])
    expect(state.consensus.missing).toEqual(['SECURITY'])
  })
})

describe('a log without a header', () => {
  const parts = [byHand('SUPERVISOR', 'Frame.'), byHand('A', 'I think.'), byHand('B', 'Me too.')]
  const propose = byHand('A', 'The text.').replace('ANALYSIS', 'PROPOSAL')

  it('takes its roster from those who have written, people and the supervisor left out', () => {
    const state = session([...parts, byHand('HUMAN', 'Hello.')], null)
    expect(state).toMatchObject({
      header: null,
      deciders: ['A', 'B'],
      framework: 1,
      analyses: { A: 2, B: 3 },
    })
    expect(state.notices).toEqual([])
  })

  it('lets anybody propose, and takes whoever did for the proposer', () => {
    expect(session([...parts, propose], null)).toMatchObject({
      proposer: 'A',
      proposals: [{ entry: 4, author: 'A', revision: 1, revises: null }],
    })
  })

  it('reaches consensus by the entries of those who have written', () => {
    const agreed = session([...parts, propose, byHand('B', 'Yes.', { Verdict: ['AGREE #4'] })], null)
    expect(agreed.consensus).toMatchObject({ reached: true, proposal: 4 })
    const more = session(
      [...parts, propose, byHand('B', 'Yes.', { Verdict: ['AGREE #4'] }), byHand('C', 'Hm.')],
      null,
    )
    expect(more.consensus).toMatchObject({ reached: false, missing: ['C'] })
  })

  it('with a header that names no workers is read the same way, and never agreed on', () => {
    const state = foldLog(parseLog(`---\nsession: notes\n---\n# T\n${[...parts, propose].join('')}`))
    expect(state).toMatchObject({ deciders: ['A', 'B'], framework: 1, proposals: [{ entry: 4 }] })
    expect(codes(state)).toEqual(['workers-none'])
    const yes = byHand('B', 'Yes.', { Verdict: ['AGREE #4'] })
    const agreed = foldLog(parseLog(`---\nsession: notes\n---\n# T\n${[...parts, propose, yes].join('')}`))
    expect(agreed.consensus).toMatchObject({ reached: false, outcome: null, missing: [] })
    expect(agreed.consensus.why).toMatch(/^The header names no workers/)
  })

  it('has no consensus of one role with itself', () => {
    const state = session(
      [byHand('SUPERVISOR', 'Frame.'), byHand('A', 'T.').replace('ANALYSIS', 'PROPOSAL')],
      null,
    )
    expect(state.consensus).toMatchObject({ reached: false, why: 'Only one role has written' })
  })

  it('starts a new text where another role proposes', () => {
    const other = byHand('B', 'Mine.').replace('ANALYSIS', 'PROPOSAL')
    expect(session([...parts, propose, other], null)).toMatchObject({
      proposer: 'B',
      proposals: [{ entry: 4 }, { entry: 5, author: 'B', revision: 1, revises: null }],
    })
  })
})

describe('a log that is not what was sealed', () => {
  it.each<[string, (text: string) => string, number]>([
    ['a changed word', text => text.replace('SECURITY analyses.', 'SECURITY analysed.'), 4],
    [
      'an entry taken out',
      text => text.replace(/\n### \[BACKEND\] \[[^\]]*\] UTC\n\*\*Type\*\*: ANALYSIS[^<]*<!--[^>]*-->\n/, ''),
      3,
    ],
    [
      'an entry put in',
      text => text.replace('\n### [SECURITY]', `${byHand('HUMAN', 'Me.')}\n### [SECURITY]`),
      5,
    ],
  ])('has no consensus after %s', (_, change, entry) => {
    const text = change(logText([...OPENED, ...REVIEWS]))
    const state = foldLog(parseLog(text))
    expect(state.tamperedAt).toBe(entry)
    expect(state.consensus).toMatchObject({ reached: false, outcome: null })
    expect(state.consensus.why).toBe(
      `#${entry} is not what was sealed: nothing is agreed before the log is repaired`,
    )
  })

  it('takes no outcome but a pause and a stop', () => {
    const text = logText([...OPENED, ...REVIEWS, outcome('CONSENSUS #5')])
    const state = foldLog(parseLog(text.replace('SECURITY analyses.', 'SECURITY analysed.')))
    expect(state.outcome).toBeNull()
    expect(codes(state)).toEqual(['unverified-author', 'outcome-unfounded'])
  })
})

describe('a header that does not say who decides', () => {
  const votes = ['A', 'B', 'C'].map(role => byHand(role, '', { Verdict: ['AGREE #1'] })).join('')
  const consensus = (front: string) => {
    const text = byHand('A', 'T.').replace('ANALYSIS', 'PROPOSAL')
    return foldLog(parseLog(`---\n${front}\n---\n# T\n${text}${votes}`)).consensus
  }

  it.each([
    ['external: [A, B, C]', true],
    ['external: A, B, C', true],
    ['External: [a, b, c]', true],
    ['external: [A, B, C]\nwith: HUMAN', false],
    ['external: [A, B, HUMAN]', false],
    ['external: [A, B]\nworkers: [SUPERVISOR]', true],
    ['external: [A, B]\nwith: [A]', true],
    ['external: [A, B]\nwith: [HUMANS]', false],
    ['external: [A, B]\nwith: true', false],
    ['external: [A, B, "BAD ROLE"]', false],
    ['external: [A]\nworkers: [B, "BAD ROLE"]', false],
    ['external: [A]\nveto: 7', false],
    ['external: [A\nx', false],
  ])('gives no agreement: %j is one: %s', (front, reached) => {
    expect(consensus(front).reached).toBe(reached)
  })

  it('says which part of it', () => {
    expect(consensus('external: [A]\nwith: true').why).toBe(
      'The header\u2019s with could not be read: nobody can tell who would have to agree'.replace(
        '\u2019',
        "'",
      ),
    )
  })
})
