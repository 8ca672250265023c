import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import {
  agree,
  analysis,
  byHand,
  frame,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

type Row = readonly [code: string, parts: readonly Part[], message: string, header?: Partial<Header> | null]

/** The last column may be left out: that is more than the types of `it.each` can tell. */
const named = (rows: readonly Row[]) => rows.map(row => [row[0], row] as const)

const REVISED = [...OPENED, object('BACKEND', 5, 'x: y'), proposal({ Revises: ['#5'] })]
const guest = (fields = {}) => byHand('PASSER-BY', 'Hm.', fields)
const remarks = (count: number) =>
  Array.from({ length: count }, (_, at) => byHand('HUMAN', `Remark ${at} about users.`))
const questions = (count: number) =>
  Array.from({ length: count }, () => say('BACKEND', { Asks: ['SECURITY'] }))
const TEXT = 'One bucket a key holds 100 tokens and is filled at 10 a second. '.repeat(4)

describe('a notice says what was found, where, and what became of it', () => {
  it.each(
    named([
      [
        'policy-unknown',
        [],
        'The header\'s policy "whoever shouts" is none: all have to agree',
        { policy: 'whoever shouts' },
      ],
      [
        'workers-none',
        [],
        'The header names no workers: everybody who writes has a seat, and nobody can tell when all have agreed',
        { workers: [] },
      ],
      [
        'unverified-author',
        [byHand('BACKEND', 'Mine.')],
        "#1 is not BACKEND's: the engine runs that role and did not write it",
      ],
      [
        'role-unknown',
        [guest()],
        'PASSER-BY has no seat in this session: what it writes is heard and decides nothing',
      ],
      [
        'content-repeated',
        [say('BACKEND', {}, TEXT), say('BACKEND', {}, TEXT)],
        '#2 says nearly word for word what BACKEND said before',
      ],
      [
        'spend-unreadable',
        [say('BACKEND', { Spend: ['a lot'] })],
        '"a lot" in #1 is no cost: expected MODEL in N cached N out N usd N',
      ],
      [
        'verdict-unreadable',
        [...OPENED, say('BACKEND', { Verdict: ['LGTM'] })],
        '"LGTM" in #6 is no verdict: expected AGREE, OBJECT or ABSTAIN with the number of a proposal',
      ],
      [
        'verdict-contradictory',
        [...OPENED, say('BACKEND', { Verdict: ['AGREE #5', 'ABSTAIN #5'] })],
        '#6 gives several verdicts: none of them counts until BACKEND gives one',
      ],
      [
        'verdict-outdated',
        [...REVISED, agree('BACKEND', 5)],
        '#8 is about #5, which #7 has replaced: it changes nothing',
      ],
      [
        'verdict-unknown',
        [...OPENED, agree('BACKEND', 1)],
        '#6 is about #1, which is no text to give a verdict on: it changes nothing',
      ],
      [
        'objection-unnamed',
        [...OPENED, object('BACKEND', 5)],
        '#6 objects to #5 and names no concern: its text is taken for one',
      ],
      [
        'supervisor-verdict',
        [...OPENED, agree('SUPERVISOR', 5)],
        '#6: SUPERVISOR frames and closes, its verdict does not count',
      ],
      [
        'verdict-without-seat',
        [...OPENED, guest({ Verdict: ['AGREE #5'] })],
        '#6 gives a verdict by PASSER-BY, who has no seat in this session: it is heard and does not count',
      ],
      [
        'proposal-without-seat',
        [guest().replace('ANALYSIS', 'PROPOSAL')],
        '#1 by PASSER-BY, who has no seat in this session, is read as text',
      ],
      [
        'outcome-not-supervisor',
        [say('BACKEND', { Outcome: ['STOPPED'] })],
        '#1 by BACKEND declares an outcome: only SUPERVISOR can',
      ],
      [
        'outcome-unreadable',
        [frame({ Outcome: ['STOPPED', 'WON'] })],
        '"STOPPED", "WON" in #1 is no one outcome',
      ],
      [
        'outcome-unfounded',
        [outcome('CONSENSUS #5')],
        '#1 claims CONSENSUS #5, but: There is no proposal yet',
      ],
      [
        'revises-not-live',
        [...REVISED, proposal({ Revises: ['#5'] })],
        "#8 says it revises #5, which is not ARCHITECT's live proposal",
      ],
      [
        'concern-early',
        [frame(), say('BACKEND', { Concern: ['x: y'] })],
        '#2 raises a concern before there is a proposal: it is read as text',
      ],
      [
        'concern-id-taken',
        [...OPENED, object('BACKEND', 5, 'x: y'), object('SECURITY', 5, 'x: z')],
        'x in #7 is the id of another concern: this one is x-security',
      ],
      [
        'concern-reopened',
        [
          ...OPENED,
          object('BACKEND', 5, 'x: y'),
          say('BACKEND', { Withdraws: ['x'] }),
          object('BACKEND', 5, 'x: still'),
        ],
        '#8 raises x again, which was withdrawn in #7',
      ],
      [
        'concern-unknown',
        [...OPENED, proposal({ Resolves: ['x: done'] })],
        '#6 resolves x, which is no open concern',
      ],
      [
        'concern-unknown',
        [...OPENED, proposal({ Resolves: ['it is over now'] })],
        '#6 resolves it is over now, which is no open concern',
      ],
      [
        'concern-not-own',
        [...OPENED, say('BACKEND', { Withdraws: ['it is over now'] })],
        '#6 withdraws it is over now, which is no open concern of BACKEND',
      ],
      [
        'concern-not-own',
        [...OPENED, object('BACKEND', 5, 'x: y'), say('SECURITY', { Withdraws: ['x'] })],
        '#7 withdraws x, which is no open concern of SECURITY',
      ],
      [
        'resolves-elsewhere',
        [...OPENED, say('BACKEND', { Resolves: ['x: done'] })],
        '#6 resolves concerns but is no live text: only the text itself can answer them',
      ],
      [
        'asks-nobody',
        [say('BACKEND', { Asks: ['legal'] })],
        '#1 asks LEGAL, who has no seat in this session: nobody answers',
      ],
      [
        'asks-nobody',
        [say('BACKEND', { Asks: ['BACKEND'] })],
        '#1 asks BACKEND, which is itself: nobody answers',
      ],
      [
        'asks-nobody',
        [frame(), byHand('HUMAN', 'And the law?', { To: ['LEGAL', 'BACKEND'] })],
        '#2 is addressed to somebody who has no seat in this session',
      ],
      [
        'verdict-unseen',
        [...OPENED, agree('BACKEND', 5, { Seen: ['#4'] })],
        '#6 is about #5, and its author had read up to #4 alone: it changes nothing',
      ],
      [
        'questions-many',
        questions(9),
        '#9 asks SECURITY, but BACKEND has asked 8 questions already: it is read as text',
      ],
      [
        'summary-range',
        [...OPENED, frame({ Re: ['#2-#5'] })],
        '#6 sums up #2-#5, which is not #1 to an entry from #1 on and before #6: it stands for nothing',
      ],
      ['questions-many', remarks(21), '20 entries by HUMAN wait for an answer: #21 is read with them'],
    ]),
  )('%s: %#', (_, [code, parts, message, header = {}]) => {
    const notices = session(parts, header).notices.filter(notice => notice.code === code)
    expect(notices.map(notice => notice.message)).toEqual([message])
  })

  it('has nothing to say about who has read exactly the text', () => {
    expect(session([...OPENED, agree('BACKEND', 5, { Seen: ['#5'] })]).notices).toEqual([])
  })

  it('is one of a thousand, and then one that says there are more', () => {
    const spend = (count: number) => session([say('BACKEND', { Spend: Array(count).fill('a lot') })]).notices
    expect(spend(1_000).map(({ code }) => code)).not.toContain('notices-many')
    const many = spend(1_002)
    expect(many).toHaveLength(1_001)
    expect(many.at(-1)).toMatchObject({
      code: 'notices-many',
      entry: 1,
      message: 'More than 1000 notices: those from here on are left out',
    })
    expect(many.slice(0, -1).every(({ code }) => code === 'spend-unreadable')).toBe(true)
  })

  it('names the first 64 characters alone of whom nobody knows', () => {
    const [notice] = session([analysis('BACKEND'), say('BACKEND', { Asks: ['x'.repeat(100)] })]).notices
    expect(notice?.message).toBe(`#2 asks ${'X'.repeat(64)}, who has no seat in this session: nobody answers`)
  })
})
