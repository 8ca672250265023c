import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { due } from '../../src/protocol/due.ts'
import { foldLog, initialState } from '../../src/protocol/fold.ts'
import { readVerdict } from '../../src/protocol/read-verdict.ts'
import type { State } from '../../src/protocol/state.ts'
import {
  agree,
  byHand,
  logOf,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

const NEEDED: Partial<Header> = { with: ['HUMAN'] }
const ALL = [agree('BACKEND', 5), agree('SECURITY', 5)]
const REVISED = [...OPENED, object('BACKEND', 5, 'x: y'), proposal({ Revises: ['#5'] })]
const human = (content: string, fields = {}): Part => byHand('HUMAN', content, fields)
const verdictOf = ({ proposals }: State, role = 'HUMAN') => proposals.at(-1)?.verdicts[role]?.verdict ?? null
const turns = (state: State) => due(state).map(({ role, task, on }) => `${role} ${task} ${on}`)
const waiting = ({ questions }: State) => questions.filter(({ answeredIn }) => answeredIn === null)

describe('a person’s prose', () => {
  it.each(['I agree to #5.', 'I agree.', '**I agree to #5**', 'I fully agree to proposal #5!'])(
    'that is one closed sentence of agreement is an agreement: %s',
    content => {
      const state = session([...OPENED, ...ALL, human(content)], NEEDED)
      expect(verdictOf(state)).toBe('AGREE')
      expect(state.proposals[0]?.verdicts['HUMAN']).toMatchObject({ typed: false, caveat: null })
      expect(state.consensus.reached).toBe(true)
      expect(state.questions).toEqual([])
    },
  )

  it('without a number is none once there was another text', () => {
    const state = session([...REVISED, human('I agree.')], NEEDED)
    expect(verdictOf(state)).toBeNull()
    expect(waiting(state)).toMatchObject([{ by: 'HUMAN', asks: 'SUPERVISOR', kind: 'unclear' }])
    expect(verdictOf(session([...REVISED, human('I agree to #7.')], NEEDED))).toBe('AGREE')
    expect(verdictOf(session([...REVISED, human('I agree to #5.')], NEEDED))).toBeNull()
  })

  it('that leans makes the supervisor ask, and why says what is missing', () => {
    const state = session([...OPENED, ...ALL, human('LGTM')], NEEDED)
    expect(turns(state)).toEqual(['SUPERVISOR answer 8', 'HUMAN review 5'])
    expect(state.consensus.reached).toBe(false)
    expect(state.consensus.why).toMatch(/^HUMAN has given no clear verdict on #5 \(in #8 .+\)$/)
  })

  it('stops being unclear when the person gives a clear verdict', () => {
    const state = session([...OPENED, ...ALL, human('LGTM'), human('', { Verdict: ['AGREE #5'] })], NEEDED)
    expect([verdictOf(state), waiting(state)]).toEqual(['AGREE', []])
    expect(state.consensus.reached).toBe(true)
  })

  it.each(['I object.', 'This design is dangerous and must not ship.'])(
    'that is against it is in the way until the person has said what it is: %s',
    content => {
      const parts = [...OPENED, ...ALL, human(content)]
      expect(session(parts).consensus).toMatchObject({ reached: false, outcome: null, missing: [] })
      expect(session([...parts, outcome('CONSENSUS #5')]).outcome).toBeNull()
      const asked = [...parts, say('SUPERVISOR', { Re: ['#8'], Asks: ['HUMAN'] })]
      expect(session(asked).consensus.reached).toBe(false)
      expect(session([...asked, agree('HUMAN', 5)]).consensus.reached).toBe(true)
    },
  )

  it('that objects outright raises a concern that blocks until the person is content', () => {
    const parts = [...OPENED, ...ALL, human('I object: all keys of a tenant share one limit.')]
    const state = session(parts)
    expect(verdictOf(state)).toBeNull()
    expect(state.concerns).toMatchObject([{ owner: 'HUMAN', kind: 'implied', on: 5, status: 'open' }])
    expect(state.concerns[0]?.reason).toContain('all keys of a tenant share one limit')
    expect(turns(state)).toEqual(['SUPERVISOR answer 8', 'ARCHITECT revise 5'])
    const [concern] = state.concerns
    const revised = [
      ...parts,
      proposal({ Revises: ['#5'], Resolves: [`${concern?.id}: a limit for each key`] }),
    ]
    const reviewed = [...revised, agree('BACKEND', 9), agree('SECURITY', 9)]
    expect(session(reviewed).consensus).toMatchObject({ reached: false, openConcerns: [concern?.id] })
    expect(session([...reviewed, agree('HUMAN', 9)]).consensus.reached).toBe(true)
    expect(session([...reviewed, human('I agree to #9.')]).consensus.reached).toBe(true)
  })

  it('changes nothing after a typed verdict', () => {
    const typed = [...OPENED, ...ALL, agree('HUMAN', 5)]
    const state = session([...typed, human('Looks good!')], NEEDED)
    expect([verdictOf(state), waiting(state)]).toEqual(['AGREE', []])
    for (const content of ['This seems risky to me.', 'I am not convinced.']) {
      const doubted = session([...typed, human(content)], NEEDED)
      expect(doubted.consensus.reached).toBe(true)
      expect(waiting(doubted)).toMatchObject([{ entry: 9, by: 'HUMAN', asks: 'SUPERVISOR', kind: 'remark' }])
    }
    const objected = [...OPENED, ...ALL, object('HUMAN', 5, 'x: y')]
    const kept = session([...objected, human('I agree to #5.')], NEEDED)
    expect(verdictOf(kept)).toBe('OBJECT')
    expect(waiting(kept)).toMatchObject([
      { kind: 'unclear', unclear: { reason: 'prose does not change a typed verdict' } },
    ])
  })

  it.each(['I object.', 'I withdraw my agreement.', 'I object to #5: the limit is wrong.'])(
    'takes a typed agreement back when it objects outright, and revives none: %s',
    content => {
      const state = session(
        [
          ...OPENED,
          ...ALL,
          object('HUMAN', 5, 'x: y'),
          agree('HUMAN', 5, { Withdraws: ['x'] }),
          human(content),
        ],
        NEEDED,
      )
      expect(verdictOf(state)).toBeNull()
      expect(state.consensus.reached).toBe(false)
      expect(turns(state)).toContain('SUPERVISOR answer 10')
    },
  )

  it.each([
    'This seems risky to me.',
    'I agree to #5 only if the limit is lowered.',
    'On second thought, I disagree.',
    'I changed my mind.',
    'I take it back.',
    'Please disregard my vote.',
    'Forget what I said.',
    'Wait, I was wrong to agree to this.',
    'I retract that.',
    'Withdrawing my agreement.',
    'My agreement no longer stands.',
    'I no longer support #5.',
  ])('that puts it in doubt takes an agreement in prose back: %s', content => {
    const state = session([...OPENED, ...ALL, human('I agree to #5.'), human(content)], NEEDED)
    expect(verdictOf(state)).toBeNull()
    expect(state.consensus.reached).toBe(false)
  })

  it.each([
    'I changed my mind, I do not agree any more.',
    'On second thought, I disagree.',
    'I no longer support #5.',
    'Please disregard my vote.',
  ])('that takes a typed agreement back outright takes it back: %s', content => {
    expect(verdictOf(session([...OPENED, ...ALL, agree('HUMAN', 5), human(content)], NEEDED))).toBeNull()
  })

  it.each<[string, string, Record<string, string[]>]>([
    ['about another entry', 'I agree to #5.', { Re: ['#3'] }],
    ['by somebody who has not read the text', 'I agree to #5.', { Seen: ['#4'] }],
    ['with a field beside it', 'I agree to #5.', { Condition: ['only if the limit is lowered'] }],
    ['with evidence beside it', 'I agree to #5.', { Evidence: ['part 2'] }],
    ['to a role', 'I agree.', { To: ['BACKEND'] }],
  ])('that agrees is none: %s', (_, content, fields) => {
    const state = session([...OPENED, ...ALL, human(content, fields)], NEEDED)
    expect(verdictOf(state)).toBeNull()
    expect(waiting(state)).toMatchObject([{ kind: 'unclear', unclear: { leans: 'agree' } }])
  })

  it('that may answer a question agrees only where it names the text', () => {
    const asked = [...OPENED, ...ALL, say('BACKEND', { Asks: ['HUMAN'] }, 'Does the free plan stay at 10?')]
    expect(verdictOf(session([...asked, human('I agree.')], NEEDED))).toBeNull()
    expect(verdictOf(session([...asked, human('I agree to #5.')], NEEDED))).toBe('AGREE')
  })
})

describe('prose never agrees', () => {
  it.each<[string, readonly Part[], Partial<Header> | null]>([
    [
      'for a role the engine runs',
      [...OPENED, agree('BACKEND', 5), say('SECURITY', {}, 'I agree to #5.')],
      {},
    ],
    ['for it by hand', [...OPENED, agree('BACKEND', 5), byHand('SECURITY', 'I agree to #5.')], {}],
    ['for a guest', [...OPENED, ...ALL, byHand('PASSER-BY', 'I agree to #5.')], { external: ['LEGAL'] }],
    ['before there is a text', [...OPENED.slice(0, 4), human('I agree.'), proposal()], NEEDED],
    [
      'beside a text of its own',
      [...OPENED, ...ALL, human('I agree to #5.').toString().replace('ANALYSIS', 'IMPLEMENTATION')],
      NEEDED,
    ],
  ])('%s', (_, parts, header) => {
    expect(session(parts, header).consensus.reached).toBe(false)
  })
})

it('an external role may agree in prose', () => {
  const header = { external: ['SECURITY'] }
  const state = session([...OPENED, agree('BACKEND', 5), byHand('SECURITY', 'I approve #5.')], header)
  expect(verdictOf(state, 'SECURITY')).toBe('AGREE')
  expect(state.consensus.reached).toBe(true)
})

it('in a log without a header everybody may', () => {
  const parts = [byHand('A', 'The text.').replace('ANALYSIS', 'PROPOSAL'), byHand('B', 'I agree.')]
  expect(session(parts, null).consensus.reached).toBe(true)
  expect(session([...parts, byHand('C', 'So do I.')], null).consensus.reached).toBe(false)
})

describe('a worker’s AGREE with a condition', () => {
  const conditional = say('BACKEND', { Verdict: ['AGREE #5'] }, 'I agree, but only if the limit is 20.')
  const parts = [...OPENED, conditional, agree('SECURITY', 5)]

  it('does not count before the worker has confirmed it', () => {
    const state = session(parts)
    expect(state.proposals[0]?.verdicts['BACKEND']).toMatchObject({ verdict: 'AGREE', caveat: 'but only if' })
    expect(state.consensus).toMatchObject({ reached: false, missing: ['BACKEND'] })
    expect(state.consensus.why).toBe(
      'BACKEND agreed to #5 with a condition ("but only if" in #6) and has to confirm',
    )
    expect(turns(state)).toEqual(['BACKEND confirm 6'])
  })

  it.each<[string, string, Record<string, string[]>]>([
    ['in its evidence', 'Good.', { Evidence: ['fine provided that the limit is lowered first'] }],
    ['in a field of its own', 'Good.', { Caveat: ['the limit'] }],
    ['as an outright objection', 'I object to this text. It must not ship.', {}],
    ['as a verdict in the text', 'Good.\n\n**Verdict**: OBJECT #5', {}],
    ['as a concern in the text', 'Good.\n\n**Concern**: leak: keys leak', {}],
    ['as an objection at its end', 'That is what was asked for. I cannot agree.', {}],
    ['as an agreement to another text', 'I agree to #2.', {}],
    ['as an agreement to another text in other words', 'Fine. My verdict on #4 is AGREE.', {}],
  ])('may have it %s', (_, content, fields) => {
    const part = say('BACKEND', { Verdict: ['AGREE #5'], ...fields }, content)
    expect(turns(session([...OPENED, part, agree('SECURITY', 5)]))).toEqual(['BACKEND confirm 6'])
  })

  const confirm = (verdict: string, fields = {}) =>
    say('BACKEND', { Re: ['#6'], Verdict: [verdict], ...fields }, 'A caveat: the limit wants watching.')

  it('counts when it was a caveat', () => {
    const state = session([...parts, confirm('AGREE #5')])
    expect(state.consensus.reached).toBe(true)
  })

  it.each([
    'It is a concern: I agree only if the limit is lowered first.',
    'Yes, but not before the limit is 20.',
    'I object. It must not ship.',
  ])('raises a concern when it says so, whatever its field says: %s', content => {
    const state = session([...parts, say('BACKEND', { Re: ['#6'], Verdict: ['AGREE #5'] }, content)])
    expect(state.consensus).toMatchObject({ reached: false, missing: [] })
    expect(state.concerns).toMatchObject([{ owner: 'BACKEND', kind: 'implied', status: 'open' }])
    expect(turns(state)).toEqual(['ARCHITECT revise 5'])
  })

  it('is an objection when it was a concern', () => {
    const state = session([...parts, confirm('OBJECT #5', { Concern: ['limit: it must be 20'] })])
    expect(turns(state)).toEqual(['ARCHITECT revise 5'])
  })

  it('is asked for again when another condition comes without its confirmation', () => {
    const again = say('BACKEND', { Verdict: ['AGREE #5'] }, 'Fine, once the limit is 20.')
    expect(turns(session([...parts, again]))).toEqual(['BACKEND confirm 8'])
  })

  it('goes with the text', () => {
    expect(turns(session([...parts, proposal({ Revises: ['#5'] })]))).toEqual([
      'BACKEND review 8',
      'SECURITY review 8',
    ])
  })
})

describe('readVerdict', () => {
  const read = (part: Part, header: Partial<Header> | null = NEEDED, before: readonly Part[] = OPENED) => {
    const log = logOf([...before, part], { header })
    const entry = log.entries.at(-1)
    if (entry === undefined) throw new Error('The entry was not read back')
    return readVerdict(entry, foldLog(log, { upTo: before.length }))
  }

  it.each<[string, Part, unknown]>([
    ['a typed verdict', agree('BACKEND', 5), { verdict: 'AGREE', on: 5, typed: true, reason: '' }],
    ['an agreement in prose', human('I agree to #5.'), { verdict: 'AGREE', on: 5, typed: false, reason: '' }],
    ['prose of a role the engine runs', say('BACKEND', {}, 'I agree to #5.'), null],
    ['what says nothing', human('The free plan has 3,000 users.'), null],
  ])('reads %s', (_, part, expected) => expect(read(part)).toEqual(expected))

  it('gives a reason where it is unclear', () => {
    expect(read(human('LGTM'))).toMatchObject({
      verdict: 'unclear',
      on: null,
      typed: false,
      reason: expect.stringMatching(/./),
    })
    const two = say('HUMAN', { Verdict: ['AGREE #5', 'OBJECT #5'] })
    expect(read(two)).toEqual({
      verdict: 'unclear',
      on: null,
      typed: true,
      reason: 'it is no one verdict on one proposal',
    })
  })

  it('reads nothing into an agreement to no text', () => {
    const [entry] = logOf([human('I agree.')], { header: null }).entries
    if (entry === undefined) throw new Error('The entry was not read back')
    expect(readVerdict(entry, initialState(null))?.verdict).not.toBe('AGREE')
  })
})

describe('words the reader does not know', () => {
  const header = { external: ['SECURITY'] }
  const parts = [...OPENED, agree('BACKEND', 5)]

  it.each(['Ja, ich stimme #5 zu.', 'Я согласен с #5.', '我同意'])(
    'are no agreement, with a notice, and the supervisor looks at them: %s',
    content => {
      const state = session([...parts, byHand('SECURITY', content)], header)
      expect(state.consensus.reached).toBe(false)
      expect(state.notices).toMatchObject([{ code: 'language-unknown', entry: 7 }])
      expect(waiting(state)).toMatchObject([{ entry: 7, by: 'SECURITY', asks: 'SUPERVISOR', kind: 'remark' }])
    },
  )

  it('are asked about before there is a text to agree to only where they are a person’s', () => {
    const state = session([...OPENED.slice(0, 4), human('Bitte auf Deutsch.')])
    expect(state.notices).toEqual([])
    expect(waiting(state)).toMatchObject([{ kind: 'remark' }])
  })
})
