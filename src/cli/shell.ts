/** Commands to be typed or copied into a shell. */
import { safeText } from '../views/safe.ts'
import type { WorkOptions } from './options.ts'

export function shellWord(word: string): string {
  const safe = safeText(word)
  return /^[\w./:@%+=-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`
}

export function resumeCommand(path: string): string {
  return `synod resume ${shellWord(path)}`
}

export function joinCommand(path: string, role: string, flags: readonly string[] = []): string {
  return ['synod join', shellWord(path), '--role', shellWord(role.toLowerCase()), ...flags].join(' ')
}

/** The flags that a role needs to be worked by the same mind within the same caps. */
export function workFlags({
  agents,
  mind,
  minds,
  model,
  effort,
  baseUrl,
  maxCost,
  maxTokens,
  maxEntries,
  timeout,
  turnTimeout,
  rate,
  trace,
  wait,
}: WorkOptions): readonly string[] {
  const flags: readonly (readonly [string, string | number | undefined])[] = [
    ...agents.map(path => ['--agents', path] as const),
    ['--mind', mind === 'auto' ? undefined : mind],
    [
      '--minds',
      Object.entries(minds)
        .map(([role, spec]) => `${role.toLowerCase()}@${spec}`)
        .join(',') || undefined,
    ],
    ['--model', model],
    ['--effort', effort],
    ['--base-url', baseUrl],
    ['--max-cost', maxCost],
    ['--max-tokens', maxTokens],
    ['--max-entries', maxEntries],
    ['--timeout', timeout === undefined ? undefined : `${timeout}ms`],
    ['--turn-timeout', turnTimeout === undefined ? undefined : `${turnTimeout}ms`],
    ['--rate', rate],
    ['--trace', trace === 'on' ? undefined : trace],
    ['--wait', wait === undefined ? undefined : `${wait}ms`],
  ]
  return flags.flatMap(([flag, value]) =>
    value === undefined ? [] : [`${flag} ${shellWord(String(value))}`],
  )
}
