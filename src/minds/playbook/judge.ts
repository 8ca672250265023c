/** What a worker's rules say about a proposal: the whole of it at first, and of its revisions what had been asked for. */
import type { Proposal } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'
import { designAt, type Reading } from './reading.ts'
import { reviewAgain } from './recheck.ts'
import { reviewFirst } from './review.ts'

/** A text is read in full once; of its revisions a role checks what it had asked for, and that nothing is gone. */
export function judge(reading: Reading, live: Proposal): Draft {
  const { turn } = reading
  const design = designAt(turn, live.entry)
  const before = turn.state.proposals.findLast(
    ({ entry, verdicts }) => entry < live.entry && verdicts[turn.role] !== undefined,
  )
  return before === undefined
    ? reviewFirst(reading, live, design)
    : reviewAgain(reading, before, live, design)
}
