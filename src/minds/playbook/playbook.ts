/**
 * The mind that needs no language model: the rules in the role files, applied to the problem and the log. What it says
 * is a pure function of the turn, so the same session comes out byte for byte the same.
 */
import type { Draft } from '../draft.ts'
import type { Mind, Turn } from '../mind.ts'
import { analyse } from './analyse.ts'
import { answer } from './answer.ts'
import { confirm } from './confirm.ts'
import { decide } from './decide.ts'
import { frame } from './frame.ts'
import { implement } from './implement.ts'
import { judge } from './judge.ts'
import { mediate } from './mediate.ts'
import { propose } from './propose.ts'
import { type Reading, readTurn } from './reading.ts'
import { reconsider } from './reconsider.ts'
import { reviewPart } from './review-part.ts'
import { revise } from './revise.ts'
import { rule } from './rule.ts'
import { liveIn } from './standing.ts'
import { summarise } from './summarise.ts'

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
    case 'confirm':
      return confirm(reading)
    case 'revise':
      return revise(reading)
    case 'mediate':
      return mediate(reading)
    case 'reconsider':
      return reconsider(reading)
    case 'rule':
      return rule(reading)
    case 'answer':
      return answer(reading)
    case 'summarise':
      return summarise(reading)
    case 'implement':
      return implement(reading)
    case 'decide':
      return decide(reading)
  }
}

/** Of a proposal, or after consensus of how somebody builds its part. */
function review(reading: Reading): Draft {
  const { on, state } = reading.turn
  const part = state.implementations.find(({ entry }) => entry === on)
  if (part !== undefined) return reviewPart(reading, part)
  return judge(reading, state.proposals.find(({ entry }) => entry === on) ?? liveIn(reading))
}
