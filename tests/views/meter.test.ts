import { describe, expect, it } from 'vitest'
import { foldLog } from '../../src/protocol/fold.ts'
import { meter } from '../../src/views/meter.ts'
import { type BuiltEntry, buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

describe('meter', () => {
  it.each([
    [0, 'no proposal yet: the problem is not framed'],
    [1, 'no proposal yet: 0/3 have analysed'],
    [3, 'no proposal yet: 2/3 have analysed'],
    [5, '1/3 agree on #5 (revision 1), no concern open'],
    [6, '1/3 agree on #5 (revision 1), 1 concern open: retry-storm (BACKEND)'],
    [7, '1/3 agree on #5 (revision 1), 2 concerns open: retry-storm (BACKEND), key-in-log (SECURITY)'],
    [
      8,
      '1/3 agree on #8 (revision 2), 2 answered and not yet closed: retry-storm (BACKEND), key-in-log (SECURITY)',
    ],
    [9, '2/3 agree on #8 (revision 2), 1 answered and not yet closed: key-in-log (SECURITY)'],
    [10, '3/3 agree on #8 (revision 2), no concern open'],
    [11, '3/3 agree on #8 (revision 2), no concern open'],
  ])('after %i entries says: %s', (upTo, sentence) => {
    expect(meter(foldLog(buildLog({ entries: SAMPLE }), { upTo }))).toBe(sentence)
  })

  it('counts neither an agreement with a condition nor what is only heard', () => {
    const entries: readonly BuiltEntry[] = [
      ...SAMPLE.slice(0, 5),
      {
        role: 'BACKEND',
        type: 'REVIEW',
        fields: { Verdict: ['AGREE #5'] },
        content: 'Fine, but only if the limit is per key.',
      },
      { role: 'LEGAL', type: 'REVIEW', fields: { Concern: ['gdpr: why'] } },
      { role: 'HUMAN', type: 'REVIEW', content: 'I agree to #5.' },
    ]
    expect(meter(foldLog(buildLog({ entries, header: { with: ['HUMAN'] } })))).toBe(
      '2/4 agree on #5 (revision 1), no concern open',
    )
  })

  it('waits for no analysis of people and external roles', () => {
    const header = { with: ['HUMAN'], external: ['SECURITY'] }
    expect(meter(foldLog(buildLog({ entries: SAMPLE.slice(0, 3), header })))).toBe(
      'no proposal yet: 2/2 have analysed',
    )
  })

  it('names three concerns and counts the others', () => {
    const objection: BuiltEntry = {
      role: 'BACKEND',
      type: 'REVIEW',
      fields: { Verdict: ['OBJECT #1'], Concern: ['a: x', 'b: x', 'c: x', 'd: x', 'e: x'] },
    }
    const log = buildLog({ entries: [{ role: 'ARCHITECT', type: 'PROPOSAL', content: 'x' }, objection] })
    expect(meter(foldLog(log))).toBe(
      '1/3 agree on #1 (revision 1), 5 concerns open: a (BACKEND), b (BACKEND), c (BACKEND) and 2 more',
    )
  })
})
