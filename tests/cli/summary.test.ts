import { expect, it } from 'vitest'
import { joinCommand, resumeCommand, resumeFlags, workFlags } from '../../src/cli/shell.ts'
import { type Ended, summary } from '../../src/cli/summary.ts'
import { SynodError } from '../../src/errors.ts'
import { foldLog } from '../../src/protocol/fold.ts'
import { buildLog } from '../support/build.ts'
import { SAMPLE } from '../support/sample.ts'

const log = buildLog({ entries: SAMPLE })
const state = foldLog(log, { upTo: 6 })

function ended(change: Partial<Ended> = {}, error: SynodError | null = null): Ended {
  const result = { state, error, roles: ['BACKEND'] }
  const resume = "synod resume 'my log.md'"
  return { path: 'my log.md', result, decision: null, joined: null, interrupted: false, resume, ...change }
}

it('leaves the command to go on with alone on its line, ready for a shell', () => {
  expect(summary(ended()).at(-1)).toBe("synod resume 'my log.md'")
  expect(summary(ended({ joined: 'BACKEND', interrupted: true })).at(-1)).toBe(
    "synod join 'my log.md' --role backend",
  )
  expect(summary(ended({ joined: 'BACKEND' })).at(-1)).toBe("synod resume 'my log.md'")
})

it('says who is needed, and what answers for them before what goes on', () => {
  const entries = [...SAMPLE.slice(0, 10), { role: 'SUPERVISOR', fields: { Outcome: ['PAUSED stalled'] } }]
  const waiting = foldLog(buildLog({ entries, header: { with: ['HUMAN'] } }))
  const lines = summary(ended({ result: { state: waiting, error: null, roles: [] } }))
  expect(lines).toEqual([
    'paused: stalled. HUMAN has not spoken on #8.',
    `HUMAN is asked to review #8: synod say 'my log.md' --agree 8, or --object 8 --concern "id: why"`,
    'spent $0.0237, 29.8k tokens in, 1.3k out: BACKEND $0.0237',
    'Nothing in the log is lost. To go on:',
    '',
    "synod say 'my log.md' --agree 8",
    "synod resume 'my log.md'",
  ])
})

it('offers to resume alone where others are due as well', () => {
  const entries = [...SAMPLE.slice(0, 9), { role: 'SUPERVISOR', fields: { Outcome: ['PAUSED interrupted'] } }]
  const waiting = foldLog(buildLog({ entries, header: { with: ['HUMAN'] } }))
  const lines = summary(ended({ result: { state: waiting, error: null, roles: [] } }))
  expect(lines.slice(-2)).toEqual(['', "synod resume 'my log.md'"])
})

it('offers to say, to decide or to resume where nobody can move', () => {
  const entries = [...SAMPLE.slice(0, 7), { role: 'SUPERVISOR', fields: { Outcome: ['PAUSED deadlock'] } }]
  const stuck = foldLog(buildLog({ entries }))
  expect(summary(ended({ result: { state: stuck, error: null, roles: [] } })).slice(-3)).toEqual([
    `synod say 'my log.md' "..."`,
    `synod decide 'my log.md' --on 5 --reason "..."`,
    "synod resume 'my log.md'",
  ])
})

it('offers to mend a log that was tampered with, and not to resume it', () => {
  const error = new SynodError('SYN_LOG_DAMAGED', '#3 by BACKEND is not what was sealed')
  const lines = summary(ended({}, error))
  expect(lines[0]).toBe('synod: #3 by BACKEND is not what was sealed [SYN_LOG_DAMAGED]')
  expect(lines.slice(-2)).toEqual(["synod repair 'my log.md' --restore", "synod repair 'my log.md' --accept"])
  expect(lines.join('\n')).not.toContain('resume')
})

it('names the decision record only where it was written', () => {
  const last = foldLog(log)
  const result = { state: last, error: null, roles: [] }
  if (last.outcome?.kind !== 'CONSENSUS') throw new Error('The sample ends in consensus')
  expect(summary(ended({ result }))).toEqual([
    `CONSENSUS: ${last.consensus.why}`,
    'spent $0.0237, 29.8k tokens in, 1.3k out: BACKEND $0.0237',
    'log       my log.md',
  ])
  expect(summary(ended({ result, decision: { path: 'decision.md', text: '' } })).at(-1)).toBe(
    'decision  decision.md',
  )
})

it('says whom the money went to, the dearest first, and nothing of money where none was spent', () => {
  const total = (usd: number, tokens: number) => ({ usd, input: tokens, cached: 0, output: tokens })
  const spent = (spend: typeof state.spend) =>
    summary(ended({ result: { state: { ...state, spend }, error: null, roles: [] } })).filter(line =>
      line.startsWith('spent'),
    )
  const byRole = { QA: total(0.25, 10), SECURITY: total(0, 0), BACKEND: total(1.5, 20) }
  expect(spent({ ...total(1.75, 30), byRole })).toEqual([
    'spent $1.75, 30 tokens in, 30 out: BACKEND $1.50, QA $0.2500',
  ])
  expect(spent({ ...total(0, 30), byRole: { QA: total(0, 30) } })).toEqual([
    'spent $0.00, 30 tokens in, 30 out',
  ])
  expect(spent({ ...total(0, 0), byRole: {} })).toEqual([])
})

it('hands on to each role what it needs to think with the same mind', () => {
  const flags = workFlags({
    dir: 'sessions',
    json: false,
    agents: ['my agents', 'more'],
    mind: 'anthropic',
    minds: { SECURITY: 'cli:claude' },
    model: 'opus',
    concurrency: 4,
    maxCost: 2.5,
    maxEntries: 50,
    timeout: 90_000,
    wait: 2_000,
    trace: 'on',
    dryRun: false,
  })
  expect(joinCommand('log.md', 'QA', flags)).toBe(
    "synod join log.md --role qa --agents 'my agents' --agents more --mind anthropic --model opus --max-cost 2.5 --max-entries 50 --timeout 90s --wait 2s --minds security@cli:claude",
  )
})

it('says which cap has stopped it', () => {
  const entries = [...SAMPLE.slice(0, 5), { role: 'SUPERVISOR', fields: { Outcome: ['PAUSED rounds'] } }]
  const stopped = foldLog(buildLog({ entries }))
  const why = '5 of 5 entries are written'
  expect(summary(ended({ result: { state: stopped, error: null, roles: [], why } }))[0]).toMatch(
    /^paused: rounds: 5 of 5 entries are written\. /,
  )
})

it('offers no way on where there is none', () => {
  const lines = summary(ended({ resume: null }))
  expect(lines.join('\n')).not.toContain('resume')
  expect(lines.join('\n')).not.toContain('To go on')
})

it('hands on to whoever resumes it how it was run, with twice the cap that has stopped it', () => {
  const options = {
    dir: 'sessions',
    json: false,
    agents: [],
    mind: 'anthropic',
    minds: {},
    model: 'qwen3:32b',
    baseUrl: 'http://localhost:11434',
    concurrency: 4,
    maxCost: 0.5,
    maxEntries: 50,
    trace: 'on',
    record: 'tape',
    dryRun: false,
  } as const
  const roster = { minds: { SECURITY: 'cli:./my agent', BACKEND: 'claude-haiku-5-5' } }
  const flags = (reason: 'budget' | 'interrupted') =>
    resumeFlags(options, roster, { ...state, outcome: { kind: 'PAUSED', reason, entry: 7 } })
  expect(resumeCommand('log.md', flags('budget'))).toBe(
    "synod resume log.md --mind anthropic --model qwen3:32b --base-url http://localhost:11434 --max-cost 1 --max-entries 50 --minds 'security@cli:./my agent' --record tape",
  )
  expect(flags('interrupted')).toContain('--max-cost 0.5')
})
