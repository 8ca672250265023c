/** The state of a session as data: what programs read, and what the page of text is made of. */
import { HUMAN, type LogFrame, SUPERVISOR } from '../log/entry.ts'
import type {
  ConcernStatus,
  DueTurn,
  Outcome,
  Phase,
  SpendTotals,
  State,
  Task,
  VerdictWord,
} from '../protocol/state.ts'

type RoleKind = 'supervisor' | 'worker' | 'external' | 'human'
type RoleState = 'due' | 'waiting' | 'agreed' | 'objected' | 'abstained' | 'done'

interface RosterSeat {
  readonly role: string
  readonly kind: RoleKind
  readonly state: RoleState
}

/** What `synod status --json` prints. Its shape is public: docs/cli.md. */
export interface StatusReport {
  readonly schema: 1
  /** '' for a log without front matter. */
  readonly session: string
  readonly title: string
  /** The log's path, as the caller names it. */
  readonly log: string
  readonly entries: number
  readonly phase: Phase
  readonly outcome: Outcome | null
  readonly roster: readonly RosterSeat[]
  readonly proposal: { readonly entry: number; readonly revision: number; readonly author: string } | null
  /** Each deciding role's verdict on the live proposal. */
  readonly verdicts: Readonly<
    Record<string, { readonly verdict: VerdictWord; readonly entry: number } | null>
  >
  readonly concerns: readonly {
    readonly id: string
    readonly owner: string
    readonly status: ConcernStatus
    readonly raisedAt: number
    readonly on: number
    readonly reason: string
  }[]
  readonly questions: readonly never[]
  readonly due: readonly { readonly role: string; readonly task: Task; readonly on: number | null }[]
  readonly spend: SpendTotals & { readonly byRole: Readonly<Record<string, SpendTotals>> }
  readonly notices: readonly { readonly code: string; readonly line: number; readonly message: string }[]
}

export interface StatusInfo {
  readonly path: string
}

export function statusReport(
  log: LogFrame,
  state: State,
  info: StatusInfo,
  due: readonly DueTurn[],
): StatusReport {
  const live = state.proposals.at(-1) ?? null
  return {
    schema: 1,
    session: state.header?.session ?? '',
    title: log.title,
    log: info.path,
    entries: state.entries,
    phase: state.phase,
    outcome: state.outcome,
    roster: roster(state, due),
    proposal: live === null ? null : { entry: live.entry, revision: live.revision, author: live.author },
    verdicts: liveVerdicts(state),
    concerns: state.concerns.map(({ id, owner, status, raisedAt, on, reason }) => ({
      id,
      owner,
      status,
      raisedAt,
      on,
      reason,
    })),
    questions: [],
    due: due.map(({ role, task, on }) => ({ role, task, on })),
    spend: state.spend,
    notices: notices(log, state),
  }
}

/** Each deciding role's verdict on the live proposal, or null. */
export function liveVerdicts(state: State): StatusReport['verdicts'] {
  const live = state.proposals.at(-1)
  return Object.fromEntries(
    state.workers.map(role => {
      const given = live?.verdicts[role]
      return [role, given === undefined ? null : { verdict: given.verdict, entry: given.entry }]
    }),
  )
}

function roster(state: State, due: readonly DueTurn[]): readonly RosterSeat[] {
  const external = state.header?.external ?? []
  const deciding = [SUPERVISOR, ...state.workers, ...external]
  const heard = Object.keys(state.lastEntry).filter(role => !deciding.includes(role))
  return [...new Set([...deciding, ...heard])].map(role => ({
    role,
    kind: kindOf(role, external, state),
    state: stateOf(role, state, due),
  }))
}

/** Whoever is no seat of the session and has written all the same writes from outside. */
function kindOf(role: string, external: readonly string[], state: State): RoleKind {
  if (role === SUPERVISOR) return 'supervisor'
  if (role === HUMAN) return 'human'
  return state.workers.includes(role) && !external.includes(role) ? 'worker' : 'external'
}

const VERDICT_STATES: Readonly<Record<VerdictWord, RoleState>> = {
  AGREE: 'agreed',
  OBJECT: 'objected',
  ABSTAIN: 'abstained',
}

function stateOf(role: string, state: State, due: readonly DueTurn[]): RoleState {
  if (due.some(turn => turn.role === role)) return 'due'
  const given = state.proposals.at(-1)?.verdicts[role]
  if (given !== undefined) return VERDICT_STATES[given.verdict]
  return state.phase === 'ended' ? 'done' : 'waiting'
}

/** What the reader and the fold found, each once. */
function notices(log: LogFrame, state: State): StatusReport['notices'] {
  const all = [...log.notices, ...state.notices].map(({ code, line, message }) => ({ code, line, message }))
  const seen = new Set<string>()
  return all.filter(notice => {
    const key = JSON.stringify(notice)
    return seen.has(key) ? false : seen.add(key)
  })
}
