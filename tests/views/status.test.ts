import { describe, expect, it } from 'vitest'
import type { Header } from '../../src/log/entry.ts'
import { due } from '../../src/protocol/due.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import { type StatusReport, statusReport } from '../../src/views/status.ts'
import { type BuiltEntry, buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

function report(
  entries: readonly BuiltEntry[],
  upTo = entries.length,
  header: Partial<Header> = {},
): StatusReport {
  const log = buildLog({ entries, header })
  const state = foldLog(log, { upTo })
  return statusReport(log, state, { path: 'sessions/rate-limiter/log.md' }, due(state))
}

describe('statusReport', () => {
  it('is exactly this while a session is at work', () => {
    expect(JSON.parse(JSON.stringify(report(SAMPLE, 9)))).toEqual({
      schema: 1,
      session: '2026-11-21-rate-limiter',
      title: 'Rate limiter for the public API',
      log: 'sessions/rate-limiter/log.md',
      entries: 9,
      phase: 'review',
      outcome: null,
      policy: 'unanimous',
      consensus: {
        reached: false,
        outcome: null,
        proposal: 8,
        missing: ['SECURITY'],
        openConcerns: ['key-in-log'],
        why: 'SECURITY has not spoken on #8; concern key-in-log by SECURITY, raised on #5, answered in #8, waits for SECURITY',
      },
      roster: [
        { role: 'SUPERVISOR', kind: 'supervisor', state: 'waiting' },
        { role: 'ARCHITECT', kind: 'worker', state: 'agreed' },
        { role: 'BACKEND', kind: 'worker', state: 'agreed' },
        { role: 'SECURITY', kind: 'worker', state: 'due' },
      ],
      proposal: { entry: 8, revision: 2, author: 'ARCHITECT' },
      verdicts: {
        ARCHITECT: { verdict: 'AGREE', entry: 8, typed: true, caveat: null },
        BACKEND: { verdict: 'AGREE', entry: 9, typed: true, caveat: null },
        SECURITY: null,
      },
      concerns: [
        {
          id: 'retry-storm',
          owner: 'BACKEND',
          kind: 'named',
          status: 'closed',
          raisedAt: 6,
          on: 5,
          reason: 'clients that are limited at once retry at once',
          answer: { entry: 8, how: 'Retry-After with jitter' },
        },
        {
          id: 'key-in-log',
          owner: 'SECURITY',
          kind: 'named',
          status: 'answered',
          raisedAt: 7,
          on: 5,
          reason: 'API keys stand in the access log',
          answer: { entry: 8, how: 'keys are hashed before they are logged' },
        },
      ],
      questions: [],
      mediation: null,
      implementations: [],
      due: [{ role: 'SECURITY', task: 'review', on: 8 }],
      needed: [],
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
      notices: [],
    })
  })

  it('names outcome and proposal of a session that has ended', () => {
    const { phase, outcome, proposal, due: turns, roster } = report(SAMPLE)
    expect({ phase, outcome, proposal, turns }).toEqual({
      phase: 'ended',
      outcome: { kind: 'CONSENSUS', on: 8, entry: 11 },
      proposal: { entry: 8, revision: 2, author: 'ARCHITECT' },
      turns: [],
    })
    expect(roster[0]).toEqual({ role: 'SUPERVISOR', kind: 'supervisor', state: 'done' })
  })

  it.each<[string, number, string]>([
    ['objected', 6, 'objected'],
    ['due', 4, 'due'],
    ['waiting', 3, 'waiting'],
  ])('has a role as %s', (_, upTo, state) => {
    const role = upTo === 4 ? 'ARCHITECT' : 'BACKEND'
    expect(report(SAMPLE, upTo).roster.find(seat => seat.role === role)?.state).toBe(state)
  })

  it('knows people, outsiders and those who abstain', () => {
    const entries: readonly BuiltEntry[] = [
      { role: 'ARCHITECT', type: 'PROPOSAL', content: 'x' },
      { role: 'BACKEND', type: 'REVIEW', fields: { Verdict: ['ABSTAIN #1'] } },
      { role: 'HUMAN', content: 'Hello.' },
      { role: 'STRANGER', content: 'Hello.' },
    ]
    expect(report(entries, 4, { external: ['LEGAL'] }).roster.slice(2)).toEqual([
      { role: 'BACKEND', kind: 'worker', state: 'abstained' },
      { role: 'SECURITY', kind: 'worker', state: 'due' },
      { role: 'LEGAL', kind: 'external', state: 'needed' },
      { role: 'HUMAN', kind: 'human', state: 'waiting' },
      { role: 'STRANGER', kind: 'guest', state: 'heard' },
    ])
  })

  it('says who is needed, what waits, and what does not count yet', () => {
    const entries: readonly BuiltEntry[] = [
      ...SAMPLE.slice(0, 5),
      {
        role: 'BACKEND',
        type: 'REVIEW',
        fields: { Verdict: ['AGREE #5'], Evidence: ['read'] },
        content: 'Fine, but only if the limit is per key.',
      },
      {
        role: 'SECURITY',
        type: 'REVIEW',
        fields: { Verdict: ['AGREE #5'], Evidence: ['read'], Asks: ['LEGAL'] },
      },
      { role: 'HUMAN', type: 'REVIEW', content: 'Is Redis there in every region?' },
      { role: 'STRANGER', type: 'REVIEW', fields: { Concern: ['gdpr: no retention limit'] } },
      { role: 'SUPERVISOR', fields: { Outcome: ['PAUSED stalled'] } },
    ]
    const header = { external: ['LEGAL'], with: ['HUMAN'], policy: 'supermajority:3/4' }
    const { policy, verdicts, concerns, questions, due: turns, needed, roster } = report(entries, 10, header)
    expect(policy).toBe('supermajority 3/4')
    expect(verdicts['BACKEND']).toEqual({
      verdict: 'AGREE',
      entry: 6,
      typed: true,
      caveat: expect.stringContaining('but only if'),
    })
    expect(concerns).toMatchObject([{ id: 'gdpr', owner: 'STRANGER', kind: 'heard' }])
    expect(questions).toEqual([
      { entry: 7, by: 'SECURITY', asks: 'LEGAL', kind: 'asked', answered: null },
      { entry: 8, by: 'HUMAN', asks: 'SUPERVISOR', kind: 'remark', answered: null },
    ])
    expect(turns).toEqual([])
    expect(needed).toEqual([
      {
        role: 'LEGAL',
        kind: 'external',
        task: 'review',
        on: 5,
        command: 'synod say 2026-11-21-rate-limiter --as LEGAL --agree 5, or --object 5 --concern "id: why"',
      },
      {
        role: 'HUMAN',
        kind: 'human',
        task: 'review',
        on: 5,
        command: 'synod say 2026-11-21-rate-limiter --agree 5, or --object 5 --concern "id: why"',
      },
    ])
    expect(roster.map(({ role, kind, state }) => `${role} ${kind} ${state}`)).toEqual([
      'SUPERVISOR supervisor waiting',
      'ARCHITECT worker agreed',
      'BACKEND worker unconfirmed',
      'SECURITY worker agreed',
      'LEGAL external needed',
      'HUMAN human needed',
      'STRANGER guest heard',
    ])
  })

  it('lists what was made of what was agreed', () => {
    const made: BuiltEntry = { role: 'BACKEND', type: 'IMPLEMENTATION', fields: { Re: ['#8'] }, content: 'x' }
    const { implementations } = report([...SAMPLE.slice(0, 10), made], 11, { implement: true })
    expect(implementations).toEqual([
      {
        entry: 11,
        author: 'BACKEND',
        of: 8,
        verdicts: { BACKEND: { verdict: 'AGREE', entry: 11, typed: true, caveat: null } },
      },
    ])
  })

  it('reports a log without front matter, with every notice once', () => {
    const log = buildLog({
      entries: [{ role: 'BACKEND', type: 'REVIEW', fields: { Verdict: ['AGREE #9'] } }],
    })
    const bare = { ...log, header: null, title: '' }
    const state = foldLog(bare)
    const { session, title, roster, notices } = statusReport(
      { ...bare, notices: state.notices },
      state,
      { path: 'x.md' },
      due(state),
    )
    expect({
      session,
      title,
      roles: roster.map(seat => seat.role),
      codes: notices.map(({ code }) => code),
    }).toEqual({
      session: '',
      title: '',
      roles: ['SUPERVISOR', 'BACKEND'],
      codes: ['verdict-unknown'],
    })
  })
})
