import { describe, expect, it } from 'vitest'
import { panel, RATE_LIMITER } from './rules.ts'
import { append, by, open, run, takeAs } from './session.ts'

const agreed = run(open(RATE_LIMITER, panel(), { implement: true }), 10)
const built = run(agreed, 13)
const contentOf = (number: number) => built.entries[number - 1]?.content ?? ''

it('goes from the agreement over every part and every review to the decision', () => {
  const session = run(agreed)
  expect(session.entries.slice(10).map(({ role, type }) => `${role} ${type}`)).toEqual([
    ...['ARCHITECT IMPLEMENTATION', 'BACKEND IMPLEMENTATION', 'SECURITY IMPLEMENTATION'],
    ...['ARCHITECT REVIEW', 'ARCHITECT REVIEW', 'BACKEND REVIEW', 'BACKEND REVIEW'],
    ...['SECURITY REVIEW', 'SECURITY REVIEW', 'SUPERVISOR ANALYSIS'],
  ])
  expect(session.state.outcome).toMatchObject({ kind: 'CONSENSUS', on: 8 })
  expect(session.entries.at(-1)?.content).toContain(
    '#### How it is built\n- ARCHITECT in #11: BACKEND AGREE in #16 and SECURITY AGREE in #18.',
  )
})

describe('a part', () => {
  it('has the statements that its author asked for, each with where it stands and when it is done', () => {
    expect(contentOf(12)).toContain(
      [
        '#### Steps',
        '1. Interfaces: "Every 429 of the rate limiter carries `Retry-After` with 20 % jitter." (#8, `retry-storm`, asked for in #3). Done when a test shows that this holds: "Clients that are limited together do not retry together."',
        '2. Data flow: "A token is checked and taken in one atomic step." (#8, `limit-overrun`, asked for in #3). Done when a test shows that this holds: "Checking and taking are one step."',
        '3. Failure handling: "Without its store the rate limiter enforces a local fallback limit." (#8, `store-down`, asked for in #3). Done when a test shows that this holds: "Loss of the counters does not stop the traffic."',
        '4. Failure handling: "A call to the store times out after 10 ms." (#8, `slow-store`, asked for in #6). Done when a test shows that this holds: "A slow store is cut off."',
      ].join('\n'),
    )
  })

  it('leaves no statement of the agreed text to nobody, and none to two', () => {
    const statements = (built.entries[7]?.content ?? '')
      .split('#### Components')[1]
      ?.split('#### Constraints')[0]
      ?.split('\n')
      .flatMap(line => /^- (.*) \([A-Z]+[^()]*\)$/.exec(line)?.[1] ?? [])
    expect(statements).toHaveLength(8)
    for (const statement of statements ?? [])
      expect([11, 12, 13].filter(number => contentOf(number).includes(statement))).toHaveLength(1)
  })

  it('says so when nothing in the text is its own', () => {
    const plain = append(
      run(open(RATE_LIMITER, panel(), { implement: true }), 4),
      by('ARCHITECT', '#### Data\n- Rows in a table.', {}, 'PROPOSAL'),
    )
    const yes = { Verdict: ['AGREE #5'], Evidence: ['read'] }
    const all = append(append(plain, by('BACKEND', 'Yes.', yes)), by('SECURITY', 'Yes.', yes))
    expect(takeAs(all, 'BACKEND').entries.at(-1)?.content).toContain(
      'No statement of #5 bears the mark of BACKEND or meets one of its rules, so BACKEND builds nothing of its own',
    )
    expect(takeAs(all, 'ARCHITECT').entries.at(-1)?.content).toContain(
      '1. Data: "Rows in a table." (#5). Done when a test shows exactly this sentence.',
    )
  })
})

describe('what others have objected to', () => {
  const yes = (role: string, on: number) =>
    by(role, 'Yes.', { Verdict: [`AGREE #${on}`], Evidence: ['read'] })
  const objected = [
    yes('ARCHITECT', 12),
    yes('ARCHITECT', 13),
    by('BACKEND', 'No.', {
      Verdict: ['OBJECT #11'],
      Concern: ['no-region: nobody says which region is first'],
    }),
    yes('BACKEND', 13),
    yes('SECURITY', 11),
    yes('SECURITY', 12),
  ].reduce((session, entry) => append(session, entry), built)

  it('becomes a step of the next, and is agreed to', () => {
    const again = takeAs(objected, 'ARCHITECT')
    expect(again.entries.at(-1)).toMatchObject({ type: 'IMPLEMENTATION', fields: { Revises: ['#11'] } })
    expect(again.drafts.at(-1)?.resolves).toMatchObject([{ id: 'no-region' }])
    expect(again.entries.at(-1)?.content).toContain("'nobody says which region is first'")
    const end = run(again)
    expect(end.state.outcome?.kind).toBe('CONSENSUS')
    expect(end.state.concerns.find(({ id }) => id === 'no-region')?.status).toBe('closed')
  })
})
