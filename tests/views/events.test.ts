import { expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import { due } from '../../src/protocol/due.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import {
  entryEvent,
  headerEvent,
  noticeEvent,
  resultEvent,
  stateEvent,
  workerEvent,
} from '../../src/views/events.ts'
import { buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

const log = buildLog({ entries: SAMPLE, header: { mind: 'playbook' } })

/** What a program reads: whatever JSON would drop or change shows here. */
function json(event: unknown): unknown {
  return JSON.parse(JSON.stringify(event))
}

it('pins the header event', () => {
  expect(json(headerEvent(log, 'sessions/x/log.md'))).toEqual({
    event: 'header',
    schema: 1,
    session: '2026-11-21-rate-limiter',
    title: 'Rate limiter for the public API',
    log: 'sessions/x/log.md',
    created: '2026-11-21T04:10:11.120Z',
    workers: ['ARCHITECT', 'BACKEND', 'SECURITY'],
    proposer: 'ARCHITECT',
    policy: 'unanimous',
    veto: [],
    with: [],
    external: [],
    deadlock: 'pause',
    implement: false,
    mind: 'playbook',
    server: null,
    context: null,
    minds: {},
    agents: {},
  })
})

it('names in it the definition of each role where the log does', () => {
  const agents = { BACKEND: { path: 'agents/backend.md', hash: 'a'.repeat(64) } }
  const recorded = buildLog({ entries: SAMPLE, header: { agents } })
  expect(headerEvent(recorded, 'x.md').agents).toEqual(agents)
})

it('pins the header event of a log without front matter', () => {
  expect(json(headerEvent({ ...log, header: null, title: '' }, 'x.md'))).toEqual({
    event: 'header',
    schema: 1,
    session: '',
    title: '',
    log: 'x.md',
    created: null,
    workers: [],
    proposer: null,
    policy: null,
    veto: [],
    with: [],
    external: [],
    deadlock: null,
    implement: false,
    mind: null,
    server: null,
    context: null,
    minds: {},
    agents: {},
  })
})

it('pins the entry event', () => {
  expect(log.entries.slice(5, 6).map(entry => json(entryEvent(entry)))).toEqual([
    {
      event: 'entry',
      number: 6,
      role: 'BACKEND',
      time: '2026-11-21T04:11:02.000Z',
      type: 'REVIEW',
      fields: {
        Re: ['#5'],
        Seen: ['#5'],
        Verdict: ['OBJECT #5'],
        Concern: ['retry-storm: clients that are limited at once retry at once'],
        Spend: ['claude-sonnet-5-5 in 812 cached 9120 out 431 usd 0.0079'],
      },
      content: 'Without a Retry-After header they all come back together.',
      sealed: true,
      verified: true,
      adopted: false,
      model: 'claude-sonnet-5-5',
    },
  ])
})

it('pins the entry event of an entry by hand', () => {
  const { entries } = buildLog({
    tail: '\n### [HUMAN] [2026-11-21 05:00] UTC\n**Type**: DECISION\n**Content**: Go.\n',
  })
  expect(entries.map(entry => json(entryEvent(entry)))).toEqual([
    {
      event: 'entry',
      number: 1,
      role: 'HUMAN',
      time: '2026-11-21T05:00:00.000Z',
      type: 'DECISION',
      fields: {},
      content: 'Go.',
      sealed: false,
      verified: false,
      adopted: false,
      model: null,
    },
  ])
})

it('pins the state event', () => {
  const state = foldLog(log, { upTo: 9 })
  expect(json(stateEvent(state, due(state)))).toEqual({
    event: 'state',
    entries: 9,
    phase: 'review',
    outcome: null,
    consensus: {
      reached: false,
      outcome: null,
      proposal: 8,
      missing: ['SECURITY'],
      openConcerns: ['key-in-log'],
      why: 'SECURITY has not spoken on #8; concern key-in-log by SECURITY, raised on #5, answered in #8, waits for SECURITY',
    },
    proposal: { entry: 8, revision: 2, author: 'ARCHITECT' },
    verdicts: {
      ARCHITECT: { verdict: 'AGREE', entry: 8, typed: true, caveat: null },
      BACKEND: { verdict: 'AGREE', entry: 9, typed: true, caveat: null },
      SECURITY: null,
    },
    concerns: [{ id: 'key-in-log', owner: 'SECURITY', kind: 'named', status: 'answered' }],
    questions: [],
    due: [{ role: 'SECURITY', task: 'review', on: 8 }],
    needed: [],
  })
})

it('pins the worker event', () => {
  const at = Date.parse('2026-11-21T04:10:31.517Z')
  const event = {
    role: 'BACKEND',
    state: 'retrying',
    task: 'review',
    on: 8,
    detail: '429 in 12 s',
    at,
  } as const
  const line = {
    event: 'worker',
    role: 'BACKEND',
    state: 'retrying',
    task: 'review',
    on: 8,
    detail: '429 in 12 s',
    time: '2026-11-21T04:10:31.517Z',
    error: null,
  }
  expect(json(workerEvent(event))).toEqual(line)
  const error = new SynodError('SYN_MIND_CUT', 'The answer broke off', { details: { key: 'never shown' } })
  expect(json(workerEvent({ ...event, error }))).toEqual({
    ...line,
    error: { code: 'SYN_MIND_CUT', message: 'The answer broke off' },
  })
})

it('pins the notice event', () => {
  expect(
    json(noticeEvent({ code: 'verdict-unknown', line: 7, entry: 2, message: 'It changes nothing' })),
  ).toEqual({
    event: 'notice',
    code: 'verdict-unknown',
    line: 7,
    entry: 2,
    message: 'It changes nothing',
  })
})

it('pins the result event', () => {
  const state = foldLog(log)
  const result = resultEvent({
    log: 'x/log.md',
    parsed: log,
    state,
    exit: 0,
    decision: 'x/decision.md',
    error: null,
  })
  expect(json(result)).toEqual({
    event: 'result',
    session: '2026-11-21-rate-limiter',
    log: 'x/log.md',
    outcome: { kind: 'CONSENSUS', on: 8, entry: 11 },
    exit: 0,
    decision: 'x/decision.md',
    entries: 11,
    why: 'All 3 have agreed to #8 and no concern is open',
    spend: {
      usd: 0.0237,
      input: 2436,
      cached: 27360,
      output: 1293,
      byRole: {
        SUPERVISOR: { usd: 0, input: 0, cached: 0, output: 0 },
        ARCHITECT: { usd: 0, input: 0, cached: 0, output: 0 },
        BACKEND: { usd: 0.0237, input: 2436, cached: 27360, output: 1293 },
        SECURITY: { usd: 0, input: 0, cached: 0, output: 0 },
      },
    },
    error: null,
  })
})

it('pins the result event of a command that never came to a session', () => {
  const error = new SynodError('SYN_PROBLEM_EMPTY', 'There is no problem')
  expect(json(resultEvent({ log: null, parsed: null, state: null, exit: 2, decision: null, error }))).toEqual(
    {
      event: 'result',
      session: null,
      log: null,
      outcome: null,
      exit: 2,
      decision: null,
      entries: 0,
      why: '',
      spend: { usd: 0, input: 0, cached: 0, output: 0, byRole: {} },
      error: { code: 'SYN_PROBLEM_EMPTY', message: 'There is no problem' },
    },
  )
})
