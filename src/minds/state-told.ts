/** The session as the engine reads it from the entries: the model is told, it does not have to work it out. */
import type { Notice } from '../log/entry.ts'
import { isOpen } from '../protocol/concerns.ts'
import type { Policy } from '../protocol/policy.ts'
import { liveProposal } from '../protocol/proposals.ts'
import { openQuestions } from '../protocol/questions.ts'
import type { Concern, Implementation, Proposal, Question, State, Verdict } from '../protocol/state.ts'
import { inertLine } from './inert.ts'
import type { Turn } from './mind.ts'

/** Codes of entries that count all the same: what is noticed about them is told without saying otherwise. */
const COUNTING: ReadonlySet<string> = new Set([
  'content-repeated',
  'objection-unnamed',
  'concern-id-taken',
  'concern-reopened',
  'revises-not-live',
  'agreement-with-caveat',
])

export function renderState(turn: Turn): string {
  const { state } = turn
  const live = liveProposal(state)
  return [
    '<state>',
    ...renderRules(state),
    ...(live === null ? ['There is no proposal yet.'] : renderLive(live)),
    ...(live === null || turn.task === 'review'
      ? []
      : [`Where it stands: ${inertLine(state.consensus.why)}.`]),
    ...renderConcerns(turn),
    ...openQuestions(state).map(question => renderQuestion(question, turn)),
    ...(state.mediation === null ? [] : [`Mediation: #${state.mediation}.`]),
    ...Object.entries(state.rulings).map(
      ([role, entry]) => `${role} has ruled on its own concerns in #${entry}.`,
    ),
    ...state.implementations.map(renderImplementation),
    ...state.notices.filter(({ entry }) => entry !== null && isShown(state, entry)).flatMap(renderNotice),
    '</state>',
  ].join('\n')
}

function renderRules({ header, deciders, proposer, policy }: State): readonly string[] {
  const outside = deciders.filter(role => header !== null && !header.workers.includes(role))
  const veto = header?.veto ?? []
  return [
    `Whose agreement is asked for: ${deciders.join(', ') || 'nobody yet'}. Proposer: ${proposer ?? 'none yet'}.`,
    ...(outside.length === 0 || header === null
      ? []
      : [`Of these, people or other tools write for ${outside.join(', ')}; they answer when they do.`]),
    ...(policy.kind === 'unanimous' ? [] : [`A text is decided on ${decidedBy(policy)}.`]),
    ...(veto.length === 0 ? [] : [`Whatever the others say, an objection by ${veto.join(' or ')} blocks.`]),
    ...(header === null || header.deadlock === 'pause' ? [] : [AT_A_DEADLOCK[header.deadlock]]),
  ]
}

function decidedBy(policy: Policy): string {
  switch (policy.kind) {
    case 'unanimous':
      return 'when all of them agree'
    case 'consent':
      return 'when most have spoken and nobody objects; that is less than the agreement of all'
    case 'majority':
      return 'when more than half of them agree; that is less than the agreement of all'
    case 'supermajority':
      return `when at least ${policy.of[0]} in ${policy.of[1]} of them agree; that is less than the agreement of all`
  }
}

const AT_A_DEADLOCK = {
  supervisor: 'If nobody can move any more, SUPERVISOR decides on the last text, with the dissent named.',
  owner: 'If nobody can move any more, the owner of each open concern decides about that concern alone.',
} as const

function renderLive({ entry, author, revision, revises, verdicts }: Proposal): readonly string[] {
  return [
    `Live proposal: #${entry} by ${author}, revision ${revision}${revises === null ? '' : `, in place of #${revises}`}.`,
    ...Object.entries(verdicts).map(([role, given]) => renderVerdict(role, given)),
  ]
}

function renderVerdict(role: string, { verdict, entry, typed, caveat }: Verdict): string {
  const read = typed ? '' : ', read out of prose'
  const unconfirmed =
    caveat === null
      ? ''
      : `, with the condition "${inertLine(caveat)}"; it does not count before ${role} has confirmed it`
  return `${role}: ${verdict} in #${entry}${read}${unconfirmed}.`
}

function renderConcerns({ role, state }: Turn): readonly string[] {
  const open = state.concerns.filter(concern => isOpen(concern) && concern.kind !== 'heard')
  const own = open.filter(({ owner }) => owner === role).map(({ id }) => id)
  const heard = state.concerns.filter(concern => isOpen(concern) && concern.kind === 'heard')
  // Those of entries that are shown can be seen there.
  const ended = state.concerns.filter(concern => !isOpen(concern) && !isShown(state, concern.raisedAt))
  return [
    open.length === 0 ? 'No concern is open.' : 'Open concerns:',
    ...open.map(concern => renderConcern(concern, state)),
    ...(open.length === 0 ? [] : [own.length === 0 ? 'None of them is yours.' : `Yours: ${own.join(', ')}.`]),
    ...(heard.length === 0
      ? []
      : ['Heard from those without a seat; to be weighed, and blocking nothing:', ...heard.map(renderHeard)]),
    ...(ended.length === 0
      ? []
      : [`Ids of concerns that are settled, not to be used again: ${ended.map(({ id }) => id).join(', ')}.`]),
  ]
}

/** Its words stand in the entries that raised and answered it, as far as they are shown: they are not said twice. */
function renderConcern({ id, owner, raisedAt, on, reason, status, answer }: Concern, state: State): string {
  const why = isShown(state, raisedAt) ? '' : `: ${inertLine(reason)}`
  const how = answer === null || isShown(state, answer.entry) ? '' : `: ${inertLine(answer.how)}`
  const answered =
    answer === null
      ? 'not answered'
      : `answered in #${answer.entry}${how}${status === 'open' ? '; raised again since' : ''}`
  return `- ${id}, owner ${owner}, raised in #${raisedAt} on #${on}${why} (${answered})`
}

/** Whether an entry stands in the prompt as it was written, and not in a summary. */
function isShown({ summary }: State, entry: number): boolean {
  return summary === null || entry > summary.upTo
}

function renderHeard({ id, owner, raisedAt, on, reason }: Concern): string {
  return `- by ${owner} in #${raisedAt} on #${on}, ${id}: ${inertLine(reason)}`
}

function renderQuestion({ entry, by, asks, kind }: Question, { role }: Turn): string {
  const what = { asked: 'a question', remark: 'a remark', unclear: 'an unclear verdict' }[kind]
  const whom = asks === role ? 'you' : asks
  return `#${entry} by ${by}, ${what}, waits for an answer by ${whom}${kind === 'asked' ? '; nothing is decided before' : ''}.`
}

function renderImplementation({ entry, author, of, verdicts }: Implementation): string {
  const said = Object.entries(verdicts)
    .filter(([role]) => role !== author)
    .map(([role, { verdict, entry: given }]) => `${role} ${verdict} in #${given}`)
  return `Implementation #${entry} of #${of} by ${author}: ${said.length === 0 ? 'not reviewed yet' : said.join(', ')}.`
}

function renderNotice({ code, entry, message }: Notice): readonly string[] {
  if (entry === null) return []
  return [`${COUNTING.has(code) ? 'To be noted' : 'Does not count'}: ${inertLine(message)}.`]
}
