import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/log/digest.ts'
import { parseLog } from '../../src/log/parse.ts'
import { LogReader } from '../../src/log/reader.ts'
import { verifyLog } from '../../src/log/verify.ts'
import { verifyFile } from '../../src/log/verify-file.ts'
import { due } from '../../src/protocol/due.ts'
import { foldLog } from '../../src/protocol/fold.ts'

/**
 * One log per version of the format, written by the program of its time. What they say here they say for ever: a build
 * that reads them otherwise has broken every session its users have kept.
 */
const FOLDER = join(import.meta.dirname, '../fixtures/logs')

describe('a log of version 1: objections, an entry adopted in the middle, agreement, two entries by hand below it', () => {
  const path = join(FOLDER, 'v1-agreed-then-written-under.md')
  const bytes = readFileSync(path)
  const log = parseLog(bytes)
  const state = foldLog(log)

  it('is there byte for byte', () => {
    expect(bytes).toHaveLength(58_255)
    expect(sha256([bytes])).toBe('4b8cceb9fae46bc4db1e5cde3f7e14122401a4cceb7c902e03a9293a8633f9e8')
  })

  it('holds, but for what nobody has sealed', () => {
    const verification = { holds: true, entries: 17, unsealed: 2, firstBroken: null }
    expect(verifyLog(log)).toEqual(verification)
    expect(verifyFile(path)).toEqual(verification)
  })

  it('ends its chain in the same hash, at the same byte', () => {
    const reader = new LogReader(sha256)
    reader.push(bytes)
    expect(reader.sealed).toEqual({
      count: 15,
      hash: '631c76ff515ea3bdf2f78184775b5d5c',
      end: 58_071,
    })
  })

  it('has its header, title and problem', () => {
    expect(log.header).toEqual({
      synod: 1,
      session: '2026-11-21-shared-calendar',
      created: '2026-11-21T13:52:10.056Z',
      workers: ['ARCHITECT', 'BACKEND', 'FRONTEND', 'SECURITY'],
      proposer: 'ARCHITECT',
      policy: 'unanimous',
      veto: [],
      external: [],
      with: [],
      deadlock: 'pause',
      implement: false,
      maxRevisions: 3,
      mind: 'playbook',
    })
    expect(log.title).toBe('Shared calendar for three clinics')
    expect(log.problem).toBe(
      'Shared calendar for three clinics: 40 doctors, 200 bookings a day, offline at two sites',
    )
  })

  it('has its entries, each by its author, of its type, sealed as it was', () => {
    const shown = log.entries.map(({ number, role, writtenType, line, sealed, adopted }) =>
      [number, role, writtenType, line, adopted ? 'adopted' : sealed ? 'sealed' : 'by hand'].join(' '),
    )
    expect(shown).toEqual([
      '1 SUPERVISOR ANALYSIS 16 sealed',
      '2 ARCHITECT ANALYSIS 64 sealed',
      '3 BACKEND ANALYSIS 85 sealed',
      '4 FRONTEND ANALYSIS 103 sealed',
      '5 SECURITY ANALYSIS 122 sealed',
      '6 ARCHITECT PROPOSAL 143 sealed',
      '7 HUMAN GUIDANCE 208 adopted',
      '8 BACKEND REVIEW 216 sealed',
      '9 FRONTEND REVIEW 237 sealed',
      '10 SECURITY REVIEW 260 sealed',
      '11 ARCHITECT PROPOSAL 285 sealed',
      '12 BACKEND REVIEW 374 sealed',
      '13 FRONTEND REVIEW 391 sealed',
      '14 SECURITY REVIEW 409 sealed',
      '15 SUPERVISOR ANALYSIS 427 sealed',
      '16 HUMAN ANALYSIS 472 by hand',
      '17 QA POEM 475 by hand',
    ])
    expect(log.entries.filter(({ verified }) => verified).map(({ number }) => number)).toEqual(
      Array.from({ length: 15 }, (_, at) => at + 1),
    )
  })

  it('has what people wrote as they wrote it', () => {
    const byPeople = log.entries.filter(({ role }) => ['HUMAN', 'QA'].includes(role))
    expect(
      byPeople.map(({ number, time, type, fields, content }) => ({
        number,
        time,
        type,
        fields: { ...fields },
        content,
      })),
    ).toEqual([
      {
        number: 7,
        time: '2026-11-21T14:00:00.000Z',
        type: 'ANALYSIS',
        fields: { Mood: ['hopeful'] },
        content: 'The clinic in the valley has no fibre – assume 2 Mbit/s.\n### Not a heading',
      },
      {
        number: 16,
        time: '2026-11-21T15:30:00.000Z',
        type: 'ANALYSIS',
        fields: {},
        content: 'Printed and read. Thank you — Søren 🗓️',
      },
      {
        number: 17,
        time: null,
        type: 'ANALYSIS',
        fields: {},
        content: 'I was not asked, and nobody has sealed this yet',
      },
    ])
  })

  it('has every notice it had', () => {
    expect(log.notices.map(({ code, line, entry }) => [code, line, entry])).toEqual([
      ['time-unreadable', 475, 17],
      ['type-unknown', 475, 17],
    ])
  })

  it('comes to the same outcome', () => {
    expect(state.outcome).toEqual({ kind: 'CONSENSUS', on: 11, entry: 15 })
    expect(due(state)).toEqual([])
    expect(state.proposals.map(({ entry, author, revision }) => [entry, author, revision])).toEqual([
      [6, 'ARCHITECT', 1],
      [11, 'ARCHITECT', 2],
    ])
    expect(
      state.concerns.map(({ id, owner, raisedAt, status, endedAt }) => [
        id,
        owner,
        raisedAt,
        status,
        endedAt,
      ]),
    ).toEqual([
      ['open-deadline', 'BACKEND', 8, 'closed', 12],
      ['unshed-load', 'BACKEND', 8, 'closed', 12],
      ['drag-only', 'FRONTEND', 9, 'closed', 13],
      ['dead-end-errors', 'FRONTEND', 9, 'closed', 13],
      ['unmeasured-clients', 'FRONTEND', 9, 'closed', 13],
      ['inventory-hoarding', 'SECURITY', 10, 'closed', 14],
      ['booking-reference-guess', 'SECURITY', 10, 'closed', 14],
      ['personal-data-in-logs', 'SECURITY', 10, 'closed', 14],
    ])
    expect(state.notices.map(({ code, entry }) => [code, entry])).toEqual([])
  })
})
