/** A recorded log and its answers → what became of each, and when it is to be given again. Pure. */
import type { SynodError } from '../errors.ts'
import { type Entry, field, type Header, type ParsedLog, SUPERVISOR } from '../log/entry.ts'
import { normaliseContent } from '../log/text.ts'
import { failureOf } from '../minds/recorded/player.ts'
import type { RecordedAnswer } from '../minds/recorded/recording.ts'
import { isDue } from '../protocol/due.ts'
import { foldLog, step } from '../protocol/fold.ts'
import type { State } from '../protocol/state.ts'
import { RESUMED } from '../workers/pause.ts'

/**
 * What an entry of the recorded log is to who plays it: an answer; what the engine writes again by itself; a stop that
 * came from outside of the log (Ctrl-C, a cap, a failure, a wait that ran out), which is put where it stood; the going
 * on after one; or what no engine can write again.
 */
export type StepKind = 'answer' | 'engine' | 'stop' | 'resume' | 'foreign'

export interface Course {
  /** By the entry's position, from 0. */
  readonly steps: readonly StepKind[]
  /** The answers that are played: those that went down with a killed process are thought again in the same recording. */
  readonly answers: readonly RecordedAnswer[]
  /** How many entries the log has when an answer is given, by the answer's number. */
  readonly givenAt: ReadonlyMap<number, number>
}

export function courseOf(
  log: Pick<ParsedLog, 'header' | 'entries'>,
  recorded: readonly RecordedAnswer[],
): Course {
  const { header, entries } = log
  const became = pairs(entries, recorded)
  const answers = recorded.map(answer => (became.has(answer.number) ? answer : cutShort(answer)))
  const paired = new Set(became.values())
  const steps = entries.map((entry, at) => kindOf(entry, header, paired.has(at + 1)))
  const givenAt = new Map<number, number>()
  const lost = new Set<number>()
  const states = statesOf(log)
  for (const answer of answers) {
    const number = became.get(answer.number)
    const at = number === undefined ? withoutEntry(answer) : number - 1
    if (at === null) lost.add(answer.number)
    else givenAt.set(answer.number, at)
  }
  return { steps, answers: answers.filter(({ number }) => !lost.has(number)), givenAt }

  /** Null for an answer that was lost with its process. */
  function withoutEntry(answer: RecordedAnswer): number | null {
    if (answer.error !== null) return failedAt(answer, entries)
    const late = staleAt(answer, states())
    const again = answers.find(
      ({ number, role, task, on }) =>
        number > answer.number && role === answer.role && task === answer.task && on === answer.on,
    )
    if (again !== undefined && (late === null || again.logged < late)) return null
    return late ?? answer.logged
  }

  /** An answer that came when its session was being stopped is to its role what a failure is: its cost, and the end. */
  function cutShort(one: RecordedAnswer): RecordedAnswer {
    const { answer, role, number } = one
    const { account, pause } = endOf(one, entries)
    if (answer === null || account === undefined || pause === undefined) return one
    const isLast = !recorded.some(
      later => later.role === role && later.number > number && later.logged < account.number,
    )
    if (account.number > pause.number || !isLast) return one
    const error = {
      code: 'SYN_MIND_CUT',
      message: 'The turn was stopped',
      spend: answer.spend,
      stopped: true,
    }
    return { ...one, answer: null, error }
  }
}

/** Answer → entry, both by their numbers. Of the same answer given twice, the later one came into the log. */
function pairs(entries: readonly Entry[], answers: readonly RecordedAnswer[]): ReadonlyMap<number, number> {
  const became = new Map<number, number>()
  const last = new Map<string, number>()
  for (const entry of entries) {
    if (!isOwn(entry) || isCost(entry) || isPause(entry)) continue
    const after = last.get(entry.role) ?? 0
    const fitting = answers.filter(answer => answer.number > after && fits(answer, entry))
    const [first] = fitting
    const chosen = fitting.findLast(answer => first !== undefined && isSameTurn(answer, first))
    if (chosen === undefined) continue
    became.set(chosen.number, entry.number)
    last.set(entry.role, chosen.number)
  }
  return became
}

function fits({ role, seen, answer }: RecordedAnswer, entry: Entry): boolean {
  if (answer === null || role !== entry.role || seen >= entry.number) return false
  if ((field(entry, 'Seen') ?? '#0') !== `#${seen}`) return false
  return normaliseContent(answer.draft.content) === entry.content
}

function isSameTurn(left: RecordedAnswer, right: RecordedAnswer): boolean {
  return left.task === right.task && left.on === right.on && left.seen === right.seen
}

function kindOf(entry: Entry, header: Header | null, isAnswer: boolean): StepKind {
  if (isAnswer) return 'answer'
  const isEngines = entry.role === SUPERVISOR || header?.workers.includes(entry.role) === true
  if (!isOwn(entry) || !isEngines) return 'foreign'
  if (isCost(entry)) return 'engine'
  if (entry.role !== SUPERVISOR) return 'foreign'
  if (entry.content.startsWith(RESUMED)) return 'resume'
  if (!isPause(entry)) return 'foreign'
  // A deadlock follows from the log; any other pause from what happened to a process at a moment.
  return field(entry, 'Outcome') === 'PAUSED deadlock' ? 'engine' : 'stop'
}

/** The recorded failure that a pause gives as its reason, if any. */
export function failureBehind(
  { content }: Pick<Entry, 'content'>,
  answers: readonly RecordedAnswer[],
): SynodError | null {
  const told = answers.findLast(
    ({ role, error }) =>
      error !== null && content.includes(normaliseContent(`${role}: ${error.message}`.replace(/\.$/, ''))),
  )
  return told === undefined ? null : failureOf(told)
}

function isOwn({ sealed, adopted }: Entry): boolean {
  return sealed && !adopted
}

/** What a role thought that never came into the log. */
export function isCost({ type, fields }: Pick<Entry, 'type' | 'fields'>): boolean {
  return type === 'REVIEW' && Object.keys(fields).join() === 'Spend'
}

export function isPause({ role, fields }: Pick<Entry, 'role' | 'fields'>): boolean {
  return role === SUPERVISOR && (fields['Outcome']?.[0] ?? '').startsWith('PAUSED ')
}

/** A failure comes right before the entry that accounts for it; one that cost nothing, when it was known. */
function failedAt(answer: RecordedAnswer, entries: readonly Entry[]): number {
  const { logged, error } = answer
  const cost = (error?.spend ?? []).reduce(
    (sum, { input, cached, output, usd }) => sum + input + cached + output + usd,
    0,
  )
  const { account, pause } = endOf(answer, entries)
  // What its role had thought in vain before is accounted for as well, once the failure ends it.
  const accounts = account !== undefined && (cost > 0 || pause === undefined || account.number < pause.number)
  if (accounts) return account.number - 1
  // A turn that was stopped is given up once the stop stands in the log.
  return error?.stopped === true && pause !== undefined ? pause.number : logged
}

/** What follows first: the entry that accounts for what its role had thought in vain, and a pause. */
function endOf({ role, logged }: RecordedAnswer, entries: readonly Entry[]) {
  const behind = entries.filter(({ number }) => number > logged)
  const account = behind.find(entry => entry.role === role && isCost(entry))
  return { account, pause: behind.find(isPause) }
}

/** The entry by which the answer was not wanted any more. */
function staleAt(answer: RecordedAnswer, states: readonly State[]): number | null {
  const before = states[answer.seen]?.consensus.outcome
  const at = states.findIndex(
    (state, entries) =>
      // A turn that sees no further than its horizon may have been due, and paused, before.
      entries > answer.seen &&
      entries >= answer.logged &&
      (!isDue(state, answer) || (answer.task === 'decide' && state.consensus.outcome !== before)),
  )
  return at < 0 ? null : at
}

/** The state after each number of entries; made only when it is asked for. */
function statesOf({ header, entries }: Pick<ParsedLog, 'header' | 'entries'>): () => readonly State[] {
  let states: readonly State[] | null = null
  return () => {
    if (states !== null) return states
    let state = foldLog({ header, entries: [] })
    states = [state, ...entries.map(entry => (state = step(state, entry)))]
    return states
  }
}
