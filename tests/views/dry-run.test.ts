import { expect, it } from 'vitest'
import { type DryRunReport, renderDryRun } from '../../src/views/dry-run.ts'
import { createStyle } from '../../src/views/style.ts'

const style = createStyle({ color: false })
const REPORT: DryRunReport = {
  event: 'dry-run',
  schema: 1,
  session: 'limiter',
  title: 'Rate limiter',
  log: 'sessions/limiter/log.md',
  roles: [
    {
      role: 'SUPERVISOR',
      definition: 'agents/supervisor.md',
      mind: 'claude-opus-5-5',
      priced: true,
      tokens: 1_865,
    },
    { role: 'QA', definition: 'my/qa.md', mind: 'cli:claude', priced: false, tokens: 90 },
  ],
  prompt: { shared: 2_385, log: 0, countedBy: 'api.anthropic.com', why: null },
  estimate: {
    turns: { least: 11, most: 17 },
    tokens: { least: 145_700, most: 524_800 },
    usd: { least: 0.2484, most: 2.7061 },
  },
  spent: { usd: 0, tokens: 0 },
  caps: [{ flag: '--max-cost', cap: 1, verdict: 'cannot hold' }],
  assumptions: ['least: 1 revision'],
}

it('shows who speaks, how large the prompts are, and what it may cost', () => {
  expect(renderDryRun(REPORT, { style, width: 100 })).toEqual([
    'Rate limiter',
    'log   sessions/limiter/log.md',
    '',
    'role        mind             definition            tokens',
    'SUPERVISOR  claude-opus-5-5  agents/supervisor.md    1865',
    'QA          cli:claude       my/qa.md                  90',
    '',
    'every turn begins with 2385 tokens of tools, framework and problem',
    'counted by api.anthropic.com, which asks no model and bills nothing',
    '',
    'estimate  11 to 17 turns, 145.7k to 524.8k tokens, 0.2484 to 2.7061 USD',
    'what cli:claude costs is not known, and not in it',
    '--max-cost 1: cannot hold for minds whose price is not known',
    '',
    'Assumed:',
    '- least: 1 revision',
    '',
    'No model was asked and nothing was written.',
  ])
})

it('names no sum where no cost is known at all', () => {
  const estimate = { ...REPORT.estimate, usd: { least: 0, most: 0 } }
  const lines = renderDryRun({ ...REPORT, estimate, roles: REPORT.roles.slice(1) }, { style, width: 100 })
  expect(lines.slice(9, 11)).toEqual([
    'estimate  11 to 17 turns, 145.7k to 524.8k tokens',
    'what cli:claude costs is not known, and not in it',
  ])
  const rules = REPORT.roles.map(role => ({ ...role, priced: true }))
  expect(renderDryRun({ ...REPORT, estimate, roles: rules }, { style, width: 100 })).toContain(
    'estimate  11 to 17 turns, 145.7k to 524.8k tokens, 0.0000 to 0.0000 USD',
  )
})

it('of a session that has begun says what is in the log and what it has cost', () => {
  const prompt = { shared: 2_385, log: 812, countedBy: null, why: 'nobody counts' }
  const caps = [
    { flag: '--max-cost', cap: 9, verdict: 'enough' },
    { flag: '--max-tokens', cap: 20_000, verdict: 'too little' },
    { flag: '--max-tokens', cap: 200_000, verdict: 'may be reached' },
  ] as const
  const lines = renderDryRun(
    { ...REPORT, prompt, caps, spent: { usd: 0.0421, tokens: 9_120 } },
    { style, width: 100 },
  )
  expect(lines).toEqual(
    expect.arrayContaining([
      'every turn begins with 2385 tokens of tools, framework and problem, and 812 of the log',
      'counted as bytes divided by four: nobody counts',
      'so far    9.1k tokens, 0.0421 USD',
      '--max-cost 9: enough by this estimate',
      '--max-tokens 20000: too little by this estimate: the session will pause',
      '--max-tokens 200000: may be reached: the session then pauses, and goes on with a higher one',
    ]),
  )
})

it('lets nothing that others have written move the cursor', () => {
  const title = '\x1b[2Jmine'
  const [qa] = REPORT.roles.slice(1)
  if (qa === undefined) throw new Error('The report has two roles')
  const roles = [{ ...qa, definition: '\x1b]0;x\x07.md', mind: 'a\nb' }]
  const text = renderDryRun({ ...REPORT, title, roles, log: '\x1b[1A' }, { style, width: 100 }).join('')
  expect(text).not.toContain('\x1b')
  expect(text).not.toContain('\x07')
})
