/** Claude Code: `claude -p`, one JSON object as its output. */
import type { TokenUsage } from '../../models.ts'
import type { Calling, Fault, Program, Reading, Written } from '../program.ts'
import { at, countAt, type Fields, faultOf, isFields, readWhole, textAt, usdAt } from '../reported.ts'

/** In place of its own, which is about writing code and costs thousands of tokens a turn. */
const SYSTEM = 'You take one turn in a discussion, and answer with one JSON object and nothing else.'

/** A hook that stops the end of a turn would add an answer to an answer; no file is read for an `@` in the log. */
const SETTINGS = JSON.stringify({
  disableAllHooks: true,
  permissions: { deny: ['Read', 'Read(//**)'] },
})

export const CLAUDE: Program = {
  name: 'claude',
  file: 'claude',
  login: 'run claude and type /login, or set ANTHROPIC_API_KEY',
  install: 'npm install -g @anthropic-ai/claude-code',
  args: ({ model, effort, usd }: Calling) => [
    '-p',
    '--output-format',
    'json',
    '--system-prompt',
    SYSTEM,
    '--tools',
    '',
    '--strict-mcp-config',
    // The user's own settings may say how to log in; a project's are none of this call's business.
    '--setting-sources',
    'user',
    '--settings',
    SETTINGS,
    '--disable-slash-commands',
    '--no-session-persistence',
    ...(model === null ? [] : ['--model', model]),
    ...(effort === null ? [] : ['--effort', effort]),
    ...(usd === null ? [] : ['--max-budget-usd', budget(usd)]),
  ],
  env: {
    // It refuses to start inside of itself, and knows by these that it is.
    CLAUDECODE: undefined,
    CLAUDE_CODE_ENTRYPOINT: undefined,
    CLAUDE_CODE_DISABLE_ATTACHMENTS: '1',
    // With CI set it wants a key or a token in the environment, and does not look for a login.
    CI: undefined,
  },
  files: {},
  isAnswering: null,
  read: readClaude,
}

/** It takes no sum of nothing. */
function budget(usd: number): string {
  return Math.max(usd, 0.000_1).toFixed(4)
}

function readClaude({ stdout, code }: Written): Reading {
  const result = resultOf(readWhole(stdout))
  if (result === null) {
    return {
      answer: code === 0 && stdout.trim() !== '' ? { text: stdout } : null,
      usage: null,
      usd: null,
      model: null,
      fault: null,
    }
  }
  const structured = at(result, 'structured_output')
  const text = textAt(result, 'result')
  const fault = faultIn(result)
  const said = isFields(structured) ? { json: structured } : text === null ? null : { text }
  return {
    answer: fault === null ? said : null,
    usage: isFields(result['usage']) ? usageOf(result['usage']) : null,
    usd: usdAt(result, 'total_cost_usd'),
    model: modelOf(result['modelUsage']),
    fault,
  }
}

/** With `verbose` in the user's settings it is the last of a list. */
function resultOf(read: unknown): Fields | null {
  const items: readonly unknown[] = Array.isArray(read) ? read : [read]
  return items.filter(isFields).findLast(({ type }) => type === 'result') ?? null
}

function faultIn(result: Fields): Fault | null {
  const subtype = textAt(result, 'subtype') ?? 'error'
  if (result['is_error'] !== true && subtype === 'success') return null
  const errors = result['errors']
  const message =
    textAt(result, 'result') ?? (Array.isArray(errors) && errors.length > 0 ? errors.join('; ') : subtype)
  return subtype === 'error_max_budget_usd' ? { kind: 'over-budget', message } : faultOf(message)
}

function usageOf(usage: Fields): TokenUsage {
  const written = countAt(usage, 'cache_creation_input_tokens')
  const hour = countAt(usage, 'cache_creation', 'ephemeral_1h_input_tokens')
  return {
    input: countAt(usage, 'input_tokens'),
    cacheRead: countAt(usage, 'cache_read_input_tokens'),
    cacheWrite5m: Math.max(written - hour, 0),
    cacheWrite1h: hour,
    output: countAt(usage, 'output_tokens'),
  }
}

/** Small models help it on the side: the one that has written most is the one that has answered. */
function modelOf(byModel: unknown): string | null {
  if (!isFields(byModel)) return null
  const models = Object.entries(byModel).map(([name, used]) => ({
    name,
    output: countAt(used, 'outputTokens'),
  }))
  return models.sort((a, b) => b.output - a.output)[0]?.name ?? null
}
