import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import { leaseHolder } from '../../src/log/lease.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import type { Turn } from '../../src/minds/mind.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import { type JoinOptions, joinSession } from '../../src/session/join.ts'
import { resumeSession, rosterOf as rosterFrom } from '../../src/session/resume.ts'
import type { RunResult } from '../../src/session/run.ts'
import { openSession, startSession } from '../../src/session/start.ts'
import { deliberate, mindsOf, rosterOf, SPEND } from '../support/panel.ts'
import { tempFolder } from '../support/temp.ts'

const PROBLEM = 'Design a rate limiter for our API'
const roster = rosterOf('ARCHITECT', 'BACKEND', 'SECURITY')
const ROLES = ['SUPERVISOR', 'ARCHITECT', 'BACKEND', 'SECURITY']
const minds = mindsOf(deliberate)

const opened = () => openSession({ problem: PROBLEM, roster, mind: 'test', folder: tempFolder() }).path

function join(path: string, role: string, more: Partial<JoinOptions> = {}): Promise<RunResult> {
  return joinSession(path, { role, roster, minds, ...more })
}

const read = (path: string) => parseLog(readFileSync(path))

/** A mind of which one turn hangs until it is let go or cancelled. */
function hanging(task: string, then: (turn: Turn) => void = () => {}) {
  let letGo = () => {}
  const free = new Promise<void>(resolve => {
    letGo = resolve
  })
  const calls: string[] = []
  const choice = mindsOf(async (turn, signal) => {
    calls.push(`${turn.role} ${turn.task}`)
    if (turn.task !== task) return deliberate(turn)
    then(turn)
    const cut = new Promise((_, reject) => {
      const cancel = () =>
        reject(new SynodError('SYN_MIND_CUT', 'cancelled', { details: { spend: [SPEND] } }))
      signal.addEventListener('abort', cancel)
      if (signal.aborted) cancel()
    })
    await Promise.race([free, cut])
    return deliberate(turn)
  })
  return { minds: choice, calls, letGo: () => letGo() }
}

it('works a session role by role to the entries that one process writes', async () => {
  const one = startSession({ problem: PROBLEM, roster, minds, folder: tempFolder() })
  await one.result
  const path = opened()
  const results = await Promise.all(ROLES.map(role => join(path, role.toLowerCase())))
  for (const { state, error } of results) {
    expect(error).toBeNull()
    expect(state.outcome).toEqual({ kind: 'CONSENSUS', on: 8, entry: 11 })
  }
  expect(results.map(({ roles }) => roles)).toEqual(ROLES.map(role => [role]))
  const written = (from: string) =>
    read(from)
      .entries.map(({ role, type, fields: { Seen, ...fields }, content }) => ({
        role,
        type,
        fields,
        content,
      }))
      .toSorted((left, right) => left.role.localeCompare(right.role))
  expect(written(path)).toEqual(written(one.log.path))
  expect(verifyLog(read(path)).holds).toBe(true)
})

it('gives a role to one process, and to the next when that one has gone', async () => {
  const path = opened()
  const leave = new AbortController()
  const first = join(path, 'BACKEND', { signal: leave.signal, command: 'the first' })
  const before = readFileSync(path, 'utf8')
  await expect(join(path, 'BACKEND')).rejects.toMatchObject({
    code: 'SYN_ROLE_TAKEN',
    message: expect.stringMatching(new RegExp(`BACKEND.*this process, ${process.pid}.*the first`)),
  })
  expect(readFileSync(path, 'utf8')).toBe(before)
  leave.abort()
  await first
  expect(await leaseHolder(path, 'BACKEND')).toBeNull()
})

it('leaves the session as it is when it is interrupted, and says what the cancelled call had cost', async () => {
  const path = opened()
  const leave = new AbortController()
  const { minds: slow } = hanging('frame', () => leave.abort())
  const { state, error } = await join(path, 'SUPERVISOR', { minds: slow, signal: leave.signal })
  expect(error).toBeNull()
  expect(state.outcome).toBeNull()
  expect(state.spend.byRole).toMatchObject({ SUPERVISOR: { usd: SPEND.usd } })
  expect(await leaseHolder(path, 'SUPERVISOR')).toBeNull()
})

it('pauses the session when its mind fails for good; the others wait, and go on when it is resumed', async () => {
  const path = opened()
  const failure = new SynodError('SYN_MIND_NONSENSE', 'BACKEND answered nonsense twice')
  const failing = mindsOf(turn => {
    if (turn.task === 'review') throw failure
    return deliberate(turn)
  })
  const waiting = new Set<string>()
  let allWait = () => {}
  const paused = new Promise<void>(resolve => {
    allWait = resolve
  })
  const others = ['SUPERVISOR', 'ARCHITECT', 'SECURITY'].map(role =>
    join(path, role, {
      onWorker({ state, detail }) {
        if (state === 'waiting' && detail === 'the session is paused (error)') waiting.add(role)
        if (waiting.size === 3) allWait()
      },
    }),
  )
  const failed = await join(path, 'BACKEND', { minds: failing })
  expect(failed.error).toBe(failure)
  expect(failed.state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'error' })
  await paused

  const elsewhere: string[] = []
  const resumed = await resumeSession(path, {
    roster,
    minds,
    onSeated: seating =>
      elsewhere.push(...seating.elsewhere.map(({ role, holder }) => `${role} ${holder?.pid}`)),
  })
  expect(elsewhere).toEqual(['SUPERVISOR', 'ARCHITECT', 'SECURITY'].map(role => `${role} ${process.pid}`))
  expect(resumed.roles).toEqual(['BACKEND'])
  for (const { state } of [resumed, ...(await Promise.all(others))])
    expect(state.outcome).toMatchObject({ kind: 'CONSENSUS' })
})

it('keeps an answer that was thought when the session was paused, and appends it when it is resumed', async () => {
  const path = opened()
  const { minds: slow, calls, letGo } = hanging('review')
  const failing = mindsOf(turn => {
    if (turn.task === 'review') throw new SynodError('SYN_MIND_UNREACHABLE', 'gone')
    return deliberate(turn)
  })
  const others = ['SUPERVISOR', 'ARCHITECT'].map(role => join(path, role))
  const states: string[] = []
  let waits = () => {}
  const waiting = new Promise<void>(resolve => {
    waits = resolve
  })
  const security = join(path, 'SECURITY', {
    minds: slow,
    onWorker({ state, detail }) {
      states.push(`${state} ${detail}`.trim())
      if (detail.includes('paused')) waits()
    },
  })
  await join(path, 'BACKEND', { minds: failing })
  letGo()
  await waiting
  const spent = foldLog(read(path)).spend.usd
  const resumed = await resumeSession(path, { roster, minds })
  expect(resumed.state.outcome).toMatchObject({ kind: 'CONSENSUS' })
  await Promise.all([security, ...others])
  // Once for the first text and once for the revision.
  expect(calls).toEqual(['SECURITY analyse', 'SECURITY review', 'SECURITY review'])
  expect(resumed.state.spend.usd).toBeGreaterThan(spent)
  expect(read(path).entries.some(({ content }) => content.includes('too late'))).toBe(false)
})

it('pauses the session at its own cap, as the one process does', async () => {
  const path = opened()
  const leave = new AbortController()
  const others = ['SUPERVISOR', 'ARCHITECT', 'SECURITY'].map(role =>
    join(path, role, { signal: leave.signal }),
  )
  const { state } = await join(path, 'BACKEND', { maxCost: 0.04 })
  expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'budget' })
  leave.abort()
  for (const other of await Promise.all(others)) expect(other.state.outcome).toEqual(state.outcome)
})

it('is told when a role is due that nobody runs', async () => {
  const path = opened()
  const leave = new AbortController()
  const vacant: string[] = []
  await join(path, 'SUPERVISOR', {
    signal: leave.signal,
    onVacant({ role, task }) {
      vacant.push(`${role} ${task}`)
      if (vacant.length === 3) leave.abort()
    },
  })
  expect(vacant).toEqual(['ARCHITECT analyse', 'BACKEND analyse', 'SECURITY analyse'])
})

it('does not take a seat that is not there, or in a session that is over', async () => {
  const path = opened()
  await expect(join(path, 'WIZARD')).rejects.toMatchObject({
    code: 'SYN_ROLE_UNKNOWN',
    message: expect.stringContaining('SUPERVISOR, ARCHITECT, BACKEND, SECURITY'),
  })
  await resumeSession(path, { roster, minds })
  await expect(join(path, 'BACKEND')).rejects.toMatchObject({ code: 'SYN_SESSION_ENDED' })
})

it('does not run an external role, nor people: they are needed, and say so to who waits', async () => {
  const told: string[] = []
  const { log, result } = startSession({
    problem: PROBLEM,
    roster: rosterOf('ARCHITECT', 'BACKEND', 'SECURITY'),
    minds,
    folder: tempFolder(),
    external: ['SECURITY'],
    with: ['human'],
    wait: 20,
    name: 'x',
    onWorker({ role, state, task }) {
      if (role === 'SECURITY' || role === 'HUMAN') told.push(`${role} ${state} ${task}`)
    },
  })
  const { state, roles } = await result
  expect(roles).toEqual(['SUPERVISOR', 'ARCHITECT', 'BACKEND'])
  expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'stalled' })
  expect(state.consensus.missing).toEqual(['SECURITY', 'HUMAN'])
  expect(told.slice(0, 2)).toEqual(['SECURITY needs-you review', 'HUMAN needs-you review'])
  for (const role of ['security', 'HUMAN'])
    await expect(join(log.path, role)).rejects.toMatchObject({
      code: 'SYN_ROLE_EXTERNAL',
      message: expect.stringMatching(/^(SECURITY|HUMAN) is not run by the engine/),
    })
  expect(rosterFrom(read(log.path), log.path).workers.map(({ role }) => role)).toEqual([
    'ARCHITECT',
    'BACKEND',
  ])
})

it('has one runner: a second resume changes nothing, a start at the same place says who runs it', async () => {
  const path = opened()
  let resumed = false
  const { minds: slow, letGo } = hanging('analyse', () => {
    resumed = true
  })
  const first = resumeSession(path, { roster, minds: slow, command: 'the first' })
  await expect.poll(() => resumed).toBe(true)
  const before = readFileSync(path, 'utf8')
  const running = {
    code: 'SYN_SESSION_RUNNING',
    message: expect.stringContaining(`this process, ${process.pid}`),
  }
  await expect(resumeSession(path, { roster, minds })).rejects.toMatchObject(running)
  await expect(join(path, 'BACKEND')).rejects.toMatchObject({ code: 'SYN_ROLE_TAKEN' })
  expect(readFileSync(path, 'utf8')).toBe(before)
  letGo()
  expect((await first).state.outcome).toMatchObject({ kind: 'CONSENSUS' })
})

it('stops all at once when a sealed byte is changed while it works, and appends nothing more', async () => {
  const path = opened()
  let changed = ''
  const { minds: slow } = hanging('propose', () => {
    changed = readFileSync(path, 'utf8').replace('frame by SUPERVISOR', 'agreed by SUPERVISOR')
    writeFileSync(path, changed)
  })
  const { state, error } = await resumeSession(path, { roster, minds: slow })
  expect(error).toMatchObject({ code: 'SYN_LOG_DAMAGED', message: expect.stringContaining('#1') })
  expect(state.outcome).toBeNull()
  expect(state.entries).toBe(4)
  expect(readFileSync(path, 'utf8')).toBe(changed)
})
