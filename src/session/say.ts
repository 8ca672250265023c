/** What people, and roles that the engine does not run, write into a session without an editor. */
import { SynodError } from '../errors.ts'
import { type Entry, type EntryDraft, type Fields, HUMAN } from '../log/entry.ts'
import { FileLog } from '../log/file-log.ts'
import { hasSeat } from '../protocol/authority.ts'
import { isOpen } from '../protocol/concerns.ts'
import { foldLog } from '../protocol/fold.ts'
import { votable } from '../protocol/ledger.ts'
import { liveProposal } from '../protocol/proposals.ts'
import type { State, VerdictWord } from '../protocol/state.ts'
import { refuseEnded } from './resume.ts'

export interface Saying {
  /** HUMAN, or an external role of the session. Default HUMAN. */
  readonly as?: string
  /** In any words; '' where the fields say it all. Default ''. */
  readonly text?: string
  /** Roles that are to answer it. */
  readonly to?: readonly string[]
  /** The entry it is about. */
  readonly re?: number
  /** A typed verdict: on the live proposal, or on somebody's latest implementation. */
  readonly verdict?: { readonly verdict: VerdictWord; readonly on: number }
  /** `id: why`, each. OBJECT takes at least one. */
  readonly concerns?: readonly string[]
  /** Ids of own open concerns. */
  readonly withdraws?: readonly string[]
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number
}

export interface Said {
  readonly entry: Entry
  /** The state after it. */
  readonly state: State
}

/**
 * Appends one REVIEW, with the engine's seal, to a session in any state but an ended one, whoever works it.
 * What does not fit the log as it is at that moment is refused, and nothing is written.
 * @throws SynodError SYN_SAY_EMPTY, SYN_USAGE, SYN_ROLE_EXTERNAL, SYN_ROLE_UNKNOWN, SYN_ENTRY_NOT_FOUND,
 * SYN_PROPOSAL_NOT_LIVE, SYN_CONCERN_UNKNOWN, SYN_SESSION_ENDED, SYN_ENTRY_TOO_LARGE, SYN_LOG_…
 */
export async function sayInSession(path: string, saying: Saying): Promise<Said> {
  const draft = draftOf(saying)
  const log = new FileLog(path, saying.now === undefined ? {} : { now: saying.now })
  try {
    const result = await log.append(draft, parsed => {
      checkSaying(path, foldLog(parsed), saying, draft.role)
      return null
    })
    if (!result.appended) throw new SynodError('SYN_INTERNAL', `Not appended: ${result.reason}`)
    const { entry } = result
    return { entry, state: foldLog(await log.read(), { upTo: entry.number }) }
  } finally {
    await log.close()
  }
}

function draftOf({ as, text = '', to = [], re, verdict, concerns = [], withdraws = [] }: Saying): EntryDraft {
  const given = {
    To: to.map(role => role.toUpperCase()),
    Re: re === undefined ? [] : [`#${re}`],
    Verdict: verdict === undefined ? [] : [`${verdict.verdict} #${verdict.on}`],
    Concern: concerns.map(concern => concern.trim()),
    Withdraws: withdraws.map(id => id.trim()),
  }
  const acts = given.Verdict.length + given.Concern.length + given.Withdraws.length
  if (text.trim() === '' && acts === 0) {
    throw new SynodError(
      'SYN_SAY_EMPTY',
      'There is nothing to say: give a text, --agree N, --object N, --abstain N or --withdraw ID',
    )
  }
  const isBare = given.Withdraws.includes('') || given.Concern.some(concern => !/\S[:\s]\s*\S/.test(concern))
  if (isBare) throw new SynodError('SYN_USAGE', 'A concern has no reason: expected "id: why"')
  if (verdict?.verdict === 'OBJECT' && concerns.length === 0) {
    throw new SynodError(
      'SYN_USAGE',
      'An objection names what is wrong: add --concern "id: why", as often as there are concerns',
    )
  }
  if (verdict?.verdict === 'AGREE' && concerns.length > 0) {
    throw new SynodError('SYN_USAGE', 'An agreement raises no concern: object, or leave the concern out')
  }
  const fields: Fields = Object.fromEntries(Object.entries(given).filter(([, values]) => values.length > 0))
  return { role: as?.toUpperCase() ?? HUMAN, type: 'REVIEW', fields, content: text.trim() }
}

function checkSaying(path: string, state: State, saying: Saying, role: string): void {
  const { to = [], re, verdict, concerns = [], withdraws = [] } = saying
  checkRole(path, state, role)
  refuseEnded(path, state, 'say')
  const stranger = to.find(name => !hasSeat(state, name.toUpperCase()))
  if (stranger !== undefined) {
    throw new SynodError(
      'SYN_ROLE_UNKNOWN',
      `There is no role "${stranger}" in ${path}: its roles are SUPERVISOR, ${state.deciders.join(', ')}`,
    )
  }
  checkEntry(path, state, re)
  if (verdict !== undefined) checkVerdict(path, state, verdict.on)
  if (concerns.length > 0 && liveProposal(state) === null)
    throw new SynodError('SYN_PROPOSAL_NOT_LIVE', `There is no proposal in ${path} yet to be concerned about`)
  const own = state.concerns.filter(concern => concern.owner === role && isOpen(concern)).map(({ id }) => id)
  const unknown = withdraws.find(id => !own.includes(id.trim().toLowerCase()))
  if (unknown !== undefined) {
    const there = own.length === 0 ? 'it has none' : `it has ${own.join(', ')}`
    throw new SynodError('SYN_CONCERN_UNKNOWN', `${role} has no open concern "${unknown}": ${there}`)
  }
}

function checkRole(path: string, { header }: State, role: string): void {
  const external = header?.external ?? []
  if (role === HUMAN || external.includes(role)) return
  const there = external.length === 0 ? 'there are none' : `they are ${external.join(', ')}`
  throw new SynodError(
    'SYN_ROLE_EXTERNAL',
    `${role} is no external role of ${path}: nobody else speaks for it (external roles: ${there})`,
  )
}

function checkEntry(path: string, { entries }: State, re: number | undefined): void {
  if (re === undefined || (re >= 1 && re <= entries)) return
  throw new SynodError('SYN_ENTRY_NOT_FOUND', `${path} has ${entries} entries: there is no #${re}`)
}

/** A verdict counts on a text that stands; on any other it would be lost without a word. */
function checkVerdict(path: string, state: State, on: number): void {
  if (votable(state, on) !== null) return
  const live = liveProposal(state)
  const was = state.proposals.some(({ entry }) => entry === on)
  throw new SynodError(
    'SYN_PROPOSAL_NOT_LIVE',
    live === null
      ? `There is no proposal in ${path} yet: nothing was said`
      : `#${on} is ${was ? `replaced by #${live.entry}` : 'no proposal'}: nothing was said; the live proposal is #${live.entry} by ${live.author} (revision ${live.revision})`,
  )
}
