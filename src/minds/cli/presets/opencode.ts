/** opencode: `opencode run --format json`, events as JSON lines. */
import type { TokenUsage } from '../../models.ts'
import type { Calling, Fault, Program, Reading, Written } from '../program.ts'
import { at, countAt, type Fields, faultOf, parseJson, readLines, textAt, usdAt } from '../reported.ts'

export const OPENCODE: Program = {
  name: 'opencode',
  file: 'opencode',
  login: 'run opencode auth login',
  install: 'npm install -g opencode-ai',
  args: ({ model, effort }: Calling) => [
    'run',
    '--format',
    'json',
    // Without one it has a model think of a title.
    '--title',
    'synod',
    ...(model === null ? [] : ['--model', model]),
    ...(effort === null ? [] : ['--variant', effort]),
  ],
  env: {
    CI: '1',
    OPENCODE_PERMISSION: '{"*":"deny"}',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_AUTO_SHARE: undefined,
  },
  files: {},
  isAnswering: line => textAt(parseJson(line), 'type') === 'text',
  read: readOpencode,
}

function readOpencode({ stdout }: Written): Reading {
  const events = readLines(stdout)
  const steps = events.filter(({ type }) => type === 'step_finish')
  const texts = events.filter(({ type }) => type === 'text').map(event => textAt(event, 'part', 'text') ?? '')
  const text = texts.join('\n')
  const fault = faultIn(events)
  const costs = steps.map(step => usdAt(step, 'part', 'cost')).filter(usd => usd !== null)
  return {
    answer: fault === null && text.trim() !== '' ? { text } : null,
    usage: steps.length === 0 ? null : usageOf(steps),
    usd: costs.length === 0 ? null : costs.reduce((all, usd) => all + usd, 0),
    model: null,
    fault,
  }
}

function faultIn(events: readonly Fields[]): Fault | null {
  const error = at(
    events.findLast(({ type }) => type === 'error'),
    'error',
  )
  if (error === undefined) return null
  const name = textAt(error, 'name') ?? 'error'
  const message = textAt(error, 'data', 'message') ?? name
  const status = at(error, 'data', 'statusCode')
  if (name === 'ProviderAuthError' || status === 401) return { kind: 'logged-out', message }
  return status === 429 ? { kind: 'limited', message } : faultOf(message)
}

function usageOf(steps: readonly Fields[]): TokenUsage {
  const sum = (...path: readonly string[]) =>
    steps.reduce((all, step) => all + countAt(step, 'part', 'tokens', ...path), 0)
  return {
    input: sum('input'),
    cacheRead: sum('cache', 'read'),
    cacheWrite5m: sum('cache', 'write'),
    cacheWrite1h: 0,
    output: sum('output') + sum('reasoning'),
  }
}
