/** The state of a session as data: what programs read, and what the page of text is made of. */
import type { LogFrame } from '../log/entry.ts'
import type {
  Concern,
  Consensus,
  DueTurn,
  Outcome,
  Phase,
  Question,
  SpendTotals,
  State,
  Task,
  Verdict,
} from '../protocol/state.ts'
import { commandLine, neededFromOutside } from '../workers/needs.ts'
import { kindOf, type RoleKind, type RosterSeat, rosterOf } from './roster.ts'

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
  /** As the header has it; the strictest one where it has none. */
  readonly policy: string
  readonly consensus: Consensus
  readonly roster: readonly RosterSeat[]
  readonly proposal: { readonly entry: number; readonly revision: number; readonly author: string } | null
  /** Each deciding role's verdict on the live proposal. */
  readonly verdicts: Readonly<Record<string, Pick<Verdict, 'verdict' | 'entry' | 'typed' | 'caveat'> | null>>
  readonly concerns: readonly Pick<
    Concern,
    'id' | 'owner' | 'kind' | 'status' | 'raisedAt' | 'on' | 'reason' | 'answer'
  >[]
  readonly questions: readonly AskedQuestion[]
  /** The entry in which SUPERVISOR mediates the live deadlock, or null. */
  readonly mediation: number | null
  readonly implementations: readonly {
    readonly entry: number
    readonly author: string
    /** The proposal it implements. */
    readonly of: number
    readonly verdicts: StatusReport['verdicts']
  }[]
  readonly due: readonly { readonly role: string; readonly task: Task; readonly on: number | null }[]
  /** People and external roles who are waited for, also in a pause, with what to type. */
  readonly needed: readonly Needed[]
  readonly spend: SpendTotals & { readonly byRole: Readonly<Record<string, SpendTotals>> }
  readonly notices: readonly { readonly code: string; readonly line: number; readonly message: string }[]
}

export interface AskedQuestion extends Pick<Question, 'entry' | 'by' | 'asks' | 'kind'> {
  /** The entry that answers it, or null while it waits. */
  readonly answered: number | null
}

export interface Needed {
  readonly role: string
  readonly kind: RoleKind
  readonly task: Task
  readonly on: number | null
  readonly command: string
}

export interface StatusInfo {
  readonly path: string
  /** What the session is called in a command. Default: its id, else the path. */
  readonly name?: string
}

export function statusReport(
  log: LogFrame,
  state: State,
  { path, name = state.header?.session || path }: StatusInfo,
  due: readonly DueTurn[],
): StatusReport {
  const live = state.proposals.at(-1) ?? null
  return {
    schema: 1,
    session: state.header?.session ?? '',
    title: log.title,
    log: path,
    entries: state.entries,
    phase: state.phase,
    outcome: state.outcome,
    policy: policyWords(state),
    consensus: state.consensus,
    roster: rosterOf(state, due),
    proposal: live === null ? null : { entry: live.entry, revision: live.revision, author: live.author },
    verdicts: liveVerdicts(state),
    concerns: state.concerns.map(({ id, owner, kind, status, raisedAt, on, reason, answer }) => ({
      id,
      owner,
      kind,
      status,
      raisedAt,
      on,
      reason,
      answer,
    })),
    questions: questionsOf(state),
    mediation: state.mediation,
    implementations: state.implementations.map(({ entry, author, of, verdicts }) => ({
      entry,
      author,
      of,
      verdicts: Object.fromEntries(Object.entries(verdicts).map(([role, given]) => [role, verdictOf(given)])),
    })),
    due: due.map(({ role, task, on }) => ({ role, task, on })),
    needed: neededIn(state, name),
    spend: state.spend,
    notices: notices(log, state),
  }
}

/** `unanimous`, `supermajority 2/3`, … */
export function policyWords({ policy }: Pick<State, 'policy'>): string {
  return policy.kind === 'supermajority' ? `${policy.kind} ${policy.of.join('/')}` : policy.kind
}

export function neededIn(state: State, name: string): readonly Needed[] {
  return neededFromOutside(state).map(turn => {
    const { role, task, on } = turn
    return { role, kind: kindOf(role, state), task, on, command: commandLine(turn, state, name) }
  })
}

/** Each deciding role's verdict on the live proposal, or null. */
export function liveVerdicts(state: State): StatusReport['verdicts'] {
  const live = state.proposals.at(-1)
  return Object.fromEntries(state.deciders.map(role => [role, verdictOf(live?.verdicts[role])]))
}

function verdictOf(given: Verdict | undefined): StatusReport['verdicts'][string] {
  if (given === undefined) return null
  const { verdict, entry, typed, caveat } = given
  return { verdict, entry, typed, caveat }
}

export function questionsOf({ questions }: Pick<State, 'questions'>): readonly AskedQuestion[] {
  return questions.map(({ entry, by, asks, kind, answeredIn }) => ({
    entry,
    by,
    asks,
    kind,
    answered: answeredIn,
  }))
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
