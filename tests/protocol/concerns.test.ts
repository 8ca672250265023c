import { describe, expect, it } from 'vitest'
import type { Concern, State } from '../../src/protocol/state.ts'
import {
  abstain,
  agree,
  byHand,
  OPENED,
  object,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

const STORM = 'retry-storm: all retry at once'
const revise = (on: number, ...Resolves: string[]) => proposal({ Revises: [`#${on}`], Resolves })
/** #6 raises retry-storm, #7 answers it. */
const ANSWERED = [...OPENED, object('BACKEND', 5, STORM), revise(5, 'retry-storm: with jitter')]

const codes = ({ notices }: State) => notices.map(({ code }) => code)
const ids = ({ concerns }: State) => concerns.map(({ id }) => id)

function only(parts: readonly Part[]): Concern {
  const { concerns } = session(parts)
  const [concern] = concerns
  if (concern === undefined || concerns.length > 1) throw new Error(`${concerns.length} concerns`)
  return concern
}

describe('a concern is raised', () => {
  it('with its id, owner, reason and the text it is about', () => {
    expect(only([...OPENED, object('BACKEND', 5, STORM)])).toEqual({
      id: 'retry-storm',
      owner: 'BACKEND',
      reason: 'all retry at once',
      kind: 'named',
      status: 'open',
      raisedAt: 6,
      on: 5,
      answer: null,
      endedAt: null,
    })
  })

  it.each<[string, string, string, string]>([
    ['by an id alone', 'retry-storm', 'retry-storm', 'retry-storm'],
    ['in upper case', 'Retry-Storm: x', 'retry-storm', 'x'],
    [
      'without an id',
      'the queue may grow without end',
      'the-queue-may-grow',
      'the queue may grow without end',
    ],
    ['without an id, with a colon', 'too slow: 5 ms', 'too-slow-5-ms', 'too slow: 5 ms'],
    ['in another script', '太慢', 'concern', '太慢'],
    ['with an endless word', `${'a'.repeat(80)} b`, 'a'.repeat(64), `${'a'.repeat(80)} b`],
    ['with an endless id', `${'a'.repeat(80)}: b`, 'a'.repeat(64), 'b'],
    ['with words that end where the id must', `${'a'.repeat(63)} b`, 'a'.repeat(63), `${'a'.repeat(63)} b`],
  ])('%s', (_, written, id, reason) =>
    expect(only([...OPENED, object('BACKEND', 5, written)])).toMatchObject({ id, reason }),
  )

  it('several at once', () => {
    expect(ids(session([...OPENED, object('BACKEND', 5, 'a: x', 'b: y')]))).toEqual(['a', 'b'])
  })

  it.each([
    ['beside an agreement', agree('BACKEND', 5, { Concern: [STORM] })],
    ['beside an abstention', { ...abstain('BACKEND', 5), fields: { Concern: [STORM] } }],
    ['without a verdict', say('BACKEND', { Concern: [STORM] })],
  ])('%s', (_, part) => expect(only([...OPENED, part])).toMatchObject({ id: 'retry-storm', status: 'open' }))

  it('not before there is a proposal', () => {
    const state = session([...OPENED.slice(0, 4), say('BACKEND', { Concern: [STORM] })])
    expect(state.concerns).toEqual([])
    expect(codes(state)).toEqual(['concern-early'])
  })

  it('is only heard from somebody without a seat', () => {
    const state = session([...OPENED, byHand('PASSER-BY', 'x', { Concern: [STORM] })])
    expect(state.concerns).toMatchObject([{ owner: 'PASSER-BY', kind: 'heard' }])
    expect(state.consensus.openConcerns).toEqual([])
  })
})

describe('ids are unique', () => {
  it('two roles that choose one id have a concern each', () => {
    const state = session([
      ...OPENED,
      object('BACKEND', 5, STORM),
      object('SECURITY', 5, 'retry-storm: keys leak'),
    ])
    expect(state.concerns).toMatchObject([
      { id: 'retry-storm', owner: 'BACKEND', reason: 'all retry at once' },
      { id: 'retry-storm-security', owner: 'SECURITY', reason: 'keys leak' },
    ])
  })

  it.each([
    ['DATA_BASE', 'x-data-base'],
    ['A_', 'x-a'],
    ['A--B', 'x-a-b'],
  ])('the name of %s is put behind as kebab-case', (role, id) => {
    const state = session([...OPENED, object('BACKEND', 5, 'x: y'), object(role, 5, 'x: z')], {
      workers: ['ARCHITECT', 'BACKEND', role],
    })
    expect(ids(state)).toEqual(['x', id])
  })

  it('names that look the same are counted', () => {
    const workers = ['ARCHITECT', 'BACKEND', 'A_B', 'A-B']
    const parts = workers.slice(1).map(role => object(role, 5, 'x: y'))
    expect(ids(session([...OPENED, ...parts], { workers }))).toEqual(['x', 'x-a-b', 'x-a-b-8'])
  })

  it('a long one stays within 64 characters with the name behind it', () => {
    const long = 'a'.repeat(64)
    const state = session([
      ...OPENED,
      object('BACKEND', 5, `${long}: x`),
      object('SECURITY', 5, `${long}: y`),
    ])
    expect(ids(state)).toEqual([long, `${'a'.repeat(55)}-security`])
  })

  it('two reasons of one role that begin alike are two concerns', () => {
    const state = session([
      ...OPENED,
      object('BACKEND', 5, 'the queue may grow', 'the queue may grow stale', '太慢', '不安全'),
    ])
    expect(state.concerns.map(({ id, reason }) => [id, reason])).toEqual([
      ['the-queue-may-grow', 'the queue may grow'],
      ['the-queue-may-grow-6', 'the queue may grow stale'],
      ['concern', '太慢'],
      ['concern-6', '不安全'],
    ])
  })

  it('its owner may go on using the id it chose', () => {
    const parts = [...OPENED, object('BACKEND', 5, STORM), object('SECURITY', 5, 'retry-storm: keys leak')]
    const again = session([...parts, object('SECURITY', 5, 'retry-storm: they still do')])
    expect(again.concerns.map(({ reason }) => reason)).toEqual(['all retry at once', 'they still do'])
    const withdrawn = session([...parts, say('SECURITY', { Withdraws: ['retry-storm'] })])
    expect(withdrawn.concerns.map(({ status }) => status)).toEqual(['open', 'withdrawn'])
    expect(codes(withdrawn)).toEqual(['concern-id-taken'])
  })
})

describe('an objection that names no concern', () => {
  const bare = (content: string) => say('BACKEND', { Verdict: ['OBJECT #5'] }, content)

  it.each([
    ['Clients retry at once.\n\nAll of them.', 'clients-retry-at-once', 'Clients retry at once.'],
    ['', 'backend-objects-and-gives', 'BACKEND objects and gives no reason'],
  ])('is one itself: %j', (content, id, reason) => {
    const state = session([...OPENED, bare(content)])
    expect(state.concerns).toMatchObject([{ id, owner: 'BACKEND', reason, kind: 'implied', on: 5 }])
    expect(codes(state)).toEqual(['objection-unnamed'])
  })

  it.each<[string, Part, string]>([
    ['agrees to the same text', agree('BACKEND', 5), 'closed'],
    ['abstains', abstain('BACKEND', 5), 'withdrawn'],
  ])('lasts until its author %s', (_, part, status) => {
    expect(session([...OPENED, bare('No.'), part]).concerns).toMatchObject([{ status, endedAt: 7 }])
  })

  it('outlasts the text it was about', () => {
    const state = session([...OPENED, bare('Clients retry at once.'), revise(5), agree('SECURITY', 7)])
    expect(state.consensus).toMatchObject({ missing: ['BACKEND'], openConcerns: ['clients-retry-at-once'] })
    expect(session([...OPENED, bare('x'), revise(5), agree('BACKEND', 7)]).consensus.openConcerns).toEqual([])
  })
})

describe('a concern is raised again', () => {
  it('by its owner: it is the same one, with the new reason, on the live text', () => {
    const again = only([...ANSWERED, object('BACKEND', 7, 'retry-storm: jitter is too small')])
    expect(again).toMatchObject({
      id: 'retry-storm',
      reason: 'jitter is too small',
      status: 'open',
      raisedAt: 6,
      on: 7,
      endedAt: null,
    })
  })

  it('after it was answered: it is open, and is said not to be answered', () => {
    const { consensus } = session([...ANSWERED, object('BACKEND', 7, STORM)])
    expect(consensus.why).toContain('concern retry-storm by BACKEND, raised on #7, is not answered')
  })

  it.each<[string, Part]>([
    ['withdrawn', say('BACKEND', { Withdraws: ['retry-storm'] })],
    ['closed', agree('BACKEND', 7)],
  ])('after it was %s: it is open anew', (_, part) => {
    expect(only([...ANSWERED, part, object('BACKEND', 7, STORM)])).toMatchObject({
      status: 'open',
      endedAt: null,
    })
  })

  it('without an id, in the same words: it is the same one', () => {
    const words = 'the queue may grow without end'
    expect(
      only([...OPENED, object('BACKEND', 5, words), revise(5), object('BACKEND', 7, words)]),
    ).toMatchObject({
      id: 'the-queue-may-grow',
      on: 7,
    })
  })
})

describe('a concern is answered', () => {
  it('by the revision that resolves it', () => {
    expect(only(ANSWERED)).toMatchObject({ status: 'answered', answer: { entry: 7, how: 'with jitter' } })
  })

  it('with an id alone', () => {
    expect(only([...OPENED, object('BACKEND', 5, STORM), revise(5, 'retry-storm')])).toMatchObject({
      status: 'answered',
      answer: { entry: 7, how: '' },
    })
  })

  it('and stays in the way until its owner is content', () => {
    const { consensus } = session([...ANSWERED, agree('SECURITY', 7)])
    expect(consensus).toMatchObject({ reached: false, openConcerns: ['retry-storm'] })
    expect(consensus.why).toContain('answered in #7, waits for BACKEND')
  })

  it('not by being left out of a revision, nor closed by it', () => {
    expect(only([...OPENED, object('BACKEND', 5, STORM), revise(5)])).toMatchObject({
      status: 'open',
      answer: null,
    })
  })

  it.each<[string, readonly Part[], string]>([
    [
      'another worker',
      [object('BACKEND', 5, STORM), say('SECURITY', { Resolves: ['retry-storm: done'] })],
      'resolves-elsewhere',
    ],
    [
      'its owner',
      [object('BACKEND', 5, STORM), say('BACKEND', { Resolves: ['retry-storm: done'] })],
      'resolves-elsewhere',
    ],
    [
      'the author outside a proposal',
      [object('BACKEND', 5, STORM), say('ARCHITECT', { Resolves: ['retry-storm: done'] })],
      'resolves-elsewhere',
    ],
    ['another id', [object('BACKEND', 5, STORM), revise(5, 'retry-flood: done')], 'concern-unknown'],
    ['prose', [object('BACKEND', 5, STORM), revise(5, 'the storm is over now')], 'concern-unknown'],
  ])('not by %s', (_, parts, code) => {
    const state = session([...OPENED, ...parts])
    expect(state.concerns).toMatchObject([{ status: 'open', answer: null }])
    expect(codes(state)).toEqual([code])
  })

  it.each<[string, Part]>([
    ['withdrawn', say('BACKEND', { Withdraws: ['retry-storm'] })],
    ['closed', agree('BACKEND', 7)],
  ])('not once it is %s', (_, part) => {
    const state = session([...ANSWERED, part, revise(7, 'retry-storm: even better')])
    expect(state.concerns).toMatchObject([{ endedAt: 8, answer: { entry: 7, how: 'with jitter' } }])
    expect(codes(state)).toEqual(['concern-unknown'])
  })

  it('anew by a later revision', () => {
    expect(only([...ANSWERED, revise(7, 'retry-storm: even better')])).toMatchObject({
      status: 'answered',
      answer: { entry: 8, how: 'even better' },
    })
  })
})

describe('a concern ends', () => {
  it('when its owner agrees to a later revision', () => {
    expect(only([...ANSWERED, agree('BACKEND', 7)])).toMatchObject({ status: 'closed', endedAt: 8 })
  })

  it('when its owner agrees to a later revision, answered or not', () => {
    expect(only([...OPENED, object('BACKEND', 5, STORM), revise(5), agree('BACKEND', 7)]).status).toBe(
      'closed',
    )
  })

  it('when its owner withdraws it, which is no agreement', () => {
    const state = session([
      ...OPENED,
      object('BACKEND', 5, STORM),
      say('BACKEND', { Withdraws: ['retry-storm'] }),
    ])
    expect(state.concerns).toMatchObject([{ status: 'withdrawn', endedAt: 7 }])
    expect(state.consensus.missing).toContain('BACKEND')
  })

  it('when its owner withdraws it with its reason behind it', () => {
    const parts = [
      ...OPENED,
      object('BACKEND', 5, STORM),
      say('BACKEND', { Withdraws: ['retry-storm: I was wrong'] }),
    ]
    expect(only(parts).status).toBe('withdrawn')
  })

  it('once, and without complaint, when its owner withdraws it and agrees in one entry', () => {
    const state = session([...ANSWERED, agree('BACKEND', 7, { Withdraws: ['retry-storm'] })])
    expect(state.concerns).toMatchObject([{ status: 'withdrawn', endedAt: 8 }])
    expect(codes(state)).toEqual([])
  })

  it('when its owner withdraws it on the same revision and agrees', () => {
    const parts = [
      ...OPENED,
      object('BACKEND', 5, STORM),
      agree('BACKEND', 5, { Withdraws: ['retry-storm'] }),
    ]
    expect(session([...parts, agree('SECURITY', 5)]).consensus.reached).toBe(true)
  })

  it('in a proposal of its owner that withdraws it', () => {
    const own = object('ARCHITECT', 5, 'x: y')
    const state = session([...OPENED, own, proposal({ Revises: ['#5'], Withdraws: ['x'] })])
    expect(state.concerns).toMatchObject([{ status: 'withdrawn', endedAt: 7 }])
  })

  it.each<[string, readonly Part[], readonly string[]]>([
    ['its owner’s agreement to the same text', [object('BACKEND', 5, STORM), agree('BACKEND', 5)], []],
    ['its owner’s abstention', [object('BACKEND', 5, STORM), abstain('BACKEND', 5)], []],
    ['somebody else’s agreement', [object('BACKEND', 5, STORM), revise(5), agree('SECURITY', 7)], []],
    [
      'its owner’s agreement to a replaced text',
      [object('BACKEND', 5, STORM), revise(5), agree('BACKEND', 5)],
      ['verdict-outdated'],
    ],
    [
      'somebody else’s withdrawal',
      [object('BACKEND', 5, STORM), say('SECURITY', { Withdraws: ['retry-storm'] })],
      ['concern-not-own'],
    ],
    [
      'the supervisor’s withdrawal',
      [object('BACKEND', 5, STORM), say('SUPERVISOR', { Withdraws: ['retry-storm'] })],
      [],
    ],
    [
      'the withdrawal of another id',
      [object('BACKEND', 5, STORM), say('BACKEND', { Withdraws: ['retry-flood'] })],
      ['concern-not-own'],
    ],
    [
      'an agreement that raises it again',
      [object('BACKEND', 5, STORM), revise(5), agree('BACKEND', 7, { Concern: [STORM] })],
      [],
    ],
  ])('not by %s', (_, parts, notices) => {
    const state = session([...OPENED, ...parts])
    expect(state.concerns).toMatchObject([{ id: 'retry-storm', status: 'open', endedAt: null }])
    expect(codes(state)).toEqual(notices)
  })
})

it('raised again about an implementation is not settled for the text', () => {
  const built = { role: 'ARCHITECT', type: 'IMPLEMENTATION', fields: {}, content: 'Built.' } as const
  const state = session([
    ...OPENED,
    agree('BACKEND', 5, { Concern: ['leak: keys leak'] }),
    agree('SECURITY', 5),
    built,
    object('BACKEND', 8, 'leak: it still leaks'),
  ])
  expect(state.consensus).toMatchObject({ reached: false, openConcerns: ['leak'] })
})

describe('one id used twice', () => {
  it('in one entry is two concerns, with a notice', () => {
    const state = session([...OPENED, object('BACKEND', 5, 'leak: keys leak', 'leak: logs leak')])
    expect(state.concerns).toMatchObject([
      { id: 'leak', reason: 'keys leak' },
      { id: 'leak-6', reason: 'logs leak' },
    ])
    expect(codes(state)).toEqual(['concern-id-taken'])
  })

  it('a named concern stays one though its owner objects again in the same words without it', () => {
    const again = say('BACKEND', { Verdict: ['OBJECT #5'] }, 'keys leak')
    const state = session([...OPENED, object('BACKEND', 5, 'leak: keys leak'), again, agree('BACKEND', 5)])
    expect(state.concerns).toMatchObject([{ id: 'leak', kind: 'named', status: 'open' }])
  })

  it('an objection without a concern is one concern, however often it is repeated', () => {
    const objections = ['Keys leak.', 'Logs leak.'].map(text =>
      say('BACKEND', { Verdict: ['OBJECT #5'] }, text),
    )
    expect(session([...OPENED, ...objections]).concerns).toMatchObject([
      { id: 'keys-leak', reason: 'Logs leak.', status: 'open' },
    ])
  })
})

it('a proposal’s own verdict and concern are not read, with a notice', () => {
  const state = session([...OPENED.slice(0, 4), proposal({ Verdict: ['OBJECT #5'], Concern: ['x: y'] })])
  expect(state.concerns).toEqual([])
  expect(codes(state)).toEqual(['fields-unread'])
})
