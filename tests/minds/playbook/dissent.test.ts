import { describe, expect, it } from 'vitest'
import type { Header } from '../../../src/log/entry.ts'
import { panel, RATE_LIMITER } from './rules.ts'
import { append, by, open, run, type Session, takeAs } from './session.ts'

const yes = (role: string, on: number) => by(role, 'Yes.', { Verdict: [`AGREE #${on}`], Evidence: ['read'] })
const no = (on: number) =>
  by('SECURITY', 'No.', { Verdict: [`OBJECT #${on}`], Concern: ['keys: keys are guessable'] })
const abstains = by('SECURITY', 'Not mine.', { Verdict: ['ABSTAIN #5'] })

function reviewed(header: Partial<Header>, security: ReturnType<typeof by>): Session {
  return append(append(run(open(RATE_LIMITER, panel(), header), 5), yes('BACKEND', 5)), security)
}

/** All rungs of the ladder, SECURITY objecting on each. */
function stuck(deadlock: Header['deadlock']): Session {
  const mediated = takeAs(reviewed({ maxRevisions: 0, deadlock }, no(5)), 'SUPERVISOR')
  const revised = takeAs(append(mediated, no(5)), 'ARCHITECT')
  return append(append(revised, yes('BACKEND', 10)), no(10))
}

const first = (session: Session) => session.entries.at(-1)?.content.split('\n')[0] ?? ''

describe('the first sentence of a record', () => {
  it.each<[string, Session, string, string]>([
    [
      'majority',
      reviewed({ policy: 'majority' }, no(5)),
      'MAJORITY',
      'Decided by majority: 2 of 3 agree to #5; SECURITY objects in #7. ',
    ],
    [
      'supermajority',
      reviewed({ policy: 'supermajority:2/3' }, abstains),
      'SUPERMAJORITY',
      'Decided by supermajority (at least 2 in 3): 2 of 3 agree to #5; SECURITY abstains in #7. ',
    ],
    [
      'consent',
      reviewed({ policy: 'consent' }, abstains),
      'NO_OBJECTION',
      'Nobody objected: 2 of 3 agree to #5; SECURITY abstains in #7, which the consent policy takes for enough and which is not the agreement of all. ',
    ],
    [
      'the supervisor against dissent',
      stuck('supervisor'),
      'DECIDED_WITH_DISSENT',
      'Decided with dissent by SUPERVISOR, as the session provides when nobody can move any more: 2 of 3 agree to #10; SECURITY objects in #12. ',
    ],
    [
      'the owners of concerns',
      takeAs(stuck('owner'), 'SECURITY'),
      'DECIDED_WITH_DISSENT',
      'Decided with dissent by the owners of the open concerns, each about its own (SECURITY in #13): 2 of 3 agree to #10; SECURITY objects in #12. ',
    ],
  ])('%s', (_, session, outcome, sentence) => {
    const end = takeAs(session, 'SUPERVISOR')
    expect(end.state.outcome?.kind).toBe(outcome)
    expect(first(end).startsWith(sentence)).toBe(true)
    expect(first(end)).not.toContain('have agreed to exactly that text')
  })

  it('is the usual one where all agree, whatever the policy is', () => {
    const end = run(open(RATE_LIMITER, panel(), { policy: 'consent' }))
    expect(end.state.outcome?.kind).toBe('CONSENSUS')
    expect(first(end)).toContain('have agreed to exactly that text')
  })
})

describe('the rest of it', () => {
  const ruling = by('SECURITY', 'Upheld.', { Re: ['#10'], Concern: ['keys: a key has 128 random bits'] })
  const ruled = run(append(stuck('owner'), ruling))
  const content = ruled.entries.at(-1)?.content ?? ''

  it('names the dissent in the words of whoever dissents', () => {
    expect(content).toContain(
      '#### Dissent that stays\n- `keys` (SECURITY, raised in #7 on #10, objects in #12): "a key has 128 random bits"; #10 says that it is met by',
    )
    expect(content).toContain('1 concern was raised on the way, and 1 stays open.')
  })

  it('says so when an owner has withdrawn what it raised', () => {
    const end = run(append(stuck('owner'), by('SECURITY', 'Fine.', { Re: ['#10'], Withdraws: ['keys'] })))
    expect(end.entries.at(-1)?.content).toContain('- SECURITY in #13 withdraws `keys`.')
    expect(end.entries.at(-1)?.content).toContain('- SECURITY objects in #12, with no concern open.')
  })

  it('names the ruling as what must hold', () => {
    expect(content).toContain(
      '#### Rulings by the owners of concerns\n- SECURITY in #13 upholds `keys`; what is built on #10 must meet it: "a key has 128 random bits"',
    )
  })

  it('counts nobody among those who agreed who did not', () => {
    const agreed = content.split('#### Who agreed, and on what\n')[1]?.split('\n\n')[0]
    expect(agreed).toBe('- ARCHITECT: the author of #10.\n- BACKEND (#11, AGREE): Read.')
  })

  it('names who is left without a concern', () => {
    const end = takeAs(reviewed({ policy: 'majority' }, abstains), 'SUPERVISOR')
    expect(end.entries.at(-1)?.content).toContain('- SECURITY abstains in #7, with no concern open.')
  })

  it('tells what guests have said, apart from what decides', () => {
    const heard = append(
      run(open(RATE_LIMITER, panel()), 5),
      by('MARKETING', 'Please.', { Concern: ['colors: the page must work without color'] }),
    )
    const end = run(heard)
    expect(end.state.outcome?.kind).toBe('CONSENSUS')
    expect(end.entries.at(-1)?.content).toContain(
      '#### Heard from those without a seat\n- `colors` (MARKETING, in #6 on #5): "the page must work without color"',
    )
    expect(first(end)).toContain('1 concern was raised on the way, and none is open.')
  })
})
