/** Gemini CLI: `gemini -p`, one JSON object as its output. */
import type { TokenUsage } from '../../models.ts'
import type { Calling, Fault, Program, Reading, Written } from '../program.ts'
import { at, countAt, faultOf, isFields, readWhole, textAt } from '../reported.ts'

/** Stands behind what is read from stdin: the flag wants some text. */
const LAST_WORDS = 'Answer what stands above with the one JSON object it asks for.'

const NOT_LOGGED_IN_CODE = 41

export const GEMINI: Program = {
  name: 'gemini',
  file: 'gemini',
  login: 'run gemini once and sign in, or set GEMINI_API_KEY',
  install: 'npm install -g @google/gemini-cli',
  args: ({ model }: Calling) => [
    '--output-format',
    'json',
    '--approval-mode',
    'default',
    '--extensions',
    'none',
    ...(model === null ? [] : ['--model', model]),
    '-p',
    LAST_WORDS,
  ],
  env: {
    CI: '1',
    // It does not start in a folder nobody has vouched for; this one is empty.
    GEMINI_CLI_TRUST_WORKSPACE: 'true',
  },
  files: {
    '.gemini/settings.json': JSON.stringify({
      tools: { exclude: ['run_shell_command', 'write_file', 'replace', 'save_memory', 'web_fetch'] },
    }),
  },
  isAnswering: null,
  read: readGemini,
}

function readGemini({ stdout, stderr, code }: Written): Reading {
  const out = readWhole(stdout)
  const result = isFields(out) ? out : null
  const fault = faultIn(result, stderr, code)
  const models = at(result, 'stats', 'models')
  const text = textAt(result, 'response') ?? (result === null && stdout.trim() !== '' ? stdout : null)
  return {
    answer: fault === null && text !== null ? { text } : null,
    usage: isFields(models) ? usageOf(Object.values(models)) : null,
    usd: null,
    model: isFields(models) ? modelOf(Object.entries(models)) : null,
    fault,
  }
}

/** Its errors are JSON as well, on stdout or on stderr. */
function faultIn(result: unknown, stderr: string, code: number | null): Fault | null {
  const message = textAt(result, 'error', 'message') ?? textAt(readWhole(stderr), 'error', 'message')
  if (message !== null && code === 0 && textAt(result, 'response') !== null) return null
  if (code === NOT_LOGGED_IN_CODE) return { kind: 'logged-out', message: message ?? '' }
  return message === null ? null : faultOf(message)
}

function usageOf(models: readonly unknown[]): TokenUsage {
  const sum = (name: string) => models.reduce<number>((all, model) => all + countAt(model, 'tokens', name), 0)
  const cached = sum('cached')
  return {
    // The prompt has what was read from a cache in it.
    input: Math.max(sum('prompt') - cached, 0),
    cacheRead: cached,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: sum('candidates') + sum('thoughts'),
  }
}

/** A small model may choose which one answers: the one that has written most has answered. */
function modelOf(models: readonly (readonly [string, unknown])[]): string | null {
  const written = models.map(([name, used]) => ({ name, output: countAt(used, 'tokens', 'candidates') }))
  return written.sort((a, b) => b.output - a.output)[0]?.name ?? null
}
