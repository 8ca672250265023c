/** Whether everybody has explicitly agreed to exactly the same text; docs/protocol.md, section 2. */
import { openConcerns } from './concerns.ts'
import { liveProposal } from './proposals.ts'
import type { Concern, Consensus, Proposal, State } from './state.ts'

type Ground = Pick<State, 'workers' | 'proposals' | 'concerns'>

export function consensusOf(state: Ground): Consensus {
  const live = liveProposal(state)
  if (live === null) {
    return {
      reached: false,
      proposal: null,
      missing: state.workers,
      openConcerns: [],
      why: 'There is no proposal yet',
    }
  }
  const missing = state.workers.filter(role => live.verdicts[role]?.verdict !== 'AGREE')
  const open = openConcerns(state)
  const reached = state.workers.length > 0 && missing.length === 0 && open.length === 0
  return {
    reached,
    proposal: live.entry,
    missing,
    openConcerns: open.map(concern => concern.id),
    why: reached
      ? `All ${state.workers.length} have agreed to #${live.entry} and no concern is open`
      : whyNot(live, state.workers, missing, open),
  }
}

function whyNot(
  live: Proposal,
  workers: readonly string[],
  missing: readonly string[],
  open: readonly Concern[],
): string {
  if (workers.length === 0) return 'Nobody is named who could agree'
  const roles = missing.map(role => {
    const given = live.verdicts[role]?.verdict
    if (given === 'OBJECT') return `${role} objects to #${live.entry}`
    if (given === 'ABSTAIN') return `${role} abstains on #${live.entry}`
    return `${role} has not spoken on #${live.entry}`
  })
  const concerns = open.map(({ id, owner, on, status, answer }) =>
    status === 'open' || answer === null
      ? `concern ${id} by ${owner}, raised on #${on}, is not answered`
      : `concern ${id} by ${owner}, raised on #${on}, answered in #${answer.entry}, waits for ${owner}`,
  )
  return [...roles, ...concerns].join('; ')
}
