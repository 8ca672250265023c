/** A status report as a page: how far it is, who agrees to what, what is open, who is due, what it has cost. */
import type { State } from '../protocol/state.ts'
import { turnWords } from '../workers/needs.ts'
import { count, formatTokens, formatUsd } from './durations.ts'
import { meter } from './meter.ts'
import { safeText } from './safe.ts'
import { PLAYBOOK, speakerName } from './speaker.ts'
import type { Needed, StatusReport } from './status.ts'
import { implementationLines, questionLines } from './status-lists.ts'
import { concernLines, verdictMatrix } from './status-tables.ts'
import type { RenderOptions } from './style.ts'
import { wrap } from './width.ts'

/** The page, ending in a newline. `state` is the one the report was made of: it also knows the replaced revisions. */
export function renderStatus(report: StatusReport, state: State, options: RenderOptions): string {
  const { style, width } = options
  const paragraph = (text: string) => wrap(text, width)
  const blocks: readonly (readonly string[])[] = [
    [
      ...paragraph(safeText(report.title) || 'Untitled session').map(style.bold),
      ...paragraph(
        [safeText(report.session), count(report.entries, 'entry', 'entries'), safeText(report.log)]
          .filter(part => part !== '')
          .join(', '),
      ).map(style.dim),
    ],
    [
      ...labelled('Phase', phaseWords(report), options),
      ...labelled('Policy', report.policy === 'unanimous' ? '' : report.policy, options),
      ...labelled('Now', meter(state), options),
      ...labelled('Why', state.proposals.length === 0 ? '' : safeText(state.consensus.why), options),
      ...labelled('Due', dueWords(report), options),
      ...report.needed.flatMap(one => labelled('Needs', neededWords(one), options)),
    ],
    ...titled('Verdicts', verdictMatrix(state, options), options),
    ...titled('Concerns', concernLines(state, options), options),
    ...titled('Questions', questionLines(state, options), options),
    ...titled('Implementations', implementationLines(state, options), options),
    [...labelled('Spend', spendWords(report), options), ...labelled('Spoke', speakers(state), options)],
    ...titled(
      'Notices',
      report.notices.flatMap(({ code, line, message }) =>
        paragraph(`- ${safeText(code)}${line > 0 ? `, line ${line}` : ''}: ${safeText(message)}`),
      ),
      options,
    ),
  ]
  return `${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`
}

const LABEL = 7

function labelled(label: string, text: string, { style, width }: RenderOptions): readonly string[] {
  if (text === '') return []
  const [first = '', ...rest] = wrap(text, Math.max(20, width - LABEL))
  return [style.dim(label.padEnd(LABEL)) + first, ...rest.map(line => ' '.repeat(LABEL) + line)]
}

function titled(
  title: string,
  lines: readonly string[],
  { style }: RenderOptions,
): readonly (readonly string[])[] {
  return lines.length === 0 ? [] : [[style.bold(title), ...lines]]
}

function phaseWords({ phase, outcome, mediation }: StatusReport): string {
  const mediated = mediation === null ? '' : `, mediated in #${mediation}`
  if (outcome === null) return `${phase}${mediated}`
  const about =
    outcome.kind === 'PAUSED' ? ` ${outcome.reason}` : outcome.on === null ? '' : ` #${outcome.on}`
  return `${phase}: ${outcome.kind}${about}, said in #${outcome.entry}`
}

/** `HUMAN (human) to review #6: synod say …` */
function neededWords({ role, kind, task, on, command }: Needed): string {
  return `${role} (${kind}) to ${turnWords({ task, on })}: ${command}`
}

function dueWords({ due }: StatusReport): string {
  return (
    due.map(({ role, task, on }) => `${role} (${task}${on === null ? '' : ` #${on}`})`).join(', ') || 'nobody'
  )
}

function spendWords({ spend }: StatusReport): string {
  const { usd, input, cached, output } = spend
  if (usd === 0 && input + cached + output === 0) return 'nothing'
  const roles = Object.entries(spend.byRole)
    .filter(([, totals]) => totals.usd > 0)
    .map(([role, totals]) => `${role} ${formatUsd(totals.usd)}`)
  const tokens = `${formatTokens(input)} in, ${formatTokens(cached)} cached, ${formatTokens(output)} out`
  return `${formatUsd(usd)} (${tokens})${roles.length === 0 ? '' : `: ${roles.join(', ')}`}`
}

function speakers({ models }: State): string {
  if (models.length === 1 && models[0] === PLAYBOOK) {
    return 'the playbook for every role: rules in the role files, no language model'
  }
  return models.map(speakerName).join('; ')
}
