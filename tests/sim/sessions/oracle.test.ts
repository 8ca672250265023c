import { expect, it } from 'vitest'
import {
  abstain,
  agree,
  byHand,
  HEADER,
  type LogOptions,
  logOf,
  OPENED,
  object,
  type Part,
  proposal,
  say,
} from '../../support/log-builder.ts'
import { ruling } from './oracle.ts'

/** #5 is the text; ARCHITECT wrote it, BACKEND and SECURITY have to agree. */
const both = [agree('BACKEND', 5), agree('SECURITY', 5)]
const human = (content: string) => byHand('HUMAN', content)

function told(parts: readonly Part[], header: LogOptions['header'] = {}) {
  const log = logOf([...OPENED, ...parts], { header })
  return ruling({ ...HEADER, ...header }, log.entries)
}

it.each<[string, readonly Part[], string]>([
  ['all agree', both, ''],
  ['one is silent', [agree('BACKEND', 5)], 'SECURITY does not agree'],
  ['one abstains', [agree('BACKEND', 5), abstain('SECURITY', 5)], 'SECURITY does not agree'],
  ['one has agreed to an old text', [...both, proposal()], 'BACKEND does not agree; SECURITY does not agree'],
  [
    'one agrees by hand',
    [agree('BACKEND', 5), byHand('SECURITY', '', { Verdict: ['AGREE #5'] })],
    'SECURITY does not agree',
  ],
  [
    'one agrees and objects at once',
    [agree('BACKEND', 5), say('SECURITY', { Verdict: ['AGREE #5', 'OBJECT #5'] })],
    'SECURITY does not agree',
  ],
  [
    'one agrees on a condition',
    [
      agree('BACKEND', 5),
      say('SECURITY', { Verdict: ['AGREE #5'] }, 'I agree, provided the limit is lowered.'),
    ],
    'SECURITY does not agree; SECURITY has to confirm',
  ],
  [
    'and confirms',
    [
      agree('BACKEND', 5),
      say('SECURITY', { Verdict: ['AGREE #5'] }, 'I agree, provided the limit is lowered.'),
      agree('SECURITY', 5, { Re: ['#7'] }),
    ],
    '',
  ],
  [
    'a concern is open beside the agreements',
    [...both, say('BACKEND', { Concern: ['slow: it is'] })],
    'slow is open',
  ],
  [
    'and is withdrawn by another',
    [...both, say('BACKEND', { Concern: ['slow: it is'] }), say('SECURITY', { Withdraws: ['slow'] })],
    'slow is open',
  ],
  [
    'and is withdrawn by its owner',
    [...both, say('BACKEND', { Concern: ['slow: it is'] }), say('BACKEND', { Withdraws: ['slow'] })],
    '',
  ],
  [
    'an agreement to the same text leaves it open',
    [...both, object('BACKEND', 5, 'slow: it is'), agree('BACKEND', 5)],
    'slow is open',
  ],
  [
    'one to a later text closes it',
    [...both, object('BACKEND', 5, 'slow: it is'), proposal(), agree('BACKEND', 9), agree('SECURITY', 9)],
    '',
  ],
  ['a question waits', [...both, say('BACKEND', { Asks: ['SECURITY'] })], 'SECURITY has not answered #8'],
  ['and is answered', [...both, say('BACKEND', { Asks: ['SECURITY'] }), say('SECURITY', { Re: ['#8'] })], ''],
  [
    'a person objects',
    [...both, human('I object: the limit is too low.')],
    'the-limit-is-too is open; SUPERVISOR has not answered #8',
  ],
  ['a person leans against it', [...both, human('This will not work.')], 'SUPERVISOR has not answered #8'],
  [
    'and is asked what that means',
    [...both, human('This will not work.'), say('SUPERVISOR', { Re: ['#8'] })],
    '',
  ],
  [
    'a guest objects',
    [...both, byHand('PASSERBY', '', { Verdict: ['OBJECT #5'], Concern: ['bad: it is'] })],
    '',
  ],
])('where %s', (_, parts, why) => {
  const ruled = told(parts)
  expect(ruled.why).toBe(why)
  expect(ruled.reached).toBe(why === '')
})

it.each<[string, LogOptions['header'], readonly Part[], string | null]>([
  [
    'majority',
    { policy: 'majority' },
    [agree('BACKEND', 5), object('SECURITY', 5, 'slow: it is')],
    'MAJORITY',
  ],
  [
    'majority with a veto',
    { policy: 'majority', veto: ['SECURITY'] },
    [agree('BACKEND', 5), object('SECURITY', 5, 'slow: it is')],
    null,
  ],
  ['supermajority of two thirds', { policy: 'supermajority' }, [agree('BACKEND', 5)], 'SUPERMAJORITY'],
  ['supermajority of three quarters', { policy: 'supermajority:3/4' }, [agree('BACKEND', 5)], null],
  ['consent', { policy: 'consent' }, [abstain('BACKEND', 5)], 'NO_OBJECTION'],
  ['consent against an objection', { policy: 'consent' }, [object('BACKEND', 5, 'slow: it is')], null],
  ['a person who is needed', { with: ['HUMAN'] }, both, null],
  ['and agrees in prose', { with: ['HUMAN'] }, [...both, human('I agree to #5.')], 'CONSENSUS'],
  ['and agrees in prose to another', { with: ['HUMAN'] }, [...both, human('I agree to #4.')], null],
  [
    'an external role by hand',
    { external: ['AUDITOR'] },
    [...both, byHand('AUDITOR', '', { Verdict: ['AGREE #5'] })],
    'CONSENSUS',
  ],
])('by %s', (_, header, parts, outcome) => {
  expect(told(parts, header).outcome).toBe(outcome)
})
