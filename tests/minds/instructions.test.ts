import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { INSTRUCTION } from '../../src/minds/instructions.ts'
import type { Task } from '../../src/protocol/state.ts'
import type { BuiltEntry } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'
import { turnOf } from '../support/turn-of.ts'

const OPENED = SAMPLE.slice(0, 5)
const said = (role: string, fields: BuiltEntry['fields'] = {}, content = 'So.'): BuiltEntry => ({
  role,
  type: 'REVIEW',
  fields: fields ?? {},
  content,
})
const agree = (role: string, on = 5) => said(role, { Verdict: [`AGREE #${on}`] })
const object = (role: string) => said(role, { Verdict: ['OBJECT #5'], Concern: ['keys: guessable'] })
const part = (role: string): BuiltEntry => ({ role, type: 'IMPLEMENTATION', content: `${role}.` })

interface Given {
  readonly entries: readonly BuiltEntry[]
  readonly role?: string
  readonly on?: number
  readonly header?: Partial<Header>
}

function told(task: Task, { entries, role = 'SECURITY', on = 5, header = {} }: Given): string {
  return INSTRUCTION[task](turnOf({ task, role, on, upTo: entries.length, log: { entries, header } }))
}

describe('a decision', () => {
  const both = (security: BuiltEntry) => [...OPENED, agree('BACKEND'), security]
  it.each<[string, Given, string]>([
    ['by all', { entries: both(agree('SECURITY')) }, 'Everybody has agreed to proposal #5.'],
    [
      'by majority',
      { entries: both(object('SECURITY')), header: { policy: 'majority' } },
      'Proposal #5 is decided by majority: 2 of 3 agree to #5, which is the majority that decides: SECURITY objects to #5;',
    ],
    [
      'by consent',
      { entries: both(said('SECURITY', { Verdict: ['ABSTAIN #5'] })), header: { policy: 'consent' } },
      "Nobody objects to proposal #5, which by this session's rules is enough; it is not the agreement of everybody (2 of 3 agree",
    ],
    [
      'against dissent',
      { entries: both(object('SECURITY')) },
      "Nobody can move any more, and by this session's rules proposal #5 is decided on although there is no agreement: SECURITY objects to #5;",
    ],
  ])('%s', (_, given, beginning) => {
    expect(told('decide', { ...given, role: 'SUPERVISOR' }).slice(0, beginning.length)).toBe(beginning)
  })
})

describe('a confirmation', () => {
  it('names the words in question', () => {
    const flagged = said('SECURITY', { Verdict: ['AGREE #5'] }, 'I agree once keys are hashed.')
    expect(told('confirm', { entries: [...OPENED, flagged], on: 6 })).toContain(
      'in #6, and your words carry a condition ("once")',
    )
  })
})

describe('a reconsideration', () => {
  it('names the mediation, and what an agreement does not close by itself', () => {
    const mediation: BuiltEntry = { role: 'SUPERVISOR', fields: { Re: ['#5'] }, content: 'Options.' }
    const entries = [...OPENED, agree('BACKEND'), object('SECURITY'), mediation]
    const text = told('reconsider', { entries, header: { maxRevisions: 0 } })
    expect(text).toContain('in the light of the mediation in #8')
    expect(text).toContain(
      'and with keys in withdraws: an AGREE closes only what was raised on earlier texts',
    )
  })
})

describe('an answer', () => {
  const remark = (content: string) => [...OPENED, { role: 'HUMAN', content }]
  it.each<[string, Given, string]>([
    [
      'of SUPERVISOR to a remark',
      { entries: remark('Is it fast?'), role: 'SUPERVISOR', on: 6 },
      '#6 was written to the table',
    ],
    [
      'of SUPERVISOR to an unclear verdict',
      { entries: remark('I object to #5.'), role: 'SUPERVISOR', on: 6 },
      'What HUMAN wrote in #6 leans to a verdict and is none: ',
    ],
    ['of a worker', { entries: remark('Is it fast?'), on: 6 }, 'SECURITY is asked something in #6.'],
  ])('%s', (_, given, beginning) => {
    expect(told('answer', given).slice(0, beginning.length)).toBe(beginning)
  })
})

describe('a summary', () => {
  const tell = (entries: readonly BuiltEntry[], header: Partial<Header> = { context: 8_000 }) =>
    told('summarise', { entries, role: 'SUPERVISOR', header })

  it('says what to sum up for whom, what to leave out, and how long it may be', () => {
    const text = tell([...OPENED, agree('BACKEND'), object('SECURITY')])
    expect(text).toContain('Sum up #1 to #7 for colleagues who will not be shown those entries any more')
    expect(text).toContain('the live proposal #5 and the concerns that are open: do not repeat them')
    expect(text).toContain('Invent nothing, judge nothing')
    expect(text).toMatch(/Take at most 2000 tokens, about 1400 words; fewer are better\.$/)
    expect(text).not.toContain('earlier summary')
  })

  it('replaces the one before', () => {
    const before: BuiltEntry = { role: 'SUPERVISOR', fields: { Re: ['#1-#5'] }, content: 'So far.' }
    expect(tell([...OPENED, before, agree('BACKEND')])).toContain(
      'Sum up #1 to #7 for colleagues who will not be shown those entries any more and go on from what you write. Your earlier summary in #6 is replaced by this one: take over what still matters of it.',
    )
  })

  it('speaks of no proposal where there is none, and of no length where there is no budget', () => {
    const text = tell(OPENED.slice(0, 4), {})
    expect(text).toContain('The problem is shown beside it: do not repeat it.')
    expect(text).not.toMatch(/live proposal|tokens/)
  })
})

describe('after consensus', () => {
  const built = [
    ...OPENED,
    agree('BACKEND'),
    agree('SECURITY'),
    part('ARCHITECT'),
    part('BACKEND'),
    part('SECURITY'),
  ]
  const header = { implement: true }

  it('tells a review of a part from one of the text', () => {
    expect(told('review', { entries: built, on: 8, header })).toMatch(
      /^Review #8, in which ARCHITECT says how/,
    )
    expect(told('review', { entries: OPENED })).toMatch(/^Review proposal #5 for SECURITY/)
  })

  it('says what was objected to in the part before', () => {
    const objection = said('BACKEND', { Verdict: ['OBJECT #8'], Concern: ['order: wrong way round'] })
    expect(told('implement', { entries: [...built, objection], role: 'ARCHITECT', header })).toContain(
      'Others objected to your #8 (order): write the whole again',
    )
    expect(told('implement', { entries: built.slice(0, 7), role: 'ARCHITECT', header })).toContain(
      'This is your first: resolves is empty.',
    )
  })
})
