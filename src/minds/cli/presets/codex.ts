/** Codex: `codex exec --json`, events as JSON lines. */
import type { Effort } from '../../../agents/definition.ts'
import type { Calling, Program, Reading, Written } from '../program.ts'
import { at, countAt, faultOf, parseJson, readLines, textAt } from '../reported.ts'

export const CODEX: Program = {
  name: 'codex',
  file: 'codex',
  login: 'run codex login',
  install: 'npm install -g @openai/codex',
  args: ({ model, effort, schemaPath }: Calling) => [
    'exec',
    '--json',
    '--output-schema',
    schemaPath,
    '--sandbox',
    'read-only',
    '--skip-git-repo-check',
    '--ephemeral',
    '--color',
    'never',
    // Its sandbox lets it read any file: without a shell it does not.
    '-c',
    'features.shell_tool=false',
    '-c',
    'features.unified_exec=false',
    '-c',
    'web_search="disabled"',
    ...(model === null ? [] : ['--model', model]),
    ...(effort === null ? [] : ['-c', `model_reasoning_effort="${EFFORT[effort]}"`]),
    '-',
  ],
  env: { CI: '1' },
  files: {},
  isAnswering: line => textAt(parseJson(line), 'item', 'type') === 'agent_message',
  read: readCodex,
}

const EFFORT: Readonly<Record<Effort, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'xhigh',
  max: 'xhigh',
}

function readCodex({ stdout, code }: Written): Reading {
  const events = readLines(stdout)
  const messages = events.filter(
    event => event['type'] === 'item.completed' && at(event, 'item', 'type') === 'agent_message',
  )
  const text = textAt(messages.at(-1), 'item', 'text')
  const usage = at(
    events.findLast(({ type }) => type === 'turn.completed'),
    'usage',
  )
  const cached = countAt(usage, 'cached_input_tokens')
  const failed = events.findLast(({ type }) => type === 'turn.failed')
  // An `error` by itself may be a connection that came back: it counts when nothing came of it.
  const error =
    textAt(failed, 'error', 'message') ??
    (text === null && code !== 0
      ? textAt(
          events.findLast(({ type }) => type === 'error'),
          'message',
        )
      : null)
  const fault = failed !== undefined || error !== null ? faultOf(error ?? 'the turn failed') : null
  return {
    answer: fault === null && text !== null ? { text } : null,
    usage:
      usage === undefined
        ? null
        : {
            // What it calls input has what was read from a cache in it.
            input: Math.max(countAt(usage, 'input_tokens') - cached, 0),
            cacheRead: cached,
            cacheWrite5m: 0,
            cacheWrite1h: 0,
            output: countAt(usage, 'output_tokens'),
          },
    usd: null,
    model: null,
    fault,
  }
}
