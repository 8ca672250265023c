/**
 * What `--json` prints, one event a line: header, entry, state, worker, notice, and last of all result. The shapes are
 * public (docs/cli.md) and pinned by a test.
 */
import type { SynodError } from '../errors.ts'
import type { DefinitionRecord, Entry, Fields, Header, LogFrame, Notice, ParsedLog } from '../log/entry.ts'
import type {
  Concern,
  Consensus,
  DueTurn,
  Outcome,
  Phase,
  SpendTotals,
  State,
  Task,
} from '../protocol/state.ts'
import type { WorkerEvent, WorkerState } from '../workers/events.ts'
import { modelsOf } from './speaker.ts'
import { liveVerdicts, neededIn, questionsOf, type StatusReport } from './status.ts'

export interface HeaderEvent {
  readonly event: 'header'
  readonly schema: 1
  readonly session: string
  readonly title: string
  readonly log: string
  readonly created: string | null
  readonly workers: readonly string[]
  readonly proposer: string | null
  readonly policy: string | null
  readonly veto: readonly string[]
  readonly with: readonly string[]
  readonly external: readonly string[]
  readonly deadlock: string | null
  readonly implement: boolean
  readonly mind: string | null
  /** The server it was opened with, where that is not the provider's own. */
  readonly server: string | null
  /** Tokens of the log a turn is shown before it is summed up; null for all. */
  readonly context: number | null
  /** The roles that were given a mind of their own, and which. */
  readonly minds: Readonly<Record<string, string>>
  /** By which definition each role was opened; empty where the log does not say. */
  readonly agents: Readonly<Record<string, DefinitionRecord>>
}

export function headerEvent(log: LogFrame, path: string): HeaderEvent {
  const header: Partial<Header> = log.header ?? {}
  return {
    event: 'header',
    schema: 1,
    session: header.session ?? '',
    title: log.title,
    log: path,
    created: header.created || null,
    workers: header.workers ?? [],
    proposer: header.proposer || null,
    policy: header.policy ?? null,
    veto: header.veto ?? [],
    with: header.with ?? [],
    external: header.external ?? [],
    deadlock: header.deadlock ?? null,
    implement: header.implement ?? false,
    mind: header.mind ?? null,
    server: header.server ?? null,
    context: header.context ?? null,
    minds: header.minds ?? {},
    agents: header.agents ?? {},
  }
}

export interface EntryEvent {
  readonly event: 'entry'
  readonly number: number
  readonly role: string
  readonly time: string | null
  /** As it stands in the log. */
  readonly type: string
  readonly fields: Fields
  readonly content: string
  readonly sealed: boolean
  readonly verified: boolean
  readonly adopted: boolean
  /** `playbook`, or the model that spoke; null where the entry names none. */
  readonly model: string | null
}

export function entryEvent(entry: Entry): EntryEvent {
  const { number, role, time, writtenType, fields, content, sealed, verified, adopted } = entry
  const model = modelsOf(entry).join(', ') || null
  return {
    event: 'entry',
    number,
    role,
    time,
    type: writtenType,
    fields: { ...fields },
    content,
    sealed,
    verified,
    adopted,
    model,
  }
}

export interface StateEvent {
  readonly event: 'state'
  readonly entries: number
  readonly phase: Phase
  readonly outcome: Outcome | null
  readonly consensus: Consensus
  readonly proposal: StatusReport['proposal']
  readonly verdicts: StatusReport['verdicts']
  /** Those that are neither closed nor withdrawn. */
  readonly concerns: readonly Pick<Concern, 'id' | 'owner' | 'kind' | 'status'>[]
  /** Those that wait for an answer. */
  readonly questions: StatusReport['questions']
  readonly due: StatusReport['due']
  readonly needed: StatusReport['needed']
}

/** @param name what the session is called in a command; default: its id */
export function stateEvent(
  state: State,
  due: readonly DueTurn[],
  name: string = state.header?.session ?? '',
): StateEvent {
  const live = state.proposals.at(-1)
  const { entries, phase, outcome, consensus } = state
  return {
    event: 'state',
    entries,
    phase,
    outcome,
    consensus,
    proposal: live === undefined ? null : { entry: live.entry, revision: live.revision, author: live.author },
    verdicts: liveVerdicts(state),
    concerns: state.concerns
      .filter(({ status }) => status === 'open' || status === 'answered')
      .map(({ id, owner, kind, status }) => ({ id, owner, kind, status })),
    questions: questionsOf(state).filter(({ answered }) => answered === null),
    due: due.map(({ role, task, on }) => ({ role, task, on })),
    needed: neededIn(state, name),
  }
}

interface ErrorReport {
  readonly code: string
  readonly message: string
}

export interface WorkerLine {
  readonly event: 'worker'
  readonly role: string
  readonly state: WorkerState
  readonly task: Task | null
  readonly on: number | null
  readonly detail: string
  /** ISO 8601. */
  readonly time: string
  readonly error: ErrorReport | null
}

export function workerEvent({ role, state, task, on, detail, at, error }: WorkerEvent): WorkerLine {
  const time = new Date(at).toISOString()
  return { event: 'worker', role, state, task, on, detail, time, error: errorReport(error ?? null) }
}

export interface NoticeEvent {
  readonly event: 'notice'
  readonly code: string
  readonly line: number
  readonly entry: number | null
  readonly message: string
}

export function noticeEvent({ code, line, entry, message }: Notice): NoticeEvent {
  return { event: 'notice', code, line, entry, message }
}

/** How a command ended. What it never came to is null. */
export interface Ending {
  /** The log's path. */
  readonly log: string | null
  readonly parsed: ParsedLog | null
  readonly state: State | null
  readonly exit: number
  /** The path of the decision record. */
  readonly decision: string | null
  readonly error: SynodError | null
}

export interface ResultEvent {
  readonly event: 'result'
  readonly session: string | null
  readonly log: string | null
  readonly outcome: Outcome | null
  readonly exit: number
  readonly decision: string | null
  readonly entries: number
  readonly why: string
  readonly spend: SpendTotals & { readonly byRole: Readonly<Record<string, SpendTotals>> }
  readonly error: ErrorReport | null
}

const NO_SPEND: ResultEvent['spend'] = { usd: 0, input: 0, cached: 0, output: 0, byRole: {} }

export function resultEvent({ log, parsed, state, exit, decision, error }: Ending): ResultEvent {
  return {
    event: 'result',
    session: parsed?.header?.session ?? null,
    log,
    outcome: state?.outcome ?? null,
    exit,
    decision,
    entries: state?.entries ?? 0,
    why: state?.consensus.why ?? '',
    spend: state?.spend ?? NO_SPEND,
    error: errorReport(error),
  }
}

function errorReport(error: SynodError | null): ErrorReport | null {
  return error === null ? null : { code: error.code, message: error.message }
}
