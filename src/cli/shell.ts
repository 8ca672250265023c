/** Commands to be typed or copied into a shell. */
import type { Roster } from '../agents/roster.ts'
import { isCommand } from '../minds/choose.ts'
import type { State } from '../protocol/state.ts'
import { safeText } from '../views/safe.ts'
import type { WorkOptions } from './options.ts'

export function shellWord(word: string): string {
  const safe = safeText(word)
  return /^[\w./:@%+=-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`
}

export function resumeCommand(path: string, flags: readonly string[] = []): string {
  return ['synod resume', shellWord(path), ...flags].join(' ')
}

/** `security@cli:claude,backend@haiku`, ready for a shell. */
export function mindsFlag(minds: Readonly<Record<string, string>>): string {
  return shellWord(
    Object.entries(minds)
      .map(([role, spec]) => `${role.toLowerCase()}@${spec}`)
      .join(','),
  )
}

/**
 * The flags by which a session goes on as it was run. The log remembers the rest: models and known programs of seats,
 * the mind of all. A cap that has stopped it leaves room for as much again.
 */
export function resumeFlags(
  options: WorkOptions,
  { minds = {} }: Pick<Roster, 'minds'>,
  { outcome, entries, spend }: Pick<State, 'outcome' | 'entries' | 'spend'>,
): readonly string[] {
  const reason = outcome?.kind === 'PAUSED' ? outcome.reason : null
  const again = (cap: number | undefined, used: number, isReached: boolean) =>
    cap === undefined || !isReached ? cap : Math.max(cap * 2, used + cap)
  const { maxCost, maxTokens, maxEntries } = options
  const commands = Object.entries(minds).filter(([, spec]) => isCommand(spec))
  const flags = workFlags({
    ...options,
    minds: { ...Object.fromEntries(commands), ...options.minds },
    maxCost: again(maxCost, Math.ceil(spend.usd * 100) / 100, reason === 'budget'),
    maxTokens: again(maxTokens, spend.input + spend.cached + spend.output, reason === 'budget'),
    maxEntries: again(maxEntries, entries, reason === 'rounds'),
  })
  return [...flags, ...(options.record === undefined ? [] : [`--record ${shellWord(options.record)}`])]
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
    ['--model', model],
    ['--effort', effort],
    ['--base-url', baseUrl],
    ['--max-cost', maxCost],
    ['--max-tokens', maxTokens],
    ['--max-entries', maxEntries],
    ['--timeout', inUnits(timeout)],
    ['--turn-timeout', inUnits(turnTimeout)],
    ['--rate', rate],
    ['--trace', trace === 'on' ? undefined : trace],
    ['--wait', inUnits(wait)],
  ]
  const words = flags.flatMap(([flag, value]) =>
    value === undefined ? [] : [`${flag} ${shellWord(String(value))}`],
  )
  return Object.keys(minds).length === 0 ? words : [...words, `--minds ${mindsFlag(minds)}`]
}

/** `90s`, or `1500ms` where it is no whole number of seconds. */
function inUnits(ms: number | undefined): string | undefined {
  if (ms === undefined) return undefined
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`
}
