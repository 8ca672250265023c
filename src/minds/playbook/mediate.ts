/** SUPERVISOR, when revising goes no further: each open concern, what the text says, the options, one recommendation. */
import { openConcerns } from '../../protocol/concerns.ts'
import type { Concern, Proposal } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'
import { inItsWords } from './answers.ts'
import type { Design } from './design.ts'
import { draft } from './drafts.ts'
import { playbookIds } from './own-ids.ts'
import { designAt, type Reading } from './reading.ts'
import { type Meet, readReason } from './requirements.ts'
import { sectionFor } from './sections.ts'
import { liveIn } from './standing.ts'
import { cite, type Stated, statedIn } from './stated.ts'
import { counted, joined, quoted, sentence } from './text.ts'
import { coverage, significantWords } from './words.ts'

/** A statement with less of a concern's words is about something else. */
const NEAR = 0.3

export function mediate(reading: Reading): Draft {
  const { state } = reading.turn
  const live = liveIn(reading)
  const design = designAt(reading.turn, live.entry)
  const open = openConcerns(state)
  const owners = [...new Set(open.map(({ owner }) => owner))]
  const others = Object.entries(live.verdicts).filter(
    ([role, { verdict }]) => verdict === 'OBJECT' && !owners.includes(role),
  )
  return draft([
    `Revising #${live.entry} by ${live.author} goes no further, and it is not agreed: ${open.length === 0 ? 'no concern is open' : `${counted(open.length, 'concern')} of ${joined(owners)} ${open.length === 1 ? 'is' : 'are'} open`}. What follows takes no side; whoever owns a concern decides about it.`,
    ...open.flatMap(concern => mediated(concern, live, design, reading)),
    ...others.map(
      ([role, { entry }]) =>
        `\n${role} objects in #${entry} and has no open concern: without one, nothing can be written that would settle it.`,
    ),
  ])
}

function mediated(concern: Concern, live: Proposal, design: Design, reading: Reading): readonly string[] {
  const { id, owner, raisedAt, on, reason, answer } = concern
  const asked = readReason(reason)
  const meet = asked.meet ?? {
    section: sectionFor(asked.reason),
    text: inItsWords(owner, asked.reason, reading),
  }
  const near = nearest(concern, asked.reason, design)
  const said =
    near === null ? `no statement of #${live.entry} speaks of it` : `#${live.entry} says ${cite(near, 240)}`
  const claimed =
    answer === null
      ? ''
      : ` ${live.author} says in #${answer.entry} that it is met: ${quoted(answer.how, 200)}.`
  return [
    '',
    `#### \`${id}\` (${owner}, raised in #${raisedAt} on #${on})`,
    `- The concern, in the words of ${owner}: ${quoted(asked.reason, 600)}`,
    `- What the text says: ${said}.${claimed}`,
    `- Options: ${options(near, meet, concern, live)}`,
    `- Recommended: under ${meet.section}, ${near !== null && isOwn(near, concern) ? 'in place of that statement' : 'as a statement of its own'}: ${quoted(meet.text, 1_000)} ${asked.meet === null ? `It puts the concern into a condition that can be tested; ${owner} says whether it is the right one.` : `It is what ${owner} itself has asked for.`}`,
  ]
}

function options(near: Stated | null, meet: Meet, { owner, id }: Concern, live: Proposal): string {
  const kept = near === null ? `#${live.entry} stays as it is` : 'that statement stays as it is'
  return sentence(
    `(a) ${live.author} writes the recommended statement into ${meet.section}, and everybody reads the text again; (b) ${kept}, and ${owner} withdraws \`${id}\` with the reason why it need not be settled now; (c) ${owner} names other words that would settle it, and ${live.author} writes those`,
  )
}

function nearest(concern: Concern, reason: string, design: Design): Stated | null {
  const stated = statedIn(design)
  const own = stated.find(one => isOwn(one, concern))
  if (own !== undefined) return own
  const words = significantWords(reason)
  const [best] = stated
    .map(one => ({ one, share: coverage(words, one.text) }))
    .filter(({ share }) => share >= NEAR)
    .sort((a, b) => b.share - a.share)
  return best?.one ?? null
}

/** Written for this very concern before. */
function isOwn({ marks }: Stated, concern: Concern): boolean {
  const ids = playbookIds(concern)
  return marks.some(({ role, id }) => role === concern.owner && id !== null && ids.includes(id))
}
