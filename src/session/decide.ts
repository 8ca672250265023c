/** A person decides what the panel could not agree on; whose dissent that is stands in the log. */
import { SynodError } from '../errors.ts'
import { type EntryDraft, HUMAN, type ParsedLog, SUPERVISOR } from '../log/entry.ts'
import { FileLog } from '../log/file-log.ts'
import { blocked } from '../protocol/due.ts'
import { foldLog, step } from '../protocol/fold.ts'
import { liveProposal } from '../protocol/proposals.ts'
import type { Proposal, State } from '../protocol/state.ts'
import { concernLines, dissentLines } from '../workers/standing.ts'
import { refuseEnded } from './resume.ts'

export interface Ruling {
  /** Any proposal of the session. */
  readonly on: number
  /** Why, in the words of whoever decides. */
  readonly reason: string
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
}

/**
 * Closes a session with DECIDED_WITH_DISSENT: HUMAN says why, and SUPERVISOR declares it with everybody's dissent.
 * Whoever works the session meanwhile ends by the outcome.
 * @returns the state at the end
 * @throws SynodError SYN_SAY_EMPTY, SYN_SESSION_ENDED, SYN_PROPOSAL_UNKNOWN, SYN_CONSENSUS_REACHED, SYN_LOG_…
 */
export async function decideSession(path: string, { on, reason, now }: Ruling): Promise<State> {
  if (reason.trim() === '')
    throw new SynodError('SYN_SAY_EMPTY', 'A decision needs its reason: give --reason "..."')
  const log = new FileLog(path, now === undefined ? {} : { now })
  try {
    const parsed = await log.read()
    const isLive = liveProposal(foldLog(parsed))?.entry === on
    const word = wordOf(on, reason.trim(), isLive)
    const said = await log.append(word, later => {
      checkRuling(path, later, on, word)
      return null
    })
    if (!said.appended) throw new SynodError('SYN_INTERNAL', `Not appended: ${said.reason}`)
    // Whoever wrote in between is taken into account: the dissent is that of the moment of the decision.
    const state = foldLog(await log.read())
    refuseEnded(path, state, 'decide')
    await log.append(closingOf(state, on, reason.trim(), said.entry.number), later => {
      const now = foldLog(later)
      refuseEnded(path, now, 'decide')
      refuseCarried(path, now, on, 'has been agreed to meanwhile')
      return null
    })
    return foldLog(await log.read())
  } finally {
    await log.close()
  }
}

function wordOf(on: number, reason: string, isLive: boolean): EntryDraft {
  const verdict = isLive ? { Verdict: [`AGREE #${on}`] } : {}
  return { role: HUMAN, type: 'REVIEW', fields: { Re: [`#${on}`], ...verdict }, content: reason }
}

function checkRuling(path: string, parsed: ParsedLog, on: number, word: EntryDraft): void {
  const state = foldLog(parsed)
  refuseEnded(path, state, 'decide')
  if (proposalOf(state, on) === null) {
    const there = state.proposals.map(({ entry }) => `#${entry}`).join(', ') || 'none yet'
    throw new SynodError('SYN_PROPOSAL_UNKNOWN', `#${on} is no proposal of ${path}: there are ${there}`)
  }
  refuseCarried(path, state, on, 'is carried already')
  // The person who decides may be the only one who is missing: then it is no decision against anybody.
  const number = state.entries + 1
  const written = { number, time: null, writtenType: word.type, line: 0 }
  const after = step(state, { ...word, ...written, sealed: true, adopted: false, verified: true })
  refuseCarried(path, after, on, `needs no more than synod say --agree ${on}`)
}

function refuseCarried(path: string, state: State, on: number, how: string): void {
  const open = { ...state, outcome: null }
  if (state.consensus.outcome === null || state.consensus.proposal !== on || blocked(open) !== null) return
  throw new SynodError(
    'SYN_CONSENSUS_REACHED',
    `#${on} of ${path} ${how}: ${state.consensus.why}; synod resume closes the session without dissent`,
  )
}

function closingOf(state: State, on: number, reason: string, by: number): EntryDraft {
  const proposal = proposalOf(state, on)
  const live = liveProposal(state)
  const replaced = live === null || live.entry === on ? '' : `, which #${live.entry} had replaced,`
  // Whoever decides does not dissent, whatever it had said before.
  const others = state.deciders.filter(role => role !== HUMAN)
  const dissent = proposal === null ? [] : dissentLines({ deciders: others }, proposal)
  const concerns = concernLines(state)
  return {
    role: SUPERVISOR,
    type: 'ANALYSIS',
    fields: { Re: [`#${by}`], Outcome: [`DECIDED_WITH_DISSENT #${on}`] },
    content: [
      `HUMAN has decided in #${by}: #${on} (revision ${proposal?.revision})${replaced} is what is done. It is no consensus.`,
      '#### Why',
      reason,
      '#### Dissent',
      listOf(dissent, `Nobody who decides dissents from #${on}.`),
      ...(concerns.length === 0 ? [] : ['#### Dissent: concerns that stay open', listOf(concerns, '')]),
    ].join('\n\n'),
  }
}

function proposalOf({ proposals }: State, on: number): Proposal | null {
  return proposals.find(({ entry }) => entry === on) ?? null
}

function listOf(lines: readonly string[], none: string): string {
  return lines.map(line => `- ${line}`).join('\n') || none
}
