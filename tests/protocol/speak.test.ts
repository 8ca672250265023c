import { describe, expect, it } from 'vitest'
import type { Question, State } from '../../src/protocol/state.ts'
import {
  agree,
  byHand,
  frame,
  OPENED,
  object,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

const human = (content: string, fields = {}): Part => byHand('HUMAN', content, fields)
const verdictOf = ({ proposals }: State, role: string) => proposals.at(-1)?.verdicts[role]?.verdict ?? null
const asked = ({ questions }: State) =>
  questions
    .filter(({ answeredIn }) => answeredIn === null)
    .map(({ kind, entry, unclear }: Question) => `${kind} #${entry} ${unclear?.leans}: ${unclear?.reason}`)

describe('a verdict that cannot be read', () => {
  it('takes back what a worker had said, and makes it due again without a question', () => {
    const state = session([...OPENED, agree('BACKEND', 5), say('BACKEND', { Verdict: ['LGTM'] })])
    expect([verdictOf(state, 'BACKEND'), asked(state)]).toEqual([null, []])
  })

  it.each([
    ['agrees', ['LGTM'], 'agree'],
    ['objects', ['I reject #5'], 'object'],
    ['does both', ['AGREE #5', 'OBJECT #5'], 'object'],
    ['says no', ['NO'], 'object'],
    ['notes something', ['KNOWN #5'], 'agree'],
  ])('of a person who %s is asked for again', (_, Verdict, leans) => {
    const state = session([...OPENED, human('Yes.', { Verdict: ['AGREE #5'] }), human('So.', { Verdict })])
    expect(verdictOf(state, 'HUMAN')).toBeNull()
    expect(asked(state)).toEqual([`unclear #7 ${leans}: its verdict cannot be read`])
  })

  it('before there is a text is only noticed', () => {
    const state = session([frame(), human('Yes.', { Verdict: ['LGTM'] })])
    expect(asked(state)).toEqual([])
    expect(state.notices.map(({ code }) => code)).toEqual(['verdict-unreadable'])
  })
})

describe('prose behind a typed verdict', () => {
  const agreed = [...OPENED, human('Yes.', { Verdict: ['AGREE #5'] })]
  const objected = [...OPENED, human('No.', { Verdict: ['OBJECT #5'], Concern: ['x: y'] })]

  it.each<[string, readonly Part[], string, string, readonly string[]]>([
    ['that agrees once more is no news', agreed, 'I agree to #5', 'AGREE', []],
    ['that nods is none either', agreed, 'ok', 'AGREE', []],
    [
      'that sounds like an objection is to be answered',
      agreed,
      'I do not like this.',
      'AGREE',
      ['remark #7 undefined: undefined'],
    ],
    [
      'that agrees though the verdict was another asks for one',
      objected,
      'I agree to #5',
      'OBJECT',
      ['unclear #7 agree: prose does not change a typed verdict'],
    ],
    ['that nods to an objection of its own is no news', objected, 'ok', 'OBJECT', []],
  ])('%s', (_, parts, content, verdict, questions) => {
    const state = session([...parts, human(content)])
    expect([verdictOf(state, 'HUMAN'), asked(state)]).toEqual([verdict, questions])
  })

  it('that objects outright takes it back', () => {
    const state = session([...agreed, human('I object: too slow')])
    expect(verdictOf(state, 'HUMAN')).toBeNull()
    expect(state.concerns).toMatchObject([{ owner: 'HUMAN', reason: 'too slow', kind: 'implied' }])
  })
})

describe('prose without one', () => {
  it('that leans takes back what its author had agreed to in prose', () => {
    const state = session([...OPENED, human('I agree to #5'), human('I do not like this.')])
    expect(verdictOf(state, 'HUMAN')).toBeNull()
  })

  it('leaves alone what others have said', () => {
    const state = session([...OPENED, agree('BACKEND', 5), human('I object: too slow')])
    expect(verdictOf(state, 'BACKEND')).toBe('AGREE')
  })

  it('raises no concern beside one that is named', () => {
    const state = session([...OPENED, human('I object: too slow', { Concern: ['x: y'] })])
    expect(state.concerns.map(({ id }) => id)).toEqual(['x'])
  })

  it('raises none before there is a text', () => {
    const state = session([frame(), human('I object: too slow')])
    expect(state.concerns).toEqual([])
    expect(asked(state)).toHaveLength(1)
  })
})

describe('words the reader does not know', () => {
  const CHINESE = '这个方案不行，我们不能这样做。'

  it('are for the supervisor to answer where a verdict may stand in them', () => {
    const state = session([...OPENED, human(CHINESE)])
    expect(state.notices).toMatchObject([
      {
        code: 'language-unknown',
        message: '#6 is in words the reader does not know: a verdict in it counts by the field Verdict alone',
      },
    ])
    expect(state.questions).toMatchObject([{ entry: 6, kind: 'remark', asks: 'SUPERVISOR' }])
  })

  it('are an external role’s too', () => {
    const state = session([...OPENED, byHand('LEGAL', CHINESE)], { external: ['LEGAL'] })
    expect(state.questions).toMatchObject([{ entry: 6, kind: 'remark' }])
  })

  it('are a worker’s own business', () => {
    const state = session([...OPENED, say('BACKEND', {}, CHINESE)])
    expect([state.notices, state.questions]).toEqual([[], []])
  })

  it('are a remark like any other before there is a text', () => {
    const state = session([frame(), human(CHINESE)])
    expect(state.notices).toEqual([])
    expect(state.questions).toMatchObject([{ entry: 2, kind: 'remark' }])
  })
})

it('a verdict and a concern inside a proposal are not read, with a notice', () => {
  const state = session([...OPENED, proposal({ Verdict: ['OBJECT #5'], Concern: ['x: y'] })])
  expect(state.concerns).toEqual([])
  expect(state.notices).toMatchObject([
    {
      code: 'fields-unread',
      message: "#6 is a proposal, which is its author's agreement: its Verdict and Concern is not read",
    },
  ])
})

it('an implementation before there is a text is none', () => {
  const early = { role: 'BACKEND', type: 'IMPLEMENTATION', fields: {}, content: 'BACKEND builds.' } as const
  expect(session([frame(), early]).implementations).toEqual([])
})

it('nobody rules before the supervisor has mediated, nor where the header does not say so', () => {
  const parts = [...OPENED, object('BACKEND', 5, 'x: y'), agree('SECURITY', 5)]
  const rules = say('BACKEND', { Re: ['#5'], Concern: ['x: at most 20'] })
  expect(session([...parts, rules], { deadlock: 'owner' }).rulings).toEqual({})
  expect(session([...parts, frame({ Re: ['#5'] }), rules], { maxRevisions: 0 }).rulings).toEqual({})
})
