import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { renderState } from '../../src/minds/state-told.ts'
import type { Task } from '../../src/protocol/state.ts'
import type { BuiltEntry } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'
import { turnOf } from '../support/turn-of.ts'

const OPENED = SAMPLE.slice(0, 5)
const review = (role: string, fields: BuiltEntry['fields'] = {}, content = 'So.'): BuiltEntry => ({
  role,
  type: 'REVIEW',
  fields: fields ?? {},
  content,
})
const agree = (role: string, on = 5) => review(role, { Verdict: [`AGREE #${on}`] })
const object = (role: string, on = 5) =>
  review(role, { Verdict: [`OBJECT #${on}`], Concern: ['keys: guessable'] })

interface Told {
  readonly entries: readonly BuiltEntry[]
  readonly header?: Partial<Header>
  readonly role?: string
  readonly task?: Task
  readonly tail?: string
}

function told({
  entries,
  header = {},
  role = 'BACKEND',
  task = 'answer',
  tail = '',
}: Told): readonly string[] {
  const upTo = entries.length + (tail === '' ? 0 : 1)
  return renderState(turnOf({ role, task, upTo, log: { entries, header, tail } })).split('\n')
}

const guest = (content: string, field = '') =>
  `\n### [MARKETING] [2026-11-21 05:00:00.000] UTC\n${field}**Content**: ${content}\n`

describe('the rules of the session', () => {
  it.each<[string, Partial<Header>, readonly string[]]>([
    ['those of any session', {}, []],
    [
      'consent',
      { policy: 'consent' },
      [
        'A text is decided on when most have spoken and nobody objects; that is less than the agreement of all.',
      ],
    ],
    [
      'majority',
      { policy: 'majority' },
      ['A text is decided on when more than half of them agree; that is less than the agreement of all.'],
    ],
    [
      'supermajority',
      { policy: 'supermajority:3/4' },
      ['A text is decided on when at least 3 in 4 of them agree; that is less than the agreement of all.'],
    ],
    ['a veto', { veto: ['SECURITY'] }, ['Whatever the others say, an objection by SECURITY blocks.']],
    [
      'a deadlock for the supervisor',
      { deadlock: 'supervisor' },
      ['If nobody can move any more, SUPERVISOR decides on the last text, with the dissent named.'],
    ],
    [
      'a deadlock for owners',
      { deadlock: 'owner' },
      ['If nobody can move any more, the owner of each open concern decides about that concern alone.'],
    ],
  ])('%s', (_, header, lines) => {
    expect(told({ entries: OPENED, header }).slice(1, -1)).toEqual([
      'Whose agreement is asked for: ARCHITECT, BACKEND, SECURITY. Proposer: ARCHITECT.',
      ...lines,
      'Live proposal: #5 by ARCHITECT, revision 1.',
      'ARCHITECT: AGREE in #5.',
      expect.stringMatching(/^Where it stands: BACKEND has not spoken on #5; /),
      'No concern is open.',
    ])
  })

  it('says who writes by another hand', () => {
    expect(told({ entries: OPENED, header: { external: ['CRITIC'], with: ['HUMAN'] } }).slice(1, 3)).toEqual([
      'Whose agreement is asked for: ARCHITECT, BACKEND, SECURITY, CRITIC, HUMAN. Proposer: ARCHITECT.',
      'Of these, people or other tools write for CRITIC, HUMAN; they answer when they do.',
    ])
  })

  it('does not tell a reviewer how the others stand', () => {
    expect(told({ entries: OPENED, task: 'review' }).join('\n')).not.toContain('Where it stands')
  })
})

describe('what happens to a text', () => {
  const caveat = review('SECURITY', { Verdict: ['AGREE #5'] }, 'I agree once keys are hashed.')
  const asks = review('BACKEND', { Verdict: ['AGREE #5'], Asks: ['SECURITY'] }, 'Which keys?')
  const mediation: BuiltEntry = { role: 'SUPERVISOR', fields: { Re: ['#5'] }, content: 'Options.' }
  const part = (role: string): BuiltEntry => ({ role, type: 'IMPLEMENTATION', content: `${role}.` })
  const agreed = [...OPENED, agree('BACKEND'), agree('SECURITY')]

  it.each<[string, Told, readonly string[]]>([
    [
      'an agreement that is not confirmed',
      { entries: [...OPENED, caveat] },
      [
        'SECURITY: AGREE in #6, with the condition "once"; it does not count before SECURITY has confirmed it.',
      ],
    ],
    [
      'a verdict out of prose',
      {
        entries: OPENED,
        header: { with: ['HUMAN'] },
        tail: guest('I agree to #5.').replace('MARKETING', 'HUMAN'),
      },
      ['HUMAN: AGREE in #6, read out of prose.'],
    ],
    [
      'a question to the reader',
      { entries: [...OPENED, asks], role: 'SECURITY' },
      ['#6 by BACKEND, a question, waits for an answer by you; nothing is decided before.'],
    ],
    [
      'a question to somebody else',
      { entries: [...OPENED, asks], role: 'ARCHITECT' },
      ['#6 by BACKEND, a question, waits for an answer by SECURITY; nothing is decided before.'],
    ],
    [
      'a remark',
      { entries: OPENED, role: 'SUPERVISOR', tail: guest('Is it fast?').replace('MARKETING', 'HUMAN') },
      ['#6 by HUMAN, a remark, waits for an answer by you.'],
    ],
    [
      'a mediation',
      { entries: [...OPENED, agree('BACKEND'), object('SECURITY'), mediation], header: { maxRevisions: 0 } },
      ['Mediation: #8.'],
    ],
    [
      'a concern of a guest',
      { entries: OPENED, tail: guest('Please.', '**Concern**: colors: no color alone\n') },
      [
        'Heard from those without a seat; to be weighed, and blocking nothing:',
        '- by MARKETING in #6 on #5, colors: no color alone',
      ],
    ],
    [
      'implementations',
      {
        entries: [...agreed, part('ARCHITECT'), part('BACKEND'), part('SECURITY'), agree('BACKEND', 8)],
        header: { implement: true },
      },
      [
        'Implementation #8 of #5 by ARCHITECT: BACKEND AGREE in #11.',
        'Implementation #9 of #5 by BACKEND: not reviewed yet.',
      ],
    ],
    [
      'what is wrong and counts',
      { entries: [...OPENED, review('BACKEND', { Verdict: ['OBJECT #5'] }, 'No.')] },
      ['To be noted: #6 objects to #5 and names no concern: its text is taken for one.'],
    ],
    [
      'what does not count',
      { entries: [...OPENED, agree('SUPERVISOR')] },
      ['Does not count: #6: SUPERVISOR frames and closes, its verdict does not count.'],
    ],
  ])('%s', (_, parts, lines) => {
    const text = told(parts)
    for (const line of lines) expect(text).toContain(line)
  })

  it('names the rulings of owners', () => {
    const entries = [
      ...OPENED,
      ...[agree('BACKEND'), object('SECURITY'), mediation, object('SECURITY')],
      { role: 'ARCHITECT', type: 'PROPOSAL', fields: { Revises: ['#5'] }, content: 'Again.' } as const,
      ...[agree('BACKEND', 10), object('SECURITY', 10)],
      review('SECURITY', { Re: ['#10'], Concern: ['keys: 128 random bits'] }),
    ]
    const text = told({ entries, header: { maxRevisions: 0, deadlock: 'owner' } })
    expect(text).toContain('SECURITY has ruled on its own concerns in #13.')
  })
})
