import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { decideSession } from '../../src/session/decide.ts'
import {
  abstain,
  agree,
  logText,
  OPENED,
  object,
  outcome,
  type Part,
  proposal,
  say,
} from '../support/log-builder.ts'
import { tempFolder } from '../support/temp.ts'

function logWith(parts: readonly Part[], header: Partial<Header> = {}): string {
  return join(tempFolder({ 'log.md': logText(parts, { header }) }), 'log.md')
}

const SPLIT = [
  ...OPENED,
  object('BACKEND', 5, 'retry-storm: all retry at once'),
  abstain('SECURITY', 5),
  outcome('PAUSED deadlock'),
]

it('closes a deadlock with the reason and everybody’s dissent', async () => {
  const path = logWith(SPLIT, { with: ['HUMAN'], external: ['LEGAL'] })
  const state = await decideSession(path, { on: 5, reason: ' We ship on Monday. \n' })
  expect(state.outcome).toEqual({ kind: 'DECIDED_WITH_DISSENT', on: 5, entry: 10 })
  expect(state.notices).toEqual([])
  const log = parseLog(readFileSync(path))
  expect(verifyLog(log)).toMatchObject({ holds: true, unsealed: 0 })
  expect(log.entries.slice(8)).toMatchObject([
    {
      role: 'HUMAN',
      type: 'REVIEW',
      fields: { Re: ['#5'], Verdict: ['AGREE #5'] },
      content: 'We ship on Monday.',
    },
    { role: 'SUPERVISOR', type: 'ANALYSIS', fields: { Re: ['#9'], Outcome: ['DECIDED_WITH_DISSENT #5'] } },
  ])
  expect(
    log.entries.at(-1)?.content,
  ).toBe(`HUMAN has decided in #9: #5 (revision 1) is what is done. It is no consensus.

#### Why

We ship on Monday.

#### Dissent

- BACKEND objects to #5 in #6
- SECURITY abstains on #5 in #7
- LEGAL has given no verdict on #5

#### Dissent: concerns that stay open

- retry-storm, by BACKEND in #6: all retry at once (not answered)`)
})

it('may name an earlier text, to which nobody’s agreement is carried over', async () => {
  const revised = [
    ...SPLIT.slice(0, 7),
    proposal({ Revises: ['#5'] }),
    agree('BACKEND', 8),
    agree('SECURITY', 8),
  ]
  const path = logWith(revised)
  const state = await decideSession(path, { on: 5, reason: 'The first one is simpler.' })
  expect(state.outcome).toMatchObject({ kind: 'DECIDED_WITH_DISSENT', on: 5 })
  const entries = parseLog(readFileSync(path)).entries
  expect(entries[10]?.fields).toEqual({ Re: ['#5'] })
  expect(entries[11]?.content).toContain('#5 (revision 1), which #8 had replaced, is what is done.')
  expect(entries[11]?.content).toContain('- BACKEND objects to #5 in #6\n- SECURITY abstains on #5 in #7')
})

it('decides where all agree and what they build is objected to', async () => {
  const header = { workers: ['ARCHITECT', 'BACKEND'], implement: true, maxRevisions: 0 }
  const build = (role: string) => ({ ...say(role, { Re: ['#4'] }), type: 'IMPLEMENTATION' as const })
  const parts = [
    ...OPENED.slice(0, 3),
    proposal(),
    agree('BACKEND', 4),
    build('ARCHITECT'),
    build('BACKEND'),
    agree('ARCHITECT', 7),
    object('BACKEND', 6, 'drift: it builds something else'),
  ]
  const state = await decideSession(logWith(parts, header), { on: 4, reason: 'Good enough.' })
  expect(state.outcome).toMatchObject({ kind: 'DECIDED_WITH_DISSENT', on: 4 })
})

const AGREED = [...OPENED, agree('BACKEND', 5), agree('SECURITY', 5)]

it.each<[string, readonly Part[], Partial<Header>, number, string, string]>([
  ['no reason', SPLIT, {}, 5, ' ', 'SYN_SAY_EMPTY'],
  ['no proposal', SPLIT, {}, 6, 'x', 'SYN_PROPOSAL_UNKNOWN'],
  ['nothing proposed yet', OPENED.slice(0, 2), {}, 1, 'x', 'SYN_PROPOSAL_UNKNOWN'],
  ['what all agree to', AGREED, {}, 5, 'x', 'SYN_CONSENSUS_REACHED'],
  [
    'what the policy carries',
    [...OPENED, agree('BACKEND', 5)],
    { policy: 'majority' },
    5,
    'x',
    'SYN_CONSENSUS_REACHED',
  ],
  [
    'what only the one who decides has not agreed to',
    AGREED,
    { with: ['HUMAN'] },
    5,
    'x',
    'SYN_CONSENSUS_REACHED',
  ],
  ['a session that has ended', [...AGREED, outcome('CONSENSUS #5')], {}, 5, 'x', 'SYN_SESSION_ENDED'],
])('refuses %s, and writes nothing', async (_, parts, header, on, reason, code) => {
  const path = logWith(parts, header)
  const before = readFileSync(path)
  await expect(decideSession(path, { on, reason })).rejects.toMatchObject({ code })
  expect(readFileSync(path)).toEqual(before)
})
