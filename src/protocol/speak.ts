/** What the entries of those at the table change, and of those who only listen; docs/protocol.md, section 2. */
import { type Entry, fieldAll, HUMAN, SUPERVISOR } from '../log/entry.ts'
import { isEngineRole } from './authority.ts'
import { insists } from './caveat-of.ts'
import { answerConcerns, closeConcernsBy, raiseConcerns, raiseImplied, withdrawConcerns } from './concerns.ts'
import { rungIn } from './deadlock.ts'
import { type Ledger, note } from './ledger.ts'
import { implement, isAboutLive, liveProposal, propose } from './proposals.ts'
import { isUnknownLanguage } from './prose/language.ts'
import { answer, ask, askForVerdict, isBare, remark, settleUnclear } from './questions.ts'
import { readVerdictIn } from './read-verdict.ts'
import { firstLine } from './refs.ts'
import { confirms, countingVerdict, giveVerdict, takeBackVerdict } from './verdicts.ts'

/** Somebody with a voice: a decider, a person, a role with a veto. */
export function speak(ledger: Ledger, entry: Entry): void {
  refuseOutcome(ledger, entry)
  const answered = answer(ledger, entry)
  ask(ledger, entry)
  if (entry.type === 'PROPOSAL') {
    const unread = (['Verdict', 'Concern'] as const).filter(name => fieldAll(entry, name).length > 0)
    if (unread.length > 0)
      note(
        ledger,
        entry,
        'fields-unread',
        `#${entry.number} is a proposal, which is its author's agreement: its ${unread.join(' and ')} is not read`,
      )
    propose(ledger, entry)
    answerConcerns(ledger, entry)
    withdrawConcerns(ledger, entry)
    return
  }
  if (entry.type === 'ANALYSIS') ledger.analyses[entry.role] ??= entry.number
  const live = liveProposal(ledger)
  if (entry.type === 'IMPLEMENTATION' && live !== null) implement(ledger, entry, live.entry)
  if (rulesNow(ledger, entry)) ledger.rulings[entry.role] = entry.number
  judge(ledger, entry)
  const leans = fieldAll(entry, 'Verdict').length === 0 && judgeProse(ledger, entry)
  if (!leans && !answered && isBare(entry)) hearOut(ledger, entry)
}

/** Whether this is its author's decision about its own concerns. People need not know which field says so. */
function rulesNow(ledger: Ledger, entry: Entry): boolean {
  if (ledger.header?.deadlock !== 'owner' || ledger.mediation === null) return false
  const rung = rungIn(ledger)
  if (rung?.step !== 'rule' || !rung.roles.includes(entry.role)) return false
  return isAboutLive(ledger, entry) || !isEngineRole(ledger, entry.role)
}

/** Typed verdicts and concerns. */
function judge(ledger: Ledger, entry: Entry): void {
  const read = countingVerdict(ledger, entry)
  const verdict = read === 'unreadable' ? null : read
  if (read === 'unreadable') askAgain(ledger, entry)
  const confirmed = verdict?.verdict === 'AGREE' && confirms(ledger, entry, verdict.on)
  if (verdict !== null) {
    giveVerdict(ledger, entry, verdict, true)
    settleUnclear(ledger, entry)
  }
  withdrawConcerns(ledger, entry)
  if (verdict !== null) closeConcernsBy(ledger, entry, verdict)
  const on = verdict?.on ?? liveProposal(ledger)?.entry ?? null
  if (on === null) refuseEarlyConcern(ledger, entry)
  else {
    raiseConcerns(ledger, entry, on, 'named')
    if (verdict?.verdict === 'OBJECT' && fieldAll(entry, 'Concern').length === 0)
      raiseImplied(ledger, entry, on, firstLine(entry.content))
    // Asked whether it was a caveat or a concern, it says that it is a condition.
    if (confirmed && insists(entry.content)) raiseImplied(ledger, entry, on, firstLine(entry.content))
  }
  answerConcerns(ledger, entry)
}

/** What was said before does not stand beside a verdict that nobody can read. */
function askAgain(ledger: Ledger, entry: Entry): void {
  const live = liveProposal(ledger)
  if (live === null) return
  takeBackVerdict(ledger, live.entry, entry.role)
  if (!isEngineRole(ledger, entry.role))
    askForVerdict(ledger, entry, { reason: 'its verdict cannot be read', leans: leanOf(entry) })
}

function leanOf(entry: Entry): 'agree' | 'object' {
  const isAgainst = fieldAll(entry, 'Verdict').some(written =>
    /\b(?:object|reject|disagree|against|veto|block|no|not)/i.test(written),
  )
  return isAgainst ? 'object' : 'agree'
}

/** What a person, or another tool, says without the fields. @returns whether it says something about a verdict */
function judgeProse(ledger: Ledger, entry: Entry): boolean {
  const reading = readVerdictIn(ledger, entry)
  const live = liveProposal(ledger)
  if (reading === null) return false
  const before = live?.verdicts[entry.role]
  // Who has given a typed verdict knows how: its prose changes nothing any more, unless it objects outright.
  if (before?.typed === true && !(reading.verdict === 'unclear' && reading.objects)) {
    if (reading.verdict === 'unclear' && reading.leans === 'object') remark(ledger, entry)
    if (reading.verdict === 'AGREE' && before.verdict !== 'AGREE')
      askForVerdict(ledger, entry, { reason: 'prose does not change a typed verdict', leans: 'agree' })
    return true
  }
  if (reading.verdict === 'AGREE') {
    giveVerdict(ledger, entry, reading, false)
    settleUnclear(ledger, entry)
    closeConcernsBy(ledger, entry, reading)
    return true
  }
  const { reason, leans, objects, ground } = reading
  // An agreement in prose does not outlast prose that puts it in doubt.
  if (live !== null && before !== undefined) takeBackVerdict(ledger, live.entry, entry.role)
  if (live !== null && objects && ground !== null && fieldAll(entry, 'Concern').length === 0)
    raiseImplied(ledger, entry, live.entry, ground)
  askForVerdict(ledger, entry, { reason, leans })
  return true
}

/** What a person says is answered; so is what any role says in words in which a verdict may stand unread. */
function hearOut(ledger: Ledger, entry: Entry): void {
  if (isEngineRole(ledger, entry.role)) return
  const isForeign = liveProposal(ledger) !== null && isUnknownLanguage(entry.content)
  if (isForeign)
    note(
      ledger,
      entry,
      'language-unknown',
      `#${entry.number} is in words the reader does not know: a verdict in it counts by the field Verdict alone`,
    )
  if (isForeign || entry.role === HUMAN) remark(ledger, entry)
}

/** Someone without a seat: what they write stands in the log and decides nothing. */
export function hear(ledger: Ledger, entry: Entry): void {
  refuseOutcome(ledger, entry)
  const seat = `${entry.role}, who has no seat in this session`
  if (fieldAll(entry, 'Verdict').length > 0)
    note(
      ledger,
      entry,
      'verdict-without-seat',
      `#${entry.number} gives a verdict by ${seat}: it is heard and does not count`,
    )
  if (entry.type === 'PROPOSAL')
    note(ledger, entry, 'proposal-without-seat', `#${entry.number} by ${seat}, is read as text`)
  const live = liveProposal(ledger)
  if (live === null) refuseEarlyConcern(ledger, entry)
  else {
    withdrawConcerns(ledger, entry)
    raiseConcerns(ledger, entry, live.entry, 'heard')
  }
}

function refuseOutcome(ledger: Ledger, entry: Entry): void {
  if (fieldAll(entry, 'Outcome').length > 0)
    note(
      ledger,
      entry,
      'outcome-not-supervisor',
      `#${entry.number} by ${entry.role} declares an outcome: only ${SUPERVISOR} can`,
    )
}

function refuseEarlyConcern(ledger: Ledger, entry: Entry): void {
  if (fieldAll(entry, 'Concern').length > 0)
    note(
      ledger,
      entry,
      'concern-early',
      `#${entry.number} raises a concern before there is a proposal: it is read as text`,
    )
}
