/** SUPERVISOR, at the end: what was decided, by which rule, how it came about, and what to keep an eye on. */
import type { Concern, Proposal } from '../../protocol/state.ts'
import { agrees } from '../../protocol/verdicts.ts'
import type { Draft } from '../draft.ts'
import { KNOWS_LITTLE } from './analyse.ts'
import { ASSUMED } from './assumptions.ts'
import type { Design, Part } from './design.ts'
import { built, dissent, heard, howDecided, raised, rulings, settled } from './dissent.ts'
import { draft } from './drafts.ts'
import { playbookIds } from './own-ids.ts'
import { ASSUMPTIONS, LEFT_OUT, partNamed } from './parts.ts'
import { sentencesOf } from './prose.ts'
import { designAt, type Reading } from './reading.ts'
import { cite, type Stated, statedIn } from './stated.ts'
import { clip, joined, listed, oneLine, quoted, sentence } from './text.ts'

const MOST = 6
/** An agreement of roles that had nothing particular to say must not look like more than it is. */
const FRAME_ONLY =
  'No role has rules for this kind of problem: what was agreed holds for nearly any system. Take it for a frame to fill in, not for a design to build.'

export function decide(reading: Reading): Draft {
  const { state, on } = reading.turn
  const live = state.proposals.find(({ entry }) => entry === on) ?? state.proposals.at(-1)
  if (live === undefined) return draft(['There is no proposal, so nothing has been decided.'])
  const design = designAt(reading.turn, live.entry)
  const stated = statedIn(design)
  return draft([
    ...decided(reading, live, design),
    ...listed(
      'Objections that changed it',
      settled(state).map(concern => concernLine(concern, stated, live)),
    ),
    ...listed('Dissent that stays', dissent(state, live)),
    ...listed('Rulings by the owners of concerns', rulings(state, live)),
    ...listed('Who agreed, and on what', agreements(state.deciders, live)),
    ...listed('How it is built', built(state)),
    ...listed('Heard from those without a seat', heard(state)),
    ...listed('Left out', linesOf(partNamed(design, LEFT_OUT)).slice(0, MOST)),
    ...listed('What to watch', watch(stated)),
    ...listed('Assumed, until somebody says otherwise', assumed(partNamed(design, ASSUMPTIONS))),
  ])
}

function decided({ turn, facts }: Reading, live: Proposal, design: Design): readonly string[] {
  const { state } = turn
  const which = live.revision === 1 ? 'the first text' : `revision ${live.revision}`
  const opening = design.opening.filter(line => !/^(?:[-*]|Revision \d)/.test(line)).join(' ')
  const [first] = sentencesOf(opening)
  const analyses = Object.values(state.analyses)
  const silent =
    analyses.length > 0 &&
    analyses.every(entry => turn.entries[entry - 1]?.content.includes(KNOWS_LITTLE) ?? false)
  const how = howDecided(state, live)
  const text = `the ${facts.subject} as #${live.entry} describes it, ${which} by ${live.author}`
  const said =
    how === null
      ? `Decided: ${text}; ${joined(state.deciders)} have agreed to exactly that text.`
      : `${how} Decided is ${text}.`
  const whole = `${said} ${raised(state)}${first === undefined ? '' : ` ${sentence(oneLine(first, 400))}`}`
  if (!silent) return [whole]
  return how === null ? [FRAME_ONLY, whole] : [whole, FRAME_ONLY]
}

function concernLine(concern: Concern, stated: readonly Stated[], live: Proposal): string {
  const { id, owner, raisedAt, on, answer, endedAt, status } = concern
  const raised = `- \`${id}\` (${owner}, raised in #${raisedAt} on #${on})`
  if (status === 'withdrawn') return `${raised}: withdrawn in #${endedAt}.`
  const ids = playbookIds(concern)
  const met = stated.find(({ marks }) =>
    marks.some(mark => mark.role === owner && mark.id !== null && ids.includes(mark.id)),
  )
  const where =
    met === undefined
      ? answer === null
        ? 'without an answer of its own'
        : quoted(answer.how, 160)
      : cite(met, 160)
  const text = answer === null ? '' : ` since #${answer.entry}`
  return `${raised}: met${text} by ${where}; ${endedAt === null ? `stands as answered in #${live.entry}` : `closed in #${endedAt}`}.`
}

function agreements(workers: readonly string[], live: Proposal): readonly string[] {
  return workers.flatMap(role => {
    const verdict = live.verdicts[role]
    if (verdict === undefined || !agrees(verdict)) return []
    if (role === live.author && verdict.entry === live.entry)
      return [`- ${role}: the author of #${live.entry}.`]
    const evidence = verdict.evidence === null ? 'no evidence given' : clip(verdict.evidence, 260)
    return [`- ${role} (#${verdict.entry}, ${verdict.verdict}): ${sentence(evidence)}`]
  })
}

/** What the design itself says is measured, alarmed on and taken in steps. */
function watch(stated: readonly Stated[]): readonly string[] {
  const of = (section: string) => stated.filter(one => one.section.toLowerCase() === section)
  return [...of('operations').slice(0, MOST - 2), ...of('rollout').slice(0, 2)].map(
    ({ section, text }) => `- ${section}: ${sentence(oneLine(text, 240))}`,
  )
}

function linesOf(part: Part | undefined): readonly string[] {
  return (part?.lines ?? []).flatMap(({ text, kind }) =>
    kind === 'statement' || text.trim() !== '' ? [`- ${oneLine(text, 240)}`] : [],
  )
}

function assumed(part: Part | undefined): readonly string[] {
  const lines = (part?.lines ?? []).flatMap(({ kind, text }) => {
    const [question = '', ...answer] = text.split(ASSUMED)
    if (kind === 'raw') return []
    if (answer.length === 0) return [`- ${oneLine(text, 240)}`]
    return [`- ${question.trim()} ${oneLine(answer.join(' '), 160)}`]
  })
  const rest = lines.length - MOST
  return rest > 1 ? [...lines.slice(0, MOST), `- and ${rest} more in the text itself.`] : lines
}
