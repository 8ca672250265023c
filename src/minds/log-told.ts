/** The problem and the entries of a log, as a model is shown them: each block from its entry alone. */
import { type Entry, FIELD_ORDER } from '../log/entry.ts'
import { isOpen } from '../protocol/concerns.ts'
import { foldLog } from '../protocol/fold.ts'
import { liveProposal } from '../protocol/proposals.ts'
import type { PromptBlock } from './context.ts'
import { inert, inertLine } from './inert.ts'
import type { Turn } from './mind.ts'

/** By its panel, which is one object for all turns of a session in one process. */
const problems = new WeakMap<Turn['panel'], PromptBlock>()

export function problemBlock(turn: Turn): PromptBlock {
  const text = renderProblem(turn)
  const known = problems.get(turn.panel)
  if (known?.text === text) return known
  const block = { label: 'problem', text }
  problems.set(turn.panel, block)
  return block
}

function renderProblem({ title, problem, panel }: Turn): string {
  return [
    '<problem>',
    `<title>${inertLine(title)}</title>`,
    inert(problem),
    '</problem>',
    '<panel>',
    ...panel.map(({ role, description }) => `- ${role}: ${inertLine(description)}`),
    '</panel>',
  ].join('\n')
}

/** Entries do not change, and a long session shows each of them in every turn. */
const rendered = new WeakMap<Entry, PromptBlock>()

export function entryBlock(entry: Entry): PromptBlock {
  const known = rendered.get(entry)
  if (known !== undefined) return known
  const block = { label: `#${entry.number}`, text: written(entry) }
  rendered.set(entry, block)
  return block
}

function written(entry: Entry): string {
  const { number, role, type, fields, content } = entry
  // Sealing an entry of a stranger afterwards must not change its block: adopted or not yet, it reads the same.
  const hand = entry.sealed && !entry.adopted ? '' : ' written="by hand"'
  const unknown = Object.keys(fields).filter(name => !(FIELD_ORDER as readonly string[]).includes(name))
  // What a turn has cost is no argument.
  const names = [...FIELD_ORDER, ...unknown].filter(name => name !== 'Spend')
  return [
    `<entry number="${number}" role="${role}" type="${type}"${hand}>`,
    ...names.flatMap(name =>
      (fields[name] ?? []).map(value => `<field name="${name}">${inertLine(value)}</field>`),
    ),
    '<content>',
    inert(content),
    '</content>',
    '</entry>',
  ].join('\n')
}

/** By the summary's entry: what it stands for does not change before the next one. */
const summed = new WeakMap<Entry, readonly PromptBlock[]>()

/**
 * What stands in place of the entries that were summed up: the summary, then word for word the text that was live then
 * and the entries whose concerns were open then. Made from the log up to the summary alone, so that it stays the same
 * until the next one.
 */
export function renderSummed({ entries, state }: Pick<Turn, 'entries' | 'state'>): readonly PromptBlock[] {
  const summary = entries[(state.summary?.entry ?? 0) - 1]
  if (summary === undefined) return []
  const known = summed.get(summary)
  if (known !== undefined) return known
  const before = entries.slice(0, summary.number)
  const then = foldLog({ header: state.header, entries: before })
  const kept = new Set([
    liveProposal(then)?.entry,
    ...then.concerns.filter(isOpen).map(({ raisedAt }) => raisedAt),
  ])
  // What came while the summary was written is not in it.
  const shown = before.filter(
    ({ number }) => number !== summary.number && (number > (then.summary?.upTo ?? 0) || kept.has(number)),
  )
  const blocks = [summary, ...shown].map(entryBlock)
  summed.set(summary, blocks)
  return blocks
}
