/** What waits for an answer, and from whom; docs/protocol.md, section 2, "Questions". */
import { type Entry, field, fieldAll, SUPERVISOR } from '../log/entry.ts'
import { hasSeat, isEngineRole } from './authority.ts'
import { type Ledger, note } from './ledger.ts'
import { readRef } from './refs.ts'
import type { Facts, Question } from './state.ts'

/** How many questions a role may ask each time the session is opened: two that ask each other come to an end. */
export const MAX_ASKED = 8
/** How many remarks of one role may wait at a time: a flood of them is one conversation. */
const MAX_WAITING = 20
const MAX_WAITING_IN_ALL = 200
/** Answered ones are kept for those who look, not for ever. */
const MAX_KEPT = 400

export function openQuestions({ questions }: Pick<Facts, 'questions'>): readonly Question[] {
  return questions.filter(({ answeredIn }) => answeredIn === null)
}

/** The field `Asks`: whoever is named there is to answer. */
export function ask(ledger: Ledger, entry: Entry): void {
  for (const written of new Set(fieldAll(entry, 'Asks'))) {
    const asks = written.trim().toUpperCase()
    if (!hasSeat(ledger, asks) || asks === entry.role) {
      const why = asks === entry.role ? 'which is itself' : 'who has no seat in this session'
      note(ledger, entry, 'asks-nobody', `#${entry.number} asks ${asks.slice(0, 64)}, ${why}: nobody answers`)
      continue
    }
    const count = ledger.asked[entry.role] ?? 0
    if (count >= MAX_ASKED) {
      note(
        ledger,
        entry,
        'questions-many',
        `#${entry.number} asks ${asks}, but ${entry.role} has asked ${MAX_ASKED} questions already: it is read as text`,
      )
      continue
    }
    ledger.asked[entry.role] = count + 1
    put(ledger, entry, { asks, kind: 'asked', unclear: null })
  }
}

/** A person wrote to somebody, or to nobody: then it is the supervisor who answers. */
export function remark(ledger: Ledger, entry: Entry): void {
  const named = fieldAll(entry, 'To').map(written => written.trim().toUpperCase())
  const seated = [...new Set(named)].filter(role => role !== entry.role && hasSeat(ledger, role))
  if (seated.length < named.length)
    note(
      ledger,
      entry,
      'asks-nobody',
      `#${entry.number} is addressed to somebody who has no seat in this session`,
    )
  for (const asks of seated.length === 0 ? [SUPERVISOR] : seated)
    put(ledger, entry, { asks, kind: 'remark', unclear: null })
}

/** What somebody wrote leans to a verdict and is none: the supervisor has to ask for it. */
export function askForVerdict(ledger: Ledger, entry: Entry, unclear: NonNullable<Question['unclear']>): void {
  put(ledger, entry, { asks: SUPERVISOR, kind: 'unclear', unclear })
}

function put(ledger: Ledger, entry: Entry, question: Omit<Question, 'entry' | 'by' | 'answeredIn'>): void {
  const waiting = openQuestions(ledger)
  const own = waiting.filter(({ by }) => by === entry.role)
  if (question.kind !== 'asked' && (own.length >= MAX_WAITING || waiting.length >= MAX_WAITING_IN_ALL)) {
    note(
      ledger,
      entry,
      'questions-many',
      `${own.length} entries by ${entry.role} wait for an answer: #${entry.number} is read with them`,
    )
    return
  }
  if (ledger.questions.length >= MAX_KEPT) ledger.questions = [...waiting]
  ledger.questions.push({ entry: entry.number, by: entry.role, ...question, answeredIn: null })
}

/**
 * A role the engine runs answers the entry it names with `Re`. People and other tools need not know the field: what
 * they write next answers what they were asked.
 *
 * @returns whether somebody other than the supervisor was answered
 */
export function answer(ledger: Ledger, entry: Entry): boolean {
  const about = readRef(field(entry, 'Re'))
  const isFree = !isEngineRole(ledger, entry.role)
  return settle(ledger, entry, ({ asks, entry: asked }) => asks === entry.role && (isFree || asked === about))
}

/** An unclear verdict is settled when its author gives a clear one: nobody has to ask for it any more. */
export function settleUnclear(ledger: Ledger, entry: Entry): void {
  settle(ledger, entry, ({ kind, by }) => kind === 'unclear' && by === entry.role)
}

/** @returns whether what somebody other than the supervisor asked is among them */
function settle(ledger: Ledger, entry: Entry, isSettled: (question: Question) => boolean): boolean {
  let answered = false
  for (const [at, question] of ledger.questions.entries()) {
    if (question.answeredIn !== null || !isSettled(question)) continue
    ledger.questions[at] = { ...question, answeredIn: entry.number }
    answered ||= question.by !== SUPERVISOR
  }
  return answered
}

/** Whether an entry says something and does nothing by its fields: those speak for themselves. */
export function isBare(entry: Entry): boolean {
  const acts = ['Verdict', 'Concern', 'Withdraws', 'Asks', 'Outcome'] as const
  return entry.content !== '' && acts.every(name => fieldAll(entry, name).length === 0)
}
