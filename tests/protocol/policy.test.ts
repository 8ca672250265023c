import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { due } from '../../src/protocol/due.ts'
import { carries, readPolicy } from '../../src/protocol/policy.ts'
import {
  abstain,
  agree,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

it.each([
  ['unanimous', { kind: 'unanimous' }],
  [' Consent ', { kind: 'consent' }],
  ['majority', { kind: 'majority' }],
  ['supermajority', { kind: 'supermajority', of: [2, 3] }],
  ['supermajority:3/4', { kind: 'supermajority', of: [3, 4] }],
  ['supermajority: 1/1', { kind: 'supermajority', of: [1, 1] }],
  ['supermajority:1/2', null],
  ['supermajority:4/3', null],
  ['supermajority:0/0', null],
  ['\tSupermajority \t: \t67 \t/ \t100 ', { kind: 'supermajority', of: [67, 100] }],
  ['supermajority:999/999', { kind: 'supermajority', of: [999, 999] }],
  ['supermajority:1000/1000', null],
  ['supermajority 2/3', null],
  ['supermajority:2', null],
  ['supermajority:2:3', null],
  ['supermajority:2/3 or so', null],
  ['supermajority:two/three', null],
  ['a supermajority', null],
  ['rough consensus', null],
  ['', null],
])('the policy %j is %j', (written, policy) => expect(readPolicy(written)).toEqual(policy))

it.each([
  ['unanimous', 3, 3, true],
  ['unanimous', 2, 3, false],
  ['consent', 1, 5, true],
  ['consent', 0, 5, false],
  ['majority', 3, 5, true],
  ['majority', 3, 6, false],
  ['majority', 4, 6, true],
  ['supermajority', 4, 6, true],
  ['supermajority', 3, 5, false],
  ['supermajority:3/4', 3, 4, true],
  ['supermajority:3/4', 4, 6, false],
  ['supermajority:3/4', 5, 6, true],
])('under %s, %i of %i carry a text: %s', (written, agreeing, deciders, expected) => {
  const policy = readPolicy(written)
  expect(policy !== null && carries(policy, agreeing, deciders)).toBe(expected)
})

it('a policy that is none is said, and all have to agree', () => {
  const state = session([...OPENED, agree('BACKEND', 5)], { policy: 'whoever shouts' })
  expect(state.policy).toEqual({ kind: 'unanimous' })
  expect(state.notices).toMatchObject([{ code: 'policy-unknown', line: 1, entry: null }])
})

const FIVE: Partial<Header> = { workers: ['ARCHITECT', 'BACKEND', 'SECURITY', 'DATA', 'OPS'] }
/** Three agree with the author's own, one says what it is given, OPS the same. */
const voted = (...last: readonly Part[]): readonly Part[] => [
  ...OPENED,
  agree('BACKEND', 5),
  agree('SECURITY', 5),
  ...last,
]

type Row = readonly [policy: string, what: string, last: readonly Part[], outcome: string | null]

describe('what may be declared', () => {
  const against = (role: string) => object(role, 5, 'x: y')
  it.each<Row>([
    ['unanimous', 'all agree', [agree('DATA', 5), agree('OPS', 5)], 'CONSENSUS'],
    ['unanimous', 'one abstains', [agree('DATA', 5), abstain('OPS', 5)], null],
    ['consent', 'all agree', [agree('DATA', 5), agree('OPS', 5)], 'CONSENSUS'],
    ['consent', 'two abstain', [abstain('DATA', 5), abstain('OPS', 5)], 'NO_OBJECTION'],
    ['consent', 'two are silent', [], 'NO_OBJECTION'],
    ['consent', 'one objects', [abstain('DATA', 5), against('OPS')], null],
    ['consent', 'a concern is open', [agree('DATA', 5, { Concern: ['x: y'] }), agree('OPS', 5)], null],
    ['consent', 'a question is open', [say('DATA', { Asks: ['OPS'] })], null],
    ['majority', 'three of five agree, two object', [against('DATA'), against('OPS')], 'MAJORITY'],
    ['majority', 'all agree', [agree('DATA', 5), agree('OPS', 5)], 'CONSENSUS'],
    ['majority', 'one of the three took it back', [abstain('BACKEND', 5), against('OPS')], null],
    [
      'majority',
      'one of the three has a condition',
      [say('BACKEND', { Verdict: ['AGREE #5'] }, 'I agree, but only if the limit is 20.')],
      null,
    ],
    ['supermajority:2/3', 'three of five agree', [against('DATA'), against('OPS')], null],
    ['supermajority:2/3', 'four of five agree', [agree('DATA', 5), against('OPS')], 'SUPERMAJORITY'],
    ['supermajority:4/5', 'four of five agree', [agree('DATA', 5), against('OPS')], 'SUPERMAJORITY'],
  ])('under %s, where %s', (policy, _, last, expected) => {
    const { consensus } = session(voted(...last), { ...FIVE, policy })
    expect(consensus.outcome).toBe(expected)
    expect(consensus.reached).toBe(expected === 'CONSENSUS')
  })

  it('needs more than half of all to have spoken for consent', () => {
    const few = [...OPENED, agree('BACKEND', 5)]
    expect(session(few, { ...FIVE, policy: 'consent' }).consensus.outcome).toBeNull()
    const four = { workers: ['ARCHITECT', 'BACKEND', 'SECURITY', 'DATA'], policy: 'consent' }
    expect(session(few, four).consensus.outcome).toBeNull()
    expect(session([...few, abstain('DATA', 5)], four).consensus.outcome).toBe('NO_OBJECTION')
  })

  it('waits for whoever has to confirm a condition, though enough agree without', () => {
    const condition = say('OPS', { Verdict: ['AGREE #5'] }, 'I agree, but only if the limit is 20.')
    const state = session(voted(agree('DATA', 5), condition), { ...FIVE, policy: 'majority' })
    expect(state.consensus).toMatchObject({ outcome: null, missing: ['OPS'] })
  })

  it.each([
    ['majority', 'MAJORITY #5', 'MAJORITY'],
    ['majority', 'CONSENSUS #5', null],
    ['majority', 'SUPERMAJORITY #5', null],
    ['majority', 'NO_OBJECTION #5', null],
    ['unanimous', 'MAJORITY #5', null],
  ])('under %s, %s is taken for %s', (policy, written, kind) => {
    const state = session(voted(against('DATA'), against('OPS'), outcome(written)), { ...FIVE, policy })
    expect(state.outcome?.kind ?? null).toBe(kind)
  })

  it.each(['consent', 'majority', 'supermajority:1/2'])('never counts for the next text: %s', policy => {
    const parts = voted(agree('DATA', 5), agree('OPS', 5), proposal({ Revises: ['#5'] }))
    expect(session(parts, { ...FIVE, policy }).consensus).toMatchObject({ reached: false, outcome: null })
  })

  it('says in one sentence what decides', () => {
    const { consensus } = session(voted(agree('DATA', 5), against('OPS')), { ...FIVE, policy: 'majority' })
    expect(consensus.why).toBe(
      '4 of 5 agree to #5, which is the majority that decides: OPS objects to #5; concern x by OPS, raised on #5, is not answered',
    )
  })
})

it('people whose agreement is needed are needed under any policy', () => {
  const header = { policy: 'majority', with: ['HUMAN'] }
  const all = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)]
  expect(session([...all, object('HUMAN', 5, 'x: y')], header).consensus.outcome).toBeNull()
  const some = [...OPENED, agree('BACKEND', 5), object('SECURITY', 5, 'x: y')]
  expect(session([...some, agree('HUMAN', 5)], header).consensus.outcome).toBe('MAJORITY')
})

describe('a veto', () => {
  it.each<[string, Part, string | null]>([
    ['its objection', object('OPS', 5, 'x: y'), null],
    ['its concern', agree('OPS', 5, { Concern: ['x: y'] }), null],
    ['its abstention', abstain('OPS', 5), 'MAJORITY'],
  ])('blocks under any policy by %s', (_, last, expected) => {
    const header = { ...FIVE, policy: 'majority', veto: ['OPS'] }
    expect(session(voted(agree('DATA', 5), last), header).consensus.outcome).toBe(expected)
  })

  it('is not used by a concern of somebody else', () => {
    const header = { ...FIVE, policy: 'majority', veto: ['OPS'] }
    const state = session(voted(agree('DATA', 5, { Concern: ['x: y'] }), agree('OPS', 5)), header)
    expect(state.consensus.outcome).toBe('MAJORITY')
  })

  it('may be somebody’s who is not needed', () => {
    const header = { policy: 'majority', veto: ['LEGAL'] }
    const parts = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)]
    expect(session(parts, header).consensus.outcome).toBe('CONSENSUS')
    expect(session([...parts, object('LEGAL', 5, 'x: y')], header).consensus.outcome).toBeNull()
  })
})

describe('when a decision is due', () => {
  const turns = (parts: readonly Part[], header: Partial<Header>) =>
    due(session(parts, header)).map(({ role, task, on }) => `${role} ${task} ${on}`)

  it('not before the roles that the engine runs have spoken', () => {
    const parts = [...OPENED, agree('BACKEND', 5)]
    expect(turns(parts, { policy: 'majority' })).toEqual(['SECURITY review 5'])
  })

  it('though an external role is silent, where the policy needs not all', () => {
    const parts = [...OPENED, agree('BACKEND', 5)]
    const external = { external: ['SECURITY'] }
    expect(turns(parts, { ...external, policy: 'majority' })).toEqual(['SUPERVISOR decide 5'])
    expect(turns(parts, external)).toEqual(['SECURITY review 5'])
  })

  it('not before people who asked to be needed have spoken', () => {
    const parts = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)]
    expect(turns(parts, { policy: 'majority', with: ['HUMAN'] })).toEqual(['HUMAN review 5'])
  })

  it('and a text that is objected to is revised though an external role is silent', () => {
    const parts = [...OPENED, object('BACKEND', 5, 'x: y')]
    expect(turns(parts, { external: ['SECURITY'] })).toEqual(['SECURITY review 5', 'ARCHITECT revise 5'])
  })
})
