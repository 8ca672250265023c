/** The parts of a decision record that tell who agreed to what, and what became of every objection. */
import type { Concern, Proposal, Verdict } from '../protocol/state.ts'
import type { Ground } from './decision-ground.ts'
import { formatTime } from './durations.ts'
import type { Links } from './links.ts'
import { cellText, inline } from './markdown.ts'

export function decidersPart({ state, links, proposal }: Ground): readonly string[] {
  if (state.workers.length === 0) return []
  const rows = state.workers.map(role => {
    const given = proposal?.verdicts[role]
    if (given === undefined || proposal === null) return `| ${role} | none | | |`
    const verdict = isAuthors(given, proposal) ? 'author' : given.verdict
    return `| ${role} | ${verdict} | ${links.to(given.entry)} | ${cellText(given.evidence ?? '')} |`
  })
  const author =
    proposal === null
      ? []
      : [`A proposal is its author's agreement: ${proposal.author} wrote ${links.to(proposal.entry)}.`]
  return [
    '## Deciders',
    ['| Role | Verdict | Entry | What was checked |', '|---|---|---|---|', ...rows].join('\n'),
    ...author,
  ]
}

export function objectionsPart({ state, links }: Ground): readonly string[] {
  if (state.concerns.length === 0) return ['## Objections', 'None was raised.']
  return ['## Objections', ...state.concerns.flatMap(concern => objection(concern, state.proposals, links))]
}

function objection(concern: Concern, proposals: readonly Proposal[], links: Links): readonly string[] {
  const { id, owner, reason, raisedAt, on, answer } = concern
  const proposalOf = (number: number) => proposals.find(proposal => proposal.entry === number)
  const revision = proposalOf(on)?.revision
  const steps = [
    `Raised by ${owner} in ${links.to(raisedAt)} on ${links.to(on)}${revision === undefined ? '' : ` (revision ${revision})`}: ${inline(reason)}`,
    answer === null
      ? 'Not answered by any revision'
      : `Answered by ${proposalOf(answer.entry)?.author ?? 'the author'} in ${links.to(answer.entry)}${answer.how === '' ? '' : `: ${inline(answer.how)}`}`,
    ending(concern, links),
  ]
  return [`### ${inline(id)}, by ${owner}`, steps.map(step => `- ${step}`).join('\n')]
}

function ending({ status, owner, endedAt }: Concern, links: Links): string {
  const where = endedAt === null ? '' : ` in ${links.to(endedAt)}`
  if (status === 'closed') return `Closed by ${owner}${where}, with its agreement to a later revision`
  if (status === 'withdrawn') return `Withdrawn by ${owner}${where}`
  return `Still open: ${owner} has neither agreed to a later revision nor withdrawn it`
}

export function revisionsPart({ log, state, links }: Ground): readonly string[] {
  if (state.proposals.length === 0) return []
  const rows = state.proposals.map(proposal => {
    const time = formatTime(log.entries[proposal.entry - 1]?.time ?? null)
    const verdicts = Object.entries(proposal.verdicts)
      .filter(([, given]) => !isAuthors(given, proposal))
      .map(([role, given]) => `${role} ${given.verdict} ${links.to(given.entry)}`)
    return `| ${proposal.revision} | ${links.to(proposal.entry)} | ${proposal.author} | ${time} | ${verdicts.join(', ') || 'none'} |`
  })
  const table = [
    '| Revision | Entry | Author | Written | Verdicts of the others |',
    '|---|---|---|---|---|',
    ...rows,
  ]
  return ['## Revisions', table.join('\n')]
}

export function dissentPart({ state, links, proposal }: Ground): readonly string[] {
  if (proposal === null) return []
  const against = state.workers.flatMap(role => {
    const given = proposal.verdicts[role]
    if (given?.verdict === 'AGREE') return []
    const said = { OBJECT: 'objects', ABSTAIN: 'abstains' }
    return given === undefined
      ? [`- ${role} has given no verdict on ${links.to(proposal.entry)}`]
      : [`- ${role} ${said[given.verdict]} in ${links.to(given.entry)}`]
  })
  const open = state.concerns
    .filter(({ status }) => status === 'open' || status === 'answered')
    .map(
      ({ id, owner, raisedAt }) =>
        `- ${inline(id)} by ${owner}, raised in ${links.to(raisedAt)}, is still open`,
    )
  const none = `None: all ${state.workers.length} agree to ${links.to(proposal.entry)}, and no concern is open.`
  return ['## Dissent', [...against, ...open].join('\n') || none]
}

function isAuthors(given: Verdict, proposal: Proposal): boolean {
  return given.entry === proposal.entry
}
