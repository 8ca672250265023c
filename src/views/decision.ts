/** The decision record of a session: an ADR in markdown, each statement with the entry it comes from. */
import type { Entry, ParsedLog } from '../log/entry.ts'
import type { State } from '../protocol/state.ts'
import { dissentPart, howDecided } from './decision-dissent.ts'
import type { Ground } from './decision-ground.ts'
import { implementationsPart } from './decision-implementations.ts'
import { provenancePart } from './decision-provenance.ts'
import { decidersPart, objectionsPart, revisionsPart } from './decision-verdicts.ts'
import { formatTime } from './durations.ts'
import { createLinks, type Links } from './links.ts'
import { embed, inline } from './markdown.ts'
import { takeSection, withoutSections } from './sections.ts'
import { speakerOf } from './speaker.ts'

export interface DecisionOptions {
  /** The log, as the caller names it. Links name its file alone: the record stands beside it. Default: `log.md`. */
  readonly path?: string
}

export function renderDecision(
  log: ParsedLog,
  state: State,
  { path = 'log.md' }: DecisionOptions = {},
): string {
  const { outcome } = state
  const decided = outcome !== null && outcome.kind !== 'PAUSED' && outcome.kind !== 'STOPPED'
  const named = decided ? state.proposals.find(proposal => proposal.entry === outcome.on) : undefined
  const proposal = named ?? state.proposals.at(-1) ?? null
  const ground: Ground = { log, state, links: createLinks(log, path), proposal, decided }
  const parts = [
    `# ${inline(log.title) || 'Untitled session'}`,
    `**Status**: ${statusLine(ground)}`,
    ...decidersPart(ground),
    ...contextPart(ground),
    ...decisionPart(ground),
    ...implementationsPart(ground),
    ...objectionsPart(ground),
    ...closingPart(ground),
    ...revisionsPart(ground),
    ...dissentPart(ground),
    ...provenancePart(ground, path),
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function statusLine({ log, state, links, proposal, decided }: Ground): string {
  const { outcome, consensus } = state
  const why = links.within(inline(consensus.why))
  if (outcome === null) {
    return consensus.reached
      ? `no decision yet: ${why}, but nobody has closed the session`
      : `no decision yet. ${why}.`
  }
  const day = entryOf(log, outcome.entry)?.time?.slice(0, 10)
  const when = day === undefined ? '' : `, ${day}`
  if (outcome.kind === 'PAUSED')
    return `no decision yet: paused (${outcome.reason}) in ${links.to(outcome.entry)}${when}. ${why}.`
  if (outcome.kind === 'STOPPED') return `no decision: stopped in ${links.to(outcome.entry)}${when}. ${why}.`
  const on =
    proposal === null || !decided ? '' : ` on ${links.to(proposal.entry)} (revision ${proposal.revision})`
  return `${howDecided(outcome.kind, state, proposal)}${on}${when}`
}

/** Problems longer than this are cut: the log has them whole. */
const PROBLEM_LINES = 40
const CONSTRAINTS = /^constraints?\b/
const DONE = /^definition of done\b|^done when\b/
const LEFT_OUT =
  /^(?:options )?left out\b|^(?:options|alternatives)(?: considered| not chosen)?$|^not chosen\b|^rejected\b/

const OBJECTED = /^objections?\b|^(?:who agreed|verdicts?|dissent)\b/

function contextPart({ log, state, links }: Ground): readonly string[] {
  const lines = log.problem.split('\n')
  const cut = lines.length > PROBLEM_LINES
  const problem = embed(lines.slice(0, PROBLEM_LINES).join('\n'), { level: 3 })
  const framework = entryOf(log, state.framework)
  return [
    '## Context and problem',
    problem === '' ? 'The log gives no problem.' : quote(problem),
    ...(cut ? [`${lines.length - PROBLEM_LINES} more lines stand in ${links.log}.`] : []),
    ...(framework === null ? [] : frameworkParts(framework, links)),
  ]
}

/** The two parts a design is measured by; a framework that does not name them is given whole. */
function frameworkParts(framework: Entry, links: Links): readonly string[] {
  const { section: constraints } = takeSection(framework.content, CONSTRAINTS)
  const { section: done } = takeSection(framework.content, DONE)
  const part = (heading: string, text: string | undefined) =>
    text === undefined ? [] : [`### ${heading}`, embed(text, { level: 4 })]
  return [
    `Framed by SUPERVISOR in ${links.to(framework.number)} (${speakerOf(framework)}).`,
    ...part('Constraints', constraints?.text),
    ...part('Definition of done', done?.text),
    ...(constraints === null && done === null ? part('Framework', framework.content) : []),
  ]
}

function decisionPart({ log, links, proposal, decided }: Ground): readonly string[] {
  const heading = decided ? '## Decision' : '## Proposal so far, not decided'
  const entry = entryOf(log, proposal?.entry ?? null)
  if (entry === null || proposal === null) return [heading, 'There is no proposal.']
  const { section, rest } = takeSection(entry.content, LEFT_OUT)
  const source = `${links.to(entry.number)}, revision ${proposal.revision}, by ${proposal.author} (${speakerOf(entry)}), ${formatTime(entry.time)}.`
  return [
    heading,
    source,
    embed(rest, { level: 3 }),
    ...(section === null
      ? []
      : ['## Options left out', `From ${links.to(entry.number)}.`, embed(section.text, { level: 3 })]),
  ]
}

/** What the closing says again of objections, verdicts and options is left to the log: the record has it already. */
function closingPart({ log, state, links, proposal }: Ground): readonly string[] {
  const entry = entryOf(log, state.outcome?.entry ?? null)
  if (entry === null) return []
  const proposed = entryOf(log, proposal?.entry ?? null)?.content ?? ''
  const repeated = takeSection(proposed, LEFT_OUT).section === null ? [OBJECTED] : [OBJECTED, LEFT_OUT]
  const rest = repeated.reduce(withoutSections, entry.content.trim())
  const cut = rest === entry.content.trim() ? '' : ' What it repeats of the parts above is left out here.'
  return [
    '## Closing',
    `${links.to(entry.number)} by SUPERVISOR (${speakerOf(entry)}), ${formatTime(entry.time)}.${cut}`,
    embed(rest, { level: 3 }),
  ]
}

function entryOf(log: ParsedLog, number: number | null): Entry | null {
  return number === null ? null : (log.entries[number - 1] ?? null)
}

function quote(text: string): string {
  return text
    .split('\n')
    .map(line => `> ${line}`.trimEnd())
    .join('\n')
}
