/** Sessions as they might go: mostly by the rules, often not. */
import fc from 'fast-check'
import type { Header } from '../../src/log/entry.ts'
import { abstain, agree, analysis, byHand, frame, outcome, type Part, proposal, say } from './log-builder.ts'

const WORKERS = ['ARCHITECT', 'BACKEND', 'SECURITY'] as const

/** Knows which proposal is the last one when its turn comes; that is all a move needs to make sense. */
type Move = (live: number) => Part

const worker = fc.constantFrom(...WORKERS)
const anybody = fc.constantFrom(...WORKERS, 'SUPERVISOR', 'HUMAN', 'PASSER-BY')
const id = fc.constantFrom('a', 'b')

const legal: fc.Arbitrary<Move> = fc.oneof(
  { weight: 10, arbitrary: worker.map(role => (live: number) => agree(role, live)) },
  {
    weight: 3,
    arbitrary: fc.tuple(worker, id).map(
      ([role, name]) =>
        (live: number) =>
          say(role, { Verdict: [`OBJECT #${live}`], Concern: [`${name}: why`] }),
    ),
  },
  { weight: 1, arbitrary: worker.map(role => (live: number) => abstain(role, live)) },
  {
    weight: 3,
    arbitrary: fc
      .subarray(['a', 'b', 'a-security'])
      .map(
        ids => (live: number) =>
          proposal({ Revises: [`#${live}`], Resolves: ids.map(name => `${name}: done`) }),
      ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(worker, id).map(
      ([role, name]) =>
        () =>
          say(role, { Withdraws: [name] }),
    ),
  },
  { weight: 1, arbitrary: worker.map(role => () => analysis(role)) },
  { weight: 1, arbitrary: fc.constant(() => frame()) },
  { weight: 1, arbitrary: fc.constant((live: number) => outcome(`CONSENSUS #${live}`)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('PAUSED rounds', 'PAUSED budget').map(written => () => outcome(written)),
  },
)

const written = {
  Verdict: fc.oneof(
    fc
      .tuple(fc.constantFrom('AGREE', 'OBJECT', 'ABSTAIN', 'agree', 'LGTM'), fc.nat({ max: 12 }))
      .map(([word, on]) => `${word} #${on}`),
    fc.constantFrom('AGREE', 'AGREE #5 if', ''),
  ),
  Concern: fc.constantFrom('a: why', 'b: why', 'a', 'too slow by far', 'too slow by half', ''),
  Resolves: fc.constantFrom('a: done', 'b', 'nothing at all'),
  Withdraws: fc.constantFrom('a', 'b', 'no such thing'),
  Revises: fc.constantFrom('#5', '#1', 'x'),
  Outcome: fc.constantFrom(
    'STOPPED',
    'CONSENSUS #5',
    'NO_OBJECTION #5',
    'DECIDED_WITH_DISSENT #5',
    'PAUSED error',
    'WON',
  ),
  Spend: fc.constantFrom('m in 1 cached 2 out 3 usd 0.1', 'a lot'),
} as const

const fields = fc
  .record(
    Object.fromEntries(
      Object.entries(written).map(([name, value]) => [name, fc.array(value, { minLength: 1, maxLength: 2 })]),
    ),
    { requiredKeys: [] },
  )
  .map(record => record as Record<string, string[]>)

const illegal: fc.Arbitrary<Move> = fc
  .record({
    role: anybody,
    type: fc.constantFrom('ANALYSIS', 'PROPOSAL', 'REVIEW', 'IMPLEMENTATION'),
    fields,
    byHand: fc.boolean(),
  })
  .map(
    ({ role, type, fields, byHand: hand }) =>
      () =>
        hand ? byHand(role, 'x', fields).replace('ANALYSIS', type) : { role, type, fields, content: 'x' },
  )

export interface Course {
  readonly header: Partial<Header> | null
  readonly parts: readonly Part[]
}

export const courses: fc.Arbitrary<Course> = fc
  .record({
    header: fc.constantFrom<Partial<Header> | null>(
      {},
      {},
      { external: ['SECURITY'] },
      { maxRevisions: 1 },
      null,
    ),
    opened: fc.boolean(),
    moves: fc.array(fc.oneof({ weight: 8, arbitrary: legal }, { weight: 1, arbitrary: illegal }), {
      maxLength: 16,
    }),
  })
  .map(({ header, opened, moves }) => {
    const parts: Part[] = opened ? [frame(), ...WORKERS.map(analysis), proposal()] : []
    let live = opened ? 5 : 0
    for (const move of moves) {
      const part = move(live)
      parts.push(part)
      if (typeof part !== 'string' && part.type === 'PROPOSAL' && part.role === 'ARCHITECT')
        live = parts.length
    }
    return { header, parts }
  })
