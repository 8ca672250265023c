import { describe, expect, it } from 'vitest'
import type { State } from '../../src/protocol/state.ts'
import { agree, byHand, OPENED, object, type Part, proposal, say, session } from '../support/log-builder.ts'

const ids = ({ concerns }: State) => concerns.map(({ id }) => id)
const told = ({ concerns }: State) => concerns.map(({ id, owner, status }) => `${id} ${owner} ${status}`)
const codes = ({ notices }: State) => notices.map(({ code }) => code)
const raise = (role: string, ...Concern: readonly string[]): Part => say(role, { Concern })
const withdraw = (role: string, ...Withdraws: readonly string[]): Part => say(role, { Withdraws })
/** So many reasons in different words, without an id. */
const reasons = (count: number) => Array.from({ length: count }, (_, at) => `reason ${at} is that it is slow`)

describe('the id of a concern that names none', () => {
  it.each([
    ['its first four words', 'The queue, it may grow!', 'the-queue-it-may'],
    ['fewer where there are no more', 'Too slow!', 'too-slow'],
    ['no words behind its 200th character', `${'!'.repeat(200)} the queue may grow`, 'concern'],
    ['the words up to its 200th character', `${'!'.repeat(195)} the queue may grow`, 'the'],
    ['what stands before a colon and nothing', 'the queue:', 'the-queue'],
  ])('is made of %s', (_, written, id) =>
    expect(ids(session([...OPENED, raise('BACKEND', written)]))).toEqual([id]),
  )

  it('is numbered by its entry where it is taken, and counted within the entry', () => {
    const state = session([
      ...OPENED,
      raise('BACKEND', 'the queue may grow', 'the queue may grow old', 'the queue may grow cold'),
      raise('BACKEND', 'the queue may grow bold', 'the queue may grow mould'),
    ])
    expect(ids(state)).toEqual([
      'the-queue-may-grow',
      'the-queue-may-grow-6',
      'the-queue-may-grow-6-2',
      'the-queue-may-grow-7',
      'the-queue-may-grow-7-2',
    ])
  })

  it('is that of the same words of its owner, whatever else there is', () => {
    const words = 'the queue may grow without end'
    const parts = [raise('BACKEND', 'x: y', words), raise('SECURITY', 'z: w'), raise('BACKEND', words)]
    expect(ids(session([...OPENED, ...parts]))).toEqual(['x', 'the-queue-may-grow', 'z'])
  })

  it('is counted on where its number is an id already', () => {
    const state = session([
      ...OPENED,
      raise('BACKEND', 'the queue may grow', 'the-queue-may-grow-7: z'),
      raise('SECURITY', 'x: y'),
      raise('BACKEND', 'the-queue-may-grow-8: z'),
      raise('BACKEND', 'the queue may grow old'),
    ])
    expect(ids(state).at(-1)).toBe('the-queue-may-grow-9')
    const taken = session([
      ...OPENED,
      raise('BACKEND', 'the queue may grow', 'the-queue-may-grow-7: z'),
      raise('BACKEND', 'the queue may grow old'),
    ])
    expect(ids(taken).at(-1)).toBe('the-queue-may-grow-7-2')
  })

  it('is one word where nothing stands behind its colon', () => {
    const { concerns } = session([...OPENED, raise('BACKEND', 'storm :')])
    expect(concerns).toMatchObject([{ id: 'storm', reason: 'storm :' }])
  })

  it('is another’s with its owner’s name, though the words are the same', () => {
    const words = 'the queue may grow without end'
    const state = session([...OPENED, raise('BACKEND', words), raise('SECURITY', words)])
    expect(ids(state)).toEqual(['the-queue-may-grow', 'the-queue-may-grow-security'])
    expect(codes(state)).toEqual([])
  })

  it.each([
    ['of the last 64 that are open', 64, 64],
    ['of no earlier one', 65, 66],
  ])('is that %s where it says the same again', (_, many, all) => {
    const again = session([
      ...OPENED,
      raise('BACKEND', ...reasons(many)),
      raise('BACKEND', reasons(1)[0] ?? ''),
    ])
    expect(again.concerns).toHaveLength(all)
  })

  it('is free again for the same words once that one has ended', () => {
    const words = 'the queue may grow without end'
    const parts = [...OPENED, raise('BACKEND', words), withdraw('BACKEND', 'the-queue-may-grow')]
    expect(told(session([...parts, raise('BACKEND', words)]))).toEqual([
      'the-queue-may-grow BACKEND withdrawn',
      'the-queue-may-grow-8 BACKEND open',
    ])
  })
})

describe('an id that was chosen', () => {
  it('is the same concern for its owner, in the words that come last', () => {
    const state = session([...OPENED, raise('BACKEND', 'x: a'), raise('BACKEND', 'x: b')])
    expect(state.concerns).toMatchObject([{ id: 'x', reason: 'b', raisedAt: 6 }])
    expect(codes(state)).toEqual([])
  })

  it('is told to be another’s, to whoever chooses it later', () => {
    const state = session([...OPENED, raise('BACKEND', 'x: a'), raise('SECURITY', 'x: b')])
    expect(told(state)).toEqual(['x BACKEND open', 'x-security SECURITY open'])
    expect(codes(state)).toEqual(['concern-id-taken'])
  })

  it('is told to be taken where a reason without one has it', () => {
    const state = session([...OPENED, raise('BACKEND', 'too slow'), raise('SECURITY', 'too-slow: by far')])
    expect(told(state)).toEqual(['too-slow BACKEND open', 'too-slow-security SECURITY open'])
    expect(codes(state)).toEqual(['concern-id-taken'])
  })

  it('may be withdrawn twice in one entry', () => {
    const state = session([...OPENED, raise('BACKEND', 'x: a'), withdraw('BACKEND', 'x', 'x')])
    expect(told(state)).toEqual(['x BACKEND withdrawn'])
    expect(codes(state)).toEqual([])
  })

  it('is withdrawn before the one with its owner’s name, where both are its owner’s', () => {
    const own = [...OPENED, raise('SECURITY', 'x: a', 'x-security: b'), withdraw('SECURITY', 'x')]
    expect(told(session(own))).toEqual(['x SECURITY withdrawn', 'x-security SECURITY open'])
  })

  it('cannot be withdrawn by another, nor once it has ended', () => {
    const parts = [...OPENED, raise('BACKEND', 'x: a'), withdraw('SECURITY', 'x')]
    expect(told(session(parts))).toEqual(['x BACKEND open'])
    const twice = session([...parts, withdraw('BACKEND', 'x'), withdraw('BACKEND', 'x')])
    expect(twice.concerns).toMatchObject([{ status: 'withdrawn', endedAt: 8 }])
    expect(codes(twice)).toEqual(['concern-not-own', 'concern-not-own'])
  })

  it('is raised again in the entry that withdraws it, without complaint', () => {
    const again = say('BACKEND', { Withdraws: ['x'], Concern: ['x: still'] })
    const state = session([...OPENED, raise('BACKEND', 'x: a'), again])
    expect(state.concerns).toMatchObject([{ status: 'open', reason: 'still', endedAt: null }])
    expect(codes(state)).toEqual([])
  })
})

describe('an objection that names no concern', () => {
  const bare = (on: number, content: string) => say('BACKEND', { Verdict: [`OBJECT #${on}`] }, content)
  const reasons = ({ concerns }: State) => concerns.map(({ reason }) => reason)

  it('is one with what its author says about the same text later', () => {
    expect(reasons(session([...OPENED, bare(5, 'Too slow.'), bare(5, 'Too big.')]))).toEqual(['Too big.'])
  })

  it('is another on another text', () => {
    const parts = [...OPENED, bare(5, 'Too slow.'), proposal(), bare(7, 'Too big.')]
    expect(reasons(session(parts))).toEqual(['Too slow.', 'Too big.'])
  })

  it('is another than those that its author has raised by the field', () => {
    const parts = [...OPENED, raise('BACKEND', 'x: y'), bare(5, 'Too slow.'), raise('BACKEND', 'too big')]
    expect(reasons(session(parts))).toEqual(['y', 'Too slow.', 'too big'])
  })
})

describe('concerns that end with a verdict', () => {
  const revised = [...OPENED, object('BACKEND', 5, 'x: y'), object('SECURITY', 5, 'z: w'), proposal()]

  it('are those of its author alone', () => {
    expect(told(session([...revised, agree('BACKEND', 8)]))).toEqual(['x BACKEND closed', 'z SECURITY open'])
  })

  it('are none where the verdict is an objection', () => {
    expect(told(session([...revised, object('BACKEND', 8, 'v: u')]))).toEqual([
      'x BACKEND open',
      'z SECURITY open',
      'v BACKEND open',
    ])
  })

  it('are those that only an objection implied, also on an earlier text, where it abstains', () => {
    const bare = say('BACKEND', { Verdict: ['OBJECT #5'] }, 'Too slow.')
    const abstained = say('BACKEND', { Verdict: ['ABSTAIN #7'] })
    expect(told(session([...OPENED, bare, proposal(), abstained]))).toEqual(['too-slow BACKEND withdrawn'])
    const named = [...OPENED, object('BACKEND', 5, 'x: y'), proposal(), abstained]
    expect(told(session(named))).toEqual(['x BACKEND open'])
  })

  it('block in the order in which they were raised, each until it ends', () => {
    const { blocking, consensus } = session([...revised, agree('BACKEND', 8), raise('BACKEND', 'v: u')])
    expect(blocking).toEqual({ BACKEND: [2], SECURITY: [1] })
    expect(consensus.openConcerns).toEqual(['z', 'v'])
  })

  it('and a guest’s block nothing, raised or withdrawn', () => {
    const guest = (fields = {}) => byHand('PASSER-BY', 'Hm.', fields)
    const heard = [...OPENED, guest({ Concern: ['x: y'] })]
    expect(session(heard).blocking).toEqual({})
    const gone = session([...heard, guest({ Withdraws: ['x'] })])
    expect([told(gone), gone.blocking]).toEqual([['x PASSER-BY withdrawn'], {}])
  })

  it('leave the others of their owner in the way', () => {
    const { consensus } = session([...OPENED, raise('BACKEND', 'x: a', 'z: b'), withdraw('BACKEND', 'x')])
    expect(consensus.openConcerns).toEqual(['z'])
  })
})

describe('a concern about an implementation', () => {
  const build = (role: string): Part => ({
    role,
    type: 'IMPLEMENTATION',
    fields: { Re: ['#5'] },
    content: `${role} builds.`,
  })
  /** #8 and #9. */
  const built = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5), build('ARCHITECT'), build('SECURITY')]
  const header = { implement: true }

  it('is about the one on which it was raised last', () => {
    const state = session([...built, object('BACKEND', 8, 'x: y'), object('BACKEND', 9, 'x: z')], header)
    expect(state.concerns).toMatchObject([{ id: 'x', on: 9, status: 'open' }])
  })

  it('stays one about the text where it was that before', () => {
    const parts = [...OPENED, raise('BACKEND', 'x: y'), agree('SECURITY', 5), build('ARCHITECT')]
    const state = session([...parts, object('BACKEND', 8, 'x: z')], header)
    expect(state.concerns).toMatchObject([{ id: 'x', on: 5, reason: 'z' }])
  })

  it('outlasts an agreement to another one', () => {
    const bare = say('BACKEND', { Verdict: ['OBJECT #9'] }, 'Too slow.')
    expect(told(session([...built, bare, agree('BACKEND', 8)], header))).toEqual(['too-slow BACKEND open'])
    expect(told(session([...built, bare, agree('BACKEND', 9)], header))).toEqual(['too-slow BACKEND closed'])
  })
})
