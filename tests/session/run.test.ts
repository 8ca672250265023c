import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import type { ParsedLog } from '../../src/log/entry.ts'
import { FileLog } from '../../src/log/file-log.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import type { Turn } from '../../src/minds/mind.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import { resumeSession } from '../../src/session/resume.ts'
import { runSession } from '../../src/session/run.ts'
import { openSession, startSession } from '../../src/session/start.ts'
import { deliberate, draft, mindsOf, rosterOf, SPEND } from '../support/panel.ts'
import { tempFolder } from '../support/temp.ts'

const PROBLEM = 'Design a rate limiter for our API'
const roster = rosterOf('ARCHITECT', 'BACKEND', 'SECURITY')
const minds = mindsOf(deliberate)

function start(options: Partial<Parameters<typeof startSession>[0]> = {}) {
  return startSession({ problem: PROBLEM, roster, minds, folder: tempFolder(), ...options })
}

function read(path: string): ParsedLog {
  return parseLog(readFileSync(path))
}

function linesOf({ entries }: ParsedLog): readonly string[] {
  return entries.map(({ role, type }) => `${role} ${type}`)
}

const WHOLE = [
  'SUPERVISOR ANALYSIS',
  'ARCHITECT ANALYSIS',
  'BACKEND ANALYSIS',
  'SECURITY ANALYSIS',
  'ARCHITECT PROPOSAL',
  'BACKEND REVIEW',
  'SECURITY REVIEW',
  'ARCHITECT PROPOSAL',
  'BACKEND REVIEW',
  'SECURITY REVIEW',
  'SUPERVISOR ANALYSIS',
]

it('goes from a problem over an objection and a revision to the consensus of all', async () => {
  const { log, result } = start()
  const { state, error } = await result
  expect(error).toBeNull()
  expect(state.outcome).toEqual({ kind: 'CONSENSUS', on: 8, entry: 11 })
  expect(state.concerns).toMatchObject([
    { id: 'retry-storm', owner: 'BACKEND', status: 'closed', endedAt: 9 },
  ])
  expect(linesOf(read(log.path))).toEqual(WHOLE)
  expect(verifyLog(read(log.path))).toMatchObject({ holds: true, unsealed: 0 })
})

it('stamps what a mind is never asked: who revises what, what was seen, what it cost', async () => {
  const { log, result } = start()
  await result
  const [, analysis, , , , objection, , revision, , , decision] = read(log.path).entries.map(
    ({ fields }) => ({ ...fields }),
  )
  const Spend = ['test-model in 10 cached 20 out 5 usd 0.01']
  expect(analysis).toEqual({ Re: ['#1'], Seen: ['#1'], Spend })
  expect(objection).toEqual({
    Re: ['#5'],
    Seen: ['#5'],
    Verdict: ['OBJECT #5'],
    Concern: ['retry-storm: all retry at once'],
    Spend,
  })
  expect(revision).toEqual({ Revises: ['#5'], Seen: ['#7'], Resolves: ['retry-storm: jitter'], Spend })
  expect(decision).toEqual({ Re: ['#8'], Seen: ['#10'], Outcome: ['CONSENSUS #8'], Spend })
})

it('shows an analyst nothing but the framework and a reviewer nothing after the proposal', async () => {
  const seen: string[] = []
  const watched = mindsOf((turn: Turn) => {
    seen.push(`${turn.role} ${turn.task} sees ${turn.entries.length}, state of ${turn.state.entries}`)
    return deliberate(turn)
  })
  await start({ minds: watched }).result
  expect(seen).toEqual([
    'SUPERVISOR frame sees 0, state of 0',
    'ARCHITECT analyse sees 1, state of 1',
    'BACKEND analyse sees 1, state of 1',
    'SECURITY analyse sees 1, state of 1',
    'ARCHITECT propose sees 4, state of 4',
    'BACKEND review sees 5, state of 5',
    'SECURITY review sees 5, state of 5',
    'ARCHITECT revise sees 7, state of 7',
    'BACKEND review sees 8, state of 8',
    'SECURITY review sees 8, state of 8',
    'SUPERVISOR decide sees 10, state of 10',
  ])
})

it('lets roles that are due at the same time think at the same time', async () => {
  let [now, most] = [0, 0]
  const counted = mindsOf(async turn => {
    now += 1
    most = Math.max(most, now)
    await new Promise(resolve => setImmediate(resolve))
    now -= 1
    return deliberate(turn)
  })
  await start({ minds: counted }).result
  expect(most).toBe(3)
  most = 0
  await start({ minds: counted, concurrency: 1 }).result
  expect(most).toBe(1)
})

it('writes the same contents when the same problem is worked twice', async () => {
  const [one, two] = [start(), start()]
  await Promise.all([one.result, two.result])
  const contents = (path: string) => read(path).entries.map(({ content, fields }) => [content, fields])
  expect(contents(one.log.path)).toEqual(contents(two.log.path))
})

it('goes on to consensus from whatever a kill left, at every entry', async () => {
  const { log, result } = start()
  await result
  const text = readFileSync(log.path, 'utf8')
  const ends = [...text.matchAll(/-->\n/g)].map(match => (match.index ?? 0) + match[0].length)
  // The log as it was after each entry, and before the first.
  const prefixes = [text.indexOf('\n### ['), ...ends.slice(0, -1)].map(end => text.slice(0, end))
  expect(prefixes).toHaveLength(WHOLE.length)
  for (const prefix of prefixes) {
    const path = join(tempFolder({ 'log.md': prefix }), 'log.md')
    const { state } = await resumeSession(path, { roster, minds })
    expect(state.outcome).toEqual({ kind: 'CONSENSUS', on: 8, entry: 11 })
    expect(linesOf(read(path)).toSorted()).toEqual(WHOLE.toSorted())
    expect(verifyLog(read(path)).holds).toBe(true)
  }
})

it('pauses when it is interrupted, cancels what is being thought, and goes on when resumed', async () => {
  const interrupt = new AbortController()
  let cancelled = 0
  const slow = mindsOf(async (turn, signal) => {
    if (turn.task !== 'review') return deliberate(turn)
    setImmediate(() => interrupt.abort())
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    return draft('never')
  })
  const counting = {
    ...slow,
    mindFor: () => ({
      ...slow.mindFor(roster.supervisor),
      think: (...call: Parameters<ReturnType<typeof slow.mindFor>['think']>) =>
        slow
          .mindFor(roster.supervisor)
          .think(...call)
          .catch(error => {
            cancelled += 1
            throw error
          }),
    }),
  }
  const { log, result } = start({ minds: counting, signal: interrupt.signal })
  const { state, error } = await result
  expect(error).toBeNull()
  expect(cancelled).toBe(2)
  expect(state.outcome).toEqual({ kind: 'PAUSED', reason: 'interrupted', entry: 6 })
  expect(read(log.path).entries.at(-1)?.content).toContain('synod resume')

  const resumed = await resumeSession(log.path, { roster, minds })
  expect(resumed.state.outcome).toMatchObject({ kind: 'CONSENSUS', on: 10 })
})

it('pauses with the reason when a mind fails, keeps what the others had thought, and counts what it cost', async () => {
  const failure = new SynodError('SYN_MIND_NONSENSE', 'BACKEND answered nonsense twice', {
    details: { spend: [SPEND] },
  })
  const failing = mindsOf(async turn => {
    if (turn.role === 'BACKEND' && turn.task === 'review') throw failure
    await new Promise(resolve => setImmediate(resolve))
    return deliberate(turn)
  })
  const { log, result } = start({ minds: failing })
  const { state, error } = await result
  expect(error).toBe(failure)
  expect(linesOf(read(log.path)).slice(5).toSorted()).toEqual([
    'BACKEND REVIEW',
    'SECURITY REVIEW',
    'SUPERVISOR ANALYSIS',
  ])
  expect(state.outcome).toEqual({ kind: 'PAUSED', reason: 'error', entry: 8 })
  // The review that only says what was spent gives no verdict.
  expect(Object.keys(state.proposals[0]?.verdicts ?? {}).toSorted()).toEqual(['ARCHITECT', 'SECURITY'])
  expect(state.spend.byRole['BACKEND']?.usd).toBeCloseTo(0.02)
  expect(read(log.path).entries.at(-1)?.content).toContain('BACKEND answered nonsense twice')
  expect(state.spend.usd).toBeCloseTo(0.07)
})

it('reports a deadlock when the mediation has not helped, and a resumed session has as many rounds again', async () => {
  const judges = (task: string) => task === 'review' || task === 'reconsider'
  const stubborn = mindsOf(turn =>
    judges(turn.task) && turn.role === 'BACKEND'
      ? draft('No.', { verdict: 'OBJECT', concerns: [{ id: 'retry-storm', reason: 'still there' }] })
      : deliberate(turn),
  )
  const { log, result } = start({ minds: stubborn, maxRevisions: 1 })
  const { state } = await result
  expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'deadlock' })
  // The first text, its one revision, and one more after the mediation.
  expect(state.proposals).toHaveLength(3)
  const again = await resumeSession(log.path, { roster, minds: stubborn })
  expect(again.state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'deadlock' })
  expect(again.state.proposals).toHaveLength(5)
  const settled = mindsOf(turn =>
    judges(turn.task) ? draft('Yes.', { verdict: 'AGREE', evidence: 'read' }) : deliberate(turn),
  )
  expect((await resumeSession(log.path, { roster, minds: settled })).state.outcome).toMatchObject({
    kind: 'CONSENSUS',
  })
})

it('pauses as deadlocked when somebody abstains and nobody objects', async () => {
  const abstaining = mindsOf(turn =>
    turn.task === 'review' ? draft('Not my field.', { verdict: 'ABSTAIN' }) : deliberate(turn),
  )
  const { state } = await start({ minds: abstaining }).result
  expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'deadlock' })
})

it.each([
  ['money', { maxCost: 0.04 }],
  ['tokens', { maxTokens: 35 * 4 }],
])('pauses at the cap on %s instead of going over it for ever', async (_, caps) => {
  const { log, result } = start(caps)
  const { state } = await result
  expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'budget' })
  expect(read(log.path).entries.length).toBeLessThan(WHOLE.length)
})

it('pauses when the time is up although a mind never answers', async () => {
  const silent = mindsOf(
    (_, signal) => new Promise((__, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const { state } = await start({ minds: silent, timeout: 30 }).result
  expect(state.outcome).toEqual({ kind: 'PAUSED', reason: 'budget', entry: 1 })
})

it('answers each turn once when two processes run the same session, and still counts the refused work', async () => {
  let calls = 0
  const counted = mindsOf(turn => {
    calls += 1
    return deliberate(turn)
  })
  const log = openSession({ problem: PROBLEM, roster, mind: 'test', folder: tempFolder() })
  const ends = await Promise.all([
    runSession(log, { roster, minds: counted }),
    runSession(new FileLog(log.path), { roster, minds: counted }),
  ])
  for (const { state, error } of ends) {
    expect(error).toBeNull()
    expect(state.outcome).toMatchObject({ kind: 'CONSENSUS' })
  }
  const { header, entries } = read(log.path)
  const answers = entries.filter(({ content }) => !content.includes('came too late'))
  expect(answers.map(({ role, type }) => `${role} ${type}`).toSorted()).toEqual(WHOLE.toSorted())
  expect(foldLog({ header, entries }).spend.usd).toBeCloseTo(calls * SPEND.usd)
  expect(verifyLog(read(log.path)).holds).toBe(true)
})

it('frames a session that was paused before it was framed', async () => {
  const failing = mindsOf(() => {
    throw new SynodError('SYN_MIND_UNREACHABLE', 'The server does not answer')
  })
  const { log, result } = start({ minds: failing })
  expect((await result).state.outcome).toEqual({ kind: 'PAUSED', reason: 'error', entry: 1 })
  const { state } = await resumeSession(log.path, { roster, minds })
  expect(state.framework).toBe(3)
  expect(state.outcome).toMatchObject({ kind: 'CONSENSUS' })
})

it('does not append to a log that was changed, and says which entry it is', async () => {
  const { log, result } = start({ maxCost: 0.04 })
  await result
  writeFileSync(log.path, readFileSync(log.path, 'utf8').replace('analyse by BACKEND', 'agreed by BACKEND'))
  await expect(resumeSession(log.path, { roster, minds })).rejects.toMatchObject({
    code: 'SYN_LOG_DAMAGED',
    message: expect.stringContaining('#3'),
  })
})

it('refuses to resume a session that has ended', async () => {
  const { log, result } = start()
  await result
  await expect(resumeSession(log.path, { roster, minds })).rejects.toMatchObject({
    code: 'SYN_SESSION_ENDED',
  })
})

it('tells of every entry once, in order, with the state after it', async () => {
  const told: string[] = []
  const { result } = start({
    onEntry: (entry, state) => told.push(`#${entry.number} ${state.entries} ${state.phase}`),
  })
  await result
  expect(told).toHaveLength(WHOLE.length)
  expect(told.slice(-3)).toEqual(['#9 9 review', '#10 10 decision', '#11 11 ended'])
})

it('keeps the log readable as a fold at every moment', async () => {
  const { log, result } = start()
  const { state } = await result
  expect(foldLog(read(log.path))).toEqual(state)
})
