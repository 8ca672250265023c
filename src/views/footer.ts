/** The few lines under a running session: what each role is doing, how far they agree, what it has cost. */
import type { State } from '../protocol/state.ts'
import type { WorkerEvent, WorkerState } from '../workers/events.ts'
import { formatDuration, formatTokens, formatUsd } from './durations.ts'
import { meter } from './meter.ts'
import { safeText } from './safe.ts'
import type { Style } from './style.ts'
import { cutTo } from './width.ts'

/** What a role is doing, and since when it has been on this turn. */
export interface Activity {
  readonly event: WorkerEvent
  readonly since: number
}

/** A turn goes on through thinking, retrying and writing: its clock does not start anew. */
export function nextActivity(before: Activity | undefined, event: WorkerEvent): Activity {
  const same =
    before !== undefined &&
    before.event.task === event.task &&
    before.event.on === event.on &&
    isBusy(before.event.state) === isBusy(event.state)
  return { event, since: same ? before.since : event.at }
}

export function isBusy(state: WorkerState): boolean {
  return state === 'thinking' || state === 'writing' || state === 'retrying'
}

export interface FooterOptions {
  readonly style: Style
  readonly columns: number
  /** The most lines it may take. */
  readonly height: number
  readonly now: number
  /** What may be spent: the cost is told against it. */
  readonly caps?: SpendCaps
}

export interface SpendCaps {
  /** US dollars. */
  readonly maxCost?: number | undefined
  readonly maxTokens?: number | undefined
}

/** With fewer columns there is no room for what each role has cost. */
const LEAST_FOR_COST = 60

/** The meter stays longest where there is little room, then the cost, then who is busy. */
export function footerLines(
  activities: ReadonlyMap<string, Activity>,
  state: State | null,
  { style, columns, height, now, caps = {} }: FooterOptions,
): readonly string[] {
  const facts = state === null ? [] : [meter(state), spentWords(state, caps)].slice(0, height)
  const room = Math.max(0, height - facts.length)
  const shown = new Set(
    [...activities.keys()]
      .sort((a, b) => weight(activities.get(b)) - weight(activities.get(a)))
      .slice(0, room),
  )
  const longest = Math.max(0, ...[...shown].map(role => role.length))
  const costs = columns < LEAST_FOR_COST ? {} : costsOf([...shown], state)
  const widest = Math.max(0, ...Object.values(costs).map(cost => cost.length))
  const roles = [...activities]
    .filter(([role]) => shown.has(role))
    .map(([role, activity]) => {
      const name = cutTo(role, columns).padEnd(Math.min(longest, columns))
      const cost = widest === 0 ? '' : `  ${(costs[role] ?? '').padStart(widest)}`
      return style.role(role, name) + cutTo(`${cost}  ${doing(activity, now)}`, columns - name.length)
    })
  return [...roles, ...facts.map(fact => style.dim(cutTo(fact, columns)))]
}

const WORDS: Readonly<Record<WorkerState, string>> = {
  waiting: 'waiting',
  thinking: 'thinking',
  writing: 'writing',
  retrying: 'retrying',
  'needs-you': 'needs you',
  done: 'done',
  failed: 'failed',
}

/** `thinking  review #6  12 s  detail` */
function doing({ event, since }: Activity, now: number): string {
  const { task, on, state, detail, error } = event
  const busy = isBusy(state)
  const about = task === null ? [] : [`${task}${on === null ? '' : ` #${on}`}`]
  const why = detail || (error?.message ?? '')
  return [
    WORDS[state].padEnd('retrying'.length),
    ...about,
    ...(busy ? [formatDuration(now - since)] : []),
    ...(why === '' ? [] : [safeText(why)]),
  ]
    .join('  ')
    .trimEnd()
}

function weight(activity: Activity | undefined): number {
  if (activity === undefined) return 0
  const { state } = activity.event
  if (state === 'failed' || state === 'needs-you') return 3
  return isBusy(state) ? 2 : 1
}

/** What each of these roles has cost so far; those that have cost nothing are left out. */
function costsOf(roles: readonly string[], state: State | null): Readonly<Record<string, string>> {
  const { byRole = {} } = state?.spend ?? {}
  return Object.fromEntries(
    roles.flatMap(role => {
      const { usd = 0 } = byRole[role] ?? {}
      return usd === 0 ? [] : [[role, formatUsd(usd)]]
    }),
  )
}

/** `spent 0.0421 of 0.5 USD, 19.9k tokens in, 862 out` */
export function spentWords({ spend }: Pick<State, 'spend'>, { maxCost, maxTokens }: SpendCaps = {}): string {
  const { usd, input, cached, output } = spend
  const money = maxCost === undefined ? formatUsd(usd) : `${usd.toFixed(4)} of ${maxCost} USD`
  const tokens = `${formatTokens(input + cached)} tokens in, ${formatTokens(output)} out`
  return `spent ${money}, ${tokens}${maxTokens === undefined ? '' : ` of ${formatTokens(maxTokens)}`}`
}
