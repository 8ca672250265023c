import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { parseLog } from '../../src/log/parse.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import {
  agree,
  byHand,
  logText,
  OPENED,
  object,
  type Part,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'

type Row = readonly [what: string, parts: readonly Part[], why: string, header?: Partial<Header> | null]

/** The last column may be left out: that is more than the types of `it.each` can tell. */
const named = (rows: readonly Row[]) => rows.map(row => [row[0], row] as const)

const PROPOSED = byHand('SUPERVISOR', 'The text.').replace('ANALYSIS', 'PROPOSAL')
const FOURTEEN = Array.from({ length: 14 }, (_, at) => `W${at + 1}`)
const SILENT = FOURTEEN.slice(1).map(role => `${role} has not spoken on #1`)
const FIVE = { workers: ['ARCHITECT', 'BACKEND', 'SECURITY', 'DATA', 'OPS'] }
const THREE = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)]

describe('why a text is agreed to, or not, is said in one sentence', () => {
  it.each(
    named([
      ['nobody has written but the supervisor', [PROPOSED], 'Nobody is named who could agree', null],
      [
        'a header names nobody',
        [PROPOSED, byHand('A', 'Hm.'), byHand('B', 'Hm.')],
        'The header names no workers: nobody can tell who would have to agree',
        { workers: [] },
      ],
      [
        'a guest writes alone',
        [byHand('A', 'T.').replace('ANALYSIS', 'PROPOSAL')],
        'Only one role has written',
        null,
      ],
      [
        'somebody who is not needed objects',
        [...THREE, byHand('HUMAN', 'No.', { Verdict: ['OBJECT #5'], Concern: ['x: y'] })],
        'HUMAN objects to #5; concern x by HUMAN, raised on #5, is not answered',
      ],
      [
        'an agreement has a condition',
        [...OPENED, say('BACKEND', { Verdict: ['AGREE #5'] }, 'I agree, but only if the limit is 20.')],
        'BACKEND agreed to #5 with a condition ("but only if" in #6) and has to confirm; SECURITY has not spoken on #5',
      ],
      [
        'a person leans and says no verdict',
        [...THREE, byHand('HUMAN', 'ok')],
        'HUMAN has given no clear verdict on #5 (in #8 it is not one sentence in a known form)',
        { with: ['HUMAN'] },
      ],
      [
        'a person leaned twice: the last time is told',
        [...THREE, byHand('HUMAN', 'ok'), byHand('HUMAN', 'We agree.')],
        'HUMAN has given no clear verdict on #5 (in #9 it does not speak for its author alone)',
        { with: ['HUMAN'] },
      ],
      [
        'a person leaned and then wrote something else',
        [...THREE, byHand('HUMAN', 'ok'), byHand('HUMAN', 'The free plan has 3,000 users.')],
        'HUMAN has given no clear verdict on #5 (in #8 it is not one sentence in a known form)',
        { with: ['HUMAN'] },
      ],
      [
        'somebody else leaned',
        [...THREE, byHand('LEGAL', 'ok')],
        'HUMAN has not spoken on #5',
        { with: ['HUMAN'], veto: ['LEGAL'] },
      ],
      [
        'somebody who is not needed leans against it',
        [...THREE, byHand('HUMAN', 'I do not like this.')],
        'HUMAN leans against it in #8 without a verdict, and SUPERVISOR has not asked for one',
      ],
      [
        'somebody who is not needed objects and has withdrawn the concern',
        [
          ...THREE,
          byHand('HUMAN', 'No.', { Verdict: ['OBJECT #5'], Concern: ['x: y'] }),
          byHand('HUMAN', 'Well.', { Withdraws: ['x'] }),
        ],
        'HUMAN objects to #5',
      ],
      [
        'a person leaned before there was this text',
        [...OPENED, byHand('HUMAN', 'ok'), proposal(), agree('BACKEND', 7), agree('SECURITY', 7)],
        'HUMAN has not spoken on #7',
        { with: ['HUMAN'] },
      ],
      [
        'a person wrote something else',
        [...THREE, byHand('HUMAN', 'The free plan has 3,000 users.')],
        'HUMAN has not spoken on #5',
        { with: ['HUMAN'] },
      ],
      [
        'all but the author are silent',
        [proposal({}, 'W1')],
        `${SILENT.slice(0, 12).join('; ')}; and 1 more`,
        { workers: FOURTEEN },
      ],
      [
        'twelve are silent, which are not too many to be named',
        [proposal({}, 'W1')],
        SILENT.slice(0, 12).join('; '),
        { workers: FOURTEEN.slice(0, 13) },
      ],
      [
        'nobody objects',
        THREE,
        '3 of 5 agree to #5 and nobody objects: DATA has not spoken on #5; OPS has not spoken on #5',
        { ...FIVE, policy: 'consent' },
      ],
      [
        'more than two thirds agree',
        [...THREE, agree('DATA', 5)],
        '4 of 5 agree to #5, which is the supermajority that decides: OPS has not spoken on #5',
        { ...FIVE, policy: 'supermajority' },
      ],
      [
        'a majority agrees and more is missing than can be named',
        [
          proposal({}, 'W1'),
          ...FOURTEEN.slice(1).map(role => say(role, { Verdict: ['AGREE #1'], Concern: [`${role}: y`] })),
        ],
        `14 of 14 agree to #1, which is the majority that decides: ${FOURTEEN.slice(1, 13)
          .map(role => `concern ${role.toLowerCase()} by ${role}, raised on #1, is not answered`)
          .join('; ')}; and 1 more`,
        { workers: FOURTEEN, policy: 'majority' },
      ],
      [
        'too few agree for the policy',
        [...OPENED, agree('BACKEND', 5), object('SECURITY', 5, 'x: y')],
        'SECURITY objects to #5; DATA has not spoken on #5; OPS has not spoken on #5; concern x by SECURITY, raised on #5, is not answered',
        { ...FIVE, policy: 'majority' },
      ],
      ['all have agreed', THREE, 'All 3 have agreed to #5 and no concern is open'],
    ]),
  )('%s', (_, [, parts, why, header = {}]) => expect(session(parts, header).consensus.why).toBe(why))

  it('a header that cannot be read is not said to name nobody', () => {
    expect(foldLog(parseLog('---\nworkers: 5\n---\n# T\n')).notices).toEqual([])
  })

  it('a header that cannot be read is said to be the reason, whatever was agreed', () => {
    const entries = [
      byHand('A', 'T.').replace('ANALYSIS', 'PROPOSAL'),
      byHand('B', 'Yes.', { Verdict: ['AGREE #1'] }),
    ]
    const whyWith = (...fields: readonly string[]) =>
      foldLog(parseLog(`---\n${fields.join('\n')}\n---\n# T\n${entries.join('')}`)).consensus.why
    expect(whyWith('workers: 5')).toBe(
      "The header's workers could not be read: nobody can tell who would have to agree",
    )
    expect(whyWith('workers: 5', 'external: 6')).toBe(
      "The header's workers and external could not be read: nobody can tell who would have to agree",
    )
  })

  it('a log that was changed has no consensus to tell of, also before there is a proposal', () => {
    const text = logText(OPENED.slice(0, 4)).replace('BACKEND analyses.', 'BACKEND analysed.')
    expect(foldLog(parseLog(text)).consensus).toEqual({
      reached: false,
      outcome: null,
      proposal: null,
      missing: ['ARCHITECT', 'BACKEND', 'SECURITY'],
      openConcerns: [],
      why: '#3 is not what was sealed: nothing is agreed before the log is repaired',
    })
  })
})
