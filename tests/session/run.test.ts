import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SynodError } from '../../src/errors.ts'
import type { Notice, ParsedLog } from '../../src/log/entry.ts'
import { FileLog } from '../../src/log/file-log.ts'
import { parseLog } from '../../src/log/parse.ts'
import { verifyLog } from '../../src/log/verify.ts'
import type { MindChoice } from '../../src/minds/choose.ts'
import type { Draft } from '../../src/minds/draft.ts'
import type { Mind, Turn } from '../../src/minds/mind.ts'
import { modelTable } from '../../src/minds/models.ts'
import { BOTTOMLESS } from '../../src/minds/purse.ts'
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

/** A mind that draws on the purse for each turn, as those do that ask a model. */
function paying(model: string, think: (turn: Turn) => Draft | Promise<Draft> = deliberate): MindChoice {
  const mind: Mind = {
    name: model,
    async think(turn, { signal, purse = BOTTOMLESS }) {
      const grant = await purse.draw({ model, input: 1_000, output: 32_000 }, signal)
      const spend = { ...SPEND, model }
      grant.settle(spend)
      return { draft: await think(turn), spend: [spend] }
    },
  }
  return { name: model, describe: 'a mind that pays', mindFor: () => mind }
}

describe('a cap on money', () => {
  const models = modelTable({ 'test-model': { input: 1, output: 10 } })

  it('pauses before a call that could cross it, and goes on from there with a higher one', async () => {
    const asked: string[] = []
    const counted = paying('test-model', turn => {
      asked.push(turn.role)
      return deliberate(turn)
    })
    // Four calls of a cent each leave less than the least answer could cost: 4000 tokens are four cents.
    const { log, result } = start({ minds: counted, models, maxCost: 0.08 })
    const { state, error } = await result
    expect(error).toBeNull()
    expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'budget' })
    expect(asked).toEqual(['SUPERVISOR', 'ARCHITECT', 'BACKEND', 'SECURITY'])
    expect(state.spend.usd).toBe(0.04)
    expect(read(log.path).entries.at(-1)?.content).toMatch(
      /^The session has reached its cap\. ARCHITECT: a call of test-model with an answer of up to 4000 tokens could cost 0\.0420 USD, and 0\.0400 of 0\.08 USD are left: raise --max-cost to go on\.\n/,
    )
    const again = await resumeSession(log.path, { roster, minds: counted, models, maxCost: 0.08 })
    expect(again.state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'budget' })
    expect(asked).toHaveLength(4)
    const resumed = await resumeSession(log.path, { roster, minds: counted, models, maxCost: 1 })
    expect(resumed.state.outcome).toMatchObject({ kind: 'CONSENSUS' })
  })

  it('is never crossed, whatever it is', async () => {
    for (const maxCost of [0.045, 0.06, 0.07, 0.09, 0.1]) {
      const { state } = await start({ minds: paying('test-model'), models, maxCost }).result
      expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'budget' })
      expect(state.spend.usd).toBeLessThanOrEqual(maxCost)
    }
  })

  it('is told of where it cannot hold, once for each model, and not for rules that cost nothing', async () => {
    const told: string[] = []
    const onNotice = ({ code, message }: Notice) => told.push(`${code}: ${message}`)
    await start({ minds: paying('llama-5'), maxCost: 9, onNotice }).result
    expect(told).toEqual([
      'cap-unpriced: The price of llama-5 is not known: --max-cost cannot hold for it; give its price in synod.config.json, or use --max-tokens',
    ])
    told.length = 0
    await start({ minds: paying('playbook'), maxCost: 9, onNotice }).result
    await start({ minds: paying('llama-5'), maxTokens: 1e9, onNotice }).result
    await start({ minds: paying('test-model'), models, maxCost: 9, onNotice }).result
    expect(told).toEqual([])
    await start({ minds: paying('cli:claude'), maxCost: 9, onNotice }).result
    expect(told).toEqual([
      'cap-unpriced: cli:claude tells what it has used when it is done, if at all: --max-cost and --max-tokens stop its next call, not one under way',
    ])
  })
})

it('says once for each cap when four fifths of it are used', async () => {
  const told: string[] = []
  const { state } = await start({
    maxCost: 0.125,
    maxTokens: 35 * 11 + 1,
    maxEntries: 12,
    models: modelTable({ 'test-model': { input: 1, output: 10 } }),
    onNotice: ({ code, message }) => told.push(`${code}: ${message}`),
  }).result
  expect(state.outcome).toMatchObject({ kind: 'CONSENSUS' })
  expect(told).toEqual([
    'cap-near: 315 of 386 tokens are used',
    'cap-near: 0.1000 of 0.125 USD are spent',
    'cap-near: 10 of 12 entries are written',
  ])
})

it('says that the time is nearly up although nothing comes into the log', async () => {
  const told: string[] = []
  const silent = mindsOf(
    (_, signal) => new Promise((__, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const onNotice = ({ message }: Notice) => told.push(message)
  const { state } = await start({ minds: silent, timeout: 100, onNotice }).result
  expect(state.outcome).toEqual({ kind: 'PAUSED', reason: 'budget', entry: 1 })
  expect(told).toEqual(['0 of the 0.1 seconds allowed have passed'])
})

it('pauses when one turn takes longer than a turn may, and counts what it has cost', async () => {
  const hanging = mindsOf(async (turn, signal) => {
    if (turn.role !== 'BACKEND' || turn.task !== 'review') return deliberate(turn)
    await new Promise(resolve => signal.addEventListener('abort', resolve))
    throw new SynodError('SYN_MIND_CUT', 'Stopped', { details: { spend: [SPEND] } })
  })
  const { log, result } = start({ minds: hanging, turnTimeout: 200 })
  const { state, error } = await result
  expect(error).toMatchObject({ code: 'SYN_MIND_TIMEOUT' })
  expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'error' })
  expect(state.spend.byRole['BACKEND']?.usd).toBe(0.02)
  expect(read(log.path).entries.at(-1)?.content).toContain(
    'BACKEND took longer than 0.2 s to review #5: allow more with --turn-timeout',
  )
})

describe('what is known to have cost something is in the log exactly once', () => {
  const stopped = new SynodError('SYN_MIND_CUT', 'Stopped', { details: { spend: [SPEND] } })
  const spends = (path: string) =>
    read(path).entries.flatMap(({ role, fields }) => (fields['Spend'] ?? []).map(() => role))

  it('after Ctrl-C while two roles think', async () => {
    const interrupt = new AbortController()
    let thinking = 0
    const slow = mindsOf(async (turn, signal) => {
      if (turn.task !== 'review') return deliberate(turn)
      thinking += 1
      if (thinking === 2) setImmediate(() => interrupt.abort())
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      throw stopped
    })
    const { log, result } = start({ minds: slow, signal: interrupt.signal })
    const { state } = await result
    expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'interrupted' })
    expect(spends(log.path).toSorted()).toEqual(
      ['SUPERVISOR', 'ARCHITECT', 'BACKEND', 'SECURITY', 'ARCHITECT', 'BACKEND', 'SECURITY'].toSorted(),
    )
  })

  it('when Ctrl-C comes as an answer does', async () => {
    const interrupt = new AbortController()
    const { log, result } = start({
      signal: interrupt.signal,
      minds: mindsOf(turn => {
        if (turn.task === 'propose') interrupt.abort()
        return deliberate(turn)
      }),
    })
    expect((await result).state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'interrupted' })
    expect(spends(log.path).toSorted()).toEqual(
      ['SUPERVISOR', 'ARCHITECT', 'BACKEND', 'SECURITY', 'ARCHITECT'].toSorted(),
    )
  })

  it('when one fails while the answer of another is refused', async () => {
    // The text is revised by hand while both review it: what they say of the old one comes too late.
    const log = openSession({ problem: PROBLEM, roster, mind: 'test', folder: tempFolder() })
    let reviews = 0
    const racing = mindsOf(async turn => {
      if (turn.task !== 'review' || turn.on !== 5) return deliberate(turn)
      reviews += 1
      if (reviews === 1) {
        const fields = { Revises: ['#5'] }
        await log.append({ role: 'ARCHITECT', type: 'PROPOSAL', fields, content: 'Another text.' })
      }
      while (foldLog(await log.read()).proposals.length === 1) await new Promise(setImmediate)
      if (turn.role === 'BACKEND') throw stopped
      return deliberate(turn)
    })
    const { state, error } = await runSession(log, { roster, minds: racing })
    expect(error).toBe(stopped)
    expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'error' })
    const paid = spends(log.path)
    expect(paid.filter(role => role === 'BACKEND')).toHaveLength(2)
    // Its analysis, the review that was refused, and the one of the new text if it had begun before the failure.
    const begun = read(log.path).entries.filter(
      ({ role, fields }) => role === 'SECURITY' && fields['Verdict'] !== undefined,
    )
    expect(paid.filter(role => role === 'SECURITY')).toHaveLength(2 + begun.length)
  })

  it('when a program tells what it has cost and not how many tokens', async () => {
    const spend = [{ ...SPEND, input: 0, cached: 0, output: 0, usd: 0.25 }]
    const failing = mindsOf(() => {
      throw new SynodError('SYN_MIND_FAILED', 'It crashed', { details: { spend } })
    })
    const { state } = await start({ minds: failing }).result
    expect(state.spend.usd).toBe(0.25)
  })

  it('when a cap ends a turn that has cost something before', async () => {
    const second = mindsOf(turn => {
      if (turn.task !== 'propose') return deliberate(turn)
      throw new SynodError('SYN_CAP_REACHED', 'a call could cost more', { details: { spend: [SPEND] } })
    })
    const { log, result } = start({ minds: second })
    const { state, error } = await result
    expect(error).toBeNull()
    expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'budget' })
    expect(spends(log.path)).toHaveLength(5)
  })
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
