import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seatRoster } from '../../src/agents/roster.ts'
import { SynodError } from '../../src/errors.ts'
import type { Notice } from '../../src/log/entry.ts'
import { parseLog } from '../../src/log/parse.ts'
import type { MindChoice } from '../../src/minds/choose.ts'
import type { Turn } from '../../src/minds/mind.ts'
import { playbookMind } from '../../src/minds/playbook/playbook.ts'
import { checkRecordable, recorded } from '../../src/session/recording.ts'
import { openPlayed, playSession, recordedChoice } from '../../src/session/recording-play.ts'
import { resumeSession } from '../../src/session/resume.ts'
import type { RunOptions, RunResult } from '../../src/session/run.ts'
import { sayInSession } from '../../src/session/say.ts'
import { leadSession, openSession } from '../../src/session/start.ts'
import { deliberate, mindsOf, rosterOf, SPEND } from '../support/panel.ts'
import { tempFolder } from '../support/temp.ts'

const PROBLEM = 'Design a rate limiter for our API'
const roster = rosterOf('ARCHITECT', 'BACKEND', 'SECURITY')
type Some = Partial<RunOptions>

function record(minds: MindChoice, options: Some = {}, more = {}) {
  const folder = tempFolder()
  const seats = options.roster ?? roster
  const log = openSession({ problem: PROBLEM, roster: seats, mind: minds.name, folder, ...more })
  const tape = join(folder, 'tape')
  const lead = (run: RunOptions) => leadSession(log, run)
  const result = recorded(lead, log.path, tape)({ roster: seats, minds, ...options })
  return { path: log.path, tape, result }
}

async function play(tape: string, options: Some = {}) {
  const played = recordedChoice(tape, 500)
  const seats = options.roster ?? roster
  const log = openPlayed(played, { roster: seats, folder: tempFolder() })
  const notices: string[] = []
  const onNotice = ({ message }: Notice) => notices.push(message)
  const result = await playSession(log, played, { roster: seats, minds: played.minds, onNotice, ...options })
  return { result, notices, text: readFileSync(log.path, 'utf8'), path: log.path }
}

async function playsAgain(tape: string, path: string, options: Some = {}): Promise<RunResult> {
  const { result, notices, text } = await play(tape, options)
  expect(text).toBe(readFileSync(path, 'utf8'))
  expect(text).toBe(readFileSync(join(tape, 'log.md'), 'utf8'))
  expect(notices).toEqual(['played again: the log is the recorded one, byte for byte'])
  return result
}

function resume(path: string, tape: string, options: { minds: MindChoice } & Some): Promise<RunResult> {
  return recorded((run: RunOptions) => resumeSession(path, run), path, tape)({ roster, ...options })
}

/** Resolves after so many turns of the event loop: answers of a parallel turn come in an order of our own. */
async function turnsOfTheLoop(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) await new Promise(resolve => setImmediate(resolve))
}

it('plays a session of the embedded panel again, byte for byte', async () => {
  const panel = seatRoster({ workers: ['architect', 'backend', 'security'] })
  const playbook = playbookMind()
  const minds = { name: playbook.name, describe: 'rules', mindFor: () => playbook }
  const { path, tape, result } = record(minds, { roster: panel })
  expect((await result).state.outcome?.kind).toBe('CONSENSUS')
  const again = await playsAgain(tape, path, { roster: panel })
  expect(again.state.outcome).toEqual((await result).state.outcome)
  expect(again.error).toBeNull()
})

it('keeps the order in which answers of turns at the same time came', async () => {
  const late: Readonly<Record<string, number>> = { ARCHITECT: 90, BACKEND: 50, SECURITY: 5 }
  const { path, tape, result } = record(
    mindsOf(async turn => {
      await turnsOfTheLoop(late[turn.role] ?? 0)
      return deliberate(turn)
    }),
  )
  await result
  expect(parseLog(readFileSync(path)).entries.map(({ role }) => role)).toEqual([
    'SUPERVISOR',
    'SECURITY',
    'BACKEND',
    'ARCHITECT',
    'ARCHITECT',
    'SECURITY',
    'BACKEND',
    'ARCHITECT',
    'SECURITY',
    'BACKEND',
    'SUPERVISOR',
  ])
  await playsAgain(tape, path)
})

it('saves one file an answer, and what prompts have in common once', async () => {
  const { path, tape, result } = record(mindsOf(deliberate))
  await result
  expect(readdirSync(tape)).toEqual([
    '0001-SUPERVISOR-frame.json',
    '0002-ARCHITECT-analyse.json',
    '0003-BACKEND-analyse.json',
    '0004-SECURITY-analyse.json',
    '0005-ARCHITECT-propose.json',
    '0006-BACKEND-review.json',
    '0007-SECURITY-review.json',
    '0008-ARCHITECT-revise.json',
    '0009-BACKEND-review.json',
    '0010-SECURITY-review.json',
    '0011-SUPERVISOR-decide.json',
    'log.md',
    'recording.json',
    'texts',
  ])
  // The framework, the problem, and each definition.
  expect(readdirSync(join(tape, 'texts'))).toHaveLength(6)
  const review = JSON.parse(readFileSync(join(tape, '0006-BACKEND-review.json'), 'utf8'))
  expect(review).toMatchObject({
    role: 'BACKEND',
    task: 'review',
    on: 5,
    mind: 'test-model',
    seen: 5,
    answer: {
      draft: { verdict: 'OBJECT', concerns: [{ id: 'retry-storm', reason: 'all retry at once' }] },
      spend: [SPEND],
    },
    error: null,
  })
  expect(readFileSync(join(tape, 'log.md'))).toEqual(readFileSync(path))
  expect(statSync(tape).mode & 0o077).toBe(0)
  expect(statSync(join(tape, 'recording.json')).mode & 0o077).toBe(0)
})

it('plays a turn that failed, what it cost and the pause, and what was done after it was resumed', async () => {
  let broken = true
  const minds = mindsOf(turn => {
    if (turn.task === 'review' && turn.role === 'BACKEND' && broken) {
      broken = false
      throw new SynodError('SYN_MIND_OVERLOADED', 'The server has too much to do.', {
        details: { spend: [SPEND] },
      })
    }
    return deliberate(turn)
  })
  const { path, tape, result } = record(minds)
  expect((await result).error?.code).toBe('SYN_MIND_OVERLOADED')
  const paused = await playsAgain(tape, path)
  expect(paused.error).toMatchObject({
    code: 'SYN_MIND_OVERLOADED',
    message: 'The server has too much to do.',
  })
  expect(paused.state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'error' })

  const resumed = await resume(path, tape, { minds })
  expect(resumed.state.outcome?.kind).toBe('CONSENSUS')
  const whole = await playsAgain(tape, path)
  expect(whole.state.outcome).toEqual(resumed.state.outcome)
  expect(whole.error).toBeNull()
})

it('plays a failure that is none of Synod, and one that cost nothing', async () => {
  const minds = mindsOf(turn => {
    if (turn.task === 'propose') throw new TypeError('x is not a function')
    return deliberate(turn)
  })
  const { path, tape, result } = record(minds)
  expect((await result).error?.code).toBe('SYN_INTERNAL')
  expect((await playsAgain(tape, path)).error).toMatchObject({
    code: 'SYN_INTERNAL',
    message: 'ARCHITECT failed: TypeError: x is not a function',
  })
})

it('puts stops from outside where they stood: an interrupt, and a cap', async () => {
  const stop = new AbortController()
  let reviews = 0
  const minds = mindsOf(async (turn, signal) => {
    if (turn.task === 'review' && reviews < 2) {
      reviews += 1
      if (reviews === 2) stop.abort()
      await new Promise<void>(resolve => {
        if (signal.aborted) resolve()
        else signal.addEventListener('abort', () => resolve())
      })
      throw new SynodError('SYN_MIND_CUT', 'The turn was stopped', { details: { spend: [SPEND] } })
    }
    return deliberate(turn)
  })
  const { path, tape, result } = record(minds, { signal: stop.signal })
  expect((await result).state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'interrupted' })
  expect((await playsAgain(tape, path)).state.outcome).toMatchObject({ reason: 'interrupted' })

  const full = await resume(path, tape, { minds, maxEntries: 13 })
  expect(full.state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'rounds' })
  await resume(path, tape, { minds })
  expect((await playsAgain(tape, path)).state.outcome?.kind).toBe('CONSENSUS')
})

type Cost = readonly (typeof SPEND)[]

/** Turns by which a run is stopped: it ends them without an answer once all of `due` are under way. */
function stoppedWhile(due: (turn: Turn) => boolean, count: number, spend: Cost) {
  const stop = new AbortController()
  let begun = 0
  const minds = mindsOf(async (turn, signal) => {
    if (!due(turn)) return deliberate(turn)
    const ended = new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))
    begun += 1
    if (begun === count) stop.abort()
    await ended
    throw new SynodError('SYN_MIND_CUT', 'The turn was stopped', { details: { spend } })
  })
  return { minds, signal: stop.signal }
}

const COSTS: readonly (readonly [string, Cost])[] = [
  ['nothing', []],
  ['tokens', [SPEND]],
  ['money that no tokens are told of', [{ ...SPEND, input: 0, cached: 0, output: 0 }]],
]

it.each(COSTS)(
  'plays a turn that was stopped before the first entry of its run, and cost %s',
  async (_, spend) => {
    const stopped = () => stoppedWhile(({ task }) => task === 'frame', 1, spend)
    const { minds, signal } = stopped()
    const { path, tape, result } = record(minds, { signal })
    expect((await result).state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'interrupted' })
    expect((await playsAgain(tape, path)).state.outcome).toMatchObject({ reason: 'interrupted' })
    await resume(path, tape, stopped())
    expect((await playsAgain(tape, path)).state.outcome).toMatchObject({ reason: 'interrupted' })
    await resume(path, tape, { minds: mindsOf(deliberate) })
    expect((await playsAgain(tape, path)).state.outcome?.kind).toBe('CONSENSUS')
  },
)

it.each(COSTS)('plays turns that were stopped right after a resume, and cost %s', async (_, spend) => {
  const stopped = () => stoppedWhile(({ task }) => task === 'analyse', 3, spend)
  const { minds, signal } = stopped()
  const { path, tape, result } = record(minds, { signal })
  await result
  expect((await playsAgain(tape, path)).state.outcome).toMatchObject({ reason: 'interrupted' })
  await resume(path, tape, stopped())
  expect((await playsAgain(tape, path)).state.outcome).toMatchObject({ reason: 'interrupted' })
  await resume(
    path,
    tape,
    stoppedWhile(({ role, task }) => role === 'SECURITY' && task === 'analyse', 1, spend),
  )
  expect((await playsAgain(tape, path)).state.outcome).toMatchObject({ reason: 'interrupted' })
  await resume(path, tape, { minds: mindsOf(deliberate) })
  expect((await playsAgain(tape, path)).state.outcome?.kind).toBe('CONSENSUS')
})

it('plays a first turn that failed and cost nothing, and what was done after it was resumed', async () => {
  const failing = mindsOf(() => {
    throw new SynodError('SYN_MIND_OVERLOADED', 'The server has too much to do.')
  })
  const { path, tape, result } = record(failing)
  await result
  await resume(path, tape, { minds: failing })
  expect((await playsAgain(tape, path)).error?.code).toBe('SYN_MIND_OVERLOADED')
  await resume(path, tape, { minds: mindsOf(deliberate) })
  expect((await playsAgain(tape, path)).state.outcome?.kind).toBe('CONSENSUS')
})

it('plays an answer that was thought again because its process was killed', async () => {
  const { path, tape, result } = record(mindsOf(deliberate))
  await result
  // As a kill between an answer and its entry leaves it: the same answer twice, the second one appended.
  const names = readdirSync(tape).filter(name => /^\d/.test(name))
  for (const name of names.toReversed()) {
    const number = Number(name.slice(0, 4))
    if (number < 6) continue
    const text = readFileSync(join(tape, name), 'utf8')
    const later = `${String(number + 1).padStart(4, '0')}${name.slice(4)}`
    writeFileSync(join(tape, later), text)
    if (number > 6) rmSync(join(tape, name))
  }
  const manifest = JSON.parse(readFileSync(join(tape, 'recording.json'), 'utf8'))
  manifest.ended.answers += 1
  writeFileSync(join(tape, 'recording.json'), JSON.stringify(manifest))
  await playsAgain(tape, path)
})

it('says where a definition has changed by one line, and pauses the session there', async () => {
  const { tape, result } = record(mindsOf(deliberate))
  await result
  const changed = {
    ...roster,
    workers: roster.workers.map(agent =>
      agent.role === 'SECURITY'
        ? { ...agent, prompt: 'You are SECURITY.\nTrust nobody.', hash: 'a'.repeat(64) }
        : agent,
    ),
  }
  const { result: again, text, path } = await play(tape, { roster: changed })
  expect(again.error).toMatchObject({
    code: 'SYN_RECORDING_DIVERGED',
    message:
      'SECURITY\'s analysis (answer 4 of 11) parts from the recording: in the definition of SECURITY, line 2 was "</definition>", now "Trust nobody."',
  })
  expect(again.error?.exitCode).toBe(1)
  expect(again.state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'error' })
  expect(text).toContain('Trust nobody.')
  expect(text).toContain(`To go on from here: \`synod resume ${path}\``)
})

it('says which rule of a playbook has changed, although no prompt tells of it', async () => {
  const panel = seatRoster({ workers: ['architect', 'backend'] })
  const playbook = playbookMind()
  const minds = { name: playbook.name, describe: 'rules', mindFor: () => playbook }
  const { tape, result } = record(minds, { roster: panel })
  await result
  const workers = panel.workers.map(agent => ({
    ...agent,
    playbook: agent.playbook.map((rule, at) => (at === 0 ? { ...rule, signs: [['no such words']] } : rule)),
  }))
  const { result: again } = await play(tape, { roster: { ...panel, workers } })
  expect(again.error?.code).toBe('SYN_RECORDING_DIVERGED')
  expect(again.error?.message).toMatch(
    /^ARCHITECT's analysis \(answer \d of \d+\) parts from the recording: in what the definition of ARCHITECT says besides, line \d+ was "playbook\[[a-z-]+\]\.signs\[0\]\[0\]: ".+"", now "playbook\[[a-z-]+\]\.signs\[0\]\[0\]: "no such words""$/,
  )
})

it('names what a person wrote, which is not played, and ends there', async () => {
  let say: () => Promise<unknown> = () => Promise.resolve()
  const { path, tape, result } = record(
    mindsOf(async turn => {
      if (turn.task === 'propose') await say()
      return deliberate(turn)
    }),
  )
  say = () => sayInSession(path, { text: 'Mind the cost.' })
  await result
  const at = parseLog(readFileSync(path)).entries.findIndex(({ role }) => role === 'HUMAN') + 1
  expect(at).toBe(5)
  const { result: again, text, path: played } = await play(tape)
  expect(again.error).toMatchObject({
    code: 'SYN_RECORDING_DIVERGED',
    message:
      '#5 of the recorded log is by HUMAN and came from no recorded answer (a person, another program or another process wrote it): such entries are not played, the session can be played up to #4',
  })
  const recordedEntries = parseLog(readFileSync(path)).entries
  expect(parseLog(text).entries.slice(0, 4)).toEqual(recordedEntries.slice(0, 4))
  expect(text).toContain(`To go on from here: \`synod resume ${played}\``)
  expect(again.state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'error' })
})

it('finds out that an entry comes out otherwise', async () => {
  const { tape, result } = record(mindsOf(deliberate))
  await result
  const file = join(tape, '0003-BACKEND-analyse.json')
  const answer = JSON.parse(readFileSync(file, 'utf8'))
  answer.answer.spend[0].input = 11
  writeFileSync(file, JSON.stringify(answer))
  const { result: again } = await play(tape)
  expect(again.error).toMatchObject({
    code: 'SYN_RECORDING_DIVERGED',
    message:
      '#3 parts from the recorded log: its line 5 was "**Spend**: test-model in 10 cached 20 out 5 usd 0.01", now "**Spend**: test-model in 11 cached 20 out 5 usd 0.01"',
  })
})

it('says that others sit at the table', async () => {
  const { tape, result } = record(mindsOf(deliberate))
  await result
  const more = { ...roster, workers: [...roster.workers, ...rosterOf('FRONTEND').workers] }
  const played = recordedChoice(tape, 300)
  const log = openSession({ problem: PROBLEM, roster: more, mind: 'test-model', folder: tempFolder() })
  const { error } = await playSession(log, played, { roster: more, minds: played.minds })
  expect(error?.code).toBe('SYN_RECORDING_DIVERGED')
  expect(error?.message).toMatch(
    /^SUPERVISOR's framework \(answer 1 of 11\) parts from the recording: in the panel/,
  )
})

it('refuses a folder of other files, the recording of another session, and one that began without it', async () => {
  const { path, tape, result } = record(mindsOf(deliberate))
  await result
  const log = parseLog(readFileSync(path))
  expect(() => checkRecordable(tempFolder({ 'notes.txt': 'mine' }), null)).toThrow(
    expect.objectContaining({ code: 'SYN_RECORDING_INVALID' }),
  )
  expect(() => checkRecordable(tape, null)).toThrow(
    /has the recording of \d{4}-\d\d-\d\d-rate-limiter: name an empty/,
  )
  expect(() => checkRecordable(tempFolder(), log)).toThrow(/whose log has 11 entries already/)
  expect(() => checkRecordable(tape, log)).not.toThrow()
  expect(() => checkRecordable(join(tempFolder(), 'new'), null)).not.toThrow()
})

it('ends the session as a failure when an answer cannot be saved, with what it cost', async () => {
  const { path, tape, result } = record(
    mindsOf(turn => {
      if (turn.task === 'propose') rmSync(tape, { recursive: true })
      return deliberate(turn)
    }),
  )
  const { error, state } = await result
  expect(error?.code).toBe('SYN_FILE_NOT_WRITABLE')
  expect(error?.message).toContain(tape)
  expect(state.outcome).toMatchObject({ kind: 'PAUSED', reason: 'error' })
  const text = readFileSync(path, 'utf8')
  expect(text.match(/\*\*Spend\*\*/g)).toHaveLength(5)
  expect(text).not.toContain('propose by ARCHITECT')
})
