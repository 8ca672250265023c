import { describe, expect, it } from 'vitest'
import type { Fields } from '../../src/log/entry.ts'
import type { State } from '../../src/protocol/state.ts'
import { agree, frame, OPENED, object, type Part, proposal, say, session } from '../support/log-builder.ts'

const CONDITION = 'I agree, but only if the limit is 20.'
const conditional = (on: number, fields: Fields = {}): Part =>
  say('BACKEND', { Verdict: [`AGREE #${on}`], ...fields }, CONDITION)
const build = (role: string): Part => ({
  role,
  type: 'IMPLEMENTATION',
  fields: { Re: ['#5'] },
  content: `${role} builds.`,
})
const verdictOf = ({ proposals }: State, at = -1) => proposals.at(at)?.verdicts['BACKEND']

describe('a condition beside an agreement', () => {
  it('is kept with it, in its own words, until it is confirmed', () => {
    const state = session([...OPENED, conditional(5)])
    expect(verdictOf(state)).toMatchObject({ verdict: 'AGREE', entry: 6, caveat: 'but only if' })
    expect(state.consensus.missing).toContain('BACKEND')
  })

  it('is confirmed by an agreement that names it', () => {
    const state = session([...OPENED, conditional(5), conditional(5, { Re: ['#6'] })])
    expect(verdictOf(state)).toMatchObject({ verdict: 'AGREE', entry: 7, caveat: null })
  })

  it.each<[string, readonly Part[]]>([
    ['an agreement that names nothing', [conditional(5), conditional(5)]],
    ['one that names another entry', [conditional(5), conditional(5, { Re: ['#5'] })]],
    ['one that names one without a condition', [agree('BACKEND', 5), conditional(5, { Re: ['#6'] })]],
    ['one that names an objection', [object('BACKEND', 5, 'x: y'), conditional(5, { Re: ['#6'] })]],
    ['one before which nothing was said', [say('BACKEND'), conditional(5, { Re: ['#6'] })]],
  ])('is not confirmed by %s', (_, parts) => {
    expect(verdictOf(session([...OPENED, ...parts]))).toMatchObject({ entry: 7, caveat: 'but only if' })
  })

  it('goes when its author agrees without one, objects or abstains', () => {
    const later = (part: Part) => verdictOf(session([...OPENED, conditional(5), part]))
    expect(later(agree('BACKEND', 5))).toMatchObject({ verdict: 'AGREE', caveat: null })
    expect(later(object('BACKEND', 5, 'x: y'))).toMatchObject({ verdict: 'OBJECT', caveat: null })
    expect(later(say('BACKEND', { Verdict: ['ABSTAIN #5'] }, CONDITION))).toMatchObject({
      verdict: 'ABSTAIN',
      caveat: null,
    })
  })

  it('is taken off the verdict when the text is replaced, and the verdict stays', () => {
    const read = [...OPENED, conditional(5), agree('SECURITY', 5), frame()]
    const state = session([...read, proposal({ Revises: ['#5'] })])
    expect(verdictOf(session(read))).toMatchObject({ caveat: 'but only if' })
    expect(verdictOf(state, 0)).toEqual({
      verdict: 'AGREE',
      entry: 6,
      evidence: null,
      typed: true,
      caveat: null,
    })
    expect(Object.keys(state.proposals[0]?.verdicts ?? {})).toEqual(['ARCHITECT', 'BACKEND', 'SECURITY'])
    expect(verdictOf(state)).toBeUndefined()
  })

  it('to an implementation is none on the text', () => {
    const parts = [...OPENED, build('ARCHITECT'), agree('BACKEND', 5), conditional(6)]
    expect(verdictOf(session(parts))).toMatchObject({ entry: 7, caveat: null })
  })

  it('outlasts what its author says about an implementation', () => {
    const parts = [...OPENED, build('ARCHITECT'), conditional(5), agree('BACKEND', 6)]
    expect(verdictOf(session(parts))).toMatchObject({ entry: 7, caveat: 'but only if' })
  })
})

it('an implementation starts with its author’s own agreement', () => {
  expect(session([...OPENED, build('BACKEND')]).implementations).toEqual([
    {
      entry: 6,
      author: 'BACKEND',
      of: 5,
      revision: 1,
      replaces: [],
      verdicts: { BACKEND: { verdict: 'AGREE', entry: 6, evidence: null, typed: true, caveat: null } },
    },
  ])
})
