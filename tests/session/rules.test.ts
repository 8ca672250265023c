import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import { parseLog } from '../../src/log/parse.ts'
import { type Rules, rulesFor } from '../../src/session/rules.ts'
import { openSession } from '../../src/session/start.ts'
import { rosterOf } from '../support/panel.ts'
import { tempFolder } from '../support/temp.ts'

const WORKERS = ['ARCHITECT', 'BACKEND']

it('writes into the header by which rules a session goes', () => {
  const { path } = openSession({
    problem: 'Design a rate limiter',
    roster: rosterOf(...WORKERS),
    mind: 'test',
    folder: tempFolder(),
    policy: 'Supermajority:3/4',
    veto: ['backend', 'human'],
    with: ['human'],
    external: ['legal', 'BACKEND', 'legal'],
    deadlock: 'owner',
    implement: true,
  })
  expect(parseLog(readFileSync(path)).header).toMatchObject({
    workers: ['ARCHITECT', 'BACKEND'],
    proposer: 'ARCHITECT',
    policy: 'supermajority:3/4',
    veto: ['BACKEND', 'HUMAN'],
    with: ['HUMAN'],
    external: ['LEGAL', 'BACKEND'],
    deadlock: 'owner',
    implement: true,
  })
})

it('lets one propose whom the engine runs', () => {
  const open = (proposer?: string) =>
    openSession({
      problem: 'Design a rate limiter',
      roster: rosterOf(...WORKERS),
      mind: 'test',
      folder: tempFolder(),
      external: ['ARCHITECT'],
      ...(proposer === undefined ? {} : { proposer }),
    }).path
  expect(parseLog(readFileSync(open())).header?.proposer).toBe('BACKEND')
  expect(parseLog(readFileSync(open('architect'))).header?.proposer).toBe('ARCHITECT')
})

it.each<[Rules, string, string]>([
  [
    { policy: 'most' },
    'SYN_USAGE',
    '"most" is no policy: expected unanimous, consent, majority, supermajority or supermajority:3/4',
  ],
  [
    { policy: 'supermajority:1/2' },
    'SYN_USAGE',
    '"supermajority:1/2" is no policy: expected unanimous, consent, majority, supermajority or supermajority:3/4',
  ],
  [
    { veto: ['legal'] },
    'SYN_USAGE',
    '"LEGAL" cannot have a veto, it is not at the table: there are ARCHITECT, BACKEND, HUMAN',
  ],
  [{ with: ['bob'] }, 'SYN_USAGE', '"BOB" is nobody to decide with: only human can be'],
  [
    { external: ['supervisor'] },
    'SYN_ROLE_INVALID',
    'SUPERVISOR cannot be an external role: the engine runs it',
  ],
  [
    { external: ['human'] },
    'SYN_ROLE_INVALID',
    'HUMAN cannot be an external role: people take part in every session',
  ],
  [
    { external: ['my tool'] },
    'SYN_USAGE',
    '"MY TOOL" cannot be a role: expected letters, digits, - and _, beginning with a letter (at most 32)',
  ],
])('refuses %j', (rules, code, message) => {
  const refused = () => rulesFor(WORKERS, rules)
  expect(refused).toThrow(SynodError)
  expect(refused).toThrow(expect.objectContaining({ code, message }))
})
