import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { type Saying, sayInSession } from '../../src/session/say.ts'
import {
  agree,
  byHand,
  logText,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
} from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

function logWith(parts: readonly Part[], header: Partial<Header> | null = {}): string {
  return join(tempFolder({ 'log.md': logText(parts, { header }) }), 'log.md')
}

const REVISED = [...OPENED, object('HUMAN', 5, 'a: why'), proposal({ Revises: ['#5'] })]

it('appends what a person says, sealed, and knows what is missing then', async () => {
  const path = logWith([...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)], { with: ['HUMAN'] })
  const { entry, state } = await sayInSession(path, { verdict: { verdict: 'AGREE', on: 5 }, re: 5 })
  expect(entry).toMatchObject({
    number: 8,
    role: 'HUMAN',
    type: 'REVIEW',
    fields: { Re: ['#5'], Verdict: ['AGREE #5'] },
    content: '',
    verified: true,
    adopted: false,
  })
  expect(state.consensus).toMatchObject({ reached: true, outcome: 'CONSENSUS' })
  expect(verifyLog(parseLog(readFileSync(path))).holds).toBe(true)
})

it.each<[string, readonly Part[], Partial<Header> | null]>([
  ['while it is paused', [...OPENED, outcome('PAUSED stalled')], {}],
  ['behind what was typed into the file', [...OPENED, byHand('HUMAN', 'Wait.')], {}],
  ['in a log without a header', [say('ARCHITECT'), say('BACKEND')], null],
  ['in a log without an entry', [], {}],
])('is heard %s', async (_, parts, header) => {
  const path = logWith(parts, header)
  const { entry } = await sayInSession(path, { text: '  Which database?\n' })
  expect(entry).toMatchObject({ number: parts.length + 1, role: 'HUMAN', content: 'Which database?' })
})

it('speaks for an external role, with all that an entry can say', async () => {
  const path = logWith([...OPENED, object('LEGAL', 5, 'gdpr: why', 'cost: why')], { external: ['LEGAL'] })
  const { entry, state } = await sayInSession(path, {
    as: 'legal',
    text: 'See above.',
    to: ['backend'],
    verdict: { verdict: 'OBJECT', on: 5 },
    concerns: ['logs: they are kept for ever'],
    withdraws: ['cost'],
  })
  expect(entry.role).toBe('LEGAL')
  expect(entry.fields).toEqual({
    To: ['BACKEND'],
    Verdict: ['OBJECT #5'],
    Concern: ['logs: they are kept for ever'],
    Withdraws: ['cost'],
  })
  expect(state.concerns.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'gdpr open',
    'cost withdrawn',
    'logs open',
  ])
})

it.each<[Saying, string, string]>([
  [{}, 'SYN_SAY_EMPTY', 'There is nothing to say'],
  [{ text: ' \n' }, 'SYN_SAY_EMPTY', 'There is nothing to say'],
  [{ verdict: { verdict: 'OBJECT', on: 7 } }, 'SYN_USAGE', 'An objection names what is wrong'],
  [
    { verdict: { verdict: 'AGREE', on: 7 }, concerns: ['a: b'] },
    'SYN_USAGE',
    'An agreement raises no concern',
  ],
  [{ concerns: [' '] }, 'SYN_USAGE', 'A concern has no reason'],
  [
    { verdict: { verdict: 'AGREE', on: 5 } },
    'SYN_PROPOSAL_NOT_LIVE',
    '#5 is replaced by #7: nothing was said; the live proposal is #7 by ARCHITECT (revision 2)',
  ],
  [
    { verdict: { verdict: 'ABSTAIN', on: 6 } },
    'SYN_PROPOSAL_NOT_LIVE',
    '#6 is no proposal: nothing was said; the live proposal is #7 by ARCHITECT (revision 2)',
  ],
  [{ withdraws: ['b'] }, 'SYN_CONCERN_UNKNOWN', 'HUMAN has no open concern "b": it has a'],
  [{ withdraws: ['a'], as: 'LEGAL' }, 'SYN_CONCERN_UNKNOWN', 'LEGAL has no open concern "a": it has none'],
  [{ text: 'x', to: ['wizard'] }, 'SYN_ROLE_UNKNOWN', 'SUPERVISOR, ARCHITECT, BACKEND, SECURITY, LEGAL'],
  [{ text: 'x', re: 8 }, 'SYN_ENTRY_NOT_FOUND', 'has 7 entries: there is no #8'],
  [{ text: 'x', as: 'backend' }, 'SYN_ROLE_EXTERNAL', '(external roles: they are LEGAL)'],
  [{ text: 'x', as: 'SUPERVISOR' }, 'SYN_ROLE_EXTERNAL', 'SUPERVISOR is no external role'],
  [{ text: 'x'.repeat(256 * 1024) }, 'SYN_ENTRY_TOO_LARGE', ''],
])('refuses %j', async (saying, code, message) => {
  const path = logWith(REVISED, { external: ['LEGAL'] })
  const before = readFileSync(path)
  await expect(sayInSession(path, saying)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  })
  expect(readFileSync(path)).toEqual(before)
})

it.each<[string, readonly Part[], Saying, string]>([
  ['an ended session', [...OPENED, outcome('STOPPED')], { text: 'x' }, 'SYN_SESSION_ENDED'],
  ['a verdict before there is a text', [], { verdict: { verdict: 'AGREE', on: 1 } }, 'SYN_PROPOSAL_NOT_LIVE'],
  ['a concern before there is a text', [], { concerns: ['a: b'] }, 'SYN_PROPOSAL_NOT_LIVE'],
])('refuses %s', async (_, parts, saying, code) => {
  const path = logWith(parts)
  const before = readFileSync(path)
  await expect(sayInSession(path, saying)).rejects.toMatchObject({ code })
  expect(readFileSync(path)).toEqual(before)
})

it('gives of two verdicts on one text, said at the same time, both in order', async () => {
  const path = logWith(OPENED, { external: ['LEGAL', 'QA'] })
  const said = await Promise.all(
    ['LEGAL', 'QA', 'HUMAN'].map(as => sayInSession(path, { as, verdict: { verdict: 'AGREE', on: 5 } })),
  )
  expect(said.map(({ entry }) => entry.number).toSorted()).toEqual([6, 7, 8])
  expect(verifyLog(parseLog(readFileSync(path))).holds).toBe(true)
})
