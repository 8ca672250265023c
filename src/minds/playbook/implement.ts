/** After consensus: a worker says how it builds its part of the agreed text, step by step. */
import type { Concern, Implementation } from '../../protocol/state.ts'
import type { Draft } from '../draft.ts'
import { inItsWords } from './answers.ts'
import { type Part, partsOf } from './builds.ts'
import { draft } from './drafts.ts'
import { fill } from './fill.ts'
import { inShape } from './in-shape.ts'
import type { Reading } from './reading.ts'
import { readReason } from './requirements.ts'
import { liveIn } from './standing.ts'
import { counted, joined, listed, quoted, sentence } from './text.ts'

export function implement(reading: Reading): Draft {
  const { role, state } = reading.turn
  const live = liveIn(reading)
  const parts = partsOf(role, live, reading)
  const before = state.implementations.find(({ author }) => author === role)
  const repairs = before === undefined ? [] : objectionsTo(before, reading)
  const sections = [...new Set(parts.map(({ stated }) => stated.section))].filter(Boolean)
  const steps = [
    ...parts.map(part => stepOf(part, live.entry, reading)),
    ...repairs.map(
      ({ concern, text, section }) =>
        `${section}: ${quoted(text, 900)} (${concern.owner}, \`${concern.id}\` in #${concern.raisedAt}). Done when a test shows it and ${concern.owner} has read the result.`,
    ),
  ]
  const lead =
    parts.length === 0
      ? `No statement of #${live.entry} bears the mark of ${role} or meets one of its rules, so ${role} builds nothing of its own and reads what the others build.`
      : `${role} builds ${counted(parts.length, 'statement')} of #${live.entry}${sections.length === 0 ? '' : `, in ${joined(sections)}`}, in this order: what others read comes first.`
  const summary = before === undefined ? lead : `${lead} It replaces #${before.entry}.`
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`)
  const rest = [
    `- Every other statement of #${live.entry} is built by whoever asked for it, and nothing here changes the agreed text.`,
  ]
  const { report } = reading.turn.agent
  const content =
    report === null
      ? [summary, ...listed('Steps', numbered), ...listed('Not touched', rest)]
      : inShape(report, { summary, steps: numbered, rest })
  return draft(content, { resolves: repairs.map(({ concern, how }) => ({ id: concern.id, how })) })
}

function stepOf({ stated, asked, id, finding }: Part, live: number, { facts }: Reading): string {
  const where = stated.section === '' ? '' : `${stated.section}: `
  const name = id === null ? '' : `, \`${id}\``
  const source = asked === null ? `#${live}${name}` : `#${live}${name}, asked for in #${asked}`
  const check =
    finding === null
      ? 'a test shows exactly this sentence'
      : `a test shows that this holds: ${quoted(fill(finding.consideration.require, facts), 300)}`
  return `${where}${quoted(stated.text, 900)} (${source}). ${sentence(`Done when ${check}`)}`
}

interface Repair {
  readonly concern: Concern
  readonly section: string
  readonly text: string
  readonly how: string
}

/** What others have objected to in the one before: each objection becomes a step. */
function objectionsTo(before: Implementation, reading: Reading): readonly Repair[] {
  return reading.turn.state.concerns
    .filter(({ on, status }) => on === before.entry && (status === 'open' || status === 'answered'))
    .map(concern => {
      const asked = readReason(concern.reason)
      const section = asked.meet?.section ?? 'Besides'
      const text = asked.meet?.text ?? inItsWords(concern.owner, asked.reason, reading)
      return { concern, section, text, how: `a step of its own under Steps: ${quoted(text, 120)}` }
    })
}
