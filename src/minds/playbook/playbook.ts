/**
 * The mind that needs no language model: the rules in the role files, applied to the problem and the log. What it says
 * is a pure function of the turn, so the same session comes out byte for byte the same.
 */
import type { Draft } from '../draft.ts'
import type { Mind, Turn } from '../mind.ts'
import { analyse } from './analyse.ts'
import { decide } from './decide.ts'
import { frame } from './frame.ts'
import { propose } from './propose.ts'
import { designAt, type Reading, readTurn } from './reading.ts'
import { reviewAgain } from './recheck.ts'
import { reviewFirst } from './review.ts'
import { revise } from './revise.ts'

const PLAYBOOK_MODEL = 'playbook'

const SPENT = { model: PLAYBOOK_MODEL, input: 0, cached: 0, output: 0, usd: 0 } as const

export function playbookMind(): Mind {
  return {
    name: PLAYBOOK_MODEL,
    async think(turn, { signal, onActivity }) {
      signal.throwIfAborted()
      onActivity?.('writing', '')
      return { draft: draftFor(turn), spend: [SPENT] }
    },
  }
}

/** What the playbook says in a turn. Pure. */
export function draftFor(turn: Turn): Draft {
  const reading = readTurn(turn)
  switch (turn.task) {
    case 'frame':
      return frame(reading)
    case 'analyse':
      return analyse(reading)
    case 'propose':
      return propose(reading)
    case 'review':
      return review(reading)
    case 'revise':
      return revise(reading)
    case 'decide':
      return decide(reading)
  }
}

/** A text is read in full once; of its revisions a role checks what it had asked for, and that nothing is gone. */
function review(reading: Reading): Draft {
  const { turn } = reading
  const { proposals } = turn.state
  const live = proposals.find(({ entry }) => entry === turn.on) ?? proposals.at(-1)
  if (live === undefined) throw new TypeError(`${turn.role} is to review, but the log has no proposal`)
  const design = designAt(turn, live.entry)
  const before = proposals.findLast(
    ({ entry, verdicts }) => entry < live.entry && verdicts[turn.role] !== undefined,
  )
  return before === undefined
    ? reviewFirst(reading, live, design)
    : reviewAgain(reading, before, live, design)
}
