/** The parts of a decision record that tell who agreed to what, and what became of every objection. */
import type { Concern, Proposal, Verdict } from '../protocol/state.ts'
import type { Ground } from './decision-ground.ts'
import { formatTime } from './durations.ts'
import type { Links } from './links.ts'
import { cellText, inline } from './markdown.ts'

export function decidersPart({ state, links, proposal }: Ground): readonly string[] {
  if (state.deciders.length === 0) return []
  const others = Object.keys(proposal?.verdicts ?? {}).filter(role => !state.deciders.includes(role))
  const rows = [...state.deciders, ...others].map(role => {
    const given = proposal?.verdicts[role]
    if (given === undefined || proposal === null) return `| ${role} | none | | |`
    const verdict = isAuthors(given, proposal) ? 'author' : verdictWords(given)
    const name = others.includes(role) ? `${role} (not needed)` : role
    return `| ${name} | ${verdict} | ${links.to(given.entry)} | ${cellText(given.evidence ?? '')} |`
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

/** `AGREE, in prose` */
function verdictWords({ verdict, typed, caveat }: Verdict): string {
  return `${verdict}${typed ? '' : ', in prose'}${caveat === null ? '' : ', with a condition not confirmed'}`
}

export function objectionsPart({ state, links }: Ground): readonly string[] {
  const heard = state.concerns.filter(({ kind }) => kind === 'heard')
  const counted = state.concerns.filter(({ kind }) => kind !== 'heard')
  const raised = counted.flatMap(concern => objection(concern, state.proposals, links))
  return [
    '## Objections',
    ...(raised.length === 0 ? ['None was raised.'] : raised),
    ...(heard.length === 0
      ? []
      : [
          '## Heard',
          'Raised by roles without a seat in the session: it was heard and decided nothing.',
          heard
            .map(
              ({ id, owner, reason, raisedAt, on, answer }) =>
                `- ${inline(id)}, by ${owner} in ${links.to(raisedAt)} on ${links.to(on)}: ${inline(reason)}${answer === null ? '' : ` (answered in ${links.to(answer.entry)})`}`,
            )
            .join('\n'),
        ]),
  ]
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

function isAuthors(given: Verdict, proposal: Proposal): boolean {
  return given.entry === proposal.entry
}
