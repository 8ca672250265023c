import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry, Header } from '../../src/log/entry.ts'
import { blocked, due } from '../../src/protocol/due.ts'
import { foldLog, initialState, step } from '../../src/protocol/fold.ts'
import type { State } from '../../src/protocol/state.ts'
import {
  agree,
  analysis,
  byHand,
  frame,
  HEADER,
  logOf,
  OPENED,
  outcome,
  proposal,
  say,
  session,
} from '../support/log-builder.ts'
import { courses } from '../support/sessions.ts'

/**
 * Consensus found again, by reading the whole log each time and none of src/protocol: who may decide, the last
 * proposal, everybody's last word on it, and every concern's last event.
 */
function agreedByHand(header: Header | null, all: readonly Entry[]): boolean {
  const seats = new Set(header?.workers ?? [])
  const mayPropose = (role: string) => seats.has(role) || role === 'HUMAN' || role === 'SUPERVISOR'
  const isOurs = (entry: Entry) => entry.verified && !entry.adopted
  let entries: Entry[] = []
  for (const entry of all) {
    const engine =
      header !== null &&
      !header.external.includes(entry.role) &&
      [...header.workers, 'SUPERVISOR'].includes(entry.role)
    if (engine && !isOurs(entry)) continue
    if (entry.role === 'SUPERVISOR' && entry.type === 'PROPOSAL' && !entry.fields['Outcome'])
      entries = [...entries, entry]
    else if (entry.role === 'SUPERVISOR') {
      const outcomes = new Set(entry.fields['Outcome'] ?? [])
      if (outcomes.size === 1 && isClosing([...outcomes][0] ?? '', decide(entries))) break
    } else {
      if (header === null && entry.role !== 'HUMAN') seats.add(entry.role)
      entries = [...entries, entry]
    }
  }
  return decide(entries).reached

  function isRun(role: string): boolean {
    return header?.workers.includes(role) === true && !header.external.includes(role)
  }

  function decide(said: readonly Entry[]) {
    const proposals = said.filter(({ role, type }) => type === 'PROPOSAL' && mayPropose(role))
    const live = proposals.at(-1)
    if (live === undefined) return { reached: false, live: null, texts: [] as readonly string[] }
    const liveAt = (number: number) =>
      proposals.filter(proposal => proposal.number < number).at(-1)?.number ?? null
    const last = new Map([[live.role, 'AGREE']])
    const concerns = new Map<string, { on: number; open: boolean }>()
    const unclear = new Set<string>()
    for (const { number, role, type, fields } of said) {
      if (!seats.has(role) && role !== 'HUMAN') continue
      const isProposal = type === 'PROPOSAL' && proposals.some(proposal => proposal.number === number)
      for (const written of fields['Withdraws'] ?? []) close(`${role} ${written}`)
      if (type === 'PROPOSAL') continue
      const on = liveAt(number)
      const verdict = isProposal ? null : oneVerdict(fields['Verdict'] ?? [])
      const given = fields['Verdict'] ?? []
      const isText = proposals.some(proposal => proposal.number === verdict?.on && proposal.number < number)
      const isBuilt = all.some(
        entry => entry.type === 'IMPLEMENTATION' && entry.number === verdict?.on && entry.number <= number,
      )
      const mistaken = verdict === null ? given.length > 0 : verdict.word === 'OBJECT' && !isText
      if (mistaken && !isBuilt && on !== null) {
        if (on === live.number) last.delete(role)
        // The engine asks its own roles again; of others it has to ask what they mean.
        if (!isRun(role) && given.some(word => /object/i.test(word))) unclear.add(role)
      }
      if (verdict !== null && verdict.on === on) {
        if (on === live.number) last.set(role, verdict.word)
        unclear.delete(role)
        for (const [key, concern] of concerns) {
          if (!key.startsWith(`${role} `)) continue
          const closes =
            key === `${role} ` ? verdict.word !== 'OBJECT' : verdict.word === 'AGREE' && concern.on < on
          if (closes) close(key)
        }
        if (verdict.word === 'OBJECT' && (fields['Concern'] ?? []).length === 0)
          concerns.set(`${role} `, { on, open: true })
      }
      const raised = new Set<string>()
      for (const written of new Set(fields['Concern'] ?? [])) {
        const id = `${role} ${/^\S+(?=:|$)/.exec(written)?.[0] ?? written}`
        // One id twice in an entry is two concerns.
        const key = raised.has(id) ? `${id}-${number}` : id
        raised.add(id)
        if (on !== null && (!isBuilt || concerns.get(key)?.open)) concerns.set(key, { on, open: true })
      }
    }
    const open = [...concerns.values()].filter(concern => concern.open).length
    const against = [...last.values()].includes('OBJECT')
    const some = header === null ? seats.size > 1 : seats.size > 0
    const reached =
      some && open + unclear.size === 0 && !against && [...seats].every(role => last.get(role) === 'AGREE')
    return { reached, live: live.number, texts: proposals.map(({ number }) => `#${number}`) }

    function close(key: string): void {
      const concern = concerns.get(key)
      if (concern !== undefined) concern.open = false
    }
  }

  function isClosing(written: string, { reached, live, texts }: ReturnType<typeof decide>): boolean {
    const [word, on = ''] = written.split(' ')
    if (word === 'STOPPED') return true
    if (word === 'CONSENSUS') return reached && on === `#${live}`
    return word === 'DECIDED_WITH_DISSENT' && texts.includes(on) && !(reached && on === `#${live}`)
  }
}

function oneVerdict(written: readonly string[]): { readonly word: string; readonly on: number } | null {
  const [only, ...others] = new Set(written.map(value => value.toUpperCase()))
  const match = /^(AGREE|OBJECT|ABSTAIN) #(\d+)$/.exec(only ?? '')
  return others.length > 0 || match === null ? null : { word: match[1] ?? '', on: Number(match[2]) }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(frozen)
  }
  return value
}

describe('whatever anybody writes', () => {
  it('one entry more gives what reading all again gives, and leaves the state before as it was', () => {
    fc.assert(
      fc.property(courses, ({ header, parts }) => {
        const log = logOf(parts, { header })
        let state = frozen(initialState(log.header))
        for (const entry of log.entries) {
          state = frozen(step(state, frozen(entry)))
          expect(state).toEqual(foldLog(log, { upTo: entry.number }))
        }
        expect(state).toEqual(foldLog(log))
      }),
      { numRuns: 150 },
    )
  })

  it('consensus is there exactly when the log says so', () => {
    let reached = 0
    fc.assert(
      fc.property(courses, ({ header, parts }) => {
        const log = logOf(parts, { header })
        for (let upTo = 0; upTo <= log.entries.length; upTo += 1) {
          const { consensus } = foldLog(log, { upTo })
          expect(consensus.reached).toBe(agreedByHand(log.header, log.entries.slice(0, upTo)))
          if (consensus.reached) reached += 1
        }
      }),
      { numRuns: 250 },
    )
    // The test is only worth something when there was something to find.
    expect(reached).toBeGreaterThan(10)
  })

  it('a session that nobody ended has somebody who is due, or says why not', () => {
    fc.assert(
      fc.property(courses, ({ header, parts }) => {
        const state = session(parts, header)
        const turns = due(state)
        if (state.outcome !== null) expect([turns, blocked(state)]).toEqual([[], null])
        else if (state.proposer !== null) expect(turns.length > 0).toBe(blocked(state) === null)
        expect(new Set(turns.map(({ role }) => role)).size).toBe(turns.length)
        for (const { role, task, on, horizon } of turns) {
          expect([...state.deciders, state.proposer, 'SUPERVISOR', 'HUMAN']).toContain(role)
          expect(horizon).toBeLessThanOrEqual(state.entries)
          if (['frame', 'analyse', 'propose'].includes(task)) expect(on).toBeNull()
          else if (!['answer', 'confirm'].includes(task)) expect(on).toBe(state.proposals.at(-1)?.entry)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('no concern’s id stands twice, and every concern has a past', () => {
    fc.assert(
      fc.property(courses, ({ header, parts }) => {
        const log = logOf(parts, { header })
        const { concerns, entries, proposals } = foldLog(log)
        expect(new Set(concerns.map(({ id }) => id)).size).toBe(concerns.length)
        for (const { id, status, raisedAt, on, answer, endedAt } of concerns) {
          expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
          expect(raisedAt).toBeLessThanOrEqual(entries)
          // A text, or how somebody builds one.
          if (on <= (proposals.at(-1)?.entry ?? 0))
            expect(['PROPOSAL', 'IMPLEMENTATION']).toContain(log.entries[on - 1]?.type)
          expect(endedAt === null).toBe(status === 'open' || status === 'answered')
          if (status === 'answered') expect(answer).not.toBeNull()
        }
      }),
      { numRuns: 150 },
    )
  })

  it('the state is plain data: it survives JSON', () => {
    fc.assert(
      fc.property(courses, ({ header, parts }) => {
        const state = session(parts, header)
        expect(JSON.parse(JSON.stringify(state))).toEqual(state)
      }),
      { numRuns: 60 },
    )
  })

  it('nothing about it depends on when it was written', () => {
    const log = logOf([...OPENED, agree('BACKEND', 5), byHand('HUMAN', 'x')])
    const undated = { ...log, entries: log.entries.map(entry => ({ ...entry, time: null })) }
    expect(foldLog(undated)).toEqual(foldLog(log))
  })
})

describe('a state', () => {
  it('before the first entry is the header’s', () => {
    expect(initialState(HEADER)).toEqual({
      header: HEADER,
      entries: 0,
      deciders: ['ARCHITECT', 'BACKEND', 'SECURITY'],
      proposer: 'ARCHITECT',
      policy: { kind: 'unanimous' },
      maxRevisions: 3,
      framework: null,
      analyses: {},
      proposals: [],
      concerns: [],
      blocking: {},
      questions: [],
      mediation: null,
      rulings: {},
      implementations: [],
      outcome: null,
      revisionsAtOpening: 0,
      asked: {},
      tamperedAt: null,
      consensus: {
        reached: false,
        outcome: null,
        proposal: null,
        missing: ['ARCHITECT', 'BACKEND', 'SECURITY'],
        openConcerns: [],
        why: 'There is no proposal yet',
      },
      phase: 'framing',
      spend: { usd: 0, input: 0, cached: 0, output: 0, byRole: {} },
      models: [],
      summary: null,
      contextTokens: 0,
      freshTokens: 0,
      liveTokens: 0,
      recentTokens: [],
      lastEntry: {},
      lastText: {},
      notices: [],
    } satisfies State)
  })

  it('without a header is nobody’s yet', () => {
    expect(initialState(null)).toMatchObject({ header: null, deciders: [], proposer: null, maxRevisions: 3 })
  })

  it('keeps the first framework, and each worker’s first analysis', () => {
    const state = session([frame(), analysis('BACKEND'), frame(), analysis('BACKEND'), analysis('SECURITY')])
    expect(state).toMatchObject({ framework: 1, analyses: { BACKEND: 2, SECURITY: 5 } })
  })

  it('takes an older type for an analysis', () => {
    const state = session([frame(), byHand('BACKEND', 'x').replace('ANALYSIS', 'THREAT_MODEL')], {
      external: ['BACKEND'],
    })
    expect(state.analyses).toEqual({ BACKEND: 2 })
  })

  it('knows each role’s last entry, a guest’s as well', () => {
    const { lastEntry, entries } = session([...OPENED, byHand('PASSER-BY', 'x'), say('BACKEND')])
    expect(entries).toBe(7)
    expect(lastEntry).toEqual({ SUPERVISOR: 1, ARCHITECT: 5, BACKEND: 7, SECURITY: 4, 'PASSER-BY': 6 })
  })

  it('can be had as it was at any entry', () => {
    const log = logOf([...OPENED, agree('BACKEND', 5), agree('SECURITY', 5), outcome('CONSENSUS #5')])
    const phases = [0, 1, 2, 4, 5, 6, 7, 8].map(upTo => foldLog(log, { upTo }).phase)
    expect(phases).toEqual([
      'framing',
      'analysis',
      'analysis',
      'proposal',
      'review',
      'review',
      'decision',
      'ended',
    ])
  })

  it('names with every notice its entry and its line', () => {
    const log = logOf([...OPENED, agree('BACKEND', 99), proposal({}, 'PASSER-BY')])
    expect(foldLog(log).notices).toEqual([
      {
        code: 'verdict-unknown',
        entry: 6,
        line: log.entries[5]?.line,
        message: expect.stringContaining('#99'),
      },
      {
        code: 'role-unknown',
        entry: 7,
        line: log.entries[6]?.line,
        message: expect.stringContaining('PASSER-BY'),
      },
      {
        code: 'proposal-without-seat',
        entry: 7,
        line: log.entries[6]?.line,
        message: expect.stringContaining('#7'),
      },
    ])
  })
})

it('names the first thousand faults of a log made of faults, and says that there are more', () => {
  const state = session([...OPENED, ...Array.from({ length: 1_200 }, () => byHand('BACKEND', 'I agree.'))])
  expect(state.notices).toHaveLength(1_001)
  expect(state.notices.at(-1)).toMatchObject({ code: 'notices-many' })
  expect(state.notices[0]).toMatchObject({ code: 'unverified-author' })
})
