/** SUPERVISOR to somebody who wrote to the table: what the log says about it, what becomes of it, who is asked next. */
import { HUMAN, SUPERVISOR } from '../../log/entry.ts'
import { liveProposal } from '../../protocol/proposals.ts'
import { MAX_ASKED } from '../../protocol/questions.ts'
import type { Question } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'
import { type Asked, raisedAbout, statedAbout, touches } from './asked.ts'
import { draft } from './drafts.ts'
import type { Reading } from './reading.ts'
import { cite } from './stated.ts'
import { joined, listed, oneLine, quoted, sentence } from './text.ts'

const MOST = 3

export function answerForAll(reading: Reading, asked: Asked): Draft {
  const { on, state } = reading.turn
  const unclear = state.questions.find(({ entry, kind }) => entry === on && kind === 'unclear')
  return unclear === undefined ? answerRemark(reading, asked) : askForVerdict(reading, unclear)
}

function answerRemark(reading: Reading, asked: Asked): Draft {
  const { turn } = reading
  const live = liveProposal(turn.state)
  const stated = statedAbout(turn, asked, MOST).map(one => `- #${live?.entry} says ${cite(one, 240)}`)
  const required = raisedAbout(turn, asked)
    .slice(0, MOST)
    .map(
      ({ role, entry, id, how, text }) =>
        `- ${role} ${how} in #${entry}${id === null ? '' : `, as \`${id}\``}: ${quoted(text, 240)}`,
    )
  const role = asked.isQuestion ? whoKnows(reading, asked) : null
  const found = [...stated, ...required]
  return draft(
    [
      `${asked.by} in #${asked.entry}: ${quoted(asked.text, 400)}`,
      '',
      found.length === 0
        ? `Nothing in the log up to #${turn.state.entries} speaks of it: no statement of ${live === null ? 'a proposal, for there is none yet' : `#${live.entry}`}, and no requirement or question of an analysis.`
        : 'What the log has on it:',
      ...found,
      '',
      `What becomes of it: as far as it is a requirement (a sentence with "must", "at most", a figure), it is weighed in the ${live === null ? 'first' : 'next'} text beside the problem itself. It binds nobody by that${live === null ? '' : ', and there is a next text only if somebody objects to the one that is live'}.`,
      ...(role === null ? [] : [`${role} is asked to answer it from its own field.`]),
      ...binding(live?.entry ?? null, asked.by),
    ],
    { asks: role === null ? [] : [role] },
  )
}

/** How a person makes what it wants count. */
function binding(live: number | null, by: string): readonly string[] {
  if (live === null)
    return listed('To make it binding', [
      `There is no proposal to object to yet. Once there is one, object to it by its number: ${forms('n', by).join(', or ')}`,
    ])
  return listed(
    'To make it binding',
    forms(String(live), by).map(form => `- ${form}`),
  )
}

function forms(live: string, by: string): readonly string[] {
  const typed = `an entry with the lines \`**Verdict**: OBJECT #${live}\` and \`**Concern**: id: what goes wrong, and what would settle it\``
  if (by !== HUMAN) return [typed]
  return [typed, `\`synod say --object ${live} --concern "id: what goes wrong, and what would settle it"\``]
}

function askForVerdict({ turn }: Reading, { by, entry, unclear }: Question): Draft {
  const live = liveProposal(turn.state)?.entry ?? 'n'
  const leaning =
    unclear?.leans === 'object'
      ? `It leans to an objection, so nothing is decided before ${by} has said which it is.`
      : 'It counts neither as an agreement nor as an objection.'
  const [agree, object] = [`AGREE #${live}`, `OBJECT #${live}`]
  const shell = by === HUMAN
  const standing = turn.state.concerns
    .filter(({ owner, raisedAt, status }) => owner === by && raisedAt === entry && status === 'open')
    .map(({ id }) => `\`${id}\``)
  const ground =
    standing.length === 0
      ? ''
      : ` Its ground stands as the concern ${joined(standing)} and blocks until ${by} closes it.`
  return draft([
    `What ${by} wrote in #${entry} is no verdict: ${sentence(oneLine(unclear?.reason ?? 'it can be read both ways', 300))} ${leaning}${ground}`,
    ...listed('A verdict that counts is one of these', [
      `- To agree to exactly #${live}: an entry with the line \`**Verdict**: ${agree}\`${shell ? `, or \`synod say --agree ${live}\`` : ''}`,
      `- To object to it: an entry with the lines \`**Verdict**: ${object}\` and \`**Concern**: id: what goes wrong, and what would settle it\`${shell ? `, or \`synod say --object ${live} --concern "id: what goes wrong, and what would settle it"\`` : ''}`,
    ]),
  ])
}

/** The worker that has required most about it, or that the supervisor's own rules name for it; null where none has. */
function whoKnows({ turn, rules }: Reading, asked: Asked): string | null {
  const { state, panel } = turn
  if ((state.asked[SUPERVISOR] ?? 0) >= MAX_ASKED) return null
  const near = new Map<string, number>()
  const add = (role: string | null, share: number) => {
    const seated = role !== null && role !== asked.by && panel.some(one => one.role === role)
    if (seated && share > 0) near.set(role, Math.max(near.get(role) ?? 0, share))
  }
  for (const { role, share } of raisedAbout(turn, asked)) add(role, share)
  for (const rule of rules) add(rule.for, touches(asked, `${rule.ask} ${rule.require} ${rule.because}`))
  const [best] = [...near].sort((a, b) => b[1] - a[1])
  return best?.[0] ?? null
}
